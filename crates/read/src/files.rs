//! Paths as given: in come files, folders and `-`, out go inputs in a stable order, folders opened only when reached.

use crate::ReadError;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// One thing to read; paths with `/` between their parts on every system, since they name documents.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Text(String),
    Lines(String),
    Standard,
}

/// What is still to be read, next one last.
pub(crate) struct Files {
    stack: Vec<(PathBuf, Origin)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Origin {
    /// Named by the user: read whatever its ending is.
    Given,
    /// Found in a folder: read where its ending is one of ours.
    Found,
}

const LINES: [&str; 2] = ["jsonl", "ndjson"];
/// Kinds of files that hold more than their words; coding their marks as text would give nonsense.
const NOT_PLAIN: [&str; 12] = ["html", "htm", "xml", "rss", "pdf", "doc", "docx", "odt", "rtf", "gz", "zip", "parquet"];

impl Files {
    pub(crate) fn new(mut paths: Vec<PathBuf>) -> Files {
        paths.reverse();
        Files { stack: paths.into_iter().map(|p| (p, Origin::Given)).collect() }
    }

    /// A folder's entries go on the stack by name; hidden ones and links to folders, which could lead in circles, do not.
    fn enter(&mut self, folder: &Path) -> Result<bool, ReadError> {
        let name = shown(folder);
        let mut inside = Vec::new();
        for entry in fs::read_dir(folder).map_err(|e| ReadError::io(&name, &e))? {
            let entry = entry.map_err(|e| ReadError::io(&name, &e))?;
            let path = entry.path();
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let linked_folder = entry.file_type().is_ok_and(|t| t.is_symlink()) && path.is_dir();
            if !hidden && !linked_folder && (path.is_dir() || kind(&path).is_some()) {
                inside.push(path);
            }
        }
        inside.sort_by(|a, b| b.as_os_str().as_encoded_bytes().cmp(a.as_os_str().as_encoded_bytes()));
        let any = !inside.is_empty();
        self.stack.extend(inside.into_iter().map(|p| (p, Origin::Found)));
        Ok(any)
    }
}

impl Iterator for Files {
    type Item = Result<Input, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (path, origin) = self.stack.pop()?;
            if path.as_os_str() == "-" {
                return Some(Ok(Input::Standard));
            }
            if !path.is_dir() {
                return Some(given(&path));
            }
            match self.enter(&path) {
                Err(error) => return Some(Err(error)),
                Ok(false) if origin == Origin::Given => {
                    return Some(Err(ReadError::new(&shown(&path), None, "nothing to read in this folder", "it should hold .txt, .jsonl or .ndjson files")));
                }
                Ok(_) => {}
            }
        }
    }
}

fn given(path: &Path) -> Result<Input, ReadError> {
    if let Some(input) = kind(path) {
        return Ok(input);
    }
    match ending(path) {
        Some(ending) if NOT_PLAIN.contains(&ending.as_str()) && path.exists() => {
            Err(ReadError::new(&shown(path), None, format!("files of kind .{ending} are not read"), "turn it into plain text or JSON lines first"))
        }
        Some(ending) if ending == "json" => Ok(Input::Lines(shown(path))),
        _ => Ok(Input::Text(shown(path))),
    }
}

fn kind(path: &Path) -> Option<Input> {
    let ending = ending(path)?;
    if ending == "txt" {
        Some(Input::Text(shown(path)))
    } else if LINES.contains(&ending.as_str()) {
        Some(Input::Lines(shown(path)))
    } else {
        None
    }
}

fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

fn shown(path: &Path) -> String {
    let shown = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { shown.into_owned() } else { shown.replace(std::path::MAIN_SEPARATOR, "/") }
}

pub(crate) fn open(path: &str) -> Result<File, ReadError> {
    File::open(path).map_err(|e| ReadError::io(path, &e))
}

//! Paths as given: in come files, folders, patterns and `-`, out go names of files in a stable order, folders opened only when
//! reached.

use crate::kind::{Ending, by_name};
use crate::ReadError;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What is still to be read, next one last.
pub(crate) struct Files {
    stack: Vec<(PathBuf, Origin)>,
    /// In folders, take files of any ending.
    any: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Origin {
    /// Named by the user: read whatever its ending is.
    Given,
    /// Found in a folder: read where its ending is one of ours.
    Found,
}

impl Files {
    /// `any`: the user has said what kind all files are.
    pub(crate) fn new(mut paths: Vec<PathBuf>, any: bool) -> Files {
        paths.reverse();
        Files { stack: paths.into_iter().map(|p| (p, Origin::Given)).collect(), any }
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
            let ours = || self.any || matches!(by_name(&shown(&path)), Ending::Is(_) | Ending::Xml);
            if !hidden && !linked_folder && (path.is_dir() || ours()) {
                inside.push(path);
            }
        }
        inside.sort_by(|a, b| b.as_os_str().as_encoded_bytes().cmp(a.as_os_str().as_encoded_bytes()));
        let any = !inside.is_empty();
        self.stack.extend(inside.into_iter().map(|p| (p, Origin::Found)));
        Ok(any)
    }

    /// What a pattern stands for goes on the stack by name.
    fn expand(&mut self, pattern: &str) -> Result<(), ReadError> {
        let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::default() };
        // At the end `**` stands for folders only, which is never what is meant.
        let all = if pattern.ends_with("**") { format!("{pattern}/*") } else { pattern.to_owned() };
        let matches = glob::glob_with(&all, options).map_err(|e| ReadError::new(pattern, None, format!("no pattern of paths ({})", e.msg), "check the path"))?;
        // `**` goes into folders by itself; what it finds there must not be read twice.
        let deep = pattern.contains("**");
        let mut paths: Vec<PathBuf> = matches.flatten().filter(|p| !(deep && p.is_dir())).collect();
        if paths.is_empty() {
            return Err(ReadError::new(pattern, None, "no file matches", "check the path"));
        }
        paths.sort_by(|a, b| b.as_os_str().as_encoded_bytes().cmp(a.as_os_str().as_encoded_bytes()));
        self.stack.extend(paths.into_iter().map(|p| (p, Origin::Given)));
        Ok(())
    }
}

impl Iterator for Files {
    type Item = Result<String, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (path, origin) = self.stack.pop()?;
            if path.is_dir() {
                match self.enter(&path) {
                    Err(error) => return Some(Err(error)),
                    Ok(false) if origin == Origin::Given => {
                        return Some(Err(ReadError::new(&shown(&path), None, "nothing to read in this folder", ENDINGS)));
                    }
                    Ok(_) => continue,
                }
            }
            let name = shown(&path);
            if origin == Origin::Given && name.contains(['*', '?', '[']) && !path.exists() {
                match self.expand(&name) {
                    Err(error) => return Some(Err(error)),
                    Ok(()) => continue,
                }
            }
            return Some(Ok(name));
        }
    }
}

const ENDINGS: &str = "it should hold files that end in .txt, .jsonl, .csv, .tsv, .html, .rss, .xml, .warc or .parquet, packed or not";

/// With `/` between the parts on every system, since paths name documents.
fn shown(path: &Path) -> String {
    let shown = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { shown.into_owned() } else { shown.replace(std::path::MAIN_SEPARATOR, "/") }
}

pub(crate) fn open(path: &str) -> Result<File, ReadError> {
    File::open(path).map_err(|e| ReadError::io(path, &e))
}

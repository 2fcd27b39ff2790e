//! Data files as they are read, and errors that point at the place in them.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::path::Path;

static ONTOLOGY: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../ontology");
static ENGLISH: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../lexicon/en");

/// One data file: its path from the root of the data (`lexicon/en/acts/arrest.toml`) and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub path: String,
    pub text: String,
}

/// A data file that cannot be used: what is wrong, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{rendered}")]
#[non_exhaustive]
pub struct LexiconError {
    pub path: String,
    /// 1-based line of the fault; 0 where the fault is of the whole file.
    pub line: usize,
    pub message: String,
    rendered: String,
}

impl LexiconError {
    /// An error that shows the lines of `range` with a caret.
    pub fn at(file: &SourceFile, range: Range<usize>, message: impl Into<String>) -> LexiconError {
        let message = message.into();
        let range = range.start.min(file.text.len())..range.end.min(file.text.len()).max(range.start.min(file.text.len()));
        let line = file.text[..range.start].matches('\n').count() + 1;
        let report = &[Level::ERROR.primary_title(message.as_str()).element(
            Snippet::source(file.text.as_str()).path(file.path.as_str()).annotation(AnnotationKind::Primary.span(range)),
        )];
        let rendered = Renderer::plain().render(report).to_string();
        LexiconError { path: file.path.clone(), line, message, rendered }
    }

    /// An error of a file as a whole.
    pub fn whole(path: &str, message: impl Into<String>) -> LexiconError {
        let message = message.into();
        LexiconError { path: path.to_owned(), line: 0, rendered: format!("error: {path}: {message}"), message }
    }
}

/// All built-in files of `ontology/` and `lexicon/en/`, sorted by path.
pub fn embedded() -> Vec<SourceFile> {
    let mut files = Vec::new();
    collect(&ONTOLOGY, "ontology", &mut files);
    collect(&ENGLISH, "lexicon/en", &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn collect(dir: &Dir<'_>, root: &str, files: &mut Vec<SourceFile>) {
    for file in dir.files() {
        if let (Some("toml"), Some(text)) = (file.path().extension().and_then(|e| e.to_str()), file.contents_utf8()) {
            files.push(SourceFile { path: format!("{root}/{}", file.path().display()), text: text.to_owned() });
        }
    }
    for sub in dir.dirs() {
        collect(sub, root, files);
    }
}

/// All `.toml` files under a folder, sorted by path; paths are given from `dir`.
pub fn from_dir(dir: &Path) -> Result<Vec<SourceFile>, LexiconError> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        let shown = folder.display().to_string();
        let entries = std::fs::read_dir(&folder)
            .map_err(|e| LexiconError::whole(&shown, format!("cannot be read ({e}); name a folder of rule files")))?;
        for entry in entries {
            let path = entry.map_err(|e| LexiconError::whole(&shown, format!("cannot be listed ({e})")))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let shown = path.display().to_string();
                let text = std::fs::read_to_string(&path)
                    .map_err(|e| LexiconError::whole(&shown, format!("cannot be read as UTF-8 text ({e})")))?;
                files.push(SourceFile { path: shown, text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The built-in files with those of a folder on top: a file of the same place within it (`acts/verbal/accuse.toml`)
/// replaces the built-in one, any other is added.
pub fn overlaid(dir: &Path) -> Result<Vec<SourceFile>, LexiconError> {
    let mut files = embedded();
    for own in from_dir(dir)? {
        let place = Path::new(&own.path).strip_prefix(dir).map(|p| format!("lexicon/en/{}", p.display())).unwrap_or_default();
        match files.iter_mut().find(|f| f.path == place) {
            Some(built_in) => *built_in = own,
            None => files.push(own),
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Reads one file into a serde type; the error points at the offending key or value.
pub fn read_toml<T: DeserializeOwned>(file: &SourceFile) -> Result<T, LexiconError> {
    toml::from_str(&file.text).map_err(|e| LexiconError::at(file, e.span().unwrap_or(0..0), e.message().to_owned()))
}

/// The word of a list nearest to a misspelt one, for "did you mean".
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.map(|k| (distance(word, k), k)).filter(|(d, k)| *d * 3 <= k.chars().count().max(3)).min().map(|(_, k)| k)
}

/// Levenshtein distance over characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = (diagonal + usize::from(x != *y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], cost);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_point_at_the_place() {
        let file = SourceFile { path: "acts/a.toml".into(), text: "about = \"x\"\nevent = \"COERSE\"\n".into() };
        let error = LexiconError::at(&file, 20..28, "unknown event `COERSE`: did you mean `COERCE`?");
        assert_eq!(error.line, 2);
        let shown = error.to_string();
        assert!(shown.contains("acts/a.toml:2") && shown.contains("^^^^"), "{shown}");
    }

    #[test]
    fn nearest_finds_misspellings_only() {
        assert_eq!(nearest("COERSE", ["COERCE", "CONSULT"].into_iter()), Some("COERCE"));
        assert_eq!(nearest("zzz", ["COERCE"].into_iter()), None);
    }
}

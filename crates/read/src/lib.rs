//! Room 1. Comes in: paths, folders and standard input. Goes out: [`Document`]s with their text exactly as it was written.
//!
//! Plain text (one report a file), JSON lines (one report a line) and folders of both. UTF-8, UTF-16 with a byte order
//! mark, and Windows-1252 for what is no UTF-8. Never changes a text: line ends, spaces and odd characters stay, and only a
//! byte order mark, which is no text, goes.
//!
//! ```
//! let folder = tempfile::tempdir().unwrap();
//! std::fs::write(folder.path().join("a.jsonl"), r#"{"id": 7, "published": "2015-07-14", "text": "They met."}"#).unwrap();
//! let read = read::open([folder.path()], &read::ReadOptions::default()).next().unwrap().unwrap();
//! assert_eq!((read.document.id.as_str(), read.document.text.as_str()), ("7", "They met."));
//! ```

mod date;
mod decode;
mod error;
mod files;
mod lines;
mod phrases;

pub use date::day;
pub use error::ReadError;
pub use phrases::{Phrase, phrases};

use files::{Files, Input};
use lines::Lines;
use schema::{Date, Document, Problem};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

/// What holds for all inputs of a run.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The day of publication of documents that state none of their own.
    pub published: Option<Date>,
}

/// A document with what was odd about its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    pub document: Document,
    /// Of kind `encoding`, over the whole text.
    pub problems: Vec<Problem>,
}

/// Documents in the order of `paths`; a folder's files in the order of their names, folders within it likewise.
///
/// `-` is standard input: JSON lines where its first byte is `{`, else one text. Reads one file, of JSON lines one line, at
/// a time. An input that cannot be read gives an error in its place, and the iterator goes on with the next.
pub fn open<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>, options: &ReadOptions) -> Documents {
    Documents { files: Files::new(paths.into_iter().map(Into::into).collect()), lines: None, options: options.clone() }
}

/// See [`open`].
pub struct Documents {
    files: Files,
    /// The file of JSON lines that is being read.
    lines: Option<Lines>,
    options: ReadOptions,
}

impl Iterator for Documents {
    type Item = Result<Read, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Some(read) => break read,
                    None => self.lines = None,
                }
            }
            match self.files.next()? {
                Err(error) => break Err(error),
                Ok(Input::Text(path)) => break files::open(&path).and_then(|f| text(&path, f)),
                Ok(Input::Lines(path)) => match files::open(&path) {
                    Ok(file) => self.lines = Some(Lines::new(&path, file)),
                    Err(error) => break Err(error),
                },
                Ok(Input::Standard) => match standard() {
                    Standard::Lines(lines) => self.lines = Some(lines),
                    Standard::Text(read) => break read,
                },
            }
        };
        Some(read.map(|mut read| {
            read.document.published = read.document.published.or(self.options.published);
            read
        }))
    }
}

enum Standard {
    Lines(Lines),
    Text(Result<Read, ReadError>),
}

fn standard() -> Standard {
    let mut input = BufReader::new(std::io::stdin());
    let name = "-";
    match input.fill_buf() {
        Ok(bytes) if decode::opens_object(bytes) => Standard::Lines(Lines::new(name, input)),
        Ok(_) => Standard::Text(text(name, input)),
        Err(error) => Standard::Text(Err(ReadError::io(name, &error))),
    }
}

/// A whole input as one document that is named by its path.
fn text(path: &str, mut input: impl std::io::Read) -> Result<Read, ReadError> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|e| ReadError::io(path, &e))?;
    let (text, problem) = decode::text(bytes).map_err(|what| ReadError::new(path, None, what, decode::ADVICE))?;
    let document = Document { id: path.to_owned(), text, ..Document::default() };
    Ok(Read { document, problems: problem.into_iter().collect() })
}

//! Room 1. Comes in: paths, folders, patterns and standard input. Goes out: [`Document`]s with their text as it was written.
//!
//! Plain text (one report a file), JSON lines and tables (one a line or row), pages of the web, feeds, archives of the web,
//! Parquet, sentences of PETRARCH, and folders of them; any of them packed with gzip or zstd. The kind is told from a name's
//! ending, and from how a file begins where the ending says nothing.
//! Never changes a text: line ends, spaces and odd characters stay. What stands around a text goes: a byte order mark, the
//! marks of HTML and XML, on a page of the web also its menus.
//!
//! ```
//! let folder = tempfile::tempdir().unwrap();
//! std::fs::write(folder.path().join("a.jsonl"), r#"{"id": 7, "published": "2015-07-14", "text": "They met."}"#).unwrap();
//! let read = read::open([folder.path()], &read::ReadOptions::default()).next().unwrap().unwrap();
//! assert_eq!((read.document.id.as_str(), read.document.text.as_str()), ("7", "They met."));
//! ```

mod columns;
mod date;
mod decode;
mod error;
mod feed;
mod files;
mod guard;
mod http;
mod input;
mod kind;
mod lines;
mod page;
mod petrarch;
mod phrases;
mod rows;
mod table;
mod unpack;
mod warc;
mod xml;

pub use columns::Columns;
pub use date::day;
pub use error::ReadError;
pub use kind::Kind;
pub use phrases::{Phrase, phrases};

use files::Files;
use schema::{Date, Document, Problem};
use std::path::PathBuf;

/// What holds for all inputs of a run.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The day of publication of documents that state none of their own.
    pub published: Option<Date>,
    /// What all files are, whatever their names and beginnings say.
    pub input: Option<Kind>,
    /// Where the reports of tables stand.
    pub columns: Columns,
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
/// `-` is standard input: its kind is told from how it begins. Reads one report at a time; only what is one piece (a text, a
/// page, a feed) is read whole. An input that cannot be read gives an error in its place, and the iterator goes on with the
/// next; so does a line, row or record that cannot be read, where the ones behind it can be told apart.
pub fn open<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>, options: &ReadOptions) -> Documents {
    let files = Files::new(paths.into_iter().map(Into::into).collect(), options.input.is_some());
    Documents { files, reports: Box::new(std::iter::empty()), options: options.clone() }
}

/// See [`open`].
pub struct Documents {
    files: Files,
    /// Of the file that is being read.
    reports: input::Reports,
    options: ReadOptions,
}

impl Iterator for Documents {
    type Item = Result<Read, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = loop {
            if let Some(read) = self.reports.next() {
                break read;
            }
            match self.files.next()?.and_then(|path| input::reports(&path, &self.options)) {
                Ok(reports) => self.reports = reports,
                Err(error) => break Err(error),
            }
        };
        Some(read.map(|mut read| {
            read.document.published = read.document.published.or(self.options.published);
            read
        }))
    }
}

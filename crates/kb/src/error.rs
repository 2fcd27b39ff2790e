//! What can go wrong while tables are loaded: where it stands and what to do about it.

use std::path::PathBuf;

/// A table of the knowledge base could not be read. The message says where (`file:line`) and what to do.
#[derive(Debug, thiserror::Error)]
pub enum KbError {
    #[error("{path}: cannot be read ({source}); check that the folder holds the tables of a knowledge base")]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{file}:{line}: {what}; {hint}")]
    Row { file: String, line: usize, what: String, hint: String },
    #[error("{file}: {what}; {hint}")]
    File { file: String, what: String, hint: String },
}

impl KbError {
    pub(crate) fn row(file: &str, line: usize, what: impl Into<String>, hint: impl Into<String>) -> KbError {
        KbError::Row { file: file.to_owned(), line, what: what.into(), hint: hint.into() }
    }

    pub(crate) fn file(file: &str, what: impl Into<String>, hint: impl Into<String>) -> KbError {
        KbError::File { file: file.to_owned(), what: what.into(), hint: hint.into() }
    }
}

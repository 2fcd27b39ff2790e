//! What can go wrong while tables are loaded: where it stands and what to do about it.

use std::path::PathBuf;

/// A table of the knowledge base could not be read. The message says where (`file:line`) and what to do.
#[derive(Debug, thiserror::Error)]
pub enum KbError {
    /// A file or folder that the system does not let us read.
    #[error("{path}: cannot be read ({source}); check that the folder holds the tables of a knowledge base")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// One row of a table: `line` counts from 1, `what` is wrong, `hint` tells what to do.
    #[error("{file}:{line}: {what}; {hint}")]
    #[allow(missing_docs)]
    Row { file: String, line: usize, what: String, hint: String },
    /// A whole file: `what` is wrong with it, `hint` tells what to do.
    #[error("{file}: {what}; {hint}")]
    #[allow(missing_docs)]
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

//! What cannot be read: in comes a place and a reason, out goes one line that says what, where and what to do.

/// An input that could not be read. Shown as `path:line:column: what; what to do`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}; {advice}")]
pub struct ReadError {
    place: String,
    what: String,
    advice: &'static str,
}

impl ReadError {
    /// `at`: line and column, both from 1, where the input has such.
    pub(crate) fn new(path: &str, at: Option<(usize, Option<usize>)>, what: impl Into<String>, advice: &'static str) -> ReadError {
        let place = match at {
            None => path.to_owned(),
            Some((line, None)) => format!("{path}:{line}"),
            Some((line, Some(column))) => format!("{path}:{line}:{column}"),
        };
        ReadError { place, what: what.into(), advice }
    }

    pub(crate) fn io(path: &str, error: &std::io::Error) -> ReadError {
        use std::io::ErrorKind::{NotFound, PermissionDenied};
        let (what, advice) = match error.kind() {
            NotFound => ("no such file or folder".to_owned(), "check the path"),
            PermissionDenied => ("not allowed to read this".to_owned(), "check its permissions"),
            _ => (format!("cannot be read ({error})"), "check the file and the disk it lies on"),
        };
        ReadError::new(path, None, what, advice)
    }

    /// The input's path, with line and column where it has them.
    pub fn place(&self) -> &str {
        &self.place
    }
}

//! What cannot be read: in comes a place and a reason, out goes one line that says what, where and what to do.

use crate::guard::Refused;

/// An input that could not be read. Shown as `path:line:column: what; what to do`, or as `path, record 7: …` where an input
/// has no lines.
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

    /// In the `number`th record of a file, from 1.
    pub(crate) fn record(path: &str, number: usize, what: impl Into<String>, advice: &'static str) -> ReadError {
        ReadError { place: format!("{path}, record {number}"), what: what.into(), advice }
    }

    pub(crate) fn io(path: &str, error: &std::io::Error) -> ReadError {
        let (what, advice) = reason(error);
        ReadError::new(path, None, what, advice)
    }

    pub(crate) fn io_line(path: &str, line: usize, error: &std::io::Error) -> ReadError {
        let (what, advice) = reason(error);
        ReadError::new(path, Some((line, None)), what, advice)
    }

    pub(crate) fn io_record(path: &str, number: usize, error: &std::io::Error) -> ReadError {
        let (what, advice) = reason(error);
        ReadError::record(path, number, what, advice)
    }

    /// The input's path, with line and column or record where it has them.
    pub fn place(&self) -> &str {
        &self.place
    }
}

fn reason(error: &std::io::Error) -> (String, &'static str) {
    use std::io::ErrorKind::{InvalidData, InvalidInput, NotFound, PermissionDenied, UnexpectedEof};
    if let Some(refused) = error.get_ref().and_then(|e| e.downcast_ref::<Refused>()) {
        return (refused.what.clone(), refused.advice);
    }
    match error.kind() {
        NotFound => ("no such file or folder".to_owned(), "check the path"),
        PermissionDenied => ("not allowed to read this".to_owned(), "check its permissions"),
        UnexpectedEof => ("the packed data ends too early".to_owned(), AGAIN),
        InvalidData | InvalidInput => (format!("the packed data is broken ({error})"), AGAIN),
        _ => (format!("cannot be read ({error})"), "check the file and the disk it lies on"),
    }
}

const AGAIN: &str = "copy or pack the file again";

//! JSON lines: in comes a stream of bytes, out goes one document a line, with only that line in memory.

use crate::{Read, ReadError, date, decode};
use encoding_rs_io::DecodeReaderBytesBuilder;
use schema::{Document, Span};
use serde::Deserialize;
use serde_json::Value;
use std::io::{BufRead, BufReader};

pub(crate) struct Lines {
    path: String,
    input: Box<dyn BufRead + Send>,
    line: usize,
}

/// One report as users write it. Fields we do not know are passed over.
#[derive(Deserialize)]
struct Report {
    id: Option<Value>,
    title: Option<String>,
    published: Option<Value>,
    date: Option<Value>,
    publisher: Option<String>,
    url: Option<String>,
    text: String,
}

impl Lines {
    pub(crate) fn new(path: &str, input: impl std::io::Read + Send + 'static) -> Lines {
        // UTF-16 becomes UTF-8 on the way in; other bytes pass as they are and are judged line by line.
        let decoded = DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(input);
        Lines { path: path.to_owned(), input: Box::new(BufReader::new(decoded)), line: 0 }
    }

    /// The next report.
    pub(crate) fn next(&mut self) -> Option<Result<Read, ReadError>> {
        let row = self.row()?;
        Some(row.and_then(|bytes| self.read(bytes)))
    }

    /// The bytes of the next line that is not empty.
    pub(crate) fn row(&mut self) -> Option<Result<Vec<u8>, ReadError>> {
        loop {
            let mut bytes = Vec::new();
            match self.input.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) => self.line += 1,
                Err(error) => {
                    // The rest of a broken file cannot be had.
                    self.input = Box::new(std::io::empty());
                    return Some(Err(ReadError::io(&self.path, &error)));
                }
            }
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                return Some(Ok(bytes));
            }
        }
    }

    fn read(&self, bytes: Vec<u8>) -> Result<Read, ReadError> {
        let (line, problem) = decode::line(bytes);
        let report: Report = serde_json::from_str(&line).map_err(|e| self.broken(&e))?;
        let id = match report.id {
            None | Some(Value::Null) => format!("{}:{}", self.path, self.line),
            Some(Value::String(id)) => id,
            Some(Value::Number(id)) => id.to_string(),
            Some(_) => return Err(self.error("the id is neither words nor a number", "give each report a plain id, or none")),
        };
        let published = match (self.day(report.published)?, report.date) {
            (None, other) => self.day(other)?,
            (published, _) => published,
        };
        let problem = problem.map(|p| schema::Problem { span: Span::new(0, report.text.len()), ..p });
        let document = Document { id, text: report.text, title: report.title, url: report.url, publisher: report.publisher, published };
        Ok(Read { document, problems: problem.into_iter().collect() })
    }

    pub(crate) fn day(&self, value: Option<Value>) -> Result<Option<schema::Date>, ReadError> {
        let words = match value {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(words)) if words.trim().is_empty() => return Ok(None),
            Some(Value::String(words)) => words,
            Some(other) => other.to_string(),
        };
        let day = date::day(&words).ok_or_else(|| self.error(&format!("`{words}` is no date"), "write dates as 2015-07-14, or leave them out"))?;
        Ok(Some(day))
    }

    /// The line last read, from 1.
    pub(crate) fn number(&self) -> usize {
        self.line
    }

    pub(crate) fn error(&self, what: &str, advice: &'static str) -> ReadError {
        ReadError::new(&self.path, Some((self.line, None)), what, advice)
    }

    pub(crate) fn broken(&self, error: &serde_json::Error) -> ReadError {
        let words = error.to_string();
        // The library counts lines within the line, which says nothing here.
        let what = words.rsplit_once(" at line ").map_or(words.as_str(), |(what, _)| what);
        let advice = if error.is_data() {
            "only `text` is needed, and what is not numbers or dates is words"
        } else {
            "each line must hold one whole JSON object"
        };
        ReadError::new(&self.path, Some((self.line, Some(error.column()))), what, advice)
    }
}

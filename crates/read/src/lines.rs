//! JSON lines: in comes a stream of bytes, out goes one document a line, with only that line in memory.

use crate::columns::{Chosen, Columns, DAYS, at_line, found};
use crate::decode::Guesser;
use crate::{Read, ReadError, date, decode, guard};
use schema::Span;
use serde_json::{Map, Value};
use std::io::{BufRead, BufReader, Read as _};

pub(crate) struct Lines {
    path: String,
    input: Box<dyn BufRead + Send>,
    line: usize,
    columns: Columns,
    guesser: Guesser,
}

/// The reports of a file.
impl Iterator for Lines {
    type Item = Result<Read, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.row()?;
        Some(row.and_then(|bytes| self.read(bytes)))
    }
}

impl Lines {
    pub(crate) fn new(path: &str, input: impl std::io::Read + Send + 'static, columns: &Columns) -> Lines {
        let input = Box::new(BufReader::new(decode::stream(input, None)));
        Lines { path: path.to_owned(), input, line: 0, columns: columns.clone(), guesser: Guesser::new() }
    }

    /// The bytes of the next line that is not empty.
    pub(crate) fn row(&mut self) -> Option<Result<Vec<u8>, ReadError>> {
        loop {
            let mut bytes = Vec::new();
            let read = self.input.by_ref().take(guard::REPORT + 1).read_until(b'\n', &mut bytes);
            let endless = bytes.len() as u64 > guard::REPORT;
            let read = if endless { self.input.skip_until(b'\n') } else { read };
            match read {
                Ok(0) if !endless => return None,
                Ok(_) => self.line += 1,
                Err(error) => {
                    // The rest of a broken file cannot be had.
                    self.input = Box::new(std::io::empty());
                    return Some(Err(ReadError::io_line(&self.path, self.line + 1, &error)));
                }
            }
            if endless {
                let what = format!("a line of more than {}", guard::size());
                return Some(Err(self.error(what, "each line must hold one report")));
            }
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                return Some(Ok(bytes));
            }
        }
    }

    fn read(&mut self, bytes: Vec<u8>) -> Result<Read, ReadError> {
        let (line, problem) = self.guesser.line(bytes);
        let report: Map<String, Value> = serde_json::from_str(&line).map_err(|e| self.broken(&e))?;
        let names: Vec<&String> = report.keys().collect();
        let values: Vec<&Value> = report.values().collect();
        let chosen = self.columns.find(&names);
        self.check(&chosen, &names, &values)?;
        let id = || format!("{}:{}", self.path, self.line);
        let document = chosen.document(id, |column| words(values[column])).map_err(at_line(&self.path, self.line))?;
        let problem = problem.map(|p| schema::Problem { span: Span::new(0, document.text.len()), ..p });
        Ok(Read { document, problems: problem.into_iter().collect() })
    }

    /// A report has a text, and its id is plain.
    fn check(&self, chosen: &Chosen, names: &[&String], values: &[&Value]) -> Result<(), ReadError> {
        const TEXT: &str = "each line needs a text; name its field with --text-column where it is not `text`";
        if !chosen.has_text() {
            return Err(self.error(format!("no field for the text ({})", found(names)), TEXT));
        }
        if chosen.text().iter().all(|c| !values[*c].is_string()) {
            return Err(self.error("the text is no string", TEXT));
        }
        if chosen.id().iter().any(|c| matches!(values[*c], Value::Array(_) | Value::Object(_) | Value::Bool(_))) {
            return Err(self.error("the id is neither words nor a number", "give each report a plain id, or none"));
        }
        match chosen.date().iter().map(|c| values[*c]).find(|v| matches!(v, Value::Array(_) | Value::Object(_) | Value::Bool(_))) {
            Some(value) => Err(self.error(format!("`{value}` is no date"), DAYS)),
            None => Ok(()),
        }
    }

    /// A line of phrases, read as it was decoded.
    pub(crate) fn decoded(&mut self, bytes: Vec<u8>) -> String {
        self.guesser.line(bytes).0
    }

    pub(crate) fn day(&self, value: Option<Value>) -> Result<Option<schema::Date>, ReadError> {
        let other = value.as_ref().filter(|v| !v.is_null()).map(Value::to_string);
        match value.as_ref().and_then(words).or(other).filter(|w| !w.trim().is_empty()) {
            None => Ok(None),
            Some(words) => date::day(&words).map(Some).ok_or_else(|| self.error(format!("`{words}` is no date"), DAYS)),
        }
    }

    /// The line last read, from 1.
    pub(crate) fn number(&self) -> usize {
        self.line
    }

    fn error(&self, what: impl Into<String>, advice: &'static str) -> ReadError {
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

/// Strings and numbers; what is made of parts is no word.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

//! Tables as text (CSV, TSV): in comes a stream of bytes, out goes one document a row, with only that row in memory.

use crate::columns::{Chosen, Columns, at_line};
use crate::decode::Guesser;
use crate::guard::{Metered, Spent};
use crate::unpack::{Head, Stream};
use crate::{Read, ReadError, decode};
use csv::{ByteRecord, ErrorKind, ReaderBuilder};

pub(crate) struct Table {
    path: String,
    reader: csv::Reader<Metered<Stream>>,
    spent: Spent,
    chosen: Chosen,
    guesser: Guesser,
    row: ByteRecord,
    ended: bool,
}

const QUOTES: &str = "put quotes around cells that hold the separator, a line end or quotes, and double the quotes in them";

impl Table {
    /// # Errors
    /// Where the first row does not name a column of texts.
    pub(crate) fn new(path: &str, input: Stream, separator: Option<u8>, columns: &Columns) -> Result<Table, ReadError> {
        let mut head = Head::new(Box::new(decode::stream(input, None)));
        let seen = head.look(|b| b.contains(&b'\n')).map_err(|e| ReadError::io(path, &e))?;
        let separator = separator.unwrap_or_else(|| guess(seen));
        if seen.iter().all(u8::is_ascii_whitespace) {
            return Err(ReadError::new(path, None, "an empty table", "its first line should name the columns, one of them `text`"));
        }
        let spent = Spent::default();
        let metered = Metered::new(head.stream(), spent.clone(), "see whether a quote is left open");
        let mut reader = ReaderBuilder::new().delimiter(separator).from_reader(metered);
        let mut guesser = Guesser::new();
        let first = reader.byte_headers().map_err(|e| broken(path, 1, e))?;
        let names: Vec<String> = first.iter().map(|name| guesser.line(name.to_vec()).0).collect();
        let chosen = columns.choose(&names).map_err(at_line(path, 1))?;
        spent.reset();
        Ok(Table { path: path.to_owned(), reader, spent, chosen, guesser, row: ByteRecord::new(), ended: false })
    }

    fn read(&mut self) -> Result<Read, ReadError> {
        let line = line(self.row.position());
        let mut problems = Vec::new();
        let mut cells = vec![None; self.row.len()];
        for column in self.chosen.all() {
            let (words, problem) = self.guesser.line(self.row.get(column).unwrap_or_default().to_vec());
            if self.chosen.text().contains(&column) {
                problems.extend(problem);
            }
            cells[column] = Some(words);
        }
        let id = || format!("{}:{line}", self.path);
        let document = self.chosen.document(id, |column| cells[column].clone()).map_err(at_line(&self.path, line))?;
        problems.truncate(1);
        for problem in &mut problems {
            problem.span = schema::Span::new(0, document.text.len());
        }
        Ok(Read { document, problems })
    }
}

impl Iterator for Table {
    type Item = Result<Read, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let more = self.reader.read_byte_record(&mut self.row);
        self.spent.reset();
        match more {
            Ok(true) => Some(self.read()),
            Ok(false) => None,
            Err(error) => {
                self.ended = !matches!(error.kind(), ErrorKind::UnequalLengths { .. });
                Some(Err(broken(&self.path, line(Some(self.reader.position())), error)))
            }
        }
    }
}

fn line(position: Option<&csv::Position>) -> usize {
    position.map_or(0, |p| usize::try_from(p.line()).unwrap_or(usize::MAX))
}

fn broken(path: &str, line: usize, error: csv::Error) -> ReadError {
    let words = error.to_string();
    match error.into_kind() {
        ErrorKind::Io(error) => ReadError::io_line(path, line, &error),
        ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = self::line(pos.as_ref());
            ReadError::new(path, Some((line, None)), format!("a row of {len} cells, where the first row has {expected_len}"), QUOTES)
        }
        _ => ReadError::new(path, Some((line, None)), words, QUOTES),
    }
}

/// The separator that the first line has most of, outside of quotes.
fn guess(head: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in head.iter().take_while(|b| **b != b'\n') {
        quoted ^= *byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(s, _)| s == byte && !quoted) {
            *count += 1;
        }
    }
    // Among equals the first.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator)
}

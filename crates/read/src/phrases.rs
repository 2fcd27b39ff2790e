//! Phrases that name somebody: in come JSON lines `{"id","text","date","context"}`, out goes one [`Phrase`] a line.

use crate::lines::Lines;
use crate::{Columns, ReadError, files};
use schema::Date;
use serde::Deserialize;
use serde_json::Value;
use std::io::BufReader;

/// A phrase with what is known of the text that it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// As it was given, words or number; the line's number where there is none.
    pub id: Value,
    pub text: String,
    /// The day that the text speaks of.
    pub date: Option<Date>,
    /// The country that the text is about.
    pub context: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    id: Option<Value>,
    text: String,
    date: Option<Value>,
    context: Option<String>,
}

/// The phrases of a file; `-` is standard input. A line that cannot be read gives an error in its place.
pub fn phrases(path: &str) -> Box<dyn Iterator<Item = Result<Phrase, ReadError>>> {
    let mut lines = match path {
        "-" => Lines::new(path, BufReader::new(std::io::stdin()), &Columns::default()),
        _ => match files::open(path) {
            Ok(file) => Lines::new(path, file, &Columns::default()),
            Err(error) => return Box::new(std::iter::once(Err(error))),
        },
    };
    Box::new(std::iter::from_fn(move || {
        let row = lines.row()?;
        Some(row.and_then(|bytes| phrase(&mut lines, bytes)))
    }))
}

fn phrase(lines: &mut Lines, bytes: Vec<u8>) -> Result<Phrase, ReadError> {
    let line = lines.decoded(bytes);
    let row: Row = serde_json::from_str(&line).map_err(|e| lines.broken(&e))?;
    let id = row.id.filter(|id| !id.is_null()).unwrap_or_else(|| lines.number().into());
    Ok(Phrase { id, text: row.text, date: lines.day(row.date)?, context: row.context.filter(|c| !c.is_empty()) })
}

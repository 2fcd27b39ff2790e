//! Annotated reports: in comes a JSON Lines file, out go [`GoldMention`]s.

use schema::Status;
use serde::Deserialize;

/// One event mention as an annotator wrote it down; `gold/README.md` says what each field means.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldMention {
    /// Id of the document.
    pub doc: String,
    /// The sentence, in code points of the text, half-open.
    pub sent: (usize, usize),
    #[serde(rename = "type")]
    pub event_type: String,
    pub mode: Option<String>,
    /// Careful coders agree on it; others count neither way.
    pub core: bool,
    pub actor: Vec<GoldActor>,
    pub recipient: Vec<GoldActor>,
    pub status: Status,
    pub date: Option<GoldDate>,
    pub place: Option<GoldPlace>,
    #[serde(default)]
    pub note: Option<String>,
}

/// One country or body with the first sector of who is meant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldActor {
    pub country: Option<String>,
    pub sector: Option<String>,
}

/// ISO days, both inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldDate {
    pub start: String,
    pub end: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldPlace {
    pub country: Option<String>,
    /// Name of the place as the text writes it.
    #[serde(default)]
    pub name: Option<String>,
}

/// A line that is no gold mention.
#[derive(Debug, thiserror::Error)]
#[error("{name}:{line}: {source}; write it as gold/README.md says")]
#[non_exhaustive]
pub struct GoldError {
    pub name: String,
    pub line: usize,
    source: serde_json::Error,
}

/// Reads the lines of one annotation file; `name` stands in errors.
///
/// # Errors
/// Names the first line that is no gold mention.
pub fn read_gold(name: &str, text: &str) -> Result<Vec<GoldMention>, GoldError> {
    let lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    lines
        .map(|(n, line)| serde_json::from_str(line).map_err(|source| GoldError { name: name.to_owned(), line: n + 1, source }))
        .collect()
}

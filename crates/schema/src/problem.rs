//! What the text left open. Problems are data: they never stop a run.

use crate::Span;
use serde::{Deserialize, Serialize};
use strum::Display;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    /// The words it is about; the empty span for the whole document.
    pub span: Span,
    pub why: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ProblemKind {
    /// The document holds no words.
    Empty,
    /// The document or sentence is longer than is read; the rest was left aside.
    TooLong,
    /// The text is not in a language that the program reads.
    Language,
    /// Bytes that are no text were replaced.
    Encoding,
    /// A pronoun or description without antecedent.
    UnresolvedReference,
    /// A time expression that could not be put on the calendar.
    UnresolvedDate,
    /// A place that the gazetteer lacks or that could be several.
    UnresolvedPlace,
    /// The document could not be coded; the run went on.
    Failed,
}

//! One report of one event: what the coder writes and `merge` joins.

use crate::{Actor, DateValue, Place, Problem, Span};
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

/// An event mention: one trigger in one sentence with its fields, its evidence and the event it belongs to.
#[derive(Clone, Debug)]
pub struct EventMention {
    /// Index of the sentence in its document.
    pub sentence: usize,
    /// The words that evoke the event, and the token that heads them.
    pub trigger: Span,
    pub trigger_token: usize,
    pub event_type: String,
    pub mode: Option<String>,
    pub cameo: Option<String>,
    pub contexts: Vec<String>,
    pub actors: Vec<Actor>,
    pub recipients: Vec<Actor>,
    pub date: Option<DateValue>,
    /// The words of the date, where it has some of its own.
    pub date_span: Option<Span>,
    pub place: Option<Place>,
    pub status: Status,
    pub attribution: Option<Attribution>,
    pub counts: Counts,
    pub confidence: Confidence,
    pub evidence: Evidence,
    pub problems: Vec<Problem>,
    /// Index of the merged event within the document, set by `merge`.
    pub event: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Status {
    #[default]
    Happened,
    Ongoing,
    Planned,
    /// The text says that it did not happen.
    Denied,
    Hypothetical,
    /// Lies over a year before the document's date.
    Historical,
}

/// Who is said to say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    pub span: Span,
    /// A kind of source named in the lexicon: official, media, unnamed …
    pub kind: String,
}

/// People counted in an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Counts {
    pub dead: Option<Range>,
    pub injured: Option<Range>,
    pub arrested: Option<Range>,
    pub size: Option<Range>,
}

/// Lowest and highest number that the words allow; `high` absent where they set no upper bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Range {
    pub low: u64,
    pub high: Option<u64>,
}

/// 0 to 1 for each field that is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Confidence {
    #[serde(rename = "type")]
    pub event_type: Option<f32>,
    pub actor: Option<f32>,
    pub recipient: Option<f32>,
    pub date: Option<f32>,
    pub place: Option<f32>,
    pub overall: f32,
}

/// Why this was coded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Evidence {
    /// Id of the rule that read the trigger.
    pub rule: Option<String>,
    /// Ids of the operators applied to the act, innermost first.
    pub operators: Vec<String>,
    /// The learned coder's version, where it spoke.
    pub model: Option<String>,
    /// In words.
    pub why: String,
}

/// The parts that rules and markup name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Role {
    Actor,
    Recipient,
    Event,
    Place,
    Date,
    Dead,
    Injured,
    Arrested,
    Size,
    Attribution,
}

//! The public record: one line of `--format jsonl`. Its JSON Schema is the contract (`demarche schema`).

use crate::{Basis, Confidence, Counts, DateGrain, Evidence, Part, PlaceGrain, ProblemKind, Status, Via};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One event mention. Offsets are code points of the document's text as it was read, half-open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Content hash: the same words coded the same way have the same id.
    pub id: String,
    /// Id of the merged event this mention belongs to, within the run.
    pub event: String,
    pub document: RecordDocument,
    pub sentence: RecordSentence,
    pub trigger: RecordTrigger,
    /// PLOVER type, or one of the user's own.
    #[serde(rename = "type")]
    pub event_type: String,
    pub mode: Option<String>,
    /// CAMEO code, as exact as the words allow.
    pub cameo: Option<String>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// PLOVER score, −10 to 10.
    pub score: Option<f64>,
    /// Goldstein score of the CAMEO code.
    pub goldstein: Option<f64>,
    pub contexts: Vec<String>,
    pub actors: Vec<RecordActor>,
    pub recipients: Vec<RecordActor>,
    pub date: Option<RecordDate>,
    pub place: Option<RecordPlace>,
    pub problems: Vec<RecordProblem>,
    pub status: Status,
    pub attribution: Option<RecordAttribution>,
    pub counts: Counts,
    pub confidence: Confidence,
    pub evidence: Evidence,
    /// Of program, lexicon, knowledge base and model together.
    pub version: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordDocument {
    pub id: String,
    pub title: Option<String>,
    pub url: Option<String>,
    pub publisher: Option<String>,
    /// ISO day, where the input states it.
    pub published: Option<String>,
    /// The date that relative dates were counted from.
    pub date: Option<RecordDocumentDate>,
    pub contexts: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordDocumentDate {
    pub start: String,
    pub end: String,
    pub basis: Basis,
    pub why: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordSentence {
    pub index: usize,
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub part: Part,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordTrigger {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordActor {
    pub text: String,
    pub start: usize,
    pub end: usize,
    pub name: Option<String>,
    pub entity: Option<String>,
    pub country: Option<String>,
    pub sectors: Vec<String>,
    pub title: Option<String>,
    pub via: Option<Via>,
}

/// ISO days, both inclusive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordDate {
    pub start: String,
    pub end: String,
    pub grain: DateGrain,
    /// The words, where the date has some of its own.
    pub text: Option<String>,
    pub span: Option<(usize, usize)>,
    pub basis: Basis,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordPlace {
    pub text: String,
    pub start: usize,
    pub end: usize,
    pub name: String,
    pub country: Option<String>,
    pub admin1: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub geonames: Option<u32>,
    pub grain: PlaceGrain,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordProblem {
    pub kind: ProblemKind,
    pub start: usize,
    pub end: usize,
    pub why: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordAttribution {
    pub text: String,
    pub start: usize,
    pub end: usize,
    pub kind: String,
}

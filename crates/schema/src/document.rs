//! A report as it was read, before anything is decided about it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One report. `text` is never changed after reading: every span points into it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Unique within the run; the path as given for a plain text file.
    pub id: String,
    pub text: String,
    pub title: Option<String>,
    pub url: Option<String>,
    pub publisher: Option<String>,
    /// The day of publication, where the input or the user states it.
    pub published: Option<Date>,
}

/// What a stretch of the report is to the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    Headline,
    Dateline,
    #[default]
    Body,
    Caption,
    /// Links to other reports ("read more").
    Related,
}

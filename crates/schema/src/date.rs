//! Days and intervals with the grain they were told in.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

/// An interval of days, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateValue {
    pub start: Date,
    pub end: Date,
    pub grain: DateGrain,
    pub basis: Basis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum DateGrain {
    Minute,
    Hour,
    Part,
    Day,
    Week,
    Month,
    Season,
    Quarter,
    Year,
    Decade,
    Century,
}

/// What a date rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Basis {
    /// A full date in the text or the metadata.
    Stated,
    /// Counted from the document's or another event's date.
    Relative,
    /// The document's own date stands in.
    Document,
    /// Worked out from what the text says.
    Inferred,
}

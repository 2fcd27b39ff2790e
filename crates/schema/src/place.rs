//! Where an event happened.

use crate::Span;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub span: Span,
    pub name: String,
    /// ISO 3166 alpha-3; `None` for seas and regions of several countries.
    pub country: Option<String>,
    pub admin1: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    pub grain: PlaceGrain,
    /// 0 to 1: share of the evidence for this reading of the name.
    pub confidence: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum PlaceGrain {
    Point,
    Site,
    City,
    Admin2,
    Admin1,
    Country,
    Region,
}

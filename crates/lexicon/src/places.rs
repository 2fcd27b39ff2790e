//! Words about places: in comes `lexicon/en/places.toml`, out goes [`PlaceWords`], which the coder reads for where an event happened.

use serde::Deserialize;
use std::collections::BTreeSet;

/// Prepositions by what they say of a place; several words are joined by `_`, as in the arguments of a tree.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceWords {
    #[serde(rename = "about")]
    pub about: String,
    /// Before the place of what happens.
    pub at: BTreeSet<String>,
    /// Before where a movement ends.
    pub to: BTreeSet<String>,
    /// Before a happening whose time and place hold for what it is said of.
    pub setting: BTreeSet<String>,
    /// Verbs whose object, be it a whole country, is where it happens.
    pub of_object: BTreeSet<String>,
    /// Nouns for areas, before the name of one.
    pub areas: BTreeSet<String>,
    /// Nouns for sites, which alone name no place.
    pub sites: BTreeSet<String>,
    /// Before where a movement begins.
    pub from: BTreeSet<String>,
}

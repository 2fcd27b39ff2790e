//! Who takes part in an event.

use crate::Span;
use serde::{Deserialize, Serialize};

/// One participant: the words and what they stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// The full noun phrase without relative clauses and appositions after it.
    pub span: Span,
    /// The resolved name, or the words where nothing better is known.
    pub name: Option<String>,
    /// Id in the knowledge base.
    pub entity: Option<String>,
    /// ISO 3166 alpha-3, or one of the codes of bodies beyond states (IGO, UNO, NGO …).
    pub country: Option<String>,
    /// Most telling first.
    pub sectors: Vec<String>,
    pub title: Option<String>,
    pub via: Option<Via>,
}

/// How an actor was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Via {
    Name,
    Alias,
    Demonym,
    Capital,
    Office,
    Agent,
    Pronoun,
    Description,
    Learned,
}

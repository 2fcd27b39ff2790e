//! Room 4. Comes in: mentions. Goes out: actors, dates, places.

pub mod actor;
mod phrase;

pub mod calendar;
pub mod date;
pub mod evaluate;
pub mod tense;

use kb::Kb;
use lexicon::Lexicon;
use schema::{Found, Parsed, Resolved};

/// Says what the mentions of one document stand for.
pub fn resolve(parsed: &Parsed, found: &Found, lexicon: &Lexicon, kb: &Kb) -> Resolved {
    let on = parsed.document.published;
    Resolved { actors: actor::actors(parsed, found, lexicon, kb, on), ..Resolved::default() }
}

//! Room 4. Comes in: mentions. Goes out: actors, dates, places.

pub mod actor;
mod context;
mod phrase;

pub mod calendar;
pub mod date;
pub mod evaluate;
pub mod document_date;
pub mod place;

use kb::Kb;
use lexicon::Lexicon;
use schema::{Found, Parsed, Resolved};

/// Says what the mentions of one document stand for.
pub fn resolve(parsed: &Parsed, found: &Found, lexicon: &Lexicon, kb: &Kb) -> Resolved {
    let (document_date, document_date_why) = document_date::document_date(parsed, found, lexicon, kb);
    let on = document_date.filter(|d| d.start == d.end).map(|d| d.start);
    let dates = date::dates(parsed, &found.times, lexicon, document_date);
    let problems = date::problems(&found.times, &dates, document_date);
    let places = place::places(parsed, found, kb);
    Resolved { actors: actor::actors(parsed, found, &places, lexicon, kb, on), dates, places, document_date, document_date_why, problems }
}

//! Room 3. Comes in: trees. Goes out: mentions (names, nominals, pronouns), time expressions, toponyms, coreference.

pub mod coreference;
pub mod mentions;
pub mod time;
pub mod toponyms;

use kb::Kb;
use lexicon::Lexicon;
use schema::{Found, Parsed};

/// Finds what a document speaks of.
pub fn find(parsed: &Parsed, lexicon: &Lexicon, kb: &Kb) -> Found {
    let mut mentions = mentions::mentions(parsed, kb);
    coreference::link(parsed, &mut mentions, lexicon);
    let times = time::times(parsed, &lexicon.dates);
    let toponyms = toponyms::toponyms(parsed, lexicon, kb);
    Found { mentions, times, toponyms, problems: Vec::new() }
}

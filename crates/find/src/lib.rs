//! Room 3. Comes in: trees. Goes out: mentions (names, nominals, pronouns), time expressions, toponyms, coreference.

pub mod coreference;
pub mod mentions;
pub mod time;

use kb::Kb;
use lexicon::Lexicon;
use schema::{Found, Parsed};

/// Finds what a document speaks of.
pub fn find(parsed: &Parsed, lexicon: &Lexicon, kb: &Kb) -> Found {
    let mut mentions = mentions::mentions(parsed, kb);
    coreference::link(parsed, &mut mentions);
    let times = time::times(parsed, &lexicon.dates);
    Found { mentions, times, toponyms: Vec::new(), problems: Vec::new() }
}

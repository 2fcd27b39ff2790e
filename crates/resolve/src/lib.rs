//! Room 4. Comes in: mentions. Goes out: actors, dates, places.

use kb::Kb;
use lexicon::Lexicon;
use schema::{Found, Parsed, Resolved};

/// Says what the mentions of one document stand for.
pub fn resolve(_parsed: &Parsed, _found: &Found, _lexicon: &Lexicon, _kb: &Kb) -> Resolved {
    Resolved::default()
}

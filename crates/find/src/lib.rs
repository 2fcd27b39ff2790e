//! Room 3. Comes in: trees. Goes out: mentions (names, nominals, pronouns), time expressions, toponyms, coreference.

use kb::Kb;
use lexicon::Lexicon;
use schema::{Found, Parsed};

/// Finds what a document speaks of.
pub fn find(_parsed: &Parsed, _lexicon: &Lexicon, _kb: &Kb) -> Found {
    Found::default()
}

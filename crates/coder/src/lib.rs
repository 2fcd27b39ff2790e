//! Room 5. Comes in: trees, mentions and what they stand for. Goes out: event mentions, each with its evidence.

use lexicon::Lexicon;
use schema::{EventMention, Found, Parsed, Resolved};

/// Codes one document.
pub fn code(_parsed: &Parsed, _found: &Found, _resolved: &Resolved, _lexicon: &Lexicon) -> Vec<EventMention> {
    Vec::new()
}

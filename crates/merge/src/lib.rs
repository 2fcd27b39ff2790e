//! Room 6. Comes in: event mentions. Goes out: the same mentions, each with the event it belongs to.

use lexicon::Lexicon;
use schema::{EventMention, Parsed};

/// Joins mentions of one event within a document: sets [`EventMention::event`].
pub fn merge(_parsed: &Parsed, mentions: Vec<EventMention>, _lexicon: &Lexicon) -> Vec<EventMention> {
    mentions
}

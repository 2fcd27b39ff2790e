//! Room 5. Comes in: trees, mentions and what they stand for. Goes out: event mentions, each with its evidence.
//!
//! A few hundred words evoke acts ([`triggers`]); operators that govern them turn them into others ([`algebra`]);
//! roles are read along paths ([`roles`]); the remaining fields are read around the trigger ([`fields`]).

mod algebra;
mod arbiter;
mod counts;
mod fields;
mod outcome;
mod roles;
mod triggers;
mod when;
mod whereabouts;

use lexicon::Lexicon;
use schema::{EventMention, Found, Parsed, Resolved, Sentence};

pub use arbiter::Odds;

/// Whom the coder hears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Witnesses {
    #[default]
    Both,
    Rules,
    Model,
}

/// How a run is to be coded.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub witnesses: Witnesses,
    pub odds: Odds,
    /// Do the weights hold learned heads for events?
    pub learned: bool,
    /// The weights' version, for the evidence.
    pub model: String,
}

/// All that is known when one sentence is coded.
pub(crate) struct Scene<'a> {
    pub parsed: &'a Parsed,
    pub found: &'a Found,
    pub resolved: &'a Resolved,
    pub lexicon: &'a Lexicon,
    /// Index of the sentence and the sentence.
    pub at: usize,
    pub sentence: &'a Sentence,
}

/// Codes one document: event mentions in text order.
pub fn code(parsed: &Parsed, found: &Found, resolved: &Resolved, lexicon: &Lexicon, settings: &Settings) -> Vec<EventMention> {
    let mut events = Vec::new();
    for (at, sentence) in parsed.sentences.iter().enumerate() {
        if sentence.part == schema::Part::Dateline {
            continue;
        }
        let scene = Scene { parsed, found, resolved, lexicon, at, sentence };
        for draft in arbiter::arbitrate(&scene, algebra::drafts(&scene), settings) {
            events.extend(fields::finish(&scene, draft, settings));
        }
    }
    events
}

/// What the rules see in one sentence, for `explain`: each trigger's words and the id of the rule or operator.
pub fn readings(parsed: &Parsed, found: &Found, resolved: &Resolved, lexicon: &Lexicon, at: usize) -> Vec<(schema::Span, String)> {
    let Some(sentence) = parsed.sentences.get(at) else { return Vec::new() };
    let scene = Scene { parsed, found, resolved, lexicon, at, sentence };
    let mut out = Vec::new();
    for token in 0..sentence.tokens.len() {
        let reading = triggers::read(&scene, token);
        let acts = reading.act.iter().map(|a| a.act.id.clone());
        let operators = reading.operator.iter().map(|o| o.operator.id.clone());
        out.extend(acts.chain(operators).map(|id| (sentence.tokens[token].span, id)));
    }
    out
}

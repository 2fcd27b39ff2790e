//! What `find` and `resolve` give: noun phrases, time expressions and toponyms, and what they stand for.

use crate::{Actor, DateValue, EntityKind, Place, Problem, Span, TimeExpr};
use std::ops::{Range, RangeInclusive};

/// Index into [`Found::mentions`].
pub type MentionId = usize;

/// Mentions of one document, in text order.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub mentions: Vec<Mention>,
    pub times: Vec<TimeMention>,
    pub toponyms: Vec<Toponym>,
    /// What coreference left open.
    pub problems: Vec<Problem>,
}

impl Found {
    /// The mention whose head is this token.
    pub fn at(&self, sentence: usize, head: usize) -> Option<MentionId> {
        self.mentions.binary_search_by_key(&(sentence, head), |m| (m.sentence, m.head)).ok()
    }

    /// Indices of the time expressions of sentences.
    pub fn times_in(&self, sentences: RangeInclusive<usize>) -> Range<usize> {
        stretch(&self.times, sentences, |t| t.sentence)
    }

    /// Indices of the toponyms of sentences.
    pub fn toponyms_in(&self, sentences: RangeInclusive<usize>) -> Range<usize> {
        stretch(&self.toponyms, sentences, |t| t.sentence)
    }
}

/// Where those of some sentences stand in a list in text order.
fn stretch<T>(list: &[T], sentences: RangeInclusive<usize>, of: impl Fn(&T) -> usize) -> Range<usize> {
    list.partition_point(|t| of(t) < *sentences.start())..list.partition_point(|t| of(t) <= *sentences.end())
}

/// A noun phrase that may take part in an event. Sorted by (`sentence`, `head`); each conjunct is a mention of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub sentence: usize,
    /// The token that governs the phrase.
    pub head: usize,
    /// First and last token, inclusive; relative clauses and appositions after the head are left out.
    pub first: usize,
    pub last: usize,
    pub span: Span,
    pub kind: MentionKind,
    /// The kind of the name that ends at the head, if there is one.
    pub entity: Option<EntityKind>,
    /// An earlier (rarely later) mention of the same thing: pronouns, descriptions, partial names.
    pub antecedents: Vec<MentionId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionKind {
    Name,
    Nominal,
    Pronoun,
}

/// A time expression as it stands, with the rule that found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeMention {
    pub sentence: usize,
    pub first: usize,
    pub last: usize,
    pub span: Span,
    /// Id of the rule in `lexicon/en/dates/`.
    pub rule: String,
    /// What the words say, not yet on the calendar.
    pub expr: TimeExpr,
}

/// A name that may be a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toponym {
    pub sentence: usize,
    pub first: usize,
    pub last: usize,
    pub span: Span,
    pub entity: Option<EntityKind>,
}

/// What the mentions of one document stand for.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// By mention: one entry a country or body; empty for what is no actor.
    pub actors: Vec<Vec<Actor>>,
    /// By time mention; `None` where the words could not be resolved.
    pub dates: Vec<Option<ResolvedDate>>,
    /// By toponym.
    pub places: Vec<Option<Place>>,
    /// The document's date, stated or inferred, and why.
    pub document_date: Option<DateValue>,
    pub document_date_why: Option<String>,
    pub problems: Vec<Problem>,
}

/// A resolved time expression. Durations and sets have no place on the calendar and are left unresolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedDate {
    pub value: DateValue,
    /// The other event that the expression is counted from ("three days after the army struck"): the token that heads
    /// it in the same sentence, and its date.
    pub clause: Option<(usize, DateValue)>,
}

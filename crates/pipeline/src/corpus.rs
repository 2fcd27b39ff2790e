//! Annotated sentences for training: in come marked sentences, out go words with triggers and roles by position.
//!
//! Words are those of our own tokenizer, and a mark is told by the word that heads it in our own tree, so that what is
//! learned from them is asked in the same way when a text is coded.

use crate::Resources;
use lexicon::corpus::Annotated;
use lexicon::markup::Marked;
use parse::{RawSentence, segment};
use schema::{Part, Role, Sentence, Span, Status};
use serde::Serialize;
use std::collections::BTreeMap;

/// One sentence as the training scripts read it.
#[derive(Debug, Serialize)]
pub struct Exported {
    pub source: String,
    pub words: Vec<String>,
    pub events: Vec<ExportedEvent>,
}

/// One event: positions count words from 0.
#[derive(Debug, Default, Serialize)]
pub struct ExportedEvent {
    /// Words of the trigger, and the one among them that heads it.
    pub trigger: Vec<usize>,
    pub head: usize,
    #[serde(rename = "type")]
    pub event_type: String,
    pub mode: Option<String>,
    pub status: Status,
    /// Role and head of each participant, place, date and number.
    pub roles: Vec<(Role, usize)>,
}

/// The sentences of a corpus file.
pub fn export(resources: &Resources, file: &str, annotated: &[Annotated]) -> Vec<Exported> {
    annotated.iter().filter_map(|a| marked(resources, format!("{file}:{}", a.line), &a.marked, None)).collect()
}

/// The examples of all rules; a trigger marked without a type has that of its rule.
pub fn export_examples(resources: &Resources) -> Vec<Exported> {
    let cases = crate::check::cases(&resources.lexicon);
    let usable = cases.iter().filter(|c| c.example.marked.none || c.example.marked.marks.iter().flat_map(|m| &m.labels).any(|l| l.role == Role::Event));
    usable.filter_map(|c| marked(resources, format!("{}:{}", c.file, c.example.line), &c.example.marked, c.own)).collect()
}

fn marked(resources: &Resources, source: String, marked: &Marked, own: Option<(&str, Option<&str>)>) -> Option<Exported> {
    let tokens: Vec<Span> = segment(&marked.text, &resources.lexicon.text).into_iter().flat_map(|s| s.tokens).collect();
    let span = tokens.first()?.cover(*tokens.last()?);
    let raw = RawSentence { span, part: Part::Body, tokens };
    let sentence = resources.parser.trees(&marked.text, std::slice::from_ref(&raw), &resources.lexicon).pop()?;
    let words = raw.tokens.iter().map(|t| parse::plain(t.of(&marked.text)).into_owned()).collect();
    Some(Exported { source, words, events: events(&sentence, marked, own) })
}

fn events(sentence: &Sentence, marked: &Marked, own: Option<(&str, Option<&str>)>) -> Vec<ExportedEvent> {
    // By number and type: a prison sentence is two events on one trigger.
    let mut events: BTreeMap<(u32, String), ExportedEvent> = BTreeMap::new();
    let labels = || marked.marks.iter().flat_map(|m| m.labels.iter().map(move |l| (m.span, l)));
    for (span, label) in labels().filter(|(_, l)| l.role == Role::Event) {
        let (event_type, mode) = match (&label.event_type, own) {
            (Some(kind), _) => (kind.clone(), label.mode.clone()),
            (None, Some((kind, mode))) => (kind.to_owned(), mode.map(str::to_owned)),
            (None, None) => continue,
        };
        let Some((first, last)) = covered(sentence, span) else { continue };
        let event = events.entry((label.event, event_type.clone())).or_default();
        if event.trigger.is_empty() {
            event.head = sentence.head_of(first, last);
            event.event_type = event_type;
            event.mode = mode;
            event.status = label.status.unwrap_or_default();
        }
        event.trigger.extend(first..=last);
    }
    for (span, label) in labels().filter(|(_, l)| l.role != Role::Event) {
        let Some((first, last)) = covered(sentence, span) else { continue };
        let head = sentence.head_of(first, last);
        for (_, event) in events.iter_mut().filter(|((n, _), _)| *n == label.event) {
            event.roles.push((label.role, head));
        }
    }
    events.into_values().collect()
}

/// First and last token of a stretch.
fn covered(sentence: &Sentence, span: Span) -> Option<(usize, usize)> {
    let inside = |t: &schema::Token| t.span.overlaps(span);
    Some((sentence.tokens.iter().position(inside)?, sentence.tokens.iter().rposition(inside)?))
}

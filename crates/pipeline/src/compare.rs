//! Annotated sentences as a measure: in come marked sentences, out goes what the whole pipeline finds of them and beyond them.
//!
//! An event counts as found where one at the same words has its type; roles are compared over the events found.

use crate::check::half_shared;
use crate::{Resources, analyse};
use lexicon::corpus::Annotated;
use lexicon::markup::Label;
use rayon::prelude::*;
use schema::{Actor, Document, EventMention, Role, Span, Status};
use std::collections::BTreeMap;

/// Right, noisy and missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub right: usize,
    pub noisy: usize,
    pub missed: usize,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        self.right += other.right;
        self.noisy += other.noisy;
        self.missed += other.missed;
    }

    /// Precision, recall and their harmonic mean; 0 where nothing was asked or given.
    pub fn scores(self) -> (f64, f64, f64) {
        let share = |of: usize| if of == 0 { 0.0 } else { self.right as f64 / of as f64 };
        let (p, r) = (share(self.right + self.noisy), share(self.right + self.missed));
        (p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
    }
}

/// How sentences fared.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    pub types: BTreeMap<String, Tally>,
    /// Modes of the events found that have one: right, or another or none.
    pub mode: Tally,
    pub status: Tally,
    pub actor: Tally,
    pub recipient: Tally,
    /// What differs, a line each.
    pub differences: Vec<String>,
}

impl Comparison {
    pub fn join(mut self, other: Comparison) -> Comparison {
        for (kind, tally) in other.types {
            self.types.entry(kind).or_default().add(tally);
        }
        self.mode.add(other.mode);
        self.status.add(other.status);
        self.actor.add(other.actor);
        self.recipient.add(other.recipient);
        self.differences.extend(other.differences);
        self
    }
}

/// Compares all sentences of a file; `name` stands in the differences.
pub fn compare(resources: &Resources, name: &str, annotated: &[Annotated]) -> Comparison {
    let each: Vec<Comparison> = annotated.par_iter().map(|a| one(resources, name, a)).collect();
    each.into_iter().fold(Comparison::default(), Comparison::join)
}

#[derive(Default)]
struct Wanted<'a> {
    trigger: Option<(Span, &'a Label)>,
    actors: Vec<Span>,
    recipients: Vec<Span>,
}

fn one(resources: &Resources, name: &str, annotated: &Annotated) -> Comparison {
    let document = Document { id: name.to_owned(), text: annotated.marked.text.clone(), ..Document::default() };
    judged(name, annotated, &analyse(resources, document).events)
}

/// Compares the events of one sentence.
pub fn judged(name: &str, annotated: &Annotated, events: &[EventMention]) -> Comparison {
    let text = &annotated.marked.text;
    let mut wanted: BTreeMap<(u32, String), Wanted<'_>> = BTreeMap::new();
    let labels = || annotated.marked.marks.iter().flat_map(|m| m.labels.iter().map(move |l| (m.span, l)));
    for (span, label) in labels().filter(|(_, l)| l.role == Role::Event) {
        let event = wanted.entry((label.event, label.event_type.clone().unwrap_or_default())).or_default();
        event.trigger.get_or_insert((span, label));
    }
    for (span, label) in labels() {
        for (_, event) in wanted.iter_mut().filter(|((n, _), _)| *n == label.event) {
            match label.role {
                Role::Actor => event.actors.push(span),
                Role::Recipient => event.recipients.push(span),
                _ => {}
            }
        }
    }
    let mut left: Vec<&EventMention> = events.iter().collect();
    let mut out = Comparison::default();
    let say = |out: &mut Comparison, what: String| out.differences.push(format!("{name}:{} {what}\n    {text}", annotated.line));
    for ((_, kind), want) in &wanted {
        let Some((span, label)) = want.trigger else { continue };
        let near = |e: &&EventMention| e.event_type == *kind && (e.trigger.overlaps(span) || e.trigger.start.abs_diff(span.start) <= 12);
        let Some(at) = left.iter().position(near) else {
            out.types.entry(kind.clone()).or_default().missed += 1;
            say(&mut out, format!("missed {kind} at \"{}\"", span.of(text)));
            continue;
        };
        let got = left.remove(at);
        out.types.entry(kind.clone()).or_default().right += 1;
        judge(&mut out.mode, label.mode == got.mode);
        let status = label.status.unwrap_or_default();
        judge(&mut out.status, plain(status) == plain(got.status));
        out.actor.add(spans(&want.actors, &got.actors));
        out.recipient.add(spans(&want.recipients, &got.recipients));
        for (role, want, got) in [("actor", &want.actors, &got.actors), ("recipient", &want.recipients, &got.recipients)] {
            let tally = spans(want, got);
            if tally.noisy + tally.missed > 0 {
                let list = |s: &[Span]| s.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" + ");
                let got: Vec<Span> = distinct(got);
                say(&mut out, format!("{role} of {kind} at \"{}\": {} for {}", span.of(text), list(&got), list(want)));
            }
        }
    }
    for event in left {
        out.types.entry(event.event_type.clone()).or_default().noisy += 1;
        let by = event.evidence.rule.as_deref().unwrap_or("the model");
        say(&mut out, format!("noisy {} at \"{}\" by {by} ({:.2})", event.event_type, event.trigger.of(text), event.confidence.overall));
    }
    out
}

/// A sentence alone does not tell how long ago.
fn plain(status: Status) -> Status {
    if status == Status::Historical { Status::Happened } else { status }
}

fn judge(tally: &mut Tally, right: bool) {
    if right { tally.right += 1 } else { tally.missed += 1 }
}

fn distinct(actors: &[Actor]) -> Vec<Span> {
    let mut spans: Vec<Span> = actors.iter().map(|a| a.span).collect();
    spans.dedup();
    spans
}

fn spans(wanted: &[Span], got: &[Actor]) -> Tally {
    let mut left = distinct(got);
    let mut tally = Tally::default();
    for want in wanted {
        match left.iter().position(|s| half_shared(*s, *want)) {
            Some(at) => {
                left.remove(at);
                tally.right += 1;
            }
            None => tally.missed += 1,
        }
    }
    tally.noisy = left.len();
    tally
}

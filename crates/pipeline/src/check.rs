//! The examples of rules as tests: in comes a rule's marked sentence, out goes whether the whole pipeline codes just that.

use crate::{Resources, analyse};
use lexicon::markup::Label;
use lexicon::{Example, Lexicon};
use rayon::prelude::*;
use schema::{Actor, Document, EventMention, Role, Span, Status};
use std::collections::BTreeMap;

/// An example with the rule it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Case<'l> {
    pub rule: &'l str,
    pub file: &'l str,
    pub example: &'l Example,
    /// Type and mode of a trigger that is marked without one.
    pub(crate) own: Option<(&'l str, Option<&'l str>)>,
}

/// What became of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    /// Marked `todo` and fails: the difference.
    Known(String),
    Failed(String),
    /// Marked `todo`, and passes.
    Fixed,
}

/// All examples of acts and operators, in the order of their files.
pub fn cases(lexicon: &Lexicon) -> Vec<Case<'_>> {
    let acts = lexicon.acts.iter().flat_map(|act| {
        let own = Some((act.event.as_str(), act.mode.as_deref()));
        act.examples.iter().map(move |example| Case { rule: &act.id, file: &act.file, example, own })
    });
    let operators = lexicon.operators.iter().flat_map(|operator| {
        let own = operator.alone.as_ref().map(|a| (a.event.as_str(), a.mode.as_deref()));
        operator.examples.iter().map(move |example| Case { rule: &operator.id, file: &operator.file, example, own })
    });
    let mut cases: Vec<Case<'_>> = acts.chain(operators).collect();
    cases.sort_by_key(|c| (c.file, c.example.line));
    cases
}

/// Runs examples over all cores; verdicts in the order of the cases.
pub fn run_all(resources: &Resources, cases: &[Case<'_>]) -> Vec<Verdict> {
    cases.par_iter().map(|case| run(resources, case)).collect()
}

/// Rules without which each of their examples comes out all the same: nobody needs them.
pub fn needless(resources: &Resources, cases: &[Case<'_>]) -> Vec<String> {
    let mut by_rule: BTreeMap<&str, Vec<&Case<'_>>> = BTreeMap::new();
    for case in cases.iter().filter(|c| c.example.todo.is_none()) {
        by_rule.entry(case.rule).or_default().push(case);
    }
    let rules: Vec<(&str, Vec<&Case<'_>>)> = by_rule.into_iter().collect();
    let needed = |rule: &str, cases: &[&Case<'_>]| {
        let rest = resources.lexicon.without(rule);
        cases.iter().any(|case| {
            let coded = analyse(resources, document(case));
            let events = coder::code(&coded.parsed, &coded.found, &coded.resolved, &rest, &resources.settings);
            difference(&case.example.marked.text, &wanted(case), &events).is_some()
        })
    };
    rules.par_iter().filter(|(rule, cases)| !needed(rule, cases)).map(|(rule, _)| (*rule).to_owned()).collect()
}

fn document(case: &Case<'_>) -> Document {
    Document { id: case.rule.to_owned(), text: case.example.marked.text.clone(), ..Document::default() }
}

/// Codes an example's sentence and compares.
pub fn run(resources: &Resources, case: &Case<'_>) -> Verdict {
    let coded = analyse(resources, document(case));
    let difference = difference(&case.example.marked.text, &wanted(case), &coded.events);
    match (difference, &case.example.todo) {
        (None, None) => Verdict::Passed,
        (None, Some(_)) => Verdict::Fixed,
        (Some(difference), Some(_)) => Verdict::Known(difference),
        (Some(difference), None) => Verdict::Failed(difference),
    }
}

/// An event as the markup tells it.
#[derive(Clone, Debug, Default)]
struct Wanted {
    trigger: Option<Span>,
    event_type: String,
    mode: Option<String>,
    status: Status,
    actors: Vec<Span>,
    recipients: Vec<Span>,
}

fn wanted(case: &Case<'_>) -> Vec<Wanted> {
    let mut events: BTreeMap<u32, Wanted> = BTreeMap::new();
    for mark in &case.example.marked.marks {
        for label in &mark.labels {
            match label.role {
                Role::Event => trigger(events.entry(label.event).or_default(), mark.span, label, case),
                Role::Actor => events.entry(label.event).or_default().actors.push(mark.span),
                Role::Recipient => events.entry(label.event).or_default().recipients.push(mark.span),
                _ => {}
            }
        }
    }
    events.into_values().collect()
}

fn trigger(event: &mut Wanted, span: Span, label: &Label, case: &Case<'_>) {
    event.trigger = Some(span);
    event.status = label.status.unwrap_or_default();
    if let Some(event_type) = &label.event_type {
        event.event_type.clone_from(event_type);
        event.mode.clone_from(&label.mode);
    } else if let Some((event_type, mode)) = case.own {
        event_type.clone_into(&mut event.event_type);
        event.mode = mode.map(str::to_owned);
    }
}

/// What differs, in words; `None` where nothing does.
fn difference(text: &str, wanted: &[Wanted], got: &[EventMention]) -> Option<String> {
    let mut left: Vec<&EventMention> = got.iter().collect();
    let mut faults = Vec::new();
    for want in wanted {
        let Some(trigger) = want.trigger else {
            faults.push("roles are marked for an event without trigger".to_owned());
            continue;
        };
        let same = |e: &EventMention| e.event_type == want.event_type && e.mode == want.mode;
        let place = left.iter().position(|e| e.trigger.overlaps(trigger) && same(e)).or_else(|| left.iter().position(|e| e.trigger.overlaps(trigger)));
        let Some(place) = place else {
            faults.push(format!("no {} at \"{}\"", name(&want.event_type, want.mode.as_deref()), trigger.of(text)));
            continue;
        };
        let event = left.remove(place);
        if !same(event) {
            let (is, should) = (name(&event.event_type, event.mode.as_deref()), name(&want.event_type, want.mode.as_deref()));
            faults.push(format!("\"{}\" is {is}, not {should}", trigger.of(text)));
        }
        if event.status != want.status {
            faults.push(format!("\"{}\" is {}, not {}", trigger.of(text), event.status, want.status));
        }
        role("actor", text, &want.actors, &event.actors, &mut faults);
        role("recipient", text, &want.recipients, &event.recipients, &mut faults);
    }
    for event in left {
        let rule = event.evidence.rule.as_deref().unwrap_or("a model");
        faults.push(format!("not marked: {} at \"{}\" by {rule}", name(&event.event_type, event.mode.as_deref()), event.trigger.of(text)));
    }
    (!faults.is_empty()).then(|| faults.join("; "))
}

fn role(role: &str, text: &str, wanted: &[Span], got: &[Actor], faults: &mut Vec<String>) {
    let mut spans: Vec<Span> = got.iter().map(|a| a.span).collect();
    spans.dedup();
    for want in wanted {
        match spans.iter().position(|s| half_shared(*s, *want)) {
            Some(place) => {
                spans.remove(place);
            }
            None => faults.push(format!("{role} \"{}\" is missing", want.of(text))),
        }
    }
    faults.extend(spans.iter().map(|s| format!("{role} \"{}\" is not marked", s.of(text))));
}

/// Do two stretches share more than half of what they cover together, or begin alike? Whether "in Minsk" belongs to "a hotel"
/// or to its verb is often open, and no fault of a rule.
pub(crate) fn half_shared(a: Span, b: Span) -> bool {
    if a.start == b.start {
        return true;
    }
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    2 * shared > a.cover(b).len()
}

fn name(event_type: &str, mode: Option<&str>) -> String {
    match mode {
        Some(mode) => format!("{event_type}/{mode}"),
        None => event_type.to_owned(),
    }
}

//! Matches all patterns at all places: in come lexemes and rules, out goes a chart of readings by first lexeme.
//!
//! Bottom up: first patterns of words alone, then those that hold sub-expressions, until nothing new is found.

use super::build::{Capture, build};
use super::lexeme::Lexeme;
use super::slots;
use lexicon::dates::{DateRules, Item, Pattern, Slot, TimeKind};
use schema::TimeExpr;

/// A reading of the lexemes from the chart's place up to `end`.
#[derive(Debug)]
pub struct Edge {
    pub end: usize,
    pub kind: TimeKind,
    pub expr: TimeExpr,
    pub rule: usize,
}

/// Deeper nesting than this is no date that anyone writes.
const PASSES: usize = 6;

pub fn fill(lexemes: &[Lexeme], rules: &DateRules) -> Vec<Vec<Edge>> {
    let mut chart: Vec<Vec<Edge>> = Vec::new();
    chart.resize_with(lexemes.len(), Vec::new);
    let mut here: Vec<Slot> = Vec::new();
    for pass in 0..PASSES {
        let mut new: Vec<(usize, Edge)> = Vec::new();
        for at in 0..lexemes.len() {
            slots::possible(lexemes, at, &rules.vocabulary, &mut here);
            let by_word = rules.by_word.get(&lexemes[at].text).into_iter().flatten();
            let by_slot = here.iter().filter_map(|s| rules.by_slot.get(s)).flatten();
            let by_kind = kinds_at(&chart[at]).into_iter().filter_map(|k| rules.by_kind.get(&k)).flatten();
            for &(r, p) in by_word.chain(by_slot).chain(by_kind) {
                let pattern = &rules.rules[r].patterns[p];
                let nested = pattern.items.iter().any(|i| matches!(i, Item::Time { .. }));
                if (pass == 0) == nested {
                    continue;
                }
                let mut walk = Walk { lexemes, rules, chart: &chart, captures: Vec::new(), ends: Vec::new() };
                walk.from(pattern, 0, at);
                for (end, captures) in walk.ends {
                    if let Some(expr) = build(&rules.rules[r].gives, &captures) {
                        new.push((at, Edge { end, kind: rules.rules[r].kind, expr, rule: r }));
                    }
                }
            }
        }
        let mut changed = false;
        for (at, edge) in new {
            changed |= insert(&mut chart[at], edge, rules);
        }
        if !changed {
            break;
        }
    }
    chart
}

/// Keeps one reading for each end and kind: the one with the higher preference, then the lower id.
fn insert(edges: &mut Vec<Edge>, edge: Edge, rules: &DateRules) -> bool {
    let rank = |e: &Edge| (std::cmp::Reverse(rules.rules[e.rule].prefer), rules.rules[e.rule].id.clone());
    match edges.iter_mut().find(|e| e.end == edge.end && e.kind == edge.kind) {
        Some(old) if rank(&edge) < rank(old) => {
            *old = edge;
            true
        }
        Some(_) => false,
        None => {
            edges.push(edge);
            true
        }
    }
}

/// Kinds under which patterns may name the edges of a place.
fn kinds_at(edges: &[Edge]) -> Vec<TimeKind> {
    let mut kinds: Vec<TimeKind> = edges.iter().map(|e| e.kind).collect();
    if edges.iter().any(|e| fits(TimeKind::Date, e.kind)) {
        kinds.push(TimeKind::Date);
    }
    if edges.iter().any(|e| fits(TimeKind::Period, e.kind)) {
        kinds.push(TimeKind::Period);
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn fits(asked: TimeKind, kind: TimeKind) -> bool {
    match asked {
        TimeKind::Date => matches!(kind, TimeKind::Day | TimeKind::Period | TimeKind::Year),
        TimeKind::Period => matches!(kind, TimeKind::Period | TimeKind::Year),
        asked => asked == kind,
    }
}

struct Walk<'a> {
    lexemes: &'a [Lexeme],
    rules: &'a DateRules,
    chart: &'a [Vec<Edge>],
    captures: Vec<Capture>,
    ends: Vec<(usize, Vec<Capture>)>,
}

impl Walk<'_> {
    /// Tries the items from `item` on at lexeme `at`, in all ways.
    fn from(&mut self, pattern: &Pattern, item: usize, at: usize) {
        let Some(next) = pattern.items.get(item) else {
            if !self.captures.is_empty() || at > 0 {
                self.ends.push((at, self.captures.clone()));
            }
            return;
        };
        if let Item::Not { words } = next {
            if self.lexemes.get(at).is_none_or(|l| !words.contains(&l.text)) {
                self.from(pattern, item + 1, at);
            }
            return;
        }
        if next.optional() {
            self.from(pattern, item + 1, at);
        }
        let Some(lexeme) = self.lexemes.get(at) else { return };
        if next.joined() && lexeme.space {
            return;
        }
        match next {
            Item::Words { words, .. } => {
                if words.contains(&lexeme.text) {
                    self.from(pattern, item + 1, at + 1);
                }
            }
            Item::Not { .. } => {}
            Item::Slot { slot, .. } => {
                for (end, value) in slots::fill(self.lexemes, at, *slot, &self.rules.vocabulary) {
                    self.captures.push(Capture::Slot(*slot, value));
                    self.from(pattern, item + 1, end);
                    self.captures.pop();
                }
            }
            Item::Time { kind, .. } => {
                let chart = self.chart;
                for edge in chart.get(at).into_iter().flatten().filter(|e| fits(*kind, e.kind)) {
                    self.captures.push(Capture::Time(edge.expr.clone()));
                    self.from(pattern, item + 1, edge.end);
                    self.captures.pop();
                }
            }
        }
    }
}

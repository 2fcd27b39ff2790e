//! Aligns records with gold mentions, one to one: same document, overlapping sentence, same type.

use crate::gold::{GoldActor, GoldMention};
use schema::{Record, RecordActor, Status};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// So many right out of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    pub right: usize,
    pub of: usize,
}

impl Rate {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.of {
            0 => write!(f, "none to score"),
            of => write!(f, "{:.3} ({}/{of})", self.right as f64 / of as f64, self.right),
        }
    }
}

/// What came out right. Optional gold mentions count neither way; fields are scored on the mentions that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    pub found: usize,
    pub missed: usize,
    /// Records that no gold mention explains.
    pub extra: usize,
    /// Countries of the actors, with at most one country too many among all participants.
    pub actor: Rate,
    pub recipient: Rate,
    pub status: Rate,
    pub mode: Rate,
    /// First day.
    pub date: Rate,
    /// Country of the place.
    pub place: Rate,
    /// Found, missed, extra by type.
    pub types: BTreeMap<String, (usize, usize, usize)>,
}

impl Scores {
    pub fn precision(&self) -> f64 {
        ratio(self.found, self.found + self.extra)
    }

    pub fn recall(&self) -> f64 {
        ratio(self.found, self.found + self.missed)
    }

    pub fn f1(&self) -> f64 {
        ratio(2 * self.found, 2 * self.found + self.extra + self.missed)
    }
}

fn ratio(a: usize, b: usize) -> f64 {
    if b == 0 { 0.0 } else { a as f64 / b as f64 }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "mentions   precision {:.3}  recall {:.3}  F1 {:.3}", self.precision(), self.recall(), self.f1())?;
        writeln!(f, "           {} found, {} missed, {} extra", self.found, self.missed, self.extra)?;
        for (name, rate) in [
            ("actor", self.actor),
            ("recipient", self.recipient),
            ("status", self.status),
            ("mode", self.mode),
            ("date", self.date),
            ("place", self.place),
        ] {
            writeln!(f, "{name:<10} {rate}")?;
        }
        for (event_type, (found, missed, extra)) in &self.types {
            writeln!(f, "  {event_type:<10} {found} of {} found, {extra} extra", found + missed)?;
        }
        Ok(())
    }
}

/// Scores the records of whole documents; a record of a document that the gold does not know is extra.
pub fn score(gold: &[GoldMention], records: &[Record]) -> Scores {
    let mut scores = Scores::default();
    let mut used = BTreeSet::new();
    for record in records {
        let span = (record.sentence.start, record.sentence.end);
        let fits = |(_, g): &(usize, &GoldMention)| {
            g.doc == record.document.id && g.event_type == record.event_type && overlap(span, g.sent)
        };
        let free = gold.iter().enumerate().filter(|(n, _)| !used.contains(n)).filter(fits);
        let Some((n, mention)) = free.min_by_key(|(n, g)| (!g.core, *n)) else {
            scores.extra += 1;
            scores.types.entry(record.event_type.clone()).or_default().2 += 1;
            continue;
        };
        used.insert(n);
        if mention.core {
            scores.found += 1;
            scores.types.entry(record.event_type.clone()).or_default().0 += 1;
            fields(&mut scores, mention, record);
        }
    }
    for (_, mention) in gold.iter().enumerate().filter(|(n, g)| g.core && !used.contains(n)) {
        scores.missed += 1;
        scores.types.entry(mention.event_type.clone()).or_default().1 += 1;
    }
    scores
}

fn fields(scores: &mut Scores, gold: &GoldMention, record: &Record) {
    let (actors, recipients) = (countries(&record.actors), countries(&record.recipients));
    let (want_actors, want_recipients) = (gold_countries(&gold.actor), gold_countries(&gold.recipient));
    let all: BTreeSet<&str> = actors.union(&recipients).copied().collect();
    let too_many = all.iter().filter(|c| !want_actors.contains(*c) && !want_recipients.contains(*c)).count();
    let side = if want_recipients.is_empty() { &all } else { &actors };
    scores.actor.add(too_many <= 1 && want_actors.is_subset(side));
    scores.recipient.add(too_many <= 1 && want_recipients.is_subset(&recipients));
    let running = |s: Status| matches!(s, Status::Happened | Status::Ongoing);
    scores.status.add(record.status == gold.status || running(record.status) && running(gold.status));
    if gold.mode.is_some() {
        scores.mode.add(gold.mode == record.mode);
    }
    if let Some(date) = &gold.date {
        scores.date.add(record.date.as_ref().is_some_and(|d| d.start == date.start));
    }
    if let Some(place) = &gold.place {
        scores.place.add(record.place.as_ref().is_some_and(|p| p.country == place.country));
    }
}

fn countries(actors: &[RecordActor]) -> BTreeSet<&str> {
    actors.iter().filter_map(|a| a.country.as_deref()).collect()
}

fn gold_countries(actors: &[GoldActor]) -> BTreeSet<&str> {
    actors.iter().filter_map(|a| a.country.as_deref()).collect()
}

/// More than half of the shorter stretch is shared.
fn overlap(a: (usize, usize), b: (usize, usize)) -> bool {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    2 * shared > (a.1 - a.0).min(b.1 - b.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_overlap_by_more_than_half_of_the_shorter() {
        assert!(overlap((0, 100), (90, 109)));
        assert!(!overlap((0, 100), (91, 109)));
        assert!(!overlap((0, 10), (20, 30)));
    }

    #[test]
    fn f1_of_nothing_is_zero() {
        assert_eq!(Scores::default().f1(), 0.0);
        let scores = Scores { found: 1, missed: 1, extra: 0, ..Scores::default() };
        assert!((scores.f1() - 2.0 / 3.0).abs() < 1e-9);
    }
}

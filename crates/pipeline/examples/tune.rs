//! Finds the odds of the arbiter on annotated sentences that the weights were not trained on.
//!
//!     cargo run --release -p demarche-pipeline --example tune -- HELD/K FILE…
//!     LEXICON=DIR BEYOND=sentences.tsv …    # rules of one's own; sentences of another kind with their type in the last column
//!
//! `HELD/K`: of all sentences of the files in order, those whose number leaves HELD when divided by K, as `train.py --hold`.
//! Tries each odd by itself, round after round, and keeps what raises the F1 of events plus a tenth of that of the roles; with
//! BEYOND, plus the share of sentences whose type is among the events found, less a tenth of the events a sentence.
#![allow(clippy::disallowed_methods, reason = "a tool for measuring takes its settings from the environment")]

use lexicon::SourceFile;
use lexicon::corpus::{Annotated, read};
use pipeline::compare::{Comparison, Tally, judged};
use pipeline::{Coded, Odds, Own, Resources, analyse};
use rayon::prelude::*;
use schema::Document;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let held = args.next().ok_or("give HELD/K")?;
    let (first, step) = held.split_once('/').ok_or("give HELD/K")?;
    let (first, step): (usize, usize) = (first.parse()?, step.parse()?);
    let resources = Resources::with_own(&Own { lexicon: std::env::var_os("LEXICON").map(Into::into), kb: None })?;
    let mut sentences: Vec<Annotated> = Vec::new();
    for path in args {
        let text = std::fs::read_to_string(&path)?;
        sentences.extend(read(&SourceFile { path, text }, &resources.lexicon.ontology).0);
    }
    let sentences: Vec<Annotated> = sentences.into_iter().enumerate().filter(|(n, _)| n % step == first).map(|(_, s)| s).collect();
    let coded: Vec<Coded> = sentences
        .par_iter()
        .map(|s| analyse(&resources, Document { id: "tune".to_owned(), text: s.marked.text.clone(), ..Document::default() }))
        .collect();
    let beyond: Vec<(Coded, Vec<String>)> = match std::env::var("BEYOND") {
        Err(_) => Vec::new(),
        Ok(path) => {
            let text = std::fs::read_to_string(path)?;
            let lines: Vec<&str> = text.lines().skip(1).collect();
            let row = |l: &&str| {
                let (rest, kind) = l.rsplit_once('\t')?;
                let sentence = rest.split('\t').next()?.to_owned();
                Some((analyse(&resources, Document { id: "tune".to_owned(), text: sentence, ..Document::default() }), kind.split('|').map(str::to_owned).collect()))
            };
            lines.par_iter().filter_map(row).collect()
        }
    };
    let mut odds = Odds::default();
    let score = |odds: Odds| score(&resources, &sentences, &coded, odds) + apart(&resources, &beyond, odds);
    let mut best = score(odds);
    println!("{} sentences; begins at {best:.4}", sentences.len());
    type Field = fn(&mut Odds) -> &mut f32;
    let fields: [(&str, Field); 7] = [
        ("keep", |o| &mut o.keep),
        ("alone", |o| &mut o.alone),
        ("overrule", |o| &mut o.overrule),
        ("fill", |o| &mut o.fill),
        ("join", |o| &mut o.join),
        ("leave", |o| &mut o.leave),
        ("mode", |o| &mut o.mode),
    ];
    for _ in 0..2 {
        for (name, field) in fields {
            for value in [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] {
                let mut other = odds;
                *field(&mut other) = value;
                let got = score(other);
                if got > best + 1e-5 {
                    best = got;
                    odds = other;
                    println!("{name} = {value}: {got:.4}");
                }
            }
        }
    }
    println!("{odds:?}");
    Ok(())
}

fn score(resources: &Resources, sentences: &[Annotated], coded: &[Coded], odds: Odds) -> f64 {
    let mut settings = resources.settings.clone();
    settings.odds = odds;
    let each: Vec<Comparison> = sentences
        .par_iter()
        .zip(coded)
        .map(|(s, c)| judged("tune", s, &coder::code(&c.parsed, &c.found, &c.resolved, &resources.lexicon, &settings)))
        .collect();
    let all = each.into_iter().fold(Comparison::default(), Comparison::join);
    let mut events = Tally::default();
    all.types.values().for_each(|t| events.add(*t));
    events.scores().2 + 0.1 * (all.actor.scores().2 + all.recipient.scores().2 + all.mode.scores().2)
}

/// How sentences of another kind fare.
fn apart(resources: &Resources, beyond: &[(Coded, Vec<String>)], odds: Odds) -> f64 {
    if beyond.is_empty() {
        return 0.0;
    }
    let mut settings = resources.settings.clone();
    settings.odds = odds;
    let each: Vec<(bool, usize)> = beyond
        .par_iter()
        .map(|(c, kinds)| {
            let events = coder::code(&c.parsed, &c.found, &c.resolved, &resources.lexicon, &settings);
            (events.iter().any(|e| kinds.contains(&e.event_type)), events.len())
        })
        .collect();
    let n = each.len() as f64;
    each.iter().filter(|e| e.0).count() as f64 / n - 0.1 * each.iter().map(|e| e.1).sum::<usize>() as f64 / n
}

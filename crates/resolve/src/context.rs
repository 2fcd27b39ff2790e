//! The country of those whom the text names by office or kind alone: in come a document's actors, out go the same with the
//! country that their sentence, or else the whole report, is about.
//!
//! "Rebels attacked a convoy in Chad": the only country that the sentence speaks of. Only who belongs to a country gets one:
//! bodies of several countries and unknown names without office or kind do not.

use kb::Kb;
use lexicon::Lexicon;
use schema::{Actor, EntityKind, Found, MentionKind, Parsed, Part, Place, Sentence};
use std::collections::{BTreeMap, BTreeSet};

/// Share of a report's mentions of countries that one must have for the report to be about it.
const MOST: f64 = 0.6;

/// Gives a country to actors without one; see the head of this file.
pub(crate) fn lend_countries(parsed: &Parsed, found: &Found, places: &[Option<Place>], lexicon: &Lexicon, kb: &Kb, actors: &mut [Vec<Actor>]) {
    let per_sentence: Vec<BTreeMap<String, usize>> = parsed.sentences.iter().enumerate().map(|(at, s)| named(at, s, found, places, kb)).collect();
    let main = main_country(parsed, &per_sentence);
    // In a sentence, what its other actors are known to be counts as well ("Mr Mugabe", "the ANC").
    let mut known: Vec<BTreeSet<String>> = per_sentence.iter().map(|c| c.keys().cloned().collect()).collect();
    for (mention, list) in found.mentions.iter().zip(actors.iter()) {
        known[mention.sentence].extend(list.iter().filter_map(|a| a.country.clone()).filter(|c| kb.country(c).is_some()));
    }
    for (id, mention) in found.mentions.iter().enumerate() {
        if mention.kind == MentionKind::Pronoun || !actors[id].iter().all(|a| a.country.is_none() && belongs(a, lexicon)) {
            continue;
        }
        let here = &known[mention.sentence];
        let country = match here.len() {
            1 => here.first().cloned(),
            0 => main.clone(),
            _ => None,
        };
        for actor in actors[id].iter_mut() {
            actor.country.clone_from(&country);
        }
    }
    // Pronouns that stand for them.
    for (id, mention) in found.mentions.iter().enumerate().filter(|(_, m)| m.kind == MentionKind::Pronoun) {
        let Some(&of) = mention.antecedents.first() else { continue };
        if actors[id].len() == actors[of].len() {
            let countries: Vec<Option<String>> = actors[of].iter().map(|a| a.country.clone()).collect();
            for (actor, country) in actors[id].iter_mut().zip(countries) {
                actor.country = actor.country.take().or(country);
            }
        }
    }
}

/// Is it somebody of a country: known by an office or a kind of people, and no body of several countries?
fn belongs(actor: &Actor, lexicon: &Lexicon) -> bool {
    !actor.sectors.is_empty() && actor.sectors.iter().all(|s| !lexicon.ontology.bodies.contains_key(s))
}

/// Countries that a sentence names: where its places lie, and those of its adjectives and peoples.
fn named(at: usize, sentence: &Sentence, found: &Found, places: &[Option<Place>], kb: &Kb) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    if sentence.part == Part::Related {
        return out;
    }
    let mut inside = BTreeSet::new();
    for entity in &sentence.entities {
        if !matches!(entity.kind, EntityKind::Gpe | EntityKind::Loc | EntityKind::Norp | EntityKind::Org | EntityKind::Fac) {
            inside.extend(entity.first..=entity.last);
        }
    }
    for n in found.toponyms_in(at..=at) {
        let toponym = &found.toponyms[n];
        let country = places[n].as_ref().and_then(|p| p.country.clone()).filter(|c| kb.country(c).is_some());
        if let Some(country) = country.filter(|_| matches!(toponym.entity, Some(EntityKind::Gpe | EntityKind::Loc))) {
            inside.extend(toponym.first..=toponym.last);
            *out.entry(country).or_default() += 1;
        }
    }
    for (at, token) in sentence.tokens.iter().enumerate() {
        if inside.contains(&at) || !token.form.starts_with(char::is_uppercase) {
            continue;
        }
        if let Some(country) = kb.adjective(&token.form).or_else(|| kb.demonym(&token.form)) {
            *out.entry(country.to_owned()).or_default() += 1;
        }
    }
    out
}

/// The country that a report is about, where it clearly is about one.
fn main_country(parsed: &Parsed, per_sentence: &[BTreeMap<String, usize>]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (sentence, named) in parsed.sentences.iter().zip(per_sentence) {
        // A dateline may stand for where the reporter sits.
        let weight = if sentence.part == Part::Dateline { 1 } else { 2 };
        for (country, n) in named {
            *counts.entry(country).or_default() += n * weight;
        }
    }
    let all: usize = counts.values().sum();
    let (country, most) = counts.into_iter().max_by_key(|&(country, n)| (n, std::cmp::Reverse(country)))?;
    (most as f64 >= MOST * all as f64).then(|| country.to_owned())
}

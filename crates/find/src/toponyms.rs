//! Names that may be places: in come sentences with their names, out go [`Toponym`]s in text order, not overlapping.
//!
//! Adjectives ("Iraqi"), peoples, persons and organisations are no places. A facility named after a place gives the whole
//! name, and the place inside it where the whole is in no gazetteer.

use kb::Kb;
use lexicon::Lexicon;
use schema::{Deprel, Entity, EntityKind, Parsed, Sentence, Toponym, Upos};

/// All toponyms of a document.
pub fn toponyms(parsed: &Parsed, lexicon: &Lexicon, kb: &Kb) -> Vec<Toponym> {
    let mut out = Vec::new();
    for (index, sentence) in parsed.sentences.iter().enumerate() {
        let mut found: Vec<(usize, usize, Option<EntityKind>)> = Vec::new();
        for entity in &sentence.entities {
            if matches!(entity.kind, EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac) {
                found.extend(named(sentence, entity, &parsed.document.text, lexicon, kb).map(|(f, l)| (f, l, Some(entity.kind))));
            }
        }
        for (first, last) in unnamed(sentence, &parsed.document.text, lexicon, kb) {
            found.push((first, last, None));
        }
        found.sort_unstable_by_key(|t| (t.0, t.1));
        found.dedup_by(|b, a| b.0 <= a.1);
        out.extend(found.into_iter().map(|(first, last, entity)| Toponym { sentence: index, first, last, span: cover(sentence, first, last), entity }));
    }
    out
}

fn cover(sentence: &Sentence, first: usize, last: usize) -> schema::Span {
    sentence.tokens[first].span.cover(sentence.tokens[last].span)
}

/// The stretch of a name of a place: without article and clitic; a part of it where only that is known.
fn named(sentence: &Sentence, entity: &Entity, text: &str, lexicon: &Lexicon, kb: &Kb) -> Option<(usize, usize)> {
    let inside = |i: usize| sentence.tokens.get(i).is_some_and(|t| !matches!(t.upos, Upos::Det | Upos::Part | Upos::Punct | Upos::Adp));
    let (mut first, mut last) = (entity.first, entity.last.min(sentence.tokens.len().checked_sub(1)?));
    while first < last && !inside(first) {
        first += 1;
    }
    while first < last && !inside(last) {
        last -= 1;
    }
    if first == last && adjective(sentence, first, kb) {
        return None;
    }
    if !kb.places(cover(sentence, first, last).of(text)).is_empty() {
        return Some((first, last));
    }
    // "northern Syria", "Baghdad International Airport": the longest part that is known, its end first.
    let size = last - first + 1;
    for length in (1..size).rev() {
        for start in (first..=last + 1 - length).rev() {
            let end = start + length - 1;
            let words = &sentence.tokens[start..=end];
            let name = words.iter().all(|t| matches!(t.upos, Upos::Propn | Upos::Noun) && t.form.starts_with(char::is_uppercase));
            let site = length < size && lexicon.places.sites.contains(&words[0].form.to_lowercase()) && length == 1;
            if name && !site && !kb.places(cover(sentence, start, end).of(text)).is_empty() && !(length == 1 && adjective(sentence, start, kb)) {
                return Some((start, end));
            }
        }
    }
    // A place that the gazetteer lacks is still a toponym, if one cannot be looked up.
    Some((first, last))
}

/// A country's adjective, tagged as one or standing before a noun.
fn adjective(sentence: &Sentence, at: usize, kb: &Kb) -> bool {
    let token = &sentence.tokens[at];
    kb.adjective(&token.form).is_some() && kb.places(&token.form).is_empty()
        || token.upos == Upos::Adj && kb.adjective(&token.form).is_some()
}

/// A name that the tagger takes for somebody's is that of a place only if the place is as large as this.
const NOTED: u32 = 100_000;

/// Proper nouns outside every entity that a preposition of place governs and that the gazetteer knows.
fn unnamed(sentence: &Sentence, text: &str, lexicon: &Lexicon, kb: &Kb) -> Vec<(usize, usize)> {
    let free = |i: usize| {
        let token = &sentence.tokens[i];
        // Names of persons and bodies are none, but the tagger errs: the gazetteer and the preposition must agree below.
        token.upos == Upos::Propn && token.form.starts_with(char::is_uppercase) && !sentence.entities.iter().any(|e| e.first <= i && i <= e.last && !matches!(e.kind, EntityKind::Person | EntityKind::Org | EntityKind::Product))
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at < sentence.tokens.len() {
        let mut last = at;
        if !free(at) {
            at += 1;
            continue;
        }
        while last + 1 < sentence.tokens.len() && free(last + 1) {
            last += 1;
        }
        let head = sentence.head_of(at, last);
        let doubted = sentence.entities.iter().any(|e| e.first <= at && at <= e.last);
        let area = sentence.tokens[head].deprel == Deprel::Nmod && sentence.tokens[head].head.is_some_and(|up| lexicon.places.areas.contains(&sentence.tokens[up].lemma.to_lowercase()));
        let placed = area || sentence.children_by(head, Deprel::Case).any(|c| {
            let word = sentence.tokens[c].lemma.to_lowercase();
            c < at && (lexicon.places.at.contains(&word) || lexicon.places.to.contains(&word))
        });
        let known = kb.places(cover(sentence, at, last).of(text));
        let known = if doubted { known.first().is_some_and(|p| p.capital || p.population >= NOTED) } else { !known.is_empty() };
        if placed && known && !adjective(sentence, at, kb) {
            out.push((at, last));
        }
        at = last + 1;
    }
    out
}

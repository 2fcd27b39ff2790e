//! Who "he", "the minister" and a bare surname are: mentions are tied to earlier ones. First version: pronouns by
//! agreement and nearness, names by shared last word; what stays open stays open.

use crate::mentions::entity_of;
use lexicon::Lexicon;
use schema::{Deprel, EntityKind, Mention, MentionKind, Parsed, Token};
use std::collections::{BTreeMap, BTreeSet};

/// Fills [`Mention::antecedents`].
pub fn link(parsed: &Parsed, mentions: &mut [Mention], lexicon: &Lexicon) {
    let mut names = Names::default();
    for at in 0..mentions.len() {
        let found = match mentions[at].kind {
            MentionKind::Pronoun => pronoun(parsed, mentions, at, &lexicon.words.belonging_preposition),
            MentionKind::Name => name_words(parsed, &mentions[at]).and_then(|(words, kind)| names.earlier(words, kind, at)),
            MentionKind::Nominal => None,
        };
        if let Some(antecedent) = found {
            mentions[at].antecedents = vec![antecedent];
        }
    }
}

fn token<'a>(parsed: &'a Parsed, mention: &Mention) -> &'a Token {
    &parsed.sentences[mention.sentence].tokens[mention.head]
}

#[derive(PartialEq, Clone, Copy)]
enum Agreement {
    Person,
    Thing,
    Many,
}

/// The antecedent of a third-person pronoun: nearest sentence first, subjects before others, in the sentence before it.
fn pronoun(parsed: &Parsed, mentions: &[Mention], at: usize, belonging: &str) -> Option<usize> {
    let word = token(parsed, &mentions[at]);
    if !word.has("Person=3") {
        return None;
    }
    let wants = if word.has("Number=Plur") {
        Agreement::Many
    } else if word.has("Gender=Masc") || word.has("Gender=Fem") {
        Agreement::Person
    } else {
        Agreement::Thing
    };
    let mut best: Option<((usize, usize, usize), usize)> = None;
    for (candidate, mention) in mentions[..at].iter().enumerate().rev() {
        let distance = mentions[at].sentence - mention.sentence;
        if distance > 2 {
            break;
        }
        if mention.kind == MentionKind::Pronoun && mention.antecedents.is_empty() || !agrees(parsed, mention, wants) {
            continue;
        }
        // A possessor does not refer back into its own phrase, but "the envoy, on his arrival" does.
        if mention.sentence == mentions[at].sentence && mention.first <= mentions[at].head && mentions[at].head <= mention.last && !in_adjunct(parsed, mention, mentions[at].head, belonging) {
            continue;
        }
        let deprel = token(parsed, mention).deprel;
        let rank = match deprel {
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Root => 0,
            Deprel::Obj | Deprel::Obl | Deprel::OblAgent | Deprel::Conj => 1,
            Deprel::Compound | Deprel::Amod | Deprel::NmodDesc => 3,
            _ => 2,
        };
        // Subjects lead their sentence; the same sentence is nearest.
        let score = (distance, rank, mention.head);
        if best.is_none_or(|(b, _)| score < b) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Does the word stand in a prepositional phrase of the mention other than one of belonging?
fn in_adjunct(parsed: &Parsed, mention: &Mention, word: usize, belonging: &str) -> bool {
    let sentence = &parsed.sentences[mention.sentence];
    let mut at = word;
    for _ in 0..sentence.tokens.len() {
        let token = &sentence.tokens[at];
        if token.head == Some(mention.head) {
            let case = sentence.children_by(at, Deprel::Case).next().map(|c| sentence.tokens[c].form.to_lowercase());
            return token.deprel == Deprel::Nmod && at > mention.head && case.is_some_and(|c| c != belonging);
        }
        let Some(up) = token.head else { return false };
        at = up;
    }
    false
}

fn agrees(parsed: &Parsed, mention: &Mention, wants: Agreement) -> bool {
    let sentence = &parsed.sentences[mention.sentence];
    let word = &sentence.tokens[mention.head];
    let kind = entity_of(sentence, mention.head);
    let plural = word.has("Number=Plur") || sentence.children_by(mention.head, Deprel::Conj).next().is_some();
    match wants {
        Agreement::Person => kind == Some(EntityKind::Person) || kind.is_none() && !plural && mention.kind != MentionKind::Pronoun && sentence.children(mention.head).any(|c| entity_of(sentence, c) == Some(EntityKind::Person)) || mention.kind == MentionKind::Pronoun && (word.has("Gender=Masc") || word.has("Gender=Fem")),
        Agreement::Thing => matches!(kind, Some(EntityKind::Org | EntityKind::Gpe)) && !plural && word.upos != schema::Upos::Adj || mention.kind == MentionKind::Pronoun && word.has("Gender=Neut"),
        Agreement::Many => plural && !matches!(kind, Some(EntityKind::Date | EntityKind::Time | EntityKind::Money | EntityKind::Quantity | EntityKind::Cardinal)),
    }
}

/// Names told so far; of one told again only the first mention is kept.
#[derive(Default)]
struct Names {
    exact: BTreeMap<Vec<String>, usize>,
    /// Names of persons by their first and by their last word, in text order.
    by_first: BTreeMap<String, Vec<usize>>,
    by_last: BTreeMap<String, Vec<usize>>,
    persons: BTreeMap<usize, Vec<String>>,
    seen: BTreeSet<Vec<String>>,
}

impl Names {
    /// "Ahmadian" after "Ali-Akbar Ahmadian": the earliest mention of the same name or a fuller one. The name is kept for later.
    fn earlier(&mut self, words: Vec<String>, kind: EntityKind, at: usize) -> Option<usize> {
        let exact = self.exact.get(&words).copied();
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            self.exact.entry(words).or_insert(at);
            return exact;
        };
        let fuller = |list: Option<&Vec<usize>>, fits: fn(&[String], &[String]) -> bool| {
            let longer = |n: &usize| self.persons.get(n).is_some_and(|full| full.len() > words.len() && fits(full, &words));
            list.and_then(|list| list.iter().copied().find(longer))
        };
        let found = match kind {
            EntityKind::Person => {
                let ends = fuller(self.by_last.get(last), |full, words| full.ends_with(words));
                let starts = fuller(self.by_first.get(first), |full, words| full.starts_with(words));
                exact.into_iter().chain(ends).chain(starts).min()
            }
            _ => exact,
        };
        if kind == EntityKind::Person && self.seen.insert(words.clone()) {
            self.by_first.entry(first.clone()).or_default().push(at);
            self.by_last.entry(last.clone()).or_default().push(at);
            self.persons.insert(at, words.clone());
        }
        self.exact.entry(words).or_insert(at);
        found
    }
}

/// The words of the name that a mention's head belongs to, in lower case without hyphens.
fn name_words(parsed: &Parsed, mention: &Mention) -> Option<(Vec<String>, EntityKind)> {
    let sentence = &parsed.sentences[mention.sentence];
    let inside = |e: &&schema::Entity| e.first <= mention.head && mention.head <= e.last;
    let nested = |e: &&schema::Entity| e.kind == EntityKind::Person && mention.first <= e.first && e.last <= mention.last;
    let entity = sentence.entities.iter().find(inside).or_else(|| sentence.entities.iter().find(nested))?;
    if !matches!(entity.kind, EntityKind::Person | EntityKind::Org) {
        return None;
    }
    let words = sentence.tokens[entity.first..=entity.last].iter().filter(|t| t.form.chars().any(char::is_alphanumeric)).map(|t| t.form.to_lowercase());
    Some((words.collect(), entity.kind))
}

//! Who "he", "the minister" and a bare surname are: mentions are tied to earlier ones. First version: pronouns by
//! agreement and nearness, names by shared last word; what stays open stays open.

use crate::mentions::entity_of;
use lexicon::Lexicon;
use schema::{Deprel, EntityKind, Mention, MentionKind, Parsed, Token};

/// Fills [`Mention::antecedents`].
pub fn link(parsed: &Parsed, mentions: &mut [Mention], lexicon: &Lexicon) {
    for at in 0..mentions.len() {
        let found = match mentions[at].kind {
            MentionKind::Pronoun => pronoun(parsed, mentions, at, &lexicon.words.belonging_preposition),
            MentionKind::Name => earlier_name(parsed, mentions, at),
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

/// "Ahmadian" after "Ali-Akbar Ahmadian": the fuller name that came first.
fn earlier_name(parsed: &Parsed, mentions: &[Mention], at: usize) -> Option<usize> {
    let (words, kind) = name_words(parsed, &mentions[at])?;
    mentions[..at]
        .iter()
        .enumerate()
        .filter(|(_, m)| m.kind == MentionKind::Name)
        .find(|(_, m)| {
            name_words(parsed, m).is_some_and(|(full, other)| {
                full == words || other == kind && kind == EntityKind::Person && full.len() > words.len() && (full.ends_with(&words) || full.starts_with(&words))
            })
        })
        .map(|(n, _)| n)
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

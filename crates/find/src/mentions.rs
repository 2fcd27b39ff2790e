//! Noun phrases that may take part in events: in come trees and names, out go mentions.

use kb::Kb;
use schema::{Deprel, EntityKind, Mention, MentionKind, Parsed, Sentence, Upos};

/// Finds the mentions of a document, sorted by sentence and head.
pub fn mentions(parsed: &Parsed, kb: &Kb) -> Vec<Mention> {
    let mut out = Vec::new();
    for (at, sentence) in parsed.sentences.iter().enumerate() {
        for head in 0..sentence.tokens.len() {
            if is_head(sentence, head, kb) {
                out.push(mention(sentence, at, head));
            }
        }
    }
    out
}

/// Does the token head a phrase of its own?
fn is_head(sentence: &Sentence, at: usize, kb: &Kb) -> bool {
    let token = &sentence.tokens[at];
    match token.upos {
        Upos::Pron => !token.has("PronType=Rel") && !token.has("PronType=Int") && token.deprel != Deprel::Expl,
        Upos::Noun | Upos::Propn => match token.deprel {
            Deprel::Flat | Deprel::Goeswith | Deprel::Fixed => false,
            // Inside a phrase only names count: "the US strikes", but not "peace talks".
            Deprel::Compound | Deprel::NmodDesc | Deprel::Amod => {
                entity_of(sentence, at).is_some_and(|_| !same_entity(sentence, at, token.head)) && token.upos == Upos::Propn
                    || entity_of(sentence, at).is_some_and(|k| matches!(k, EntityKind::Gpe | EntityKind::Norp | EntityKind::Org | EntityKind::Person) && !same_entity(sentence, at, token.head))
                    || kb.adjective(&token.form).is_some()
            }
            _ => true,
        },
        // "Iraqi forces": the adjective names a country.
        Upos::Adj => token.form.starts_with(char::is_uppercase) && (entity_of(sentence, at) == Some(EntityKind::Norp) || kb.adjective(&token.form).is_some()),
        // "Three were arrested", "the wounded"
        Upos::Num => matches!(token.deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj),
        _ => false,
    }
}

/// Kind of the name that holds the token.
pub fn entity_of(sentence: &Sentence, at: usize) -> Option<EntityKind> {
    sentence.entities.iter().find(|e| e.first <= at && at <= e.last).map(|e| e.kind)
}

fn same_entity(sentence: &Sentence, at: usize, head: Option<usize>) -> bool {
    head.is_some_and(|h| sentence.entities.iter().any(|e| e.first <= at.min(h) && at.max(h) <= e.last))
}

fn mention(sentence: &Sentence, index: usize, head: usize) -> Mention {
    let token = &sentence.tokens[head];
    let (mut first, mut last) = (head, head);
    extend(sentence, head, true, &mut first, &mut last);
    // A name that reaches further than the tree says is kept whole.
    if let Some(entity) = sentence.entities.iter().find(|e| e.first <= head && head <= e.last) {
        let inner = |t: usize| sentence.tokens[t].head.is_some_and(|h| entity.first <= h && h <= entity.last) || t == head;
        if (entity.first..=entity.last).all(inner) {
            first = first.min(entity.first);
            last = last.max(entity.last);
        }
    }
    let kind = match token.upos {
        Upos::Pron => MentionKind::Pronoun,
        Upos::Propn => MentionKind::Name,
        _ if entity_of(sentence, head).is_some_and(|k| matches!(k, EntityKind::Person | EntityKind::Org | EntityKind::Gpe | EntityKind::Norp)) => MentionKind::Name,
        _ => MentionKind::Nominal,
    };
    let span = sentence.tokens[first].span.cover(sentence.tokens[last].span);
    Mention { sentence: index, head, first, last, span, kind, entity: entity_of(sentence, head), antecedents: Vec::new() }
}

/// Widens the range over what belongs to the phrase: modifiers and prepositional phrases, not clauses, appositions, conjuncts.
fn extend(sentence: &Sentence, at: usize, top: bool, first: &mut usize, last: &mut usize) {
    *first = (*first).min(at);
    *last = (*last).max(at);
    for child in sentence.children(at) {
        let token = &sentence.tokens[child];
        let outside = matches!(
            token.deprel,
            Deprel::Acl | Deprel::AclRelcl | Deprel::Advcl | Deprel::AdvclRelcl | Deprel::Parataxis | Deprel::Punct | Deprel::Cop | Deprel::Nsubj | Deprel::NsubjPass
                | Deprel::Csubj | Deprel::Mark | Deprel::Advmod | Deprel::Discourse | Deprel::Dep | Deprel::Aux | Deprel::AuxPass | Deprel::Obl | Deprel::OblUnmarked | Deprel::Obj | Deprel::Xcomp | Deprel::Ccomp | Deprel::List
        );
        // The phrase's own preposition and possessive clitic, and what is coordinated with it, are not part of it.
        let own = top && matches!(token.deprel, Deprel::Case | Deprel::Conj | Deprel::Cc | Deprel::CcPreconj | Deprel::Appos);
        // When it happened is no part of who did it: "the president on Saturday".
        let when = child > at && token.deprel == Deprel::Nmod && matches!(entity_of(sentence, child), Some(EntityKind::Date | EntityKind::Time)) && sentence.children_by(child, Deprel::Case).next().is_some();
        // An apposition before the head's name ("Secretary Ahmadian") is part of it; one after a comma is not.
        let close_apposition = token.deprel == Deprel::Appos && child > at && !(at..child).any(|i| sentence.tokens[i].upos == Upos::Punct);
        if token.deprel == Deprel::Advmod && child < at {
            *first = (*first).min(child);
        } else if !outside && !when && (!own || close_apposition) {
            extend(sentence, child, false, first, last);
        }
    }
}

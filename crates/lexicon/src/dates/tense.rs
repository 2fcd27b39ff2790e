//! Does a clause speak of the past or of what is to come? In come a sentence and a time mention, out goes the answer.

use super::Vocabulary;
use schema::{Sentence, TimeMention, Upos};

/// How the verb at a token places its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    Past,
    /// Before another past event ("had signed").
    BeforePast,
    Present,
    Future,
    /// No finite form says.
    None,
}

/// Is the mention's clause about what is to come? News tell the past unless a verb says otherwise.
pub fn future(sentence: &Sentence, time: &TimeMention, vocabulary: &Vocabulary) -> bool {
    let head = sentence.head_of(time.first, time.last);
    let mut at = sentence.tokens.get(head).and_then(|t| t.head);
    if at.is_none() && sentence.tokens.iter().all(|t| t.head.is_none()) {
        // No tree: any auxiliary of the future before the mention will do.
        return sentence.tokens.iter().take(time.first).any(|t| vocabulary.future.contains(&t.form.to_lowercase()));
    }
    for _ in 0..sentence.tokens.len() {
        let Some(i) = at else { return false };
        let Some(token) = sentence.tokens.get(i) else { return false };
        if ahead(sentence, i, vocabulary) {
            return true;
        }
        if matches!(token.upos, Upos::Verb | Upos::Aux) || sentence.children(i).any(|c| sentence.tokens[c].upos == Upos::Aux) {
            return tense(sentence, i, vocabulary) == Tense::Future;
        }
        at = token.head;
    }
    false
}

/// A planning word, or an infinitive or modal under one.
fn ahead(sentence: &Sentence, at: usize, vocabulary: &Vocabulary) -> bool {
    let token = &sentence.tokens[at];
    vocabulary.planning.contains(&token.lemma.to_lowercase()) || vocabulary.planning.contains(&token.form.to_lowercase())
}

/// The tense of a verb with its auxiliaries.
pub fn tense(sentence: &Sentence, at: usize, vocabulary: &Vocabulary) -> Tense {
    let Some(token) = sentence.tokens.get(at) else { return Tense::None };
    let helpers: Vec<usize> = sentence.children(at).filter(|&c| sentence.tokens[c].upos == Upos::Aux).collect();
    let helper = |test: &dyn Fn(&schema::Token) -> bool| helpers.iter().any(|&c| test(&sentence.tokens[c]));
    if helper(&|t| vocabulary.future.contains(&t.lemma.to_lowercase()) || vocabulary.future.contains(&t.form.to_lowercase())) {
        return Tense::Future;
    }
    let infinitive = token.xpos == "VB" && sentence.children(at).any(|c| sentence.tokens[c].upos == Upos::Part && sentence.tokens[c].xpos == "TO");
    if infinitive {
        // "plans to meet", "is to meet": ahead of the governing verb.
        return Tense::Future;
    }
    let past = |t: &schema::Token| t.xpos == "VBD" || t.has("Tense=Past") && t.has("VerbForm=Fin");
    if token.xpos == "VBN" && helper(&|t| past(t) && vocabulary.perfect.contains(&t.lemma)) {
        return Tense::BeforePast;
    }
    if past(token) || helper(&past) || token.xpos == "VBN" {
        return Tense::Past;
    }
    if matches!(token.xpos.as_str(), "VBZ" | "VBP") || helper(&|t| matches!(t.xpos.as_str(), "VBZ" | "VBP")) {
        return Tense::Present;
    }
    Tense::None
}

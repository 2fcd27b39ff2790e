//! Trees alone: in comes a document or CoNLL-U with given words, out goes CoNLL-U with tags, lemmas, trees and names.

use crate::Resources;
use parse::RawSentence;
use parse::conllu::{self, ConlluError};
use schema::{Document, Part, Problem, Span};

/// The sentences of a document as CoNLL-U, and what could not be read of it.
pub fn conllu(resources: &Resources, document: Document) -> (String, Vec<Problem>) {
    let parsed = resources.parser.parse(document, &resources.lexicon);
    (conllu::write(&conllu::trees(&parsed.document, &parsed.sentences)), parsed.problems)
}

/// Sentences and words as a CoNLL-U text gives them, with tags and trees of our own; its comments stay.
///
/// # Errors
/// The first line that is not CoNLL-U.
pub fn conllu_given(resources: &Resources, document: Document) -> Result<String, ConlluError> {
    let given = conllu::read(&document.text)?;
    let (text, words) = conllu::text(&given);
    let cover = |words: &[Span]| words.first().zip(words.last()).map_or(Span::default(), |(a, z)| a.cover(*z));
    let raw: Vec<RawSentence> = words.into_iter().map(|tokens| RawSentence { span: cover(&tokens), part: Part::Body, tokens }).collect();
    let sentences = resources.parser.trees(&text, &raw, &resources.lexicon);
    let mut trees = conllu::trees(&Document { text, ..document }, &sentences);
    for (tree, given) in trees.iter_mut().zip(given) {
        tree.comments = given.comments;
        tree.ranges = given.ranges;
    }
    Ok(conllu::write(&trees))
}

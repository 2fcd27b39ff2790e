//! Sentences cut at white space, for tests that need no parser.

use schema::{Deprel, Document, Parsed, Part, Sentence, Span, Token, Upos};

/// One sentence a line; tokens have no tree unless `tag` gives one.
pub fn parsed(text: &str) -> Parsed {
    let mut sentences = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let mut tokens = Vec::new();
        let mut from = at;
        for piece in line.split_inclusive(char::is_whitespace) {
            let word = piece.trim();
            if !word.is_empty() {
                let start = from + piece.find(word).unwrap_or(0);
                tokens.push(Token {
                    span: Span::new(start, start + word.len()),
                    form: word.to_owned(),
                    lemma: word.to_lowercase(),
                    upos: Upos::X,
                    xpos: String::new(),
                    feats: String::new(),
                    head: None,
                    deprel: Deprel::Dep,
                });
            }
            from += piece.len();
        }
        let args = vec![Vec::new(); tokens.len()];
        sentences.push(Sentence { span: Span::new(at, at + line.len()), part: Part::Body, tokens, entities: Vec::new(), learned: Vec::new(), args });
        at += line.len() + 1;
    }
    Parsed { document: Document { text: text.to_owned(), ..Document::default() }, sentences, problems: Vec::new() }
}

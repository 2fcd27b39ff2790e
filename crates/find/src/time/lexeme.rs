//! Cuts a sentence into letters, figures and signs: in comes a sentence, out go [`Lexeme`]s tied to its tokens.

use schema::{Sentence, Span, Upos};

/// A run of letters, a run of figures, or one sign.
#[derive(Debug)]
pub struct Lexeme {
    /// Lower case; curly apostrophes and long dashes made plain.
    pub text: String,
    pub span: Span,
    /// Is there white space before it?
    pub space: bool,
    pub capital: bool,
    pub digits: bool,
    /// The token that it lies in.
    pub token: usize,
    /// The tagger reads the token as a verb or an auxiliary.
    pub verb: bool,
}

pub fn lexemes(sentence: &Sentence, text: &str) -> Vec<Lexeme> {
    let mut out: Vec<Lexeme> = Vec::new();
    if sentence.tokens.is_empty() {
        return out;
    }
    let base = sentence.span.start;
    let words = sentence.span.of(text);
    let chars: Vec<(usize, char)> = words.char_indices().collect();
    let mut at = 0;
    let mut token = 0;
    let mut space = true;
    while at < chars.len() {
        let (offset, first) = chars[at];
        if first.is_whitespace() {
            space = true;
            at += 1;
            continue;
        }
        let mut end = at + 1;
        if first.is_alphabetic() || first.is_ascii_digit() {
            let same = |c: char| if first.is_alphabetic() { c.is_alphabetic() } else { c.is_ascii_digit() };
            while end < chars.len() && same(chars[end].1) {
                end += 1;
            }
        }
        // "p.m." and "U.S." are one lexeme without their dots.
        let mut dotted = String::new();
        if end == at + 1 && first.is_alphabetic() {
            let mut i = at;
            while i + 1 < chars.len() && chars[i].1.is_alphabetic() && chars[i + 1].1 == '.' {
                dotted.extend(chars[i].1.to_lowercase());
                i += 2;
            }
            if dotted.chars().count() > 1 {
                end = i;
            } else {
                dotted.clear();
            }
        }
        let byte = |i: usize| base + chars.get(i).map_or(words.len(), |c| c.0);
        let span = Span::new(base + offset, byte(end));
        while token + 1 < sentence.tokens.len() && sentence.tokens[token].span.end <= span.start {
            token += 1;
        }
        let lower = if dotted.is_empty() { chars[at..end].iter().flat_map(|c| plain(c.1).to_lowercase()).collect() } else { dotted };
        out.push(Lexeme {
            text: lower,
            span,
            space,
            capital: first.is_uppercase(),
            digits: first.is_ascii_digit(),
            token,
            verb: matches!(sentence.tokens[token].upos, Upos::Aux | Upos::Verb),
        });
        space = false;
        at = end;
    }
    out
}

fn plain(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '`' => '\'',
        '–' | '—' | '‑' | '−' | '~' => '-',
        c => c,
    }
}

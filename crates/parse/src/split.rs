//! Comes in: the text of a document. Goes out: its sentences with their tokens, each marked with the part of the report it is.

use crate::parts::{self, Block};
use crate::tokenise::{Tok, tokenise};
use lexicon::{Abbreviations, TextRules};
use schema::{Part, Span};

/// A sentence before it is parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawSentence {
    /// From the first token's start to the last one's end.
    pub span: Span,
    pub part: Part,
    /// Syntactic words as UD English counts them: in text order, disjoint, never empty.
    pub tokens: Vec<Span>,
}

/// A longer sentence is cut where a comma or the like allows it.
pub const MAX_TOKENS: usize = 200;

/// Cuts a text into sentences and words.
///
/// Words follow the conventions of the UD treebanks EWT and GUM. Sentences end at final punctuation and at the end of
/// paragraphs, list items and headings; the line breaks of hard-wrapped text do not end them. A dateline is a sentence of its own.
/// Works on any text in time linear in its length.
pub fn segment(text: &str, rules: &TextRules) -> Vec<RawSentence> {
    let mut out = Vec::new();
    let mut lead = true;
    for Block { span, part } in parts::blocks(text, rules) {
        let mut toks = tokenise(text, span, rules);
        let mut from = 0;
        if part == Part::Body {
            if let Some(end) = parts::dateline(text, &toks, lead, rules) {
                push(&mut out, Part::Dateline, toks[..end].iter().map(|t| t.span));
                from = end;
            }
            lead = false;
        }
        if part == Part::Dateline {
            push(&mut out, part, toks.iter().map(|t| t.span));
            continue;
        }
        toks.drain(..from);
        let mut cut = Cut { text, toks: &toks, rules };
        cut.sentences(part, &mut out);
    }
    out
}

fn push(out: &mut Vec<RawSentence>, part: Part, tokens: impl Iterator<Item = Span>) {
    let tokens: Vec<Span> = tokens.collect();
    for piece in tokens.chunks(MAX_TOKENS) {
        if let (Some(first), Some(last)) = (piece.first(), piece.last()) {
            out.push(RawSentence { span: Span::new(first.start, last.end), part, tokens: piece.to_vec() });
        }
    }
}

struct Cut<'a> {
    text: &'a str,
    toks: &'a [Tok],
    rules: &'a TextRules,
}

impl Cut<'_> {
    fn word(&self, i: usize) -> &str {
        self.toks.get(i).map_or("", |t| t.span.of(self.text))
    }

    fn sentences(&mut self, part: Part, out: &mut Vec<RawSentence>) {
        let mut from = 0;
        let mut quotes = 0;
        let mut i = 0;
        while i < self.toks.len() {
            if self.word(i) == "\"" {
                quotes += 1;
            }
            if let Some(end) = self.ends(from, i, quotes) {
                quotes += (i + 1..end).filter(|&k| self.word(k) == "\"").count();
                self.emit(from, end, part, out);
                from = end;
                i = end;
                continue;
            }
            i += 1;
            if i - from >= MAX_TOKENS {
                let end = self.safe_cut(from, i);
                self.emit(from, end, part, out);
                from = end;
            }
        }
        self.emit(from, self.toks.len(), part, out);
    }

    /// Tokens `from..end` as a sentence; an abbreviation at its end may give its full stop to it.
    fn emit(&self, from: usize, end: usize, part: Part, out: &mut Vec<RawSentence>) {
        let mut tokens: Vec<Span> = self.toks[from..end].iter().map(|t| t.span).collect();
        let closers = tokens.iter().rev().take_while(|t| closer(t.of(self.text))).count();
        let last = tokens.len() - closers;
        if last > 0 {
            let span = tokens[last - 1];
            let bracket = tokens[last..].iter().any(|t| matches!(t.of(self.text), ")" | "]"));
            if let Some(stem) = span.of(self.text).strip_suffix('.')
                && !stem.is_empty()
                && !bracket
                && Abbreviations::holds(&self.rules.abbreviations.split_at_end, stem)
            {
                tokens[last - 1].end -= 1;
                tokens.insert(last, Span::new(span.end - 1, span.end));
            }
        }
        push(out, part, tokens.into_iter());
    }

    /// After the last comma, semicolon or dash of the second half; else at the limit.
    fn safe_cut(&self, from: usize, to: usize) -> usize {
        let half = from + (to - from) / 2;
        let at = |marks: &[&str]| (half..to).rev().find(|&k| marks.contains(&self.word(k)));
        at(&[";", "—", "–", "--", "•", "|"]).or_else(|| at(&[",", ":"])).map_or(to, |k| k + 1)
    }

    /// Does a sentence that began at `from` end with token `i`? Then gives where the next one begins.
    fn ends(&self, from: usize, i: usize, quotes: usize) -> Option<usize> {
        let word = self.word(i);
        let stop = stops(word);
        let abbreviation = !stop && word.len() > 1 && word.ends_with('.') && word.starts_with(char::is_alphanumeric);
        if !stop && !abbreviation {
            return None;
        }
        let end = self.closers(i + 1, quotes);
        let closed = end > i + 1;
        if end >= self.toks.len() {
            return Some(end);
        }
        // "... ." and "!!! ?" are one end.
        if stops(self.word(end)) && !closed && stop {
            return None;
        }
        let next = self.next_word(end);
        let spaced = self.toks[end].spaced;
        if abbreviation {
            return (!word.ends_with("..") && self.abbreviation_ends(i, next) && spaced).then_some(end);
        }
        if !self.has_words(from, i) {
            // "1." before an item, "..." before a sentence.
            return None;
        }
        let lower = next.chars().next().is_some_and(char::is_lowercase);
        if !spaced && (lower || !self.sound_seam(i, end)) {
            return None;
        }
        let ends = match word {
            "." | "。" | "।" | "！" | "？" | "؟" => !lower || !closed,
            _ if word.starts_with("..") || word == "…" => !lower && !next.is_empty() && self.capital(next),
            _ => !lower || (!closed && !self.reports(next)),
        };
        (ends && !is_joiner(self.word(end)) && !is_joiner(next)).then_some(end)
    }

    /// The end of the quotation marks and brackets that close after a full stop.
    fn closers(&self, mut i: usize, quotes: usize) -> usize {
        let mut open = quotes % 2 == 1;
        while let Some(tok) = self.toks.get(i) {
            let word = self.word(i);
            let closes = match word {
                "\"" if open => true,
                "\"" => !tok.spaced && self.toks.get(i + 1).is_none_or(|t| t.spaced),
                "'" | "''" | "’’" | "‘’" => !tok.spaced,
                "[" | "(" => {
                    // A footnote's number: "[12]".
                    let note = !tok.spaced && self.word(i + 1).chars().all(|c| c.is_ascii_digit()) && self.word(i + 2) == "]";
                    if note {
                        i += 3;
                        continue;
                    }
                    false
                }
                _ => closer(word),
            };
            if !closes {
                break;
            }
            if word == "\"" {
                open = false;
            }
            i += 1;
        }
        i
    }

    /// The first word at or after `i`, past what opens a quotation or bracket.
    fn next_word(&self, i: usize) -> &str {
        let n = (i..self.toks.len().min(i + 5)).find(|&k| self.word(k).chars().any(char::is_alphanumeric));
        n.map_or("", |k| self.word(k).trim_start_matches(['\'', '’', '‘']))
    }

    fn capital(&self, word: &str) -> bool {
        word.chars().next().is_some_and(|c| !c.is_lowercase())
    }

    fn reports(&self, word: &str) -> bool {
        self.rules.sentences.reporting.contains(&word.to_lowercase())
    }

    /// Is there more than a number or letter (of a list) between the sentence's beginning and `i`?
    fn has_words(&self, from: usize, i: usize) -> bool {
        let words = (from..i).filter(|&k| self.word(k).chars().any(char::is_alphanumeric)).take(2).collect::<Vec<_>>();
        match words[..] {
            [] => false,
            [one] => {
                let word = self.word(one);
                let item = word.chars().all(|c| c.is_ascii_digit()) && word.len() < 4 || word.chars().count() == 1;
                !item || self.word(i) != "."
            }
            _ => true,
        }
    }

    /// "agreed.The": a full stop without a space after it ends a sentence where a word stands before and a capital after it.
    fn sound_seam(&self, i: usize, end: usize) -> bool {
        let before = i > 0 && self.word(i - 1).chars().filter(|c| c.is_lowercase()).count() > 1;
        before && end == i + 1 && self.word(end).chars().next().is_some_and(char::is_uppercase)
            || (end > i + 1 && self.word(end).chars().next().is_some_and(char::is_uppercase))
    }

    fn abbreviation_ends(&self, i: usize, next: &str) -> bool {
        let word = self.word(i).trim_end_matches('.');
        let a = &self.rules.abbreviations;
        let starter = self.capital(next) && self.rules.sentences.starters.contains(&next.to_lowercase());
        if Abbreviations::holds(&a.titles, word) || (Abbreviations::holds(&a.inner, word) && !starter) {
            return false;
        }
        if Abbreviations::holds(&a.before_number, word) && next.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        if word.chars().count() == 1 {
            return false;
        }
        starter
    }
}

/// Final punctuation: full stops, question and exclamation marks of any script.
pub(crate) fn stops(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '‼' | '⁇'))
}

fn closer(word: &str) -> bool {
    matches!(word, "\"" | "”" | "’" | "''" | "'" | "»" | ")" | "]" | "}" | "’’")
}

/// Marks that go on with a sentence.
fn is_joiner(word: &str) -> bool {
    matches!(word, "," | ";" | ":" | "%")
}

#[cfg(test)]
mod tests;

//! Comes in: a stretch of text. Goes out: the spans of its syntactic words, as UD English (EWT, GUM) counts them.
//!
//! White space cuts the text into chunks; a chunk is cut from the left into addresses, numbers, words and marks. Every step
//! looks at one chunk of bounded length and the word after it, so the work grows with the length of the text and no faster.

mod number;
mod shapes;
mod word;

use lexicon::TextRules;
use schema::Span;

/// A word of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tok {
    pub span: Span,
    /// White space (or the text's beginning) stands before it.
    pub spaced: bool,
}

/// Longer runs without white space are cut.
const MAX_CHUNK: usize = 400;

/// The words of `text[range]`, in order; `rules` are the language's.
pub(crate) fn tokenise(text: &str, range: Span, rules: &TextRules) -> Vec<Tok> {
    let mut out = Vec::with_capacity(range.len() / 5 + 1);
    let mut at = next_chunk(text, range.start, range.end);
    let mut chars = Vec::new();
    let mut spaced = true;
    while let Some(chunk) = at {
        let following = next_chunk(text, chunk.end, range.end);
        chars.clear();
        chars.extend(chunk.of(text).char_indices().map(|(i, c)| (chunk.start + i, c)));
        let next = following.map_or("", |f| f.of(text));
        let glued = following.is_some_and(|f| f.start == chunk.end);
        Chunk { chars: &chars, end: chunk.end, next: if glued { "" } else { next }, rules }.cut(&mut out, spaced);
        spaced = !glued;
        at = following;
    }
    out
}

/// The next run without white space in `start..end`.
fn next_chunk(text: &str, start: usize, end: usize) -> Option<Span> {
    let rest = text.get(start..end)?;
    let from = start + rest.find(|c| !is_space(c))?;
    let mut to = end;
    for (n, (i, c)) in text.get(from..end)?.char_indices().enumerate() {
        if is_space(c) || n == MAX_CHUNK {
            to = from + i;
            break;
        }
    }
    Some(Span::new(from, to))
}

/// White space, and marks that take no room.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}')
}

/// One run without white space, and what follows it.
pub(crate) struct Chunk<'a> {
    pub chars: &'a [(usize, char)],
    pub end: usize,
    /// The next run, or empty at the end of the stretch.
    pub next: &'a str,
    pub rules: &'a TextRules,
}

impl Chunk<'_> {
    pub fn at(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|&(_, c)| c)
    }

    /// The characters `i..j` in lower case, typographic apostrophes and hyphens made plain.
    pub fn plain(&self, i: usize, j: usize) -> String {
        self.exact(i, j).to_lowercase()
    }

    /// The same in the case in which they stand.
    pub fn exact(&self, i: usize, j: usize) -> String {
        let j = j.min(self.chars.len());
        self.chars[i.min(j)..j].iter().map(|&(_, c)| shapes::plain(c)).collect()
    }

    fn offset(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.end, |&(o, _)| o)
    }

    fn cut(&self, out: &mut Vec<Tok>, spaced: bool) {
        let first = out.len();
        let fixed = shapes::addresses(self);
        let mut fixed = fixed.iter().peekable();
        let mut i = 0;
        while let Some(c) = self.at(i) {
            let limit = fixed.peek().map_or(self.chars.len(), |f| f.0);
            let ends = if limit == i {
                fixed.next().map_or_else(|| vec![i + 1], |f| vec![f.1])
            } else if let Some(j) = self.emoticon(i) {
                vec![j]
            } else if number::begins(self, i, out.len() > first) {
                number::cut(self, i)
            } else if shapes::in_word(c) {
                word::cut(self, i, limit)
            } else if shapes::is_apostrophe(c) && out.len() > first && word::clitic_at(self, i).is_some() {
                vec![word::clitic_at(self, i).unwrap_or(i + 1)]
            } else if shapes::is_apostrophe(c) && word::apostrophe_word(self, i).is_some() {
                vec![word::apostrophe_word(self, i).unwrap_or(i + 1)]
            } else {
                vec![shapes::mark(self, i)]
            };
            for j in ends {
                // A piece always moves on, whatever a shape claims.
                let j = j.clamp(i + 1, self.chars.len());
                let span = Span::new(self.offset(i), self.offset(j));
                out.push(Tok { span, spaced: spaced && out.len() == first });
                i = j;
                if i >= self.chars.len() {
                    break;
                }
            }
        }
    }

    /// The end of an emoticon that fills the rest of the chunk.
    fn emoticon(&self, i: usize) -> Option<usize> {
        let left = self.chars.len() - i;
        let whole = i == 0 || !self.at(i).is_some_and(char::is_alphanumeric);
        (left <= 4 && left > 1 && whole && self.rules.tokens.emoticons.contains(&self.plain(i, i + left))).then_some(i + left)
    }
}

//! Ranges of a text: bytes inside the program, code points outside.

use serde::{Deserialize, Serialize};

/// A half-open byte range of a document's text, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// The words under the span. A span that does not fit the text gives the empty string.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or("")
    }

    pub fn len(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(&self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Translates byte offsets of one text into code point offsets.
///
/// Keeps the code point count at every 64th byte, so a look-up reads at most 64 bytes.
pub struct CodePoints<'a> {
    text: &'a str,
    marks: Vec<usize>,
}

const STEP: usize = 64;

impl<'a> CodePoints<'a> {
    pub fn new(text: &'a str) -> CodePoints<'a> {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for (i, byte) in text.bytes().enumerate() {
            if i % STEP == 0 {
                marks.push(count);
            }
            count += usize::from(starts_char(byte));
        }
        marks.push(count);
        CodePoints { text, marks }
    }

    /// Code points before the byte offset `at`; offsets past the end count as the end.
    pub fn at(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let block = at / STEP;
        let before = self.marks.get(block).copied().unwrap_or(0);
        before + self.text.as_bytes()[block * STEP..at].iter().filter(|&&b| starts_char(b)).count()
    }
}

fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_count_characters_not_bytes() {
        let text = "Élysée – «talks» ".repeat(20);
        let points = CodePoints::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(byte), n);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
        assert_eq!(points.at(text.len() + 9), text.chars().count());
    }
}

//! Comes in: a word. Goes out: its word piece ids (BERT, uncased) and its shape.

use crate::weights::ModelError;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Pieces of one word beyond which the rest is dropped (part of the format).
pub(crate) const MAX_PIECES: usize = 12;
/// Letters of an unbroken stretch beyond which it is unknown (as in BERT's tokeniser).
const MAX_LETTERS: usize = 100;

/// The vocabulary: one piece a line, continuations begin with `##`.
pub(crate) struct WordPieces {
    ids: HashMap<Box<str>, u32>,
    /// Letters that the longest piece has at most: no longer prefix needs to be tried.
    longest: usize,
    pub cls: u32,
    pub sep: u32,
    pub unknown: u32,
}

/// Buffers for one word.
#[derive(Default)]
pub(crate) struct Letters {
    clean: String,
    folded: String,
    key: String,
}

impl WordPieces {
    /// Reads `vocab.txt`; it must hold `size` lines, `[CLS]`, `[SEP]` and `[UNK]` among them.
    pub(crate) fn read(vocab: &str, size: usize) -> Result<WordPieces, ModelError> {
        let mut ids = HashMap::with_capacity(size);
        let mut lines = 0;
        for (id, line) in vocab.lines().enumerate() {
            ids.insert(Box::from(line), id as u32);
            lines += 1;
        }
        if lines != size {
            return Err(ModelError::Vocabulary(format!("it has {lines} lines, the model has {size} pieces")));
        }
        let special = |name: &str| {
            ids.get(name).copied().ok_or_else(|| ModelError::Vocabulary(format!("the piece {name} is missing")))
        };
        let (cls, sep, unknown) = (special("[CLS]")?, special("[SEP]")?, special("[UNK]")?);
        let longest = vocab.lines().map(str::len).max().unwrap_or(0);
        Ok(WordPieces { ids, longest, cls, sep, unknown })
    }

    /// Adds the pieces of one word to `out`: at least one, at most `limit`.
    pub(crate) fn word(&self, word: &str, limit: usize, letters: &mut Letters, out: &mut Vec<u32>) {
        let start = out.len();
        let Letters { clean, folded, key } = letters;
        if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
            folded.clear();
            folded.extend(word.bytes().map(|b| b.to_ascii_lowercase() as char));
            self.stretch(folded, key, out);
        } else {
            fold(word, clean, folded);
            for stretch in folded.split(' ').filter(|s| !s.is_empty()) {
                let mut rest = stretch;
                while let Some(c) = rest.chars().next() {
                    let end = if is_punctuation(c) { c.len_utf8() } else { rest.find(is_punctuation).unwrap_or(rest.len()) };
                    self.stretch(&rest[..end], key, out);
                    rest = &rest[end..];
                }
                if out.len() > start + limit {
                    break;
                }
            }
        }
        if out.len() == start {
            out.push(self.unknown);
        }
        out.truncate(start + limit);
    }

    /// Longest pieces first, from the left; a stretch that cannot be covered is unknown as a whole.
    fn stretch(&self, text: &str, key: &mut String, out: &mut Vec<u32>) {
        if text.is_empty() {
            return;
        }
        if let Some(&id) = self.ids.get(text) {
            out.push(id);
            return;
        }
        let start = out.len();
        let mut at = 0;
        if text.chars().count() <= MAX_LETTERS {
            while at < text.len() {
                key.clear();
                if at > 0 {
                    key.push_str("##");
                }
                let bare = key.len();
                key.extend(text[at..].chars().take(self.longest));
                let found = loop {
                    if key.len() <= bare {
                        break None;
                    }
                    if let Some(&id) = self.ids.get(key.as_str()) {
                        break Some(id);
                    }
                    key.pop();
                };
                let Some(id) = found else { break };
                out.push(id);
                at += key.len() - bare;
            }
        }
        if at < text.len() {
            out.truncate(start);
            out.push(self.unknown);
        }
    }
}

/// BERT's folding: control characters out, white space as blanks, ideographs set apart, accents off, lower case.
fn fold(word: &str, clean: &mut String, folded: &mut String) {
    clean.clear();
    for c in word.chars() {
        if matches!(c, '\t' | '\n' | '\r') || c.is_whitespace() {
            clean.push(' ');
        } else if c == '\u{FFFD}' || c.general_category_group() == GeneralCategoryGroup::Other {
            continue;
        } else if is_ideograph(c) {
            clean.extend([' ', c, ' ']);
        } else {
            clean.push(c);
        }
    }
    folded.clear();
    let bare = clean.nfd().filter(|c| c.general_category() != GeneralCategory::NonspacingMark);
    folded.extend(bare.flat_map(char::to_lowercase));
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || (!c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Punctuation)
}

/// The blocks of ideographs that BERT's tokeniser sets apart.
fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c),
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2B73F | 0x2B740..=0x2B81F
        | 0x2B920..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}

/// Shapes that the model tells apart: [`shape`] is below this.
pub(crate) const SHAPES: usize = 12;

/// What the uncased pieces lose: 0 all lower case, 1 all upper case and longer than a letter, 2 first letter upper
/// case, 3 has a digit, 4 has a letter, 5 other; times two, plus one for the first word of a sentence.
pub(crate) fn shape(word: &str, first: bool) -> usize {
    let upper = |c: char| c.is_uppercase() || c.general_category() == GeneralCategory::TitlecaseLetter;
    let (mut has_lower, mut has_upper, mut letters) = (false, false, 0);
    for c in word.chars() {
        has_lower |= c.is_lowercase();
        has_upper |= upper(c);
        letters += 1;
    }
    let kind = if has_lower && !has_upper {
        0
    } else if has_upper && !has_lower && letters > 1 {
        1
    } else if word.chars().next().is_some_and(upper) {
        2
    } else if word.chars().any(is_digit) {
        3
    } else if word.chars().any(|c| c.general_category_group() == GeneralCategoryGroup::Letter) {
        4
    } else {
        5
    };
    kind * 2 + usize::from(first)
}

/// Decimal digits, superscripts and subscripts.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
        || c.general_category() == GeneralCategory::DecimalNumber
        || matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{2079}' | '\u{2080}'..='\u{2089}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VOCAB: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nmeet\n##ing\n##s\n-\nsao\n中\n国\n.\na\n##a\nsi\n";

    fn pieces(word: &str) -> Vec<u32> {
        let vocab = WordPieces::read(VOCAB, VOCAB.lines().count()).expect("a good vocabulary");
        let mut out = vec![];
        vocab.word(word, MAX_PIECES, &mut Letters::default(), &mut out);
        out
    }

    #[test]
    fn words_are_cut_into_the_longest_pieces() {
        assert_eq!(pieces("Meetings"), [4, 5, 6]);
        assert_eq!(pieces("São"), [8]);
        assert_eq!(pieces("中国"), [9, 10]);
        assert_eq!(pieces("meet-si."), [4, 7, 14, 11]);
        assert_eq!(pieces("si\u{200d}"), [14]);
    }

    #[test]
    fn what_is_not_covered_is_unknown() {
        assert_eq!(pieces(""), [1]);
        assert_eq!(pieces("\u{7}"), [1]);
        assert_eq!(pieces("meetx"), [1]);
        assert_eq!(pieces("meetx-si"), [1, 7, 14]);
        assert_eq!(pieces(&"a".repeat(101)), [1]);
        assert_eq!(pieces(&"a".repeat(100)).len(), MAX_PIECES);
        assert_eq!(pieces(&"a-".repeat(100)).len(), MAX_PIECES);
    }

    #[test]
    fn a_vocabulary_must_fit_the_model() {
        assert!(WordPieces::read(VOCAB, 3).is_err());
        assert!(WordPieces::read("a\nb", 2).is_err());
    }

    #[test]
    fn shapes_give_back_the_case() {
        for (word, kind) in [("talks", 0), ("iPhone", 4), ("UN", 1), ("U.S.", 1), ("I", 2), ("Minsk", 2), ("1990s", 0),
            ("2.5", 3), ("中国", 4), ("...", 5), ("", 5), ("G20", 1)] {
            assert_eq!(shape(word, false), kind * 2, "{word}");
            assert_eq!(shape(word, true), kind * 2 + 1, "{word}");
        }
    }

    proptest! {
        #[test]
        fn any_word_has_one_to_twelve_pieces(word in any::<String>()) {
            let n = pieces(&word).len();
            prop_assert!((1..=MAX_PIECES).contains(&n));
            prop_assert!(shape(&word, true) < SHAPES);
        }
    }
}

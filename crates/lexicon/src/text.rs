//! Comes in: `lexicon/en/text.toml`. Goes out: [`TextRules`], what a language's script asks of tokeniser, sentence splitter
//! and the finder of document parts: abbreviations, clitics, words that open a sentence, cues of captions and links.

use crate::source::{LexiconError, SourceFile, read_toml};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

type Set = BTreeSet<String>;

/// What the tokeniser, the sentence splitter and the finder of document parts know of a language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextRules {
    #[serde(default)]
    pub about: String,
    pub tokens: TokenRules,
    pub abbreviations: Abbreviations,
    pub sentences: SentenceRules,
    pub parts: PartRules,
}

/// How characters join to words. Written in lower case unless said otherwise; apostrophes are straight.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenRules {
    /// Endings split off a word (`'s`, `n't`).
    pub clitics: Vec<String>,
    /// Words written as one that are two: the word, and the same with a `|` at the seam.
    pub fused: BTreeMap<String, String>,
    /// Words with an apostrophe that stay whole (`o'clock`, `'em`).
    pub apostrophe_words: Set,
    /// First members of hyphenated words that stay joined to the next (`non-`).
    pub hyphen_prefixes: Set,
    /// Hyphenated words that stay whole.
    pub hyphen_words: Set,
    /// Words with a slash that stay whole.
    pub slash_words: Set,
    /// Endings that stay with their number (`th`, `s`).
    pub ordinal_suffixes: Set,
    /// Units split off a number (`km`), in the case in which they are written.
    pub units: Set,
    /// Last labels of host names (`com`).
    pub domains: Set,
    /// Endings of file names (`pdf`).
    pub extensions: Set,
    /// First parts of web addresses, with their punctuation (`https://`).
    pub address_prefixes: Vec<String>,
    pub emoticons: Set,
}

/// Words whose full stop belongs to them, without that full stop. A word in lower case stands for its other cases too; one with
/// a capital stands for itself and for itself in capitals.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abbreviations {
    /// Before a name: they never end a sentence (`Gen`).
    pub titles: Set,
    /// Words that lean on what follows and never end a sentence (`vs`).
    pub inner: Set,
    /// Words that may end a sentence (`Inc`).
    pub ending: Set,
    /// Only before a number (`No`).
    pub before_number: Set,
    /// Abbreviations only beside a number or a comma; else words of their own (`Sat`, `Mar`).
    pub calendar: Set,
    /// Abbreviations that give their full stop to the sentence that they end (`etc`).
    pub split_at_end: Set,
}

/// Where sentences begin.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentenceRules {
    /// Words that, written with a capital after an abbreviation, begin a new sentence (`the`).
    pub starters: Set,
    /// Single letters that are words (`i`).
    pub letter_words: Set,
    /// Words that turn a quotation that ends in `?` or `!` into a part of the sentence (`said`).
    pub reporting: Set,
}

/// Cues of document parts. Phrases are in lower case; they match at word boundaries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartRules {
    /// Names of news agencies, as written.
    pub agencies: Set,
    /// Words of a line that only tells the date.
    pub date_words: Set,
    /// Months, full and short, in lower case without full stop: a sign of a dateline.
    pub months: Set,
    /// Small words inside names of places in a dateline.
    pub name_particles: Set,
    pub byline_openers: Vec<String>,
    /// A line that holds one of these in brackets or as a whole is a byline or credit.
    pub byline_phrases: Vec<String>,
    pub caption_openers: Vec<String>,
    /// A bracket at a line's end that begins so makes the line a caption.
    pub caption_credits: Vec<String>,
    /// Lines that open a list of links.
    pub related_openers: Vec<String>,
    /// Lines that belong to the site and stand alone.
    pub site_lines: Vec<String>,
    /// A title line is not longer than this, in words.
    pub headline_words: usize,
}

impl TextRules {
    /// Reads the rules of one language.
    pub fn read(file: &SourceFile) -> Result<TextRules, LexiconError> {
        let rules: TextRules = read_toml(file)?;
        for (word, split) in &rules.tokens.fused {
            if split.replace('|', "") != *word || split.matches('|').count() != 1 {
                let at = file.text.find(split.as_str()).unwrap_or(0);
                let message = format!("fused word \"{word}\" is split as \"{split}\"; write the same letters with one '|' in them");
                return Err(LexiconError::at(file, at..at + split.len(), message));
            }
        }
        Ok(rules)
    }
}

impl Abbreviations {
    /// Is `word` (without its full stop) in one of these lists of abbreviations?
    pub fn holds(set: &Set, word: &str) -> bool {
        if set.contains(word) {
            return true;
        }
        let lower = word.to_lowercase();
        if set.contains(&lower) {
            return true;
        }
        // JAN. for Jan., MR. for Mr.
        let capital = word.len() > 1 && word.chars().all(|c| !c.is_lowercase());
        capital && set.contains(&title(&lower))
    }
}

fn title(lower: &str) -> String {
    let mut chars = lower.chars();
    chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../../lexicon/en/text.toml");

    fn read(text: &str) -> Result<TextRules, LexiconError> {
        TextRules::read(&SourceFile { path: "here.toml".to_owned(), text: text.to_owned() })
    }

    #[test]
    fn the_english_rules_are_read() {
        let rules = read(TEXT).unwrap();
        assert!(Abbreviations::holds(&rules.abbreviations.titles, "Gen"));
        assert!(Abbreviations::holds(&rules.abbreviations.titles, "GEN"));
        assert!(!Abbreviations::holds(&rules.abbreviations.titles, "gen"));
    }

    #[test]
    fn unknown_keys_and_false_seams_are_refused() {
        assert!(read(&format!("colour = 1\n{TEXT}")).unwrap_err().message.contains("colour"));
        let wrong = TEXT.replacen("\"can|not\"", "\"ca|nott\"", 1);
        assert_ne!(wrong, TEXT);
        assert!(read(&wrong).unwrap_err().message.contains("cannot"));
    }
}

//! Comes in: a place in a chunk where a word begins. Goes out: the ends of the word and of what is split off it (clitics).

use super::{Chunk, shapes};
use lexicon::Abbreviations;

/// The ends of the pieces of the word at `i`; nothing past `limit` belongs to it.
pub(crate) fn cut(chunk: &Chunk, i: usize, limit: usize) -> Vec<usize> {
    if let Some(j) = acronym(chunk, i, limit) {
        return vec![j];
    }
    let mut j = extent(chunk, i, limit);
    if let Some(k) = slash_word(chunk, i, j) {
        return vec![k];
    }
    if chunk.at(j) == Some('.') && abbreviated(chunk, i, j) {
        return vec![j + 1];
    }
    while let Some(k) = hyphen(chunk, i, j, limit) {
        j = k;
    }
    split(chunk, i, j)
}

/// Letters, digits and inner apostrophes; `&` between capitals.
fn extent(chunk: &Chunk, i: usize, limit: usize) -> usize {
    let letter = |k: usize| k < limit && chunk.at(k).is_some_and(shapes::in_word);
    let capital = |k: usize| k < limit && chunk.at(k).is_some_and(char::is_uppercase);
    let mut j = i;
    while j < limit {
        let Some(c) = chunk.at(j) else { break };
        let inner = shapes::in_word(c)
            || (shapes::is_apostrophe(c) && j > i && letter(j + 1) && chunk.at(j - 1).is_some_and(char::is_alphanumeric))
            || (c == '&' && j > i && capital(j - 1) && capital(j + 1));
        if !inner {
            break;
        }
        j += 1;
    }
    j.max(i + 1)
}

/// `U.S.`, `p.m.`, `a.k.a.`: single letters with full stops.
fn acronym(chunk: &Chunk, i: usize, limit: usize) -> Option<usize> {
    let letter = |k: usize| k < limit && chunk.at(k).is_some_and(char::is_alphabetic);
    let mut j = i;
    let mut letters = 0;
    while letter(j) && !letter(j + 1) && chunk.at(j + 1) == Some('.') && j + 1 < limit {
        j += 2;
        letters += 1;
    }
    let known = |k: usize| {
        let word = chunk.exact(i, k);
        let a = &chunk.rules.abbreviations;
        [&a.ending, &a.inner, &a.titles].iter().any(|set| Abbreviations::holds(set, &word))
    };
    if letters == 0 || chunk.at(j).is_some_and(|c| c.is_ascii_digit()) {
        // "Ph.D.", "M.Sc."
        let stop = (i..limit.min(i + 6)).find(|&k| chunk.at(k) == Some('.'))?;
        let last = (stop + 1..limit.min(stop + 4)).find(|&k| chunk.at(k) == Some('.'))?;
        return known(last).then_some(last + 1);
    }
    if letter(j) {
        // The last member: one letter without its full stop ("U.S"), or "M.Sc." and the like.
        let end = extent(chunk, j, limit);
        if chunk.at(end) == Some('.') && known(end) {
            return Some(end + 1);
        }
        if end == j + 1 {
            return Some(end);
        }
        // "U.S.Congress" is a missing space; "J.Smith" an initial.
        return Some(j);
    }
    if letters > 1 {
        return Some(j);
    }
    initial(chunk, i).then_some(j)
}

/// Is the single letter at `i`, which a full stop follows, an initial?
fn initial(chunk: &Chunk, i: usize) -> bool {
    if chunk.at(i + 2).is_some() {
        // "A.)", "F.," keep it; "B.The" would have been a longer word.
        return chunk.at(i).is_some_and(char::is_uppercase) && chunk.at(i + 2).is_some_and(|c| matches!(c, ',' | ';'));
    }
    if chunk.next.is_empty() {
        return false;
    }
    let name = chunk.next.chars().find(|c| !matches!(c, '"' | '(' | '“' | '‘')).is_some_and(char::is_uppercase);
    let next = chunk.next.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let starts = chunk.rules.sentences.starters.contains(&next);
    let letter = chunk.plain(i, i + 1);
    let capital = chunk.at(i).is_some_and(char::is_uppercase);
    if !capital {
        return Abbreviations::holds(&chunk.rules.abbreviations.before_number, &letter) && chunk.next.starts_with(|c: char| c.is_ascii_digit());
    }
    name && !starts && !chunk.rules.sentences.letter_words.contains(&letter)
}

/// Is the word `i..j`, before a full stop, an abbreviation that keeps it?
fn abbreviated(chunk: &Chunk, i: usize, j: usize) -> bool {
    if chunk.at(j + 1).is_some_and(|c| c == '.' || c.is_alphanumeric()) {
        return false;
    }
    let word = chunk.exact(i, j);
    let a = &chunk.rules.abbreviations;
    let inside = chunk.at(j + 1).is_some_and(|c| matches!(c, ',' | ';' | ':' | '-'));
    let ends = chunk.next.is_empty() && !inside;
    let numbered = !inside && chunk.next.starts_with(|c: char| c.is_ascii_digit());
    if Abbreviations::holds(&a.ending, &word) {
        return true;
    }
    if Abbreviations::holds(&a.titles, &word) || Abbreviations::holds(&a.inner, &word) {
        return !ends;
    }
    (Abbreviations::holds(&a.before_number, &word) && numbered)
        || (Abbreviations::holds(&a.calendar, &word) && (numbered || inside || (!ends && !capital_starter(chunk))))
}

fn capital_starter(chunk: &Chunk) -> bool {
    let next = chunk.next.trim_end_matches(|c: char| !c.is_alphanumeric());
    next.starts_with(char::is_uppercase) && chunk.rules.sentences.starters.contains(&next.to_lowercase())
}

fn slash_word(chunk: &Chunk, i: usize, j: usize) -> Option<usize> {
    if chunk.at(j) != Some('/') {
        return None;
    }
    let mut end = j + 1;
    while chunk.at(end).is_some_and(|c| c.is_alphanumeric() || c == '/') {
        end += 1;
    }
    chunk.rules.tokens.slash_words.contains(&chunk.plain(i, end)).then_some(end)
}

/// The end of the word with what a hyphen joins to it, where the hyphen does not part two words.
fn hyphen(chunk: &Chunk, i: usize, j: usize, limit: usize) -> Option<usize> {
    let hyphen = j + 1 < limit && chunk.at(j).is_some_and(shapes::is_hyphen) && chunk.at(j + 1).is_some_and(char::is_alphanumeric);
    if !hyphen {
        return None;
    }
    let end = if chunk.at(j + 1).is_some_and(|c| c.is_ascii_digit()) { digits(chunk, j + 1, limit) } else { extent(chunk, j + 1, limit) };
    let tokens = &chunk.rules.tokens;
    let joined = tokens.hyphen_prefixes.contains(&chunk.plain(i, j)) || tokens.hyphen_words.contains(&chunk.plain(i, end));
    joined.then_some(end)
}

fn digits(chunk: &Chunk, i: usize, limit: usize) -> usize {
    (i..limit).find(|&k| !chunk.at(k).is_some_and(char::is_alphanumeric)).unwrap_or(limit)
}

/// Splits clitics and fused words.
fn split(chunk: &Chunk, i: usize, j: usize) -> Vec<usize> {
    let word = chunk.plain(i, j);
    // Lower case may change the number of characters; then the word is left whole.
    if word.chars().count() != j - i || chunk.rules.tokens.apostrophe_words.contains(&word) {
        return vec![j];
    }
    if let Some(seam) = chunk.rules.tokens.fused.get(&word).and_then(|s| s.chars().position(|c| c == '|')) {
        // "IM", "IVE" in capitals are names more often than words.
        let shouted = chunk.exact(i, j).chars().all(char::is_uppercase) && word.len() <= 3;
        return if shouted { vec![j] } else { vec![i + seam, j] };
    }
    let mut ends = vec![j];
    let mut rest = word.as_str();
    while rest.contains('\'') {
        let Some(clitic) = chunk.rules.tokens.clitics.iter().find(|c| rest.len() > c.len() && rest.ends_with(c.as_str())) else { break };
        rest = &rest[..rest.len() - clitic.len()];
        ends.insert(0, i + rest.chars().count());
    }
    ends
}

/// The end of a clitic that stands at `i` after a word that is no word of letters (`5's`, `)'s`).
pub(crate) fn clitic_at(chunk: &Chunk, i: usize) -> Option<usize> {
    let mut j = i + 1;
    while chunk.at(j).is_some_and(char::is_alphabetic) {
        j += 1;
    }
    chunk.rules.tokens.clitics.contains(&chunk.plain(i, j)).then_some(j)
}

/// The end of a word that begins with an apostrophe (`'em`, `'90s`).
pub(crate) fn apostrophe_word(chunk: &Chunk, i: usize) -> Option<usize> {
    let mut j = i + 1;
    while chunk.at(j).is_some_and(|c| c.is_alphanumeric() || shapes::is_apostrophe(c)) {
        j += 1;
    }
    let decade = j == i + 4 && chunk.at(i + 1).is_some_and(|c| c.is_ascii_digit()) && chunk.plain(i, j).ends_with('s');
    (decade || chunk.rules.tokens.apostrophe_words.contains(&chunk.plain(i, j))).then_some(j)
}

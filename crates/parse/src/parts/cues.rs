//! Comes in: a block of text. Goes out: whether a cue of the language marks it as link, site line, date line, byline or caption.

use super::Related;
use crate::tokenise::is_space;
use lexicon::TextRules;

/// Where the block opens a part of links: what follows it.
pub(super) fn related(words: &str, rules: &TextRules) -> Option<Related> {
    let head = lower_head(words);
    let head = head.trim_start_matches(|c: char| !c.is_alphanumeric());
    rules.parts.related_openers.iter().filter_map(|cue| after(head, cue)).find_map(|rest| {
        let rest = rest.trim_matches(is_space);
        let marks = rest.trim_start_matches([':', '|', '>', '»', '…', '.', '-', '–', '—', '→', ']', ')', '*']);
        if marks.is_empty() {
            Some(Related::List)
        } else if marks.len() < rest.len() && !rest.starts_with('.') {
            Some(Related::Line)
        } else {
            None
        }
    })
}

/// A line of the site: an advertisement's mark, a call to subscribe.
pub(super) fn site_line(words: &str, rules: &TextRules) -> bool {
    let head = lower_head(words);
    let short = words.split_whitespace().nth(20).is_none();
    if head.starts_with('©') && short {
        return true;
    }
    let head = head.trim_start_matches(|c: char| !c.is_alphanumeric());
    rules.parts.site_lines.iter().any(|cue| {
        after(head, cue).is_some_and(|rest| {
            let alone = rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
            alone || rest.starts_with(':') && short || (short && cue.split(' ').count() > 2)
        })
    })
}

/// A line that tells the date and nothing else.
pub(super) fn date_line(words: &str, rules: &TextRules) -> bool {
    if words.len() > 100 {
        return false;
    }
    let mut dated = false;
    let mut digits = false;
    for word in words.to_lowercase().split(|c: char| is_space(c) || matches!(c, ',' | '|' | '-' | '–' | '—' | ':' | '/' | '(' | ')' | '·')) {
        let word = word.trim_end_matches('.');
        let number: String = word.chars().take_while(char::is_ascii_digit).collect();
        let rest = &word[number.len()..];
        let month = rules.parts.months.contains(rest);
        digits |= !number.is_empty();
        dated |= month || (number.len() == 4 && rest.is_empty());
        if !(rest.is_empty() || month || rules.parts.date_words.contains(rest)) {
            return false;
        }
    }
    dated && digits && words.chars().filter(|c| c.is_alphanumeric()).count() > 4
}

/// "By Jane Roe", "(Reporting by …; editing by …)".
pub(super) fn byline(words: &str, rules: &TextRules) -> bool {
    if words.split_whitespace().nth(40).is_some() {
        return false;
    }
    let lower = words.to_lowercase();
    let head = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let count = words.split_whitespace().count();
    let opened = rules.parts.byline_openers.iter().any(|cue| {
        after(head, cue).is_some_and(|rest| {
            // One word ("by") needs a name after it and no sentence.
            let name = words.split_whitespace().nth(cue.split(' ').count()).is_some_and(|w| w.starts_with(char::is_uppercase));
            let long = cue.split(' ').count() > 1;
            let rest = rest.trim();
            (long && !rest.is_empty()) || (count <= 12 && name && !words.ends_with(['.', '?', '!', ':', ','])) || (rest.starts_with(':') && count <= 12)
        })
    });
    opened || rules.parts.byline_phrases.iter().any(|cue| holds(&lower, cue) && (count <= 12 || words.starts_with(['(', '['])))
}

/// "File photo: …", "… (Image: agency)", "… [Name/Agency]".
pub(super) fn caption(words: &str, rules: &TextRules) -> bool {
    let head = lower_head(words);
    let head = head.trim_start_matches(|c: char| !c.is_alphanumeric());
    let opened = rules.parts.caption_openers.iter().any(|cue| {
        after(head, cue).is_some_and(|rest| {
            let rest = rest.trim_start();
            let colon = rest.starts_with([':', '|', '/']) && !rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
            colon || (cue.split(' ').count() > 1 && !rest.is_empty()) || (rest.is_empty() && words.len() < 30)
        })
    });
    if opened || words.len() > 600 {
        return opened;
    }
    let Some(inner) = last_bracket(words) else { return false };
    let lower = inner.to_lowercase();
    let agency = || rules.parts.agencies.iter().any(|a| after(inner.rsplit('/').next().unwrap_or("").trim(), a).is_some_and(|r| r.trim().len() < 8));
    rules.parts.caption_credits.iter().any(|cue| holds(&lower, cue)) || (inner.contains('/') && agency())
}

/// The words in the bracket that ends the line.
fn last_bracket(words: &str) -> Option<&str> {
    let words = words.trim_end_matches('.');
    let (open, body) = if let Some(body) = words.strip_suffix(')') { ('(', body) } else { ('[', words.strip_suffix(']')?) };
    let at = body.rfind(open)?;
    Some(&body[at + 1..]).filter(|inner| inner.len() < 120)
}

/// The first words in lower case; enough for any cue.
fn lower_head(words: &str) -> String {
    words.chars().take(160).collect::<String>().to_lowercase()
}

/// What follows `cue` at the beginning of `words`, where the cue ends at a word boundary.
fn after<'a>(words: &'a str, cue: &str) -> Option<&'a str> {
    words.strip_prefix(cue).filter(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Does `words` hold `cue` between word boundaries?
fn holds(words: &str, cue: &str) -> bool {
    words.match_indices(cue).any(|(i, _)| !words[..i].ends_with(char::is_alphanumeric) && !words[i + cue.len()..].starts_with(char::is_alphanumeric))
}

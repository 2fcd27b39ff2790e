//! Comes in: the tokens of a paragraph. Goes out: how many of the first ones are a dateline or a lead-in of the agency.

use crate::tokenise::Tok;
use lexicon::TextRules;

/// A dateline is no longer than this, in tokens.
const REACH: usize = 24;

/// The number of tokens of the dateline at the paragraph's beginning, its dash or colon included.
/// `lead` tells that this is the report's first paragraph, where a bare place and a dash are enough.
pub(crate) fn dateline(text: &str, toks: &[Tok], lead: bool, rules: &TextRules) -> Option<usize> {
    let words: Vec<&str> = toks.iter().take(REACH + 2).map(|t| t.span.of(text)).collect();
    let spaced = |i: usize| toks.get(i).is_some_and(|t| t.spaced);
    let mut bracket = None;
    let mut open = false;
    for (i, &word) in words.iter().enumerate().take(REACH) {
        let next = words.get(i + 1)?;
        let capital = next.chars().find(|c| c.is_alphanumeric()).or_else(|| words.get(i + 2)?.chars().next()).is_some_and(|c| !c.is_lowercase());
        let dash = matches!(word, "—" | "–" | "-" | "--" | "―" | "---") && (spaced(i + 1) || word == "—");
        let colon = word == ":" && spaced(i + 1);
        if i > 0 && !open && (dash || colon) {
            let found = capital && evidence(&words[..i], bracket == Some(i), dash, lead && dash && spaced(i), rules);
            // "TEHRAN, Iran - IRNA - The …" holds a dash before the last one.
            if found || !spaced(i) || colon {
                return found.then_some(i + 1);
            }
            return None;
        }
        match word {
            "(" | "[" => open = true,
            ")" | "]" if open => {
                open = false;
                bracket = Some(i + 1);
                // "(CNN) The …", "BAGHDAD (AP) The …": a known agency needs no dash.
                let inside = words[..i].iter().rposition(|w| matches!(*w, "(" | "["))?;
                let named = rules.parts.agencies.contains(&words[inside + 1..i].join(" "));
                let separate = matches!(*next, "—" | "–" | "-" | "--" | "―" | ":");
                if named && !separate && capital && inside <= 6 {
                    return Some(i + 1);
                }
            }
            "," | "." | "/" | "|" => {}
            _ if open => {}
            _ if may_stand(word, rules) => {}
            _ if !spaced(i) && matches!(word, "-" | "'s" | "’s") => {}
            _ => return None,
        }
    }
    None
}

/// Is a whole line place, full date and perhaps an agency: "Suva, 15 May 1987. Island Cable Service."?
pub(crate) fn line(words: &str, rules: &TextRules) -> bool {
    const LONGEST: usize = 16;
    let parts: Vec<&str> = words.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).filter(|w| !w.is_empty()).collect();
    let month = |w: &&str| rules.parts.months.contains(w.to_lowercase().as_str());
    let year = |w: &&str| w.len() == 4 && w.chars().all(|c| c.is_ascii_digit());
    let day = |w: &&str| w.len() <= 4 && w.starts_with(|c: char| c.is_ascii_digit()) && !year(w);
    let small = |w: &&str| may_stand(w, rules) || rules.parts.date_words.contains(&w.to_lowercase());
    (3..=LONGEST).contains(&parts.len()) && parts.iter().any(month) && parts.iter().any(year) && parts.iter().any(day) && parts.iter().all(small)
}

/// Names, numbers and the small words inside names.
fn may_stand(word: &str, rules: &TextRules) -> bool {
    let first = word.chars().next().unwrap_or(' ');
    first.is_uppercase() || first.is_ascii_digit() || rules.parts.name_particles.contains(word) || rules.parts.agencies.contains(word)
}

/// Do the words before a dash or colon look like place, date and agency?
fn evidence(words: &[&str], bracketed: bool, dash: bool, alone: bool, rules: &TextRules) -> bool {
    let first = words[0];
    let letters = |w: &str| w.chars().filter(|c| c.is_alphabetic()).count();
    let shouted = |w: &str| letters(w) > 2 && !w.chars().any(char::is_lowercase);
    let month = words.iter().position(|w| rules.parts.months.contains(w.trim_end_matches('.').to_lowercase().as_str()));
    let day = month.is_some_and(|m| words.iter().skip(m.saturating_sub(1)).take(3).any(|w| w.starts_with(|c: char| c.is_ascii_digit())));
    let names = words.iter().filter(|w| letters(w) > 0).count();
    let agency = || rules.parts.agencies.iter().any(|a| a.split(' ').count() == 1 && words.contains(&a.as_str()));
    let slash = words.contains(&"/");
    if letters(first) == 0 && !matches!(first, "(" | "[") {
        return false;
    }
    // The capitals reach to the first comma, bracket or to the dash itself.
    let head = words.iter().take_while(|w| !matches!(**w, "," | "(" | "/" | "[")).filter(|w| letters(w) > 0);
    let capitals = shouted(first) && head.clone().all(|w| shouted(w) || letters(w) < 3) && head.count() <= 4;
    (bracketed && names <= 12)
        || (day && names <= 8)
        || (capitals && (dash || names <= 3))
        || (slash && names > 1 && names <= 8)
        || (dash && agency() && names <= 6)
        || (alone && names <= 3)
}

//! Comes in: a chunk. Goes out: the addresses in it, the extent of a mark, and what kind a character is.

use super::Chunk;

/// A typographic apostrophe, hyphen or quotation mark as its plain fellow.
pub(crate) fn plain(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '＇' | '´' | '`' => '\'',
        '‐' | '‑' => '-',
        _ => c,
    }
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇' | '´')
}

pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// Letters, digits, accents that stand as characters of their own, joiners.
pub(crate) fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_mark(c) || matches!(c, '\u{200C}' | '\u{200D}' | '\u{AD}' | 'ʻ')
}

/// Combining marks of the scripts met in the news; `char` does not tell them from other characters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}'
        | '\u{900}'..='\u{903}' | '\u{93A}'..='\u{94F}' | '\u{962}' | '\u{963}' | '\u{980}'..='\u{9FE}' | '\u{E31}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}')
}

/// The end of the mark that begins at `i`: runs of one mark are one word (`...`, `--`, `?!`), all else is one character.
pub(crate) fn mark(chunk: &Chunk, i: usize) -> usize {
    let Some(c) = chunk.at(i) else { return i + 1 };
    let same = |wanted: &dyn Fn(char) -> bool| {
        let mut j = i + 1;
        while chunk.at(j).is_some_and(wanted) {
            j += 1;
        }
        j
    };
    match c {
        '.' | '!' | '?' => same(&|d| matches!(d, '.' | '!' | '?')),
        '-' | '*' | '=' | '~' | '#' | '+' | '<' | '>' | '–' | '—' | '•' | '█' | '|' | '\\' | '^' | '…' | '`' => same(&|d| d == c),
        // A quotation mark made of two apostrophes.
        '\'' | '’' | '‘' => i + if chunk.at(i + 1).is_some_and(is_apostrophe) { 2 } else { 1 },
        _ => i + 1,
    }
}

/// Web addresses, e-mail addresses, file names, and mentions: character ranges in order.
pub(crate) fn addresses(chunk: &Chunk) -> Vec<(usize, usize)> {
    let n = chunk.chars.len();
    let has = |wanted: char| chunk.chars.iter().any(|&(_, c)| c == wanted);
    let mut found = Vec::new();
    if n < 4 || !(has('.') || has('@') || has(':')) {
        return found;
    }
    let mut i = 0;
    while i < n {
        if i > 0 && chunk.at(i - 1).is_some_and(char::is_alphanumeric) {
            i += 1;
            continue;
        }
        let end = web(chunk, i).or_else(|| email(chunk, i)).or_else(|| host(chunk, i));
        match end {
            Some(end) if end > i => {
                found.push((i, end));
                i = end;
            }
            _ => i += 1,
        }
    }
    found
}

/// `https://…`, `www.…`: to the end of the chunk less closing marks.
fn web(chunk: &Chunk, i: usize) -> Option<usize> {
    let longest = chunk.rules.tokens.address_prefixes.iter().filter(|p| starts(chunk, i, p)).map(|p| p.chars().count()).max()?;
    let end = trim(chunk, i, chunk.chars.len());
    (end > i + longest).then_some(end)
}

fn starts(chunk: &Chunk, i: usize, prefix: &str) -> bool {
    let mut at = i;
    prefix.chars().all(|p| {
        at += 1;
        chunk.at(at - 1).is_some_and(|c| c.to_ascii_lowercase() == p)
    })
}

fn trim(chunk: &Chunk, i: usize, end: usize) -> usize {
    let opens = (i..end).any(|k| chunk.at(k) == Some('('));
    let mut j = end;
    // An address ends before what encloses it.
    if let Some(k) = (i..end).find(|&k| chunk.at(k).is_some_and(|c| matches!(c, '<' | '>' | '"' | '”' | '“' | '»'))) {
        j = k;
    }
    while j > i && chunk.at(j - 1).is_some_and(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | ']' | '}') || (c == ')' && !opens)) {
        j -= 1;
    }
    j
}

fn email(chunk: &Chunk, i: usize) -> Option<usize> {
    let mut j = i;
    while chunk.at(j).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%')) {
        j += 1;
    }
    if chunk.at(j) != Some('@') {
        return None;
    }
    let name = j + 1;
    let mut end = name;
    while chunk.at(end).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')) {
        end += 1;
    }
    let end = trim(chunk, i, end);
    let mention = j == i && chunk.at(name).is_some_and(char::is_alphabetic);
    (end > name && (mention || (j > i && (name..end).any(|k| chunk.at(k) == Some('.'))))).then_some(end)
}

/// `news.example.com/page`, `report-2.pdf`: labels of which the last is a known one.
fn host(chunk: &Chunk, i: usize) -> Option<usize> {
    let mut j = i;
    let mut best = None;
    let mut label = i;
    let mut labels = 1;
    while chunk.at(j).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '#')) {
        if chunk.at(j) == Some('.') {
            if j == label {
                return best;
            }
            label = j + 1;
            labels += 1;
        }
        j += 1;
        let ended = !chunk.at(j).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if labels > 1 && ended && j > label {
            let last = chunk.plain(label, j);
            let tokens = &chunk.rules.tokens;
            // "agreed.In" is a missing space, "Gmail.com" a host: its last label is in one case.
            let one_case = chunk.exact(label, j) == last || chunk.exact(i, j) == chunk.exact(i, j).to_uppercase();
            if one_case && (tokens.extensions.contains(&last) || tokens.domains.contains(&last)) {
                best = Some(j);
            }
        }
    }
    let end = best?;
    Some(if chunk.at(end) == Some('/') { trim(chunk, i, chunk.chars.len()) } else { end })
}

//! What one or a few lexemes may fill: in come lexemes and the vocabulary, out go values with their ends.

use super::lexeme::Lexeme;
use lexicon::dates::{Slot, SlotValue, Vocabulary};
use schema::Amount;

/// Slots that may begin at this lexeme: a cheap sieve before [`fill`].
pub fn possible(lexemes: &[Lexeme], at: usize, vocabulary: &Vocabulary, out: &mut Vec<Slot>) {
    use Slot::*;
    out.clear();
    let lexeme = &lexemes[at];
    if lexeme.digits {
        out.extend([Number, Ordinal, DayOrdinal, Day, Year, ShortYear, Yyyy, Mm, Dd, Decade, Quarter, Half, Week, Century, Hour, Minute]);
        return;
    }
    if lexeme.text == "'" {
        out.extend([ShortYear, Decade]);
        return;
    }
    let single = vocabulary.words.get(&lexeme.text).into_iter().flatten().map(|(slot, _)| *slot);
    let several = vocabulary.phrases.get(&lexeme.text).into_iter().flatten().map(|(_, slot, _)| *slot);
    for slot in single.chain(several) {
        match slot {
            Number => out.extend([Number, Hour, Ordinal, DayOrdinal, Century]),
            Ordinal => out.extend([Ordinal, DayOrdinal, Quarter, Half, Century]),
            Unit => out.extend([Unit, OneUnit]),
            slot => out.push(slot),
        }
    }
    out.sort_unstable();
    out.dedup();
}

/// All ways to fill `slot` from `at` on: (end, value).
pub fn fill(lexemes: &[Lexeme], at: usize, slot: Slot, vocabulary: &Vocabulary) -> Vec<(usize, SlotValue)> {
    let Some(lexeme) = lexemes.get(at) else { return Vec::new() };
    let int = |found: Option<(usize, i64)>, range: std::ops::RangeInclusive<i64>| -> Vec<(usize, SlotValue)> {
        found.filter(|(_, n)| range.contains(n)).map(|(end, n)| (end, SlotValue::Int(n))).into_iter().collect()
    };
    match slot {
        Slot::Number => number(lexemes, at, vocabulary).into_iter().collect(),
        Slot::Ordinal | Slot::Century => int(ordinal(lexemes, at, vocabulary), 1..=400),
        Slot::DayOrdinal => int(ordinal(lexemes, at, vocabulary), 1..=31),
        Slot::Quarter => int(ordinal(lexemes, at, vocabulary).or(figures(lexemes, at, 1..=1)), 1..=4),
        Slot::Half => int(ordinal(lexemes, at, vocabulary).or(figures(lexemes, at, 1..=1)), 1..=2),
        Slot::Day => {
            let found = free(lexemes, at, vocabulary).then(|| figures(lexemes, at, 1..=2)).flatten();
            int(found.map(|(end, n)| (suffixed(lexemes, end, vocabulary).unwrap_or(end), n)), 1..=31)
        }
        Slot::Year => int(free(lexemes, at, vocabulary).then(|| figures(lexemes, at, 4..=4)).flatten(), 1000..=2199),
        Slot::Week => int(free(lexemes, at, vocabulary).then(|| figures(lexemes, at, 1..=2)).flatten(), 1..=53),
        Slot::Yyyy => int(figures(lexemes, at, 4..=4), 1000..=2199),
        Slot::Mm => int(figures(lexemes, at, 1..=2), 1..=12),
        Slot::Dd => int(figures(lexemes, at, 1..=2), 1..=31),
        Slot::Minute => int(figures(lexemes, at, 2..=2), 0..=59),
        Slot::Hour => match figures(lexemes, at, 1..=2) {
            Some(found) => int(Some(found), 0..=24),
            None => word(lexemes, at, Slot::Number, vocabulary).into_iter().filter(|(_, v)| matches!(v, SlotValue::Int(1..=12))).collect(),
        },
        Slot::ShortYear => {
            let start = if lexeme.text == "'" { at + 1 } else { at };
            int(figures(lexemes, start, 2..=2).map(|(end, n)| (end, near_year(n))), 1950..=2049)
        }
        Slot::Decade => {
            let start = if lexeme.text == "'" { at + 1 } else { at };
            let year = figures(lexemes, start, 4..=4).or(figures(lexemes, start, 2..=2).map(|(e, n)| (e, 1900 + n + if n < 30 { 100 } else { 0 })));
            match year.filter(|(_, n)| n % 10 == 0) {
                Some((end, n)) => {
                    let end = if lexemes.get(end).is_some_and(|l| l.text == "'" && !l.space) { end + 1 } else { end };
                    let suffix = lexemes.get(end).is_some_and(|l| vocabulary.decade_suffix.contains(&l.text));
                    if suffix { vec![(end + 1, SlotValue::Int(n))] } else { Vec::new() }
                }
                None => word(lexemes, at, slot, vocabulary),
            }
        }
        Slot::OneUnit if vocabulary.plural.contains(&lexeme.text) => Vec::new(),
        Slot::OneUnit => word(lexemes, at, Slot::Unit, vocabulary),
        Slot::Suffix => suffixed(lexemes, at, vocabulary).map(|end| (end, SlotValue::Flag)).into_iter().collect(),
        _ => word(lexemes, at, slot, vocabulary),
    }
}

/// Words and phrases of the vocabulary.
fn word(lexemes: &[Lexeme], at: usize, slot: Slot, vocabulary: &Vocabulary) -> Vec<(usize, SlotValue)> {
    let lexeme = &lexemes[at];
    for (words, of, value) in vocabulary.phrases.get(&lexeme.text).into_iter().flatten() {
        let fits = *of == slot && words.iter().enumerate().all(|(i, w)| lexemes.get(at + i).is_some_and(|l| l.text == *w));
        if fits {
            return vec![(at + words.len(), value.clone())];
        }
    }
    if vocabulary.capital.contains(&lexeme.text) && !capital_or_led(lexemes, at, vocabulary) {
        return Vec::new();
    }
    if lexeme.verb && matches!(slot, Slot::Month | Slot::Weekday | Slot::Season | Slot::Unit) {
        return Vec::new();
    }
    let mut end = at + 1;
    if vocabulary.short.contains(&lexeme.text) && lexemes.get(end).is_some_and(|l| l.text == "." && !l.space) && end + 1 < lexemes.len() {
        end += 1;
    }
    vocabulary.words.get(&lexeme.text).into_iter().flatten().filter(|(of, _)| *of == slot).map(|(_, v)| (end, v.clone())).collect()
}

/// Words such as "may" and "sun" mean a time with a capital, beside a figure or after a preposition.
fn capital_or_led(lexemes: &[Lexeme], at: usize, vocabulary: &Vocabulary) -> bool {
    let beside = |i: Option<usize>| i.and_then(|i| lexemes.get(i)).is_some_and(|l| l.digits);
    lexemes[at].capital
        || beside(Some(at + 1))
        || beside(at.checked_sub(1))
        || at.checked_sub(1).is_some_and(|i| vocabulary.before_small.contains(&lexemes[i].text))
}

/// A cardinal: figures with an optional half, or number words.
fn number(lexemes: &[Lexeme], at: usize, vocabulary: &Vocabulary) -> Option<(usize, SlotValue)> {
    let amount = |end, number: i64, half| {
        u32::try_from(number).ok().map(|number| (end, SlotValue::Amount(Amount { number, half })))
    };
    if lexemes[at].digits {
        let decimal = |i: usize, text: &str| lexemes.get(at + i).is_some_and(|l| !l.space && l.text == text);
        if decimal(1, ".") && decimal(2, "5") {
            let (_, n) = figures(lexemes, at, 1..=4)?;
            return amount(at + 3, n, true);
        }
        if !apart(lexemes, at) {
            return None;
        }
        let (end, n) = figures(lexemes, at, 1..=4)?;
        return amount(end, n, false);
    }
    let (end, n) = spelled(lexemes, at, vocabulary)?;
    amount(end, n, false)
}

/// Number words, "two hundred and ten", "forty-five".
fn spelled(lexemes: &[Lexeme], at: usize, vocabulary: &Vocabulary) -> Option<(usize, i64)> {
    let value = |i: usize| {
        let l = lexemes.get(i)?;
        vocabulary.words.get(&l.text)?.iter().find_map(|(s, v)| match v {
            SlotValue::Int(n) if *s == Slot::Number => Some(*n),
            _ => None,
        })
    };
    let mut total = 0;
    let mut group = value(at)?;
    let mut end = at + 1;
    loop {
        let hyphen = usize::from(lexemes.get(end).is_some_and(|l| l.text == "-" && !l.space));
        if let Some(scale) = lexemes.get(end).and_then(|l| vocabulary.scale.get(&l.text)) {
            if *scale >= 1000 {
                total += group * i64::from(*scale);
                group = 0;
            } else {
                group *= i64::from(*scale);
            }
            end += 1;
        } else if let Some(n) = value(end + hyphen).filter(|n| joins(group, *n)) {
            group += n;
            end += hyphen + 1;
        } else if lexemes.get(end).is_some_and(|l| vocabulary.joiner.contains(&l.text)) && (group % 100 == 0) {
            match value(end + 1) {
                Some(n) => {
                    group += n;
                    end += 2;
                }
                None => break,
            }
        } else {
            break;
        }
        if end - at > 9 {
            break;
        }
    }
    Some((end, total + group))
}

/// "twenty" and "one" make 21, "hundred" and "ten" 110; "one two" makes nothing.
fn joins(group: i64, next: i64) -> bool {
    (group % 100 >= 20 && group % 10 == 0 && (1..10).contains(&next)) || (group >= 100 && group % 100 == 0 && next < 100)
}

/// 1st, first, twenty-first.
fn ordinal(lexemes: &[Lexeme], at: usize, vocabulary: &Vocabulary) -> Option<(usize, i64)> {
    if lexemes[at].digits {
        let (end, n) = figures(lexemes, at, 1..=3)?;
        return suffixed(lexemes, end, vocabulary).map(|end| (end, n));
    }
    let find = |i: usize, slot: Slot| {
        let l = lexemes.get(i)?;
        vocabulary.words.get(&l.text)?.iter().find_map(|(s, v)| match v {
            SlotValue::Int(n) if *s == slot => Some(*n),
            _ => None,
        })
    };
    if let Some(n) = find(at, Slot::Ordinal) {
        return Some((at + 1, n));
    }
    let tens = find(at, Slot::Number).filter(|n| (20..100).contains(n) && n % 10 == 0)?;
    let next = if lexemes.get(at + 1)?.text == "-" { at + 2 } else { at + 1 };
    find(next, Slot::Ordinal).filter(|n| *n < 10).map(|n| (next + 1, tens + n))
}

fn suffixed(lexemes: &[Lexeme], at: usize, vocabulary: &Vocabulary) -> Option<usize> {
    lexemes.get(at).filter(|l| !l.space && vocabulary.suffix.contains(&l.text)).map(|_| at + 1)
}

fn figures(lexemes: &[Lexeme], at: usize, lengths: std::ops::RangeInclusive<usize>) -> Option<(usize, i64)> {
    let lexeme = lexemes.get(at).filter(|l| l.digits && lengths.contains(&l.text.len()))?;
    lexeme.text.parse().ok().map(|n| (at + 1, n))
}

/// Does the number stand apart from further figures and letters, ordinal endings aside?
fn free(lexemes: &[Lexeme], at: usize, vocabulary: &Vocabulary) -> bool {
    let glued = lexemes.get(at + 1).is_some_and(|l| !l.space && l.text.chars().all(char::is_alphabetic) && !vocabulary.suffix.contains(&l.text));
    apart(lexemes, at) && !glued
}

/// Not a piece of "10,000", "2.51", "$12" or "12%".
fn apart(lexemes: &[Lexeme], at: usize) -> bool {
    let inside = |sign: &str| matches!(sign, "," | "." | ":");
    let tight = |i: usize| lexemes.get(i).is_some_and(|l| !l.space);
    let digits = |i: usize| lexemes.get(i).is_some_and(|l| l.digits);
    let after = tight(at + 1) && inside(&lexemes[at + 1].text) && tight(at + 2) && digits(at + 2);
    let percent = lexemes.get(at + 1).is_some_and(|l| l.text == "%");
    let before = at >= 2 && tight(at) && inside(&lexemes[at - 1].text) && tight(at - 1) && digits(at - 2);
    let money = at >= 1 && matches!(lexemes[at - 1].text.as_str(), "$" | "€" | "£" | "¥" | "#");
    !(after || percent || before || money)
}

fn near_year(n: i64) -> i64 {
    if n < 50 { 2000 + n } else { 1900 + n }
}

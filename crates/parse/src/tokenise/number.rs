//! Comes in: a place in a chunk. Goes out: where a number that begins there ends, and its unit after it.

use super::{Chunk, shapes};

/// Does a number begin at `i`? `after` tells that the chunk holds words before it.
pub(crate) fn begins(chunk: &Chunk, i: usize, after: bool) -> bool {
    let digit = |k: usize| chunk.at(k).is_some_and(|c| c.is_ascii_digit());
    match chunk.at(i) {
        Some(c) if c.is_ascii_digit() => true,
        Some('.') => digit(i + 1) && (!after || i > 0 && chunk.at(i - 1).is_some_and(|c| !shapes::in_word(c))),
        _ => false,
    }
}

/// The ends of the number's pieces: the number, and its unit where one is written on to it.
pub(crate) fn cut(chunk: &Chunk, i: usize) -> Vec<usize> {
    if let Some(j) = numeral_with_hyphens(chunk, i) {
        return vec![j];
    }
    let j = extent(chunk, i);
    let mut k = j;
    while chunk.at(k).is_some_and(|c| shapes::in_word(c) || (c == '.' && chunk.at(k + 1).is_some_and(char::is_alphabetic) && k > j)) {
        k += 1;
    }
    if k == j {
        return vec![j];
    }
    let dotted = usize::from(chunk.at(k) == Some('.'));
    let tail = chunk.exact(j, k);
    let tokens = &chunk.rules.tokens;
    if dotted == 1 && tokens.units.contains(&chunk.exact(j, k + 1)) {
        return vec![j, if chunk.next.is_empty() { k } else { k + 1 }];
    }
    if tokens.ordinal_suffixes.contains(&tail.to_lowercase()) {
        return vec![k];
    }
    if tokens.units.contains(&tail) {
        return vec![j, k];
    }
    // "12hours.The": letters after a dot are no part of the number's word.
    let stop = (j..k).find(|&n| chunk.at(n) == Some('.')).unwrap_or(k);
    vec![stop]
}

/// Digits with separators between them: `1,000`, `10:30`, `3.5`, `11/28/2000`.
fn extent(chunk: &Chunk, i: usize) -> usize {
    let digits = |from: usize| {
        let mut j = from;
        while chunk.at(j).is_some_and(|c| c.is_ascii_digit()) {
            j += 1;
        }
        j
    };
    let mut j = digits(i + usize::from(chunk.at(i) == Some('.')));
    let mut start = i;
    loop {
        let Some(c) = chunk.at(j) else { return j };
        let next = digits(j + 1);
        let len = next - j - 1;
        let joined = match c {
            '.' | ':' => len > 0,
            ',' => len == 3 || (len == 2 && chunk.at(next) == Some(',')),
            '/' => len > 0 && slash(chunk, start, j, next),
            _ => false,
        };
        if !joined {
            return j;
        }
        if c == '/' {
            start = j + 1;
        }
        j = next;
    }
}

/// Is `a/b` a date or a fraction? Three members always are one.
fn slash(chunk: &Chunk, start: usize, j: usize, next: usize) -> bool {
    let number = |from: usize, to: usize| chunk.exact(from, to).parse::<u32>().unwrap_or(u32::MAX);
    let three = chunk.at(next) == Some('/') && chunk.at(next + 1).is_some_and(|c| c.is_ascii_digit());
    let follows = start > 0 && chunk.at(start - 1) == Some('/');
    let (a, b) = (number(start, j), number(j + 1, next));
    three || follows || (a <= 12 && b <= 31) || (a < b && b <= 16)
}

/// Telephone numbers and ISO dates: `713-853-3989`, `345-9945`, `2024-02-05`.
fn numeral_with_hyphens(chunk: &Chunk, i: usize) -> Option<usize> {
    let mut groups = vec![0usize];
    let mut j = i;
    while let Some(c) = chunk.at(j) {
        if c.is_ascii_digit() {
            *groups.last_mut()? += 1;
        } else if (shapes::is_hyphen(c) || (c == '/' || c == '.') && groups.len() < 3 && groups.last() == Some(&3))
            && chunk.at(j + 1).is_some_and(|d| d.is_ascii_digit())
        {
            groups.push(0);
        } else {
            break;
        }
        j += 1;
    }
    if chunk.at(j).is_some_and(char::is_alphabetic) {
        return None;
    }
    let total: usize = groups.iter().sum();
    let whole = match groups[..] {
        [3, 4] => true,
        [4, 2, 2] | [2, 2, 4] | [2, 2, 2] => true,
        [_, _, _, ..] => total >= 9,
        _ => false,
    };
    whole.then_some(j)
}

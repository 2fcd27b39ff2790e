//! Comes in: a text. Goes out: its paragraphs. Blank lines part them; a single line break does, too, unless the text is
//! hard-wrapped there.

use crate::tokenise::is_space;
use schema::Span;

/// Lines that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paragraph {
    pub span: Span,
    /// A blank line (or nothing) stands before it.
    pub after_blank: bool,
}

#[derive(Clone, Copy)]
struct Line {
    span: Span,
    after_blank: bool,
    chars: usize,
    /// Characters of the first word.
    first: usize,
}

/// Paragraphs in order, without white space at their ends.
pub(crate) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let lines = lines(text);
    let wrap = wrap_width(&lines, text);
    let mut out: Vec<Paragraph> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let joined = n > 0 && !line.after_blank && joins(lines[n - 1], *line, wrap, text);
        match out.last_mut() {
            Some(last) if joined => last.span.end = line.span.end,
            _ => out.push(Paragraph { span: line.span, after_blank: line.after_blank }),
        }
    }
    out
}

/// Lines with something in them.
fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut blank = true;
    let mut add = |start: usize, end: usize| {
        let raw = &text[start..end];
        let line = raw.trim_matches(is_space);
        if line.is_empty() {
            blank = true;
            return;
        }
        let from = start + (raw.len() - raw.trim_start_matches(is_space).len());
        let first = line.split(is_space).next().map_or(0, |w| w.chars().count());
        out.push(Line { span: Span::new(from, from + line.len()), after_blank: blank, chars: line.chars().count(), first });
        blank = false;
    };
    for (i, c) in text.char_indices() {
        if matches!(c, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            // "\r\n" is one break.
            let second = c == '\n' && i > 0 && text.as_bytes()[i - 1] == b'\r';
            if !second {
                add(start, i);
            }
            start = i + c.len_utf8();
        }
    }
    add(start, text.len());
    out
}

/// The width at which the text is wrapped, if it is: the first word of most lines would not have fitted on the line before.
fn wrap_width(lines: &[Line], text: &str) -> Option<usize> {
    let width = lines.iter().map(|l| l.chars).max()?;
    if !(40..=130).contains(&width) {
        return None;
    }
    let pairs = || lines.windows(2).filter(|w| !w[1].after_blank && !bullet(w[1].span.of(text)));
    let all = pairs().count();
    let full = pairs().filter(|w| fills(w[0], w[1], width)).count();
    // Lines that break inside a sentence are the sign; ends of paragraphs without a blank line spoil the share.
    (all > 0 && full * 10 >= all * 6 && (full > 2 || pairs().all(|w| fills(w[0], w[1], width) && open(w[0], text)))).then_some(width)
}

/// Would the first word of `b` have made `a` too long?
fn fills(a: Line, b: Line, width: usize) -> bool {
    a.chars + 1 + b.first > width
}

/// Does the line end in the midst of a sentence?
fn open(a: Line, text: &str) -> bool {
    !a.span.of(text).ends_with(['.', '!', '?', ':', '"', '”', '…', ')'])
}

fn joins(a: Line, b: Line, wrap: Option<usize>, text: &str) -> bool {
    let words = b.span.of(text);
    if bullet(words) {
        return false;
    }
    if wrap.is_some_and(|w| fills(a, b, w)) {
        return true;
    }
    a.chars >= 30 && open(a, text) && words.starts_with(char::is_lowercase)
}

/// Does the line begin an item of a list?
pub(crate) fn bullet(line: &str) -> bool {
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    let rest = chars.as_str();
    if matches!(first, '•' | '●' | '▪' | '■' | '◦' | '‣' | '·' | '►' | '▶' | '█') {
        return true;
    }
    if matches!(first, '*' | '-' | '–' | '—' | '+' | '>') {
        return rest.starts_with(is_space);
    }
    // "1. ", "12) ", "a) "
    let head = line.split(is_space).next().unwrap_or("");
    let body = head.trim_start_matches('(');
    let mark = body.trim_end_matches([')', '.']);
    let short = mark.len() < 3 && !mark.is_empty() && body.len() == mark.len() + 1 && head.len() < line.len();
    short && (mark.chars().all(|c| c.is_ascii_digit()) || (mark.len() == 1 && body.ends_with(')') && mark.chars().all(|c| c.is_ascii_alphabetic())))
}

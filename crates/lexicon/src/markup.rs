//! The one markup of examples, corpus and gold: `[actor Police] [event:COERCE/arrest arrested] [recipient two journalists].`
//!
//! [`parse`] gives the text as it reads and the marks over it; [`render`] is its inverse.

use schema::{Role, Span, Status};

/// A sentence with its marks, in order of their opening brackets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    pub text: String,
    pub marks: Vec<Mark>,
    /// The sentence holds no event (`none:` before it).
    pub none: bool,
}

/// Words that play one or more roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub span: Span,
    pub labels: Vec<Label>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub role: Role,
    /// Number of the event in the sentence; 1 where none is written.
    pub event: u32,
    /// Type, where the label names one (`event:COERCE/arrest@planned`).
    pub event_type: Option<String>,
    pub mode: Option<String>,
    pub status: Option<Status>,
}

/// What is wrong, and the byte at which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkupError {
    pub at: usize,
    pub message: String,
}

/// Reads marked text. A literal bracket or backslash is written `\[`, `\]`, `\\`.
pub fn parse(source: &str) -> Result<Marked, MarkupError> {
    let (none, body, offset) = match source.strip_prefix("none:") {
        Some(rest) => (true, rest.trim_start(), source.len() - rest.trim_start().len()),
        None => (false, source, 0),
    };
    let mut marked = Marked { none, ..Marked::default() };
    let mut open: Vec<(usize, usize)> = Vec::new(); // (mark index, byte of its bracket)
    let mut chars = body.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some((_, next @ ('[' | ']' | '\\'))) => marked.text.push(next),
                _ => return Err(error(offset + at, "a backslash stands only before `[`, `]` or `\\`")),
            },
            '[' => {
                let rest = &body[at + 1..];
                let Some(space) = rest.find([' ', ']', '[']).filter(|&n| rest[n..].starts_with(' ')) else {
                    return Err(error(offset + at, "a bracket holds a label, a space and the words: `[actor Police]`"));
                };
                let labels = rest[..space].split(',').map(parse_label).collect::<Result<Vec<_>, _>>();
                let labels = labels.map_err(|message| error(offset + at + 1, &message))?;
                open.push((marked.marks.len(), offset + at));
                let start = marked.text.len();
                marked.marks.push(Mark { span: Span::new(start, start), labels });
                while chars.peek().is_some_and(|(i, _)| *i <= at + 1 + space) {
                    chars.next();
                }
            }
            ']' => match open.pop() {
                Some((mark, _)) => marked.marks[mark].span.end = marked.text.len(),
                None => return Err(error(offset + at, "a closing bracket without an opening one")),
            },
            c => marked.text.push(c),
        }
    }
    match open.pop() {
        Some((_, at)) => Err(error(at, "an opening bracket that is never closed")),
        None => Ok(marked),
    }
}

/// Writes marked text so that [`parse`] gives the same back.
pub fn render(marked: &Marked) -> String {
    let mut out = String::new();
    if marked.none {
        out.push_str("none: ");
    }
    for at in 0..=marked.text.len() {
        if !marked.text.is_char_boundary(at) {
            continue;
        }
        // Marks close innermost first; a mark opened earlier is the outer one.
        for mark in marked.marks.iter().rev() {
            if mark.span.end == at && mark.span.start < at {
                out.push(']');
            }
        }
        for mark in &marked.marks {
            if mark.span.start == at {
                out.push('[');
                let labels: Vec<String> = mark.labels.iter().map(render_label).collect();
                out.push_str(&labels.join(","));
                out.push(' ');
                if mark.span.is_empty() {
                    out.push(']');
                }
            }
        }
        if let Some(c) = marked.text[at..].chars().next() {
            if matches!(c, '[' | ']' | '\\') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

fn parse_label(text: &str) -> Result<Label, String> {
    let (head, detail) = text.split_once(':').map_or((text, None), |(h, d)| (h, Some(d)));
    // A status without a type: `event@planned`.
    let (head, bare_status) = head.split_once('@').map_or((head, None), |(h, s)| (h, Some(s)));
    let (role, event) = match head.split_once('.') {
        Some((role, n)) => (role, n.parse().map_err(|_| format!("`{n}` is no event number"))?),
        None => (head, 1),
    };
    let role: Role = role.parse().map_err(|_| {
        format!("unknown role `{role}`: write actor, recipient, event, place, date, dead, injured, arrested, size or attribution")
    })?;
    if detail.is_some() && role != Role::Event {
        return Err(format!("only `event` takes a type, not `{role}`"));
    }
    let (kind, status) = match detail {
        Some(d) => d.split_once('@').map_or((Some(d), None), |(k, s)| (Some(k), Some(s))),
        None => (None, bare_status),
    };
    let status = status.map(|s| s.parse().map_err(|_| format!("unknown status `{s}`"))).transpose()?;
    let (event_type, mode) = match kind {
        Some(k) => match k.split_once('/') {
            Some((t, m)) => (Some(t.to_owned()), Some(m.to_owned())),
            None => (Some(k.to_owned()), None),
        },
        None => (None, None),
    };
    Ok(Label { role, event, event_type, mode, status })
}

fn render_label(label: &Label) -> String {
    let mut out = label.role.to_string();
    if label.event != 1 {
        out.push_str(&format!(".{}", label.event));
    }
    if let Some(kind) = &label.event_type {
        out.push_str(&format!(":{kind}"));
        if let Some(mode) = &label.mode {
            out.push_str(&format!("/{mode}"));
        }
    }
    if let Some(status) = label.status {
        out.push_str(&format!("@{status}"));
    }
    out
}

fn error(at: usize, message: &str) -> MarkupError {
    MarkupError { at, message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_without_its_marks() {
        let m = parse("[actor.1 Kyiv] [event.1:ACCUSE/allege accused] [recipient.1,actor.2 Moscow] of [event.2:ASSAULT@denied attacking] a \\[sic\\] town in [place [actor.3 Peru]].").expect("valid");
        assert_eq!(m.text, "Kyiv accused Moscow of attacking a [sic] town in Peru.");
        assert_eq!(m.marks[2].labels.len(), 2);
        assert_eq!(m.marks[3].labels[0].status, Some(Status::Denied));
        assert_eq!(m.marks[4].span, m.marks[5].span);
        assert!(parse("none: It rained.").expect("valid").none);
    }

    #[test]
    fn faults_are_refused_with_their_place() {
        for (text, at) in [("[actor Police", 0), ("Police]", 6), ("a [banana b]", 3), ("[actor]", 0), ("[actor.x b]", 1)] {
            assert_eq!(parse(text).expect_err("must be refused").at, at, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn rendering_is_the_inverse(words in proptest::collection::vec("[a-zé\\[\\]\\\\ ]{1,6}", 1..6), nest in 0usize..3) {
            let mut marked = Marked::default();
            for (i, word) in words.iter().enumerate() {
                let start = marked.text.len();
                marked.text.push_str(word);
                let span = Span::new(start, marked.text.len());
                let label = Label { role: Role::Actor, event: i as u32 + 1, event_type: None, mode: None, status: None };
                for _ in 0..nest {
                    marked.marks.push(Mark { span, labels: vec![label.clone()] });
                }
            }
            proptest::prop_assert_eq!(parse(&render(&marked)).expect("rendered text is valid"), marked);
        }
    }
}

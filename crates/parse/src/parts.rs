//! Comes in: the text of a document. Goes out: its blocks (paragraphs, headings, list items, lines), each with the part of the
//! report it is, and how many of a block's first tokens are a dateline.

mod cues;
mod dateline;
mod lines;

pub(crate) use dateline::dateline;

use crate::split::stops;
use lexicon::TextRules;
use lines::Paragraph;
use schema::{Part, Span};

/// A stretch of text in which sentences do not reach over its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub span: Span,
    pub part: Part,
}

/// All of the text but white space, in order.
pub(crate) fn blocks(text: &str, rules: &TextRules) -> Vec<Block> {
    let paragraphs = lines::paragraphs(text);
    let bodies = bodies_left(text, &paragraphs);
    let mut related = Related::No;
    let mut body_seen = false;
    let mut out: Vec<Block> = Vec::with_capacity(paragraphs.len());
    for (n, paragraph) in paragraphs.iter().enumerate() {
        let words = paragraph.span.of(text);
        let body_like = bodies[n] > bodies[n + 1];
        let resumes = match related {
            Related::No => true,
            Related::Line => paragraph.after_blank || body_like,
            // A teaser under a link is no return to the report: two paragraphs are.
            Related::List => paragraph.after_blank && body_like && bodies[n] > 1,
        };
        if resumes {
            related = Related::No;
        }
        let part = if let Some(kind) = cues::related(words, rules) {
            related = kind;
            Part::Related
        } else if related != Related::No || cues::site_line(words, rules) {
            Part::Related
        } else if cues::date_line(words, rules) || cues::byline(words, rules) || n < 3 && n + 1 < paragraphs.len() && dateline::line(words, rules) {
            Part::Dateline
        } else if cues::caption(words, rules) {
            Part::Caption
        } else if !body_seen && n < 4 && n + 1 < paragraphs.len() && headline(words, &paragraphs[n + 1..], text, rules) {
            Part::Headline
        } else {
            body_seen = true;
            Part::Body
        };
        out.push(Block { span: paragraph.span, part });
    }
    out
}

/// What follows a line such as "Read more".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Related {
    No,
    /// The cue stands in one line with its link.
    Line,
    /// The cue stands alone: a list of links follows.
    List,
}

/// For each place, how many paragraphs from there on look like running text.
fn bodies_left(text: &str, paragraphs: &[Paragraph]) -> Vec<usize> {
    let mut left = vec![0; paragraphs.len() + 1];
    for n in (0..paragraphs.len()).rev() {
        left[n] = left[n + 1] + usize::from(running_text(paragraphs[n].span.of(text)));
    }
    left
}

/// Ends like a sentence and is not short.
fn running_text(words: &str) -> bool {
    let end = words.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    end.ends_with(['.', '!', '?', '…']) && words.split_whitespace().nth(7).is_some()
}

/// A title: one line that does not end like a sentence, with running text or a byline after it.
fn headline(words: &str, after: &[Paragraph], text: &str, rules: &TextRules) -> bool {
    let count = words.split_whitespace().take(rules.parts.headline_words + 1).count();
    let last = words.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    let tail = last.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    // "…, says U.S." ends in an abbreviation, not in a full stop.
    let acronym = tail.ends_with('.') && tail.matches('.').count() > 1 && !stops(tail);
    let open = last.ends_with(['.', ',', ';', ':', '।']) && !acronym;
    let bullet = lines::bullet(words);
    count <= rules.parts.headline_words && !open && !bullet && after.iter().take(6).any(|p| running_text(p.span.of(text)))
}

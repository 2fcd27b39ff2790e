//! Comes in: CoNLL-U, or parsed documents. Goes out: sentences with their columns, or CoNLL-U (UD version 2).
//!
//! The reader serves the measurement against treebanks; the writer shows trees to people and to other programs.

use schema::{CodePoints, Document, Part, Sentence, Span};
use std::fmt::Write;

/// One sentence of a CoNLL-U file. Empty nodes (`8.1`) are left out, as basic trees know none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Comment lines without `#` and the blanks around them, in order.
    pub comments: Vec<String>,
    pub words: Vec<Word>,
    /// Written words that are several syntactic words (`don't`), in order.
    pub ranges: Vec<Range>,
}

/// A syntactic word. Columns that are `_` in the file are empty here, save form and lemma.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    pub form: String,
    pub lemma: String,
    pub upos: String,
    pub xpos: String,
    pub feats: String,
    /// Number of the governor, from 1; 0 is the root.
    pub head: usize,
    pub deprel: String,
    pub deps: String,
    pub misc: String,
}

/// A line such as `3-4`: the syntactic words `first..=last` (from 1) are written as `form`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    pub first: usize,
    pub last: usize,
    pub form: String,
    pub misc: String,
}

/// A line that is not CoNLL-U.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}; see https://universaldependencies.org/format.html")]
pub struct ConlluError {
    /// From 1.
    pub line: usize,
    pub why: String,
}

/// Reads a CoNLL-U file.
///
/// # Errors
/// The first line that has not ten columns, whose number is not the next one, or whose head is no word of the sentence.
pub fn read(text: &str) -> Result<Vec<Tree>, ConlluError> {
    let mut trees = Vec::new();
    let mut tree = Tree::default();
    let mut start = 1;
    for (n, line) in text.lines().enumerate() {
        let wrong = |why: String| ConlluError { line: n + 1, why };
        if line.trim().is_empty() {
            close(&mut tree, start, &mut trees)?;
            start = n + 2;
        } else if let Some(comment) = line.strip_prefix('#') {
            tree.comments.push(comment.trim().to_owned());
        } else {
            row(line, &mut tree).map_err(wrong)?;
        }
    }
    close(&mut tree, start, &mut trees)?;
    Ok(trees)
}

fn row(line: &str, tree: &mut Tree) -> Result<(), String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, form, lemma, upos, xpos, feats, head, deprel, deps, misc] = columns[..] else {
        return Err(format!("it has {} columns, wanted 10 with tabs between them", columns.len()));
    };
    let blank = |column: &str| if column == "_" { String::new() } else { column.to_owned() };
    let next = tree.words.len() + 1;
    if id.contains('.') {
        return Ok(());
    }
    if let Some((first, last)) = id.split_once('-') {
        let number = |part: &str| part.parse::<usize>().map_err(|_| format!("\"{id}\" is no range of words"));
        let (first, last) = (number(first)?, number(last)?);
        if first != next || last < first {
            return Err(format!("the range {id} stands before word {next}"));
        }
        tree.ranges.push(Range { first, last, form: form.to_owned(), misc: blank(misc) });
        return Ok(());
    }
    if id.parse() != Ok(next) {
        return Err(format!("the word's number is \"{id}\", wanted {next}"));
    }
    let head = head.parse().map_err(|_| format!("the head is \"{head}\", wanted a number"))?;
    tree.words.push(Word {
        form: form.to_owned(),
        lemma: lemma.to_owned(),
        upos: blank(upos),
        xpos: blank(xpos),
        feats: blank(feats),
        head,
        deprel: blank(deprel),
        deps: blank(deps),
        misc: blank(misc),
    });
    Ok(())
}

fn close(tree: &mut Tree, start: usize, trees: &mut Vec<Tree>) -> Result<(), ConlluError> {
    let tree = std::mem::take(tree);
    let n = tree.words.len();
    if let Some(word) = tree.words.iter().find(|w| w.head > n) {
        let why = format!("\"{}\" has the head {}, but the sentence has {n} words", word.form, word.head);
        return Err(ConlluError { line: start, why });
    }
    if let Some(range) = tree.ranges.iter().find(|r| r.last > n) {
        let why = format!("the range {}-{} reaches beyond the sentence's {n} words", range.first, range.last);
        return Err(ConlluError { line: start, why });
    }
    if n > 0 {
        trees.push(tree);
    }
    Ok(())
}

/// The text that the sentences were cut from, with the span of every word: per sentence one span a word.
///
/// A sentence that opens a document or paragraph begins after a blank line. The words of a range whose letters are those
/// of the range lie side by side in it; other ranges are given whole to each of their words.
pub fn text(trees: &[Tree]) -> (String, Vec<Vec<Span>>) {
    let mut text = String::new();
    let mut spans = Vec::with_capacity(trees.len());
    for tree in trees {
        if !text.is_empty() && (tree.opens("newpar") || tree.opens("newdoc")) {
            text.truncate(text.trim_end().len());
            text.push_str("\n\n");
        }
        let mut ranges = tree.ranges.iter().peekable();
        let mut found = Vec::with_capacity(tree.words.len());
        while found.len() < tree.words.len() {
            let next = found.len() + 1;
            let start = text.len();
            let misc = match ranges.next_if(|r| r.first == next) {
                Some(range) => {
                    text.push_str(&range.form);
                    found.extend(inside(range, &tree.words[range.first - 1..range.last], start));
                    &range.misc
                }
                None => {
                    let word = &tree.words[next - 1];
                    text.push_str(&word.form);
                    found.push(Span::new(start, text.len()));
                    &word.misc
                }
            };
            if !misc.split('|').any(|m| m == "SpaceAfter=No") {
                text.push(' ');
            }
        }
        spans.push(found);
    }
    (text, spans)
}

fn inside(range: &Range, words: &[Word], start: usize) -> Vec<Span> {
    let whole = Span::new(start, start + range.form.len());
    let joined: String = words.iter().map(|w| w.form.as_str()).collect();
    if joined != range.form {
        return vec![whole; words.len()];
    }
    let mut at = start;
    let next = |w: &Word| {
        let span = Span::new(at, at + w.form.len());
        at = span.end;
        span
    };
    words.iter().map(next).collect()
}

impl Tree {
    /// Has the sentence the comment `key`, with or without a value?
    pub fn opens(&self, key: &str) -> bool {
        self.comments.iter().any(|c| c.split([' ', '=']).next() == Some(key))
    }

    /// The value of the comment `key = value`.
    pub fn comment(&self, key: &str) -> Option<&str> {
        self.comments.iter().find_map(|c| c.strip_prefix(key)?.trim_start().strip_prefix('=')).map(str::trim)
    }
}

/// Writes sentences as CoNLL-U; [`read`] gives the same back.
pub fn write(trees: &[Tree]) -> String {
    let mut out = String::new();
    for tree in trees {
        for comment in &tree.comments {
            let _ = writeln!(out, "# {comment}");
        }
        let mut ranges = tree.ranges.iter().peekable();
        for (i, word) in tree.words.iter().enumerate() {
            if let Some(r) = ranges.next_if(|r| r.first == i + 1) {
                let _ = writeln!(out, "{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{}", r.first, r.last, r.form, or_blank(&r.misc));
            }
            let [upos, xpos, feats, deprel, deps, misc] =
                [&word.upos, &word.xpos, &word.feats, &word.deprel, &word.deps, &word.misc].map(|c| or_blank(c));
            let (form, lemma, head) = (or_blank(&word.form), or_blank(&word.lemma), word.head);
            let _ = writeln!(out, "{}\t{form}\t{lemma}\t{upos}\t{xpos}\t{feats}\t{head}\t{deprel}\t{deps}\t{misc}", i + 1);
        }
        out.push('\n');
    }
    out
}

fn or_blank(column: &str) -> &str {
    if column.is_empty() { "_" } else { column }
}

/// Parsed sentences of one document as trees to write: its id opens the first one; each says which part of the report it
/// is (`# part = body`). The last column tells the place in the document's text (`TokenRange`, in code points), names
/// (`NER=B-GPE`) and where no blank follows.
pub fn trees(document: &Document, sentences: &[Sentence]) -> Vec<Tree> {
    let points = CodePoints::new(&document.text);
    let mut out: Vec<Tree> = Vec::with_capacity(sentences.len());
    for (n, sentence) in sentences.iter().enumerate() {
        let mut comments = Vec::new();
        if n == 0 {
            comments.push(format!("newdoc id = {}", line(&document.id)));
        }
        comments.push(format!("sent_id = {}-{}", line(&document.id), n + 1));
        comments.push(format!("part = {}", part(sentence.part)));
        comments.push(format!("text = {}", line(sentence.span.of(&document.text))));
        out.push(Tree { comments, words: words(&document.text, &points, sentence), ranges: Vec::new() });
    }
    out
}

fn words(text: &str, points: &CodePoints<'_>, sentence: &Sentence) -> Vec<Word> {
    let name = |i: usize| {
        let entity = sentence.entities.iter().find(|e| (e.first..=e.last).contains(&i))?;
        Some(format!("NER={}-{}", if entity.first == i { 'B' } else { 'I' }, entity.kind))
    };
    let word = |(i, token): (usize, &schema::Token)| {
        let follows = text.get(token.span.end..).and_then(|rest| rest.chars().next());
        let glued = follows.is_some_and(|c| !c.is_whitespace()).then(|| "SpaceAfter=No".to_owned());
        let place = format!("TokenRange={}:{}", points.at(token.span.start), points.at(token.span.end));
        Word {
            form: line(&token.form),
            lemma: line(&token.lemma),
            upos: token.upos.to_string(),
            xpos: token.xpos.clone(),
            feats: token.feats.clone(),
            head: token.head.map_or(0, |h| h + 1),
            deprel: token.deprel.label().to_owned(),
            deps: String::new(),
            misc: name(i).into_iter().chain(glued).chain([place]).collect::<Vec<_>>().join("|"),
        }
    };
    sentence.tokens.iter().enumerate().map(word).collect()
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Headline => "headline",
        Part::Dateline => "dateline",
        Part::Body => "body",
        Part::Caption => "caption",
        Part::Related => "related",
    }
}

/// White space as blanks, control characters out: a value must stay on its line and in its column.
fn line(value: &str) -> String {
    let words: Vec<&str> = value.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests;

//! Annotated text: in come the files of `corpus/` or a user's own, out go sentences with their marks.
//!
//! `corpus/GUIDE.md` describes the files: one marked sentence a line, `#` before a comment, a blank line between passages,
//! `= words = name` after a sentence of a passage for what a pronoun or a description stands for.

use crate::Ontology;
use crate::markup::{self, Marked};
use crate::source::{LexiconError, SourceFile};
use schema::Role;

/// One line of a corpus file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotated {
    pub marked: Marked,
    /// Words of the sentence and whom they stand for.
    pub references: Vec<(String, String)>,
    /// 1-based.
    pub line: usize,
    /// Counts the stretches of lines between blank lines.
    pub passage: usize,
}

/// Reads a file; every line that cannot be used is an error of its own and the rest goes on.
pub fn read(file: &SourceFile, ontology: &Ontology) -> (Vec<Annotated>, Vec<LexiconError>) {
    let (mut out, mut errors) = (Vec::<Annotated>::new(), Vec::new());
    let (mut start, mut passage, mut open) = (0, 0, false);
    for (n, line) in file.text.split('\n').enumerate() {
        let at = start;
        start += line.len() + 1;
        let text = line.trim_end();
        if text.is_empty() {
            passage += usize::from(open);
            open = false;
        } else if let Some(reference) = text.strip_prefix('=') {
            if let Err(message) = refer(reference, n + 1, &mut out) {
                errors.push(LexiconError::at(file, at..at + text.len(), message));
            }
        } else if !text.starts_with('#') {
            open = true;
            match sentence(text, ontology) {
                Ok(marked) => out.push(Annotated { marked, references: Vec::new(), line: n + 1, passage }),
                Err((byte, message)) => errors.push(LexiconError::at(file, at + byte..at + byte + 1, message)),
            }
        }
    }
    (out, errors)
}

fn refer(text: &str, line: usize, out: &mut [Annotated]) -> Result<(), String> {
    let last = out.last_mut().filter(|a| a.line < line).ok_or("a reference stands after its sentence")?;
    let (words, name) = text.split_once('=').ok_or("a reference is written `= words = name`")?;
    let (words, name) = (words.trim(), name.trim());
    if !last.marked.text.contains(words) {
        return Err(format!("\"{words}\" does not stand in the sentence before"));
    }
    last.references.push((words.to_owned(), name.to_owned()));
    Ok(())
}

/// A marked sentence whose labels make sense together, or the byte and the fault.
fn sentence(text: &str, ontology: &Ontology) -> Result<Marked, (usize, String)> {
    let marked = markup::parse(text).map_err(|e| (e.at, e.message))?;
    let labels = || marked.marks.iter().flat_map(|m| &m.labels);
    let events: Vec<u32> = labels().filter(|l| l.role == Role::Event).map(|l| l.event).collect();
    if marked.none && !events.is_empty() {
        return Err((0, "`none:` stands before a sentence without events, and this one marks some".to_owned()));
    }
    if !marked.none && events.is_empty() {
        return Err((0, "no event is marked: write `none:` before a sentence without events".to_owned()));
    }
    let mut byte = 0;
    for mark in &marked.marks {
        // Marks stand in the order of their opening brackets.
        let found = text[byte..].find('[').map_or(0, |n| byte + n);
        byte = (found + 1).min(text.len());
        for label in &mark.labels {
            if label.role == Role::Event {
                let kind = label.event_type.as_deref().ok_or((found, "an event needs its type: `[event:ASSAULT/drone …]`".to_owned()))?;
                ontology.check(kind, label.mode.as_deref()).map_err(|m| (found, m))?;
            } else if !events.contains(&label.event) && label.role != Role::Attribution && !marked.none {
                return Err((found, format!("`{}` belongs to event {}, which is not marked", label.role, label.event)));
            }
        }
        if mark.span.is_empty() {
            return Err((found, "a mark without words".to_owned()));
        }
    }
    Ok(marked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile { path: "corpus/en/sentences/a.txt".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn sentences_passages_and_references_are_read() {
        let ontology = Ontology::read(&crate::embedded()).expect("the built-in ontology");
        let text = "# a comment\n[actor Kenya] [event:AID sent] food to [recipient Somalia].\n\nnone: It rained.\n[actor He] [event:CONSULT met] [actor her].\n= He = Mr Ruto\n";
        let (read, errors) = read(&file(text), &ontology);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(read.iter().map(|a| (a.line, a.passage)).collect::<Vec<_>>(), [(2, 0), (4, 1), (5, 1)]);
        assert_eq!(read[2].references, [("He".to_owned(), "Mr Ruto".to_owned())]);
    }

    #[test]
    fn each_faulty_line_is_named_and_the_rest_is_read() {
        let ontology = Ontology::read(&crate::embedded()).expect("the built-in ontology");
        let text = "[actor A [event:AID aided] B.\n[event:ASAULT hit]\nnone: [event:AID a]\nNothing marked.\n[actor.2 A] [event:AID aids].\n= x = y\nnone: Fine.\n";
        let (read, errors) = read(&file(text), &ontology);
        assert_eq!(read.len(), 1);
        assert_eq!(errors.iter().map(|e| e.line).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
        assert!(errors[1].to_string().contains("did you mean `ASSAULT`"), "{}", errors[1]);
    }
}

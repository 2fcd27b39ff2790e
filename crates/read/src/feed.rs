//! Feeds (RSS, Atom): in come the bytes of one, out goes one document an entry.

use crate::{Read, ReadError, date, decode, page, xml};
use feed_rs::model::Entry;
use feed_rs::parser::Builder;
use schema::{Document, Problem, Span};
use std::panic::{AssertUnwindSafe, catch_unwind};

const ADVICE: &str = "give a whole RSS or Atom file";

/// The entries of a feed.
pub(crate) fn entries(path: &str, bytes: Vec<u8>) -> Result<Vec<Result<Read, ReadError>>, ReadError> {
    let (text, problem) = decode::markup(bytes, None);
    if text.trim().is_empty() {
        return Err(ReadError::new(path, None, "an empty feed", ADVICE));
    }
    if xml::defines_entities(&text) {
        return Err(ReadError::new(path, None, xml::ENTITIES, xml::NO_ENTITIES));
    }
    let bare = xml::without_declaration(&text);
    let parser = Builder::new()
        // Made-up names would be other ones with every reading.
        .id_generator(|_, _, _| String::new())
        // The library turns days into those of Greenwich; ours stay as they stand.
        .timestamp_parser(|words| format!("{}T12:00:00Z", date::day(words)?).parse().ok())
        .sanitize_content(false)
        .build();
    let parsed = catch_unwind(AssertUnwindSafe(|| parser.parse(bare.as_bytes())));
    let feed = match parsed {
        Ok(Ok(feed)) => feed,
        Ok(Err(error)) => return Err(ReadError::new(path, None, format!("no feed that can be read ({error})"), ADVICE)),
        Err(_) => return Err(ReadError::new(path, None, "no feed that can be read", ADVICE)),
    };
    let publisher = feed.title.and_then(|title| page::words(&title.content)).filter(|t| !t.is_empty());
    let read = |(index, entry)| read(path, index + 1, entry, publisher.clone(), problem.as_ref());
    Ok(feed.entries.into_iter().enumerate().map(read).collect())
}

fn read(path: &str, number: usize, entry: Entry, publisher: Option<String>, problem: Option<&Problem>) -> Result<Read, ReadError> {
    let content = entry.content.and_then(|content| Some((content.body?, content.content_type)));
    let content = content.or_else(|| entry.summary.map(|summary| (summary.content, summary.content_type)));
    let text = match content {
        None => String::new(),
        // RSS calls HTML plain often enough.
        Some((words, kind)) if kind.subty().as_str() == "plain" && !words.contains("</") && !words.contains('&') => words.trim().to_owned(),
        Some((html, _)) => match page::words(&html) {
            Some(words) => words,
            None => return Err(ReadError::record(path, number, "the HTML of this entry cannot be taken apart", page::APART)),
        },
    };
    let published = entry.published.or(entry.updated).and_then(|time| date::day(&time.to_string()));
    let url = entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate")).or(entry.links.first()).map(|l| l.href.clone());
    // What looks like an address is unique in the world, other names only in their feed.
    let id = match entry.id.trim() {
        "" => format!("{path}:{number}"),
        id if id.contains(':') => id.to_owned(),
        id => format!("{path}#{id}"),
    };
    let title = entry.title.and_then(|title| page::words(&title.content)).filter(|t| !t.is_empty());
    let problems = problem.map(|p| Problem { span: Span::new(0, text.len()), ..p.clone() });
    Ok(Read { document: Document { id, text, title, url, publisher, published }, problems: problems.into_iter().collect() })
}

//! Which column holds what: in come the names of columns or fields, and a row, out goes a document.

use crate::{ReadError, date};
use schema::Document;

/// The columns (of JSON lines: the fields) that hold a report, where their usual names are not the right ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    pub text: Option<String>,
    pub id: Option<String>,
    pub title: Option<String>,
    pub date: Option<String>,
    pub url: Option<String>,
    pub publisher: Option<String>,
}

const TEXT: usize = 0;
const ID: usize = 1;
const TITLE: usize = 2;
const DATE: usize = 3;
const URL: usize = 4;
const PUBLISHER: usize = 5;

/// Usual names, the surest first.
const USUAL: [&[&str]; 6] = [
    &["text", "body", "content", "fulltext", "full_text", "maintext", "plain_text"],
    &["id", "doc_id", "docid", "document_id", "uuid", "guid"],
    &["title", "headline"],
    &["published", "date", "published_at", "published_date", "published_time", "publish_date", "date_published", "date_publish", "publication_date", "pubdate", "pub_date"],
    &["url", "link", "uri", "canonical_url"],
    &["publisher", "source", "outlet", "source_name", "site_name"],
];

pub(crate) const NAME_IT: &str = "name the column of the text with --text-column";
pub(crate) const DAYS: &str = "write dates as 2015-07-14, or leave them out";

/// For each field, the columns where it may stand, best first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chosen([Vec<usize>; 6]);

impl Columns {
    fn named(&self) -> [Option<&str>; 6] {
        [&self.text, &self.id, &self.title, &self.date, &self.url, &self.publisher].map(Option::as_deref)
    }

    /// The columns of a table.
    ///
    /// # Errors
    /// What is missing and which columns there are.
    pub(crate) fn choose(&self, names: &[impl AsRef<str>]) -> Result<Chosen, (String, &'static str)> {
        let chosen = self.find(names);
        let missing = self.named().into_iter().zip(&chosen.0).find_map(|(named, found)| named.filter(|_| found.is_empty()));
        if let Some(missing) = missing {
            return Err((format!("no column `{missing}` ({})", found(names)), "give a column that is there"));
        }
        if chosen.0[TEXT].is_empty() {
            return Err((format!("no column for the text ({})", found(names)), NAME_IT));
        }
        Ok(chosen)
    }

    /// The same where fields may be left out.
    pub(crate) fn find(&self, names: &[impl AsRef<str>]) -> Chosen {
        let same = |wanted: &str| {
            let exact = names.iter().position(|n| n.as_ref() == wanted);
            exact.or_else(|| names.iter().position(|n| n.as_ref().trim().eq_ignore_ascii_case(wanted)))
        };
        let mut usual = USUAL.iter();
        Chosen(self.named().map(|named| {
            let usual: &[&str] = usual.next().expect("as many as fields");
            match named {
                Some(named) => same(named).into_iter().collect(),
                None => usual.iter().filter_map(|name| same(name)).collect(),
            }
        }))
    }
}

pub(crate) fn found(names: &[impl AsRef<str>]) -> String {
    const MOST: usize = 20;
    if names.is_empty() {
        return "there are none".to_owned();
    }
    let shown = names.iter().take(MOST).map(|n| n.as_ref().chars().take(40).flat_map(char::escape_debug).collect::<String>());
    let more = if names.len() > MOST { ", …" } else { "" };
    format!("there are: {}{more}", shown.collect::<Vec<_>>().join(", "))
}

impl Chosen {
    pub(crate) fn has_text(&self) -> bool {
        !self.0[TEXT].is_empty()
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = usize> {
        self.0.iter().flatten().copied()
    }

    /// Where the text may stand.
    pub(crate) fn text(&self) -> &[usize] {
        &self.0[TEXT]
    }

    pub(crate) fn id(&self) -> &[usize] {
        &self.0[ID]
    }

    pub(crate) fn date(&self) -> &[usize] {
        &self.0[DATE]
    }

    /// The first cell with something in it.
    ///
    /// # Errors
    /// What is wrong with the row and what to do.
    pub(crate) fn document(&self, id: impl FnOnce() -> String, cell: impl Fn(usize) -> Option<String>) -> Result<Document, (String, &'static str)> {
        let first = |field: usize| self.0[field].iter().filter_map(|column| cell(*column)).find(|words| !words.trim().is_empty());
        let published = match first(DATE) {
            None => None,
            Some(words) => Some(date::day(&words).ok_or_else(|| (format!("`{}` is no date", words.trim()), DAYS))?),
        };
        // A text of spaces stays as it is.
        let text = first(TEXT).or_else(|| cell(*self.0[TEXT].first()?)).unwrap_or_default();
        let id = first(ID).unwrap_or_else(id);
        Ok(Document { id, text, title: first(TITLE), url: first(URL), publisher: first(PUBLISHER), published })
    }
}

/// A reason at a line of a file.
pub(crate) fn at_line(path: &str, line: usize) -> impl FnOnce((String, &'static str)) -> ReadError {
    move |(what, advice)| ReadError::new(path, Some((line, None)), what, advice)
}

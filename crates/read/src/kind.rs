//! What an input is: in comes its name or how it begins, out goes the kind of file.

use crate::{decode, xml};

/// A kind of file. Packing (gzip, zstd) is seen by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    /// Plain text, one report.
    Text,
    /// JSON lines.
    Jsonl,
    /// A table whose columns a comma, semicolon, tab or bar parts.
    Csv,
    Tsv,
    /// A page of the web.
    Html,
    /// RSS or Atom.
    Feed,
    /// An archive of the web.
    Warc,
    Parquet,
    /// Sentences as PETRARCH reads them.
    Petrarch,
}

impl Kind {
    /// How the kinds are called where one is asked for.
    pub const NAMES: &[&str] = <Kind as strum::VariantNames>::VARIANTS;
}

/// What an ending says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Is(Kind),
    /// JSON lines where it is given; in folders it may be anything.
    Json,
    /// XML is told apart by its outermost element.
    Xml,
    /// A kind that holds more than its words; to code its marks as text would give nonsense.
    Refused,
    Unknown,
}

const PACKED: [&str; 4] = ["gz", "gzip", "zst", "zstd"];
const REFUSED: [&str; 15] = ["pdf", "doc", "docx", "odt", "rtf", "epub", "xls", "xlsx", "zip", "7z", "rar", "tar", "tgz", "bz2", "xz"];

pub(crate) fn by_name(name: &str) -> Ending {
    let mut parts = name.rsplit(['/', '\\']).next().unwrap_or(name).rsplit('.');
    let mut ending = parts.next().unwrap_or_default().to_ascii_lowercase();
    if PACKED.contains(&ending.as_str()) {
        ending = parts.next().unwrap_or_default().to_ascii_lowercase();
    }
    if parts.next().is_none() {
        return Ending::Unknown;
    }
    Ending::Is(match ending.as_str() {
        "txt" | "text" => Kind::Text,
        "jsonl" | "ndjson" => Kind::Jsonl,
        "csv" => Kind::Csv,
        "tsv" | "tab" => Kind::Tsv,
        "html" | "htm" | "xhtml" => Kind::Html,
        "rss" | "atom" => Kind::Feed,
        "warc" => Kind::Warc,
        "parquet" | "pq" => Kind::Parquet,
        "json" => return Ending::Json,
        "xml" => return Ending::Xml,
        other if REFUSED.contains(&other) => return Ending::Refused,
        _ => return Ending::Unknown,
    })
}

/// The ending of a name that is refused, for the error.
pub(crate) fn ending(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or_default()
}

/// What the first bytes say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Guess {
    Is(Kind),
    /// XML with this outermost element, if it can be seen.
    Xml(Option<String>),
    /// Surely no text, and nothing that is read.
    Refused(&'static str),
}

/// Files that begin so.
const MAGIC: [(&[u8], Guess); 6] = [
    (b"PAR1", Guess::Is(Kind::Parquet)),
    (b"WARC/", Guess::Is(Kind::Warc)),
    (b"%PDF", Guess::Refused("a PDF")),
    (b"PK\x03\x04", Guess::Refused("a zip file, or a document that is one")),
    (b"{\\rtf", Guess::Refused("a rich text")),
    (b"\x1F\x8B\x08", Guess::Refused("packed more than once")),
];

pub(crate) fn by_content(bytes: &[u8]) -> Guess {
    if let Some((_, guess)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return guess.clone();
    }
    let text = decode::peek(bytes);
    let start = text.trim_start();
    if start.starts_with('{') {
        return Guess::Is(Kind::Jsonl);
    }
    if !start.starts_with('<') {
        return Guess::Is(Kind::Text);
    }
    let lower = start.get(..14).unwrap_or(start).to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|opening| lower.starts_with(opening)) {
        return Guess::Is(Kind::Html);
    }
    let root = xml::root(start);
    match root.as_deref() {
        Some("rss" | "feed" | "RDF") => Guess::Is(Kind::Feed),
        Some("Sentences") => Guess::Is(Kind::Petrarch),
        Some("html") => Guess::Is(Kind::Html),
        // Text that begins with a tag is text.
        _ if !lower.starts_with("<?xml") => Guess::Is(Kind::Text),
        _ => Guess::Xml(root),
    }
}

/// Do the first bytes suffice for [`by_content`]?
pub(crate) fn enough(bytes: &[u8]) -> bool {
    // A mark of byte order stands before what tells.
    let start = decode::peek(bytes);
    let start = start.trim_start();
    (start.len() >= 16 || start.starts_with("{\"")) && !start.starts_with('<')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        for (name, ending) in [
            ("a/b.txt", Ending::Is(Kind::Text)),
            ("a.b/c", Ending::Unknown),
            ("c.CSV.GZ", Ending::Is(Kind::Csv)),
            ("x.warc.gz", Ending::Is(Kind::Warc)),
            ("x.gz", Ending::Unknown),
            ("txt", Ending::Unknown),
            (".txt", Ending::Is(Kind::Text)),
            ("x.xml.zst", Ending::Xml),
            ("x.pdf", Ending::Refused),
        ] {
            assert_eq!(by_name(name), ending, "{name}");
        }
    }

    #[test]
    fn beginnings() {
        for (bytes, kind) in [
            ("They met.", Kind::Text),
            ("<b>They</b> met.", Kind::Text),
            ("  {\"text\": 1}", Kind::Jsonl),
            ("<!DOCTYPE HTML><p>", Kind::Html),
            ("<?xml version='1.0'?>\n<!-- a -->\n<rss version='2.0'>", Kind::Feed),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", Kind::Feed),
            ("<rdf:RDF xmlns:rdf='x'>", Kind::Feed),
            ("<Sentences>", Kind::Petrarch),
            ("<?xml version='1.0'?><html>", Kind::Html),
            ("WARC/1.0\r\n", Kind::Warc),
        ] {
            assert_eq!(by_content(bytes.as_bytes()), Guess::Is(kind), "{bytes}");
        }
        assert_eq!(by_content(b"<?xml version='1.0'?><urlset>"), Guess::Xml(Some("urlset".to_owned())));
    }
}

//! Bytes to text: in come the bytes of a file, line or page, out goes the text they spell and what was odd about them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use schema::{Problem, ProblemKind, Span};
use std::io::Read;

pub(crate) const ADVICE: &str = "turn it into plain text in UTF-8 first";

/// The text of a whole file. A byte order mark decides where there is one, then UTF-8 where the bytes are valid, and else what
/// the bytes look like.
///
/// # Errors
/// What is wrong, where the bytes are surely no text.
pub(crate) fn text(bytes: Vec<u8>) -> Result<(String, Option<Problem>), &'static str> {
    if let Some(decoded) = marked(&bytes) {
        return Ok(decoded);
    }
    if bytes.contains(&0) {
        return Err("this is no text (it holds zero bytes)");
    }
    Ok(Guesser::new().line(bytes))
}

/// The text of a page or of XML, which may state its encoding, as may the server that sent it (`label`). What is valid UTF-8
/// is read so whatever is stated: pages are turned into UTF-8 more often than their heads are.
pub(crate) fn markup(bytes: Vec<u8>, label: Option<&str>) -> (String, Option<Problem>) {
    if let Some(decoded) = marked(&bytes) {
        return decoded;
    }
    let stated = label.and_then(|l| Encoding::for_label(l.as_bytes())).filter(|e| other(e)).or_else(|| stated(&bytes));
    match stated {
        Some(encoding) if bytes.is_ascii() || std::str::from_utf8(&bytes).is_err() => replacing(encoding, &bytes),
        _ => Guesser::new().line(bytes),
    }
}

/// Lines and rows of one input whose encoding nobody states: what was seen before helps to guess.
pub(crate) struct Guesser(EncodingDetector);

impl Guesser {
    pub(crate) fn new() -> Guesser {
        Guesser(EncodingDetector::new(Iso2022JpDetection::Deny))
    }

    /// One line, whose byte order mark is already gone.
    pub(crate) fn line(&mut self, bytes: Vec<u8>) -> (String, Option<Problem>) {
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => return (text, None),
            Err(error) => error.into_bytes(),
        };
        self.0.feed(&bytes, false);
        let encoding = self.0.guess(None, Utf8Detection::Deny);
        let text = encoding.decode_without_bom_handling(&bytes).0.into_owned();
        let problem = problem(&text, format!("not valid {}; read as {}", UTF_8.name(), encoding.name()));
        (text, Some(problem))
    }
}

/// A stream in UTF-8: a byte order mark decides and goes, a label of the input itself comes second, and other bytes pass as
/// they are.
pub(crate) fn stream<R: Read>(input: R, label: Option<&'static Encoding>) -> DecodeReaderBytes<R, Vec<u8>> {
    DecodeReaderBytesBuilder::new().encoding(label).bom_override(true).utf8_passthru(label.is_none()).strip_bom(true).build(input)
}

/// The encoding that a page or XML states in its first bytes.
pub(crate) fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(2048)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let after = |key: &str| {
        let value = head.split_once(key)?.1.trim_start_matches(['"', '\'', ' ', '=']);
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(value.len());
        Encoding::for_label(&value.as_bytes()[..end])
    };
    let declared = head.starts_with("<?xml").then(|| after("encoding=")).flatten();
    declared.or_else(|| after("charset=")).filter(|e| other(e))
}

/// What cannot be UTF-16, since its statement was read byte by byte, and what says more than UTF-8, which is tried anyway.
fn other(encoding: &'static Encoding) -> bool {
    ![UTF_8, UTF_16BE, UTF_16LE, REPLACEMENT].contains(&encoding)
}

/// The encoding of XML that is read as a stream, from its first bytes.
pub(crate) fn of_xml(head: &[u8]) -> Option<&'static Encoding> {
    let odd = std::str::from_utf8(head).is_err_and(|e| e.error_len().is_some());
    match stated(head) {
        Some(stated) => Some(stated),
        None if odd && Encoding::for_bom(head).is_none() => {
            let mut guesser = Guesser::new();
            guesser.0.feed(head, false);
            Some(guesser.0.guess(None, Utf8Detection::Deny))
        }
        // Broken bytes are replaced, since XML has to be UTF-8 from end to end.
        None => Some(UTF_8),
    }
}

/// The first bytes of an input as well as they can be read.
pub(crate) fn peek(bytes: &[u8]) -> String {
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn marked(bytes: &[u8]) -> Option<(String, Option<Problem>)> {
    let (encoding, mark) = Encoding::for_bom(bytes)?;
    Some(replacing(encoding, &bytes[mark..]))
}

fn replacing(encoding: &'static Encoding, bytes: &[u8]) -> (String, Option<Problem>) {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    let problem = replaced.then(|| problem(&text, format!("some bytes are no {} and were replaced by U+FFFD", encoding.name())));
    (text, problem)
}

fn problem(text: &str, why: String) -> Problem {
    Problem { kind: ProblemKind::Encoding, span: Span::new(0, text.len()), why }
}

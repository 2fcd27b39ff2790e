//! Bytes to text: in come the bytes of a file or line, out goes the text they spell and what was odd about them.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use schema::{Problem, ProblemKind, Span};

pub(crate) const ADVICE: &str = "turn it into plain text in UTF-8 first";

/// The text of a whole file. A byte order mark decides where there is one, then UTF-8 where the bytes are valid, and else
/// Windows-1252, in which any byte has a meaning.
///
/// # Errors
/// What is wrong, where the bytes are surely no text.
pub(crate) fn text(bytes: Vec<u8>) -> Result<(String, Option<Problem>), &'static str> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let (text, replaced) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let text = text.into_owned();
        let problem = replaced.then(|| problem(&text, format!("some bytes are no {} and were replaced by U+FFFD", encoding.name())));
        return Ok((text, problem));
    }
    if bytes.contains(&0) {
        return Err("this is no text (it holds zero bytes)");
    }
    Ok(line(bytes))
}

/// The same for one line of JSON lines, whose byte order mark is already gone.
pub(crate) fn line(bytes: Vec<u8>) -> (String, Option<Problem>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(error.as_bytes());
            let text = text.into_owned();
            let problem = problem(&text, format!("not valid {}; read as {}", UTF_8.name(), WINDOWS_1252.name()));
            (text, Some(problem))
        }
    }
}

/// Does an input begin with `{`, in any of the encodings?
pub(crate) fn opens_object(bytes: &[u8]) -> bool {
    let body = Encoding::for_bom(bytes).map_or(bytes, |(_, mark)| &bytes[mark..]);
    body.iter().find(|&&b| b != 0 && !b.is_ascii_whitespace()) == Some(&b'{')
}

fn problem(text: &str, why: String) -> Problem {
    Problem { kind: ProblemKind::Encoding, span: Span::new(0, text.len()), why }
}

//! An answer of a web server, as archives keep it: in come its bytes, out goes the page in it.

use crate::guard;
use crate::unpack::{self, Packing};
use std::io::{self, Read};

/// A page and the encoding that the server stated.
pub(crate) struct Answer {
    pub(crate) body: Vec<u8>,
    pub(crate) label: Option<String>,
}

/// The page, where the answer is one: other kinds of files, errors and redirections are none.
///
/// # Errors
/// What is wrong with the answer.
pub(crate) fn page(bytes: &[u8]) -> Result<Option<Answer>, String> {
    let mut space = [httparse::EMPTY_HEADER; 256];
    let mut answer = httparse::Response::new(&mut space);
    let mut parser = httparse::ParserConfig::default();
    parser.allow_spaces_after_header_name_in_responses(true).allow_obsolete_multiline_headers_in_responses(true).ignore_invalid_headers_in_responses(true);
    let start = match parser.parse_response(&mut answer, bytes) {
        Ok(httparse::Status::Complete(start)) => start,
        Ok(httparse::Status::Partial) => return Err("the server's answer breaks off in its head".to_owned()),
        Err(error) => return Err(format!("the server's answer has a broken head ({error})")),
    };
    if !answer.code.is_some_and(|code| (200..300).contains(&code)) {
        return Ok(None);
    }
    let header = |name: &str| answer.headers.iter().find(|h| h.name.eq_ignore_ascii_case(name)).map(|h| String::from_utf8_lossy(h.value).to_ascii_lowercase());
    let kind = header("content-type").unwrap_or_default();
    if !is_html(&kind) {
        return Ok(None);
    }
    let mut body = bytes[start..].to_vec();
    if header("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
        // Some archives keep the header and not the chunks.
        body = unchunked(&body).unwrap_or(body);
    }
    let coding = header("content-encoding").unwrap_or_default();
    let body = decoded(body, coding.trim()).map_err(|error| format!("the page is packed and cannot be unpacked ({error})"))?;
    let label = kind.split_once("charset=").map(|(_, label)| label.split(';').next().unwrap_or(label).trim_matches([' ', '"', '\'']).to_owned());
    Ok(Some(Answer { body, label }))
}

pub(crate) fn is_html(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or(kind).trim();
    kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml")
}

fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(bytes.len());
    loop {
        let httparse::Status::Complete((start, size)) = httparse::parse_chunk_size(bytes).ok()? else { return None };
        let end = start.checked_add(usize::try_from(size).ok()?)?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(bytes.get(start..end)?);
        bytes = bytes.get(end..)?.strip_prefix(b"\r\n")?;
    }
}

fn decoded(body: Vec<u8>, coding: &str) -> io::Result<Vec<u8>> {
    let packing = unpack::packing(&body);
    match coding {
        // Archives that unpack pages keep the header that says they are packed.
        _ if packing == Some(Packing::Gzip) => guard::whole(flate2::read::MultiGzDecoder::new(&body[..])),
        _ if packing == Some(Packing::Zstd) => guard::whole(zstd::Decoder::with_buffer(&body[..])?),
        "deflate" => {
            let unpacked = guard::whole(flate2::read::ZlibDecoder::new(&body[..]));
            let unpacked = unpacked.or_else(|_| guard::whole(flate2::read::DeflateDecoder::new(&body[..])));
            unpacked.or_else(|error| if plain(&body) { Ok(body) } else { Err(error) })
        }
        "br" => {
            let unpacked = guard::whole(brotli::Decompressor::new(&body[..], 4096).by_ref());
            unpacked.or_else(|error| if plain(&body) { Ok(body) } else { Err(error) })
        }
        _ => Ok(body),
    }
}

/// Does it begin as a page does?
fn plain(body: &[u8]) -> bool {
    body.iter().find(|b| !b.is_ascii_whitespace()).is_none_or(|b| *b == b'<' || *b == 0xEF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks() {
        assert_eq!(unchunked(b"3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\n\r\n").as_deref(), Some(&b"abc0123456789"[..]));
        assert_eq!(unchunked(b"<html>"), None);
        assert_eq!(unchunked(b"ffffffffffffffff\r\nabc"), None);
    }
}

//! WARC.

use super::*;
use crate::pages::page;

pub fn record(kind: &str, block: &[u8], length: usize) -> Vec<u8> {
    let head = format!("WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://paper.example/{kind}\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {length}\r\n\r\n");
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat()
}

const HTML: &str = "200 OK\r\nContent-Type: text/html";

pub fn response(words: &str) -> Vec<u8> {
    let block = answer(HTML, format!("<html><p>{words}</p></html>").as_bytes());
    record("response", &block, block.len())
}

fn info() -> Vec<u8> {
    record("warcinfo", b"software: x\r\n", 13)
}

#[test]
fn pages_and_nothing_else() {
    let page = page("<meta property='article:published_time' content='2015-07-14'>");
    let block = answer(HTML, page.as_bytes());
    let image = answer("200 OK\r\nContent-Type: image/png", b"\x89PNG\r\n\r\nWARC/");
    let gone = answer("404 Not Found\r\nContent-Type: text/html", b"<p>Gone.");
    let request = b"GET / HTTP/1.1\r\n\r\n";
    let archive = [info(), record("request", request, request.len()), record("response", &block, block.len()), record("response", &image, image.len()), record("response", &gone, gone.len()), response("They met.")].concat();
    let documents = documents("a.warc", &archive);
    assert_eq!(documents.len(), 2);
    assert!(documents[0].text.starts_with("Paragraph 1."));
    assert_eq!((documents[0].published, documents[0].url.as_deref()), (Some(DAY), Some("https://paper.example/response")));
    assert_eq!((documents[0].id.as_str(), documents[1].id.as_str()), ("a.warc:3", "a.warc:6"));
    // No day is made up of when a page was fetched.
    assert_eq!((documents[1].text.as_str(), documents[1].published), ("They met.", None));
    let named = String::from_utf8(response("They met.")).unwrap().replace("WARC-Type", "WARC-Record-ID: <urn:uuid:1>\r\nWARC-Type");
    assert_eq!(one("b", named.as_bytes()).id, "urn:uuid:1");
}

#[test]
fn answers_in_parts_and_packed() {
    let html = b"<p>They met.</p>";
    let chunked = answer(&format!("{HTML}\r\nTransfer-Encoding: chunked"), b"9\r\n<p>They m\r\n7\r\net.</p>\r\n0\r\n\r\n");
    let unchunked = answer(&format!("{HTML}\r\nTransfer-Encoding: chunked"), html);
    let packed = answer(&format!("{HTML}\r\nContent-Encoding: gzip"), &gzip(html));
    let unpacked = answer(&format!("{HTML}\r\nContent-Encoding: br"), html);
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut &html[..], &mut brotli, &brotli::enc::BrotliEncoderParams::default()).unwrap();
    let brotli = answer(&format!("{HTML}\r\nContent-Encoding: br"), &brotli);
    let cyrillic = answer("200 OK\r\nContent-Type: text/html; charset=windows-1251", b"<p>\xCC\xE8\xED\xF1\xEA.</p>");
    let archive: Vec<u8> = [chunked, unchunked, packed, unpacked, brotli, cyrillic].iter().flat_map(|b| record("response", b, b.len())).collect();
    assert_eq!(said("a.warc", &archive), ["They met.", "They met.", "They met.", "They met.", "They met.", "Минск."]);
    let broken = answer(&format!("{HTML}\r\nContent-Encoding: gzip"), &gzip(html)[..20]);
    let told = said("a.warc", &[record("response", &broken, broken.len()), response("They spoke.")].concat());
    assert!(told[0].starts_with("! a.warc, record 1: the page is packed and cannot be unpacked ("), "{told:?}");
    assert_eq!(told[1], "They spoke.");
}

#[test]
fn broken_lengths_cost_one_record() {
    let block = answer(HTML, b"<p>They met.</p>");
    let short = record("response", &block, block.len() - 5);
    let long = record("response", &block, block.len() + 200);
    let much = record("response", &block, 9_000_000);
    let none = String::from_utf8(record("response", &block, 7)).unwrap().replace("Content-Length: 7", "Content-Length: many").into_bytes();
    let stated = |length: usize| format!("states {length} bytes, and does not end there");
    let cases = [(&short, stated(block.len() - 5)), (&long, stated(block.len() + 200)), (&much, "states 9000000 bytes, and ".to_owned()), (&none, "states no length".to_owned())];
    for (broken, what) in cases {
        let archive = [info(), response("Before."), broken.clone(), response("After."), response("Last.")].concat();
        let told = said("a.warc", &archive);
        assert_eq!([&told[0], &told[2], &told[3]], ["Before.", "After.", "Last."], "{told:?}");
        assert!(told[1].starts_with("! a.warc, record 3: the record "), "{told:?}");
        assert!(told[1].contains(&what), "{told:?}");
        // Each record packed by itself, as archives are.
        let packed: Vec<u8> = [info(), response("Before."), broken.clone(), response("After.")].iter().flat_map(|r| gzip(r)).collect();
        let told = said("a.warc.gz", &packed);
        assert_eq!([told[0].as_str(), told[2].as_str()], ["Before.", "After."], "{told:?}");
    }
    let told = said("a.warc", &[b"rubbish\r\n".to_vec(), response("They met.")].concat());
    assert_eq!(told, ["! a.warc, record 1: no record begins where one should; the rest is read; fetch the archive again if this page matters", "They met."]);
}

#[test]
fn broken_gzip_costs_one_record() {
    let members: Vec<Vec<u8>> = ["One.", "Two.", "Three."].iter().map(|w| gzip(&response(w))).collect();
    let mut broken = members[1].clone();
    broken[30] ^= 0xFF;
    let told = said("a.warc.gz", &[members[0].clone(), broken, members[2].clone()].concat());
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!((told[0].as_str(), told[2].as_str()), ("One.", "Three."));
    assert!(told[1].starts_with("! a.warc.gz, record 2: the packed data is broken ("), "{told:?}");
    let whole = members.concat();
    let told = said("a.warc.gz", &whole[..whole.len() - 40]);
    assert_eq!(told, ["One.", "Two.", "! a.warc.gz, record 3: the packed data ends too early; copy or pack the file again"]);
}

#[test]
fn empty_archives() {
    assert_eq!(said("a.warc", b""), [""; 0]);
    assert_eq!(said("a.warc.gz", &gzip(b"")), [""; 0]);
    assert_eq!(said("a.warc", &info()), [""; 0]);
}

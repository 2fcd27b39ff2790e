//! What reads, in which order, and what is said of what does not: in come files in an empty folder.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use proptest::prelude::*;
use read::{Read, ReadError, ReadOptions, open};
use schema::Date;
use std::fs;
use std::path::Path;

fn all(path: &Path) -> Vec<Result<Read, ReadError>> {
    open([path], &ReadOptions::default()).collect()
}

/// The one document of a file with these bytes.
fn one(name: &str, bytes: &[u8]) -> Result<Read, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let mut all = all(&path);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn text(name: &str, bytes: &[u8]) -> (String, usize) {
    let read = one(name, bytes).unwrap();
    (read.document.text, read.problems.len())
}

/// What is said, without the folder's name.
fn said(name: &str, bytes: &[u8]) -> String {
    let message = one(name, bytes).unwrap_err().to_string();
    message[message.find(name).unwrap()..].to_owned()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn text_stays_as_it_is() {
    assert_eq!(text("a.txt", b"One.\r\n\r\n  Two.\t\n"), ("One.\r\n\r\n  Two.\t\n".to_owned(), 0));
    assert_eq!(text("a.txt", b""), (String::new(), 0));
    assert_eq!(text("report", "Élysée".as_bytes()), ("Élysée".to_owned(), 0));
}

#[test]
fn encodings() {
    assert_eq!(text("a.txt", "\u{FEFF}Élysée".as_bytes()), ("Élysée".to_owned(), 0));
    assert_eq!(text("a.txt", &utf16("Élysée\r\n🕊")), ("Élysée\r\n🕊".to_owned(), 0));
    assert_eq!(text("a.txt", b"\xFE\xFF\x00A\x00b"), ("Ab".to_owned(), 0));
    // Windows-1252 is told of, and so are bytes that are nothing.
    assert_eq!(text("a.txt", b"\xC9lys\xE9e \x93talks\x94"), ("Élysée “talks”".to_owned(), 1));
    assert_eq!(text("a.txt", b"\xFF\xFEA\x00\x00\xD8B\x00"), ("A\u{FFFD}B".to_owned(), 1));
    assert_eq!(text("a.jsonl", &utf16("\n{\"text\": \"Élysée\"}\n")), ("Élysée".to_owned(), 0));
    assert_eq!(text("a.jsonl", b"\xEF\xBB\xBF{\"text\": \"a\"}"), ("a".to_owned(), 0));
    assert_eq!(text("a.jsonl", b"{\"text\": \"\xC9lys\xE9e\"}"), ("Élysée".to_owned(), 1));
    assert_eq!(said("a.txt", b"PK\0\0"), "a.txt: this is no text (it holds zero bytes); turn it into plain text in UTF-8 first");
}

#[test]
fn fields_of_a_line() {
    let line = br#"{"id": 12, "title": "T", "published": "2015-07-14T10:00:00Z", "publisher": "P", "url": "u", "text": "x\r\ny", "lang": ["en"]}"#;
    let document = one("a.jsonl", line).unwrap().document;
    assert_eq!((document.id.as_str(), document.text.as_str()), ("12", "x\r\ny"));
    assert_eq!((document.title.as_deref(), document.publisher.as_deref(), document.url.as_deref()), (Some("T"), Some("P"), Some("u")));
    assert_eq!(document.published, Some(Date::constant(2015, 7, 14)));
    for (line, published) in [
        (r#"{"date": "2015-07-14", "text": ""}"#, true),
        (r#"{"date": 20150714, "text": ""}"#, true),
        (r#"{"published": "", "date": "Tue, 14 Jul 2015 09:30:00 GMT", "text": ""}"#, true),
        (r#"{"published": "2015-07-14", "date": "of old", "text": ""}"#, true),
        (r#"{"published": null, "text": ""}"#, false),
    ] {
        let document = one("a.ndjson", line.as_bytes()).unwrap().document;
        assert_eq!(document.published, published.then(|| Date::constant(2015, 7, 14)), "{line}");
        assert!(document.id.ends_with("a.ndjson:1"));
    }
}

#[test]
fn errors_say_what_where_and_what_to_do() {
    let whole = "each line must hold one whole JSON object";
    assert_eq!(said("a.jsonl", b"\n\n{\"text\": \"x\""), format!("a.jsonl:3:12: EOF while parsing an object; {whole}"));
    assert_eq!(said("a.jsonl", b"text"), format!("a.jsonl:1:2: expected ident; {whole}"));
    let text = "each line needs a text; name its field with --text-column where it is not `text`";
    assert_eq!(said("a.jsonl", br#"{"id": "x"}"#), format!("a.jsonl:1: no field for the text (there are: id); {text}"));
    assert_eq!(said("a.jsonl", br#"{"text": 3}"#), format!("a.jsonl:1: the text is no string; {text}"));
    assert_eq!(said("a.jsonl", br#"{"date": "14/07/2015", "text": ""}"#), "a.jsonl:1: `14/07/2015` is no date; write dates as 2015-07-14, or leave them out");
    assert_eq!(said("a.jsonl", br#"{"id": [], "text": ""}"#), "a.jsonl:1: the id is neither words nor a number; give each report a plain id, or none");
    let folder = tempfile::tempdir().unwrap();
    let nothing = all(folder.path()).remove(0).unwrap_err().to_string();
    assert!(nothing.ends_with("nothing to read in this folder; it should hold files that end in .txt, .jsonl, .csv, .tsv, .html, .rss, .xml, .warc or .parquet, packed or not"));
    let absent = all(&folder.path().join("absent.txt")).remove(0).unwrap_err().to_string();
    assert!(absent.ends_with("absent.txt: no such file or folder; check the path"));
}

#[test]
fn folders_in_a_stable_order_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("b")).unwrap();
    fs::create_dir(at("empty")).unwrap();
    for (name, text) in [("c.txt", "c"), ("b/2.txt", "b2"), ("b/10.txt", "b10"), ("a.txt", "a"), ("notes.md", "no"), (".hidden.txt", "no")] {
        fs::write(at(name), text).unwrap();
    }
    fs::write(at("b/3.jsonl"), "{\"text\": \"l1\"}\nbroken\n\n{\"text\": \"l4\"}\n").unwrap();
    let read: Vec<String> = all(folder.path()).into_iter().map(|r| r.map_or_else(|_| "!".to_owned(), |r| r.document.text)).collect();
    assert_eq!(read, ["a", "b10", "b2", "l1", "!", "l4", "c"]);
    let given = [at("c.txt"), at("absent"), at("notes.md")];
    let read: Vec<bool> = open(given, &ReadOptions::default()).map(|r| r.is_ok()).collect();
    assert_eq!(read, [true, false, true]);
}

#[cfg(unix)]
#[test]
fn links_lead_in_no_circle() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "a").unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("a.txt"), folder.path().join("b.txt")).unwrap();
    assert_eq!(all(folder.path()).len(), 2);
}

#[test]
fn the_stated_day_fills_gaps_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    fs::write(&path, "{\"date\": \"1999-01-02\", \"text\": \"\"}\n{\"text\": \"\"}").unwrap();
    let options = ReadOptions { published: Some(Date::constant(2024, 2, 5)), ..ReadOptions::default() };
    let days: Vec<_> = open([path], &options).map(|r| r.unwrap().document.published.unwrap().to_string()).collect();
    assert_eq!(days, ["1999-01-02", "2024-02-05"]);
}

proptest! {
    #[test]
    fn any_text_comes_back(text in "[^\u{0}\u{FEFF}]{0,200}") {
        prop_assert_eq!(one("a.txt", text.as_bytes()).unwrap().document.text, text.clone());
        prop_assert_eq!(one("a.txt", &utf16(&text)).unwrap().document.text, text.clone());
        let line = serde_json::json!({ "text": text }).to_string();
        prop_assert_eq!(one("a.jsonl", line.as_bytes()).unwrap().document.text, text);
    }

    #[test]
    fn no_bytes_are_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for name in ["a.txt", "a.jsonl"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(name);
            fs::write(&path, &bytes).unwrap();
            for read in all(&path).into_iter().flatten() {
                for problem in read.problems {
                    prop_assert!(read.document.text.get(problem.span.start..problem.span.end).is_some());
                }
            }
        }
    }

    #[test]
    fn dates_round_trip(year in 1000i16..3000, month in 1i8..=12, day in 1i8..=28, words in "\\PC{0,12}") {
        let date = Date::constant(year, month, day);
        prop_assert_eq!(read::day(&date.to_string()), Some(date));
        prop_assert_eq!(read::day(&date.to_string().replace('-', "")), Some(date));
        let _ = read::day(&words);
    }
}

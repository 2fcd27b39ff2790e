//! Folders, patterns, names that say nothing, and kinds that are said.

use super::*;
use std::path::PathBuf;

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn texts(paths: Vec<PathBuf>, options: &ReadOptions) -> Vec<String> {
    open(paths, options).map(|r| r.map_or_else(|e| format!("! {e}"), |r| r.document.text)).collect()
}

#[test]
fn patterns() {
    let folder = folder(&[("a/1.txt", b"1"), ("a/2.txt", b"2"), ("a/b/3.txt", b"3"), ("a/n.md", b"n"), ("a/.h.txt", b"h"), ("a/[x].txt", b"x")]);
    let of = |pattern: &str| texts(vec![folder.path().join(pattern)], &ReadOptions::default());
    assert_eq!(of("a/*.txt"), ["1", "2", "x"]);
    assert_eq!(of("a/?.txt"), ["1", "2"]);
    assert_eq!(of("**/*.txt"), ["1", "2", "x", "3"]);
    assert_eq!(of("**"), ["1", "2", "x", "3", "n"]);
    assert_eq!(of("*"), ["1", "2", "x", "3"]);
    // A file of that very name comes first.
    assert_eq!(of("a/[x].txt"), ["x"]);
    assert!(of("a/*.csv")[0].ends_with("/a/*.csv: no file matches; check the path"));
    assert!(of("a/[.txt")[0].contains("no pattern of paths ("));
}

#[test]
fn folders_hold_all_kinds() {
    let folder = folder(&[("1.txt", b"1"), ("2.csv", b"text\n2\n"), ("3.html", b"<p>3"), ("4.xml", b"<Sentences><Sentence><Text>4</Text></Sentence></Sentences>"), ("5.jsonl.gz", &gzip(b"{\"text\": \"5\"}")), ("6.md", b"6"), ("7.json", b"[]")]);
    assert_eq!(texts(vec![folder.path().to_owned()], &ReadOptions::default()), ["1", "2", "3", "4", "5"]);
    let all = texts(vec![folder.path().to_owned()], &as_kind(Kind::Text));
    assert_eq!((all.len(), all[1].as_str(), all[5].as_str()), (7, "text\n2\n", "6"));
}

#[test]
fn names_and_beginnings_that_are_refused() {
    assert_eq!(said("a.pdf", b"%PDF-1.4"), ["! a.pdf: files of kind .pdf are not read; turn it into plain text or JSON lines first"]);
    assert_eq!(said("a", b"%PDF-1.4"), ["! a: this is a PDF, which is not read; turn it into plain text or JSON lines first"]);
    assert_eq!(said("a", b"PK\x03\x04 and more"), ["! a: this is a zip file, or a document that is one, which is not read; turn it into plain text or JSON lines first"]);
    assert_eq!(Kind::NAMES, ["text", "jsonl", "csv", "tsv", "html", "feed", "warc", "parquet", "petrarch"]);
    assert!(Kind::NAMES.iter().all(|name| name.parse::<Kind>().unwrap().to_string() == *name));
}

//! What `code` reads, through the binary: in come files of several kinds, out come their events.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const ARREST: &str = "Police arrested two journalists in Minsk on Monday.";

fn code(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_demarche")).args(["code", "--rules-only", "--format", "jsonl"]).args(args).current_dir(folder).output().unwrap()
}

fn dated(output: &Output) -> Vec<(String, Option<String>)> {
    let records = String::from_utf8(output.stdout.clone()).unwrap();
    let records = records.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["document"].clone());
    records.map(|d| (d["id"].as_str().unwrap().to_owned(), d["published"].as_str().map(str::to_owned))).collect()
}

#[test]
fn several_kinds_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, words: &str| fs::write(folder.path().join(name), words).unwrap();
    write("a.csv", &format!("id,date,text\nc1,2015-07-14,{ARREST}\n"));
    write("b.html", &format!("<meta name=date content=2015-07-14><p>{ARREST}</p>"));
    write("c.xml", &format!("<Sentences><Sentence date='20150714' id='p1'><Text>{ARREST}</Text></Sentence></Sentences>"));
    let day = Some("2015-07-14".to_owned());
    let all = dated(&code(folder.path(), &["*"]));
    assert_eq!(all, [("c1".to_owned(), day.clone()), ("b.html".to_owned(), day.clone()), ("p1".to_owned(), day)]);
}

#[test]
fn columns_and_kinds_that_are_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.dat"), format!("nr;day;head;story\nx1;2015-07-14;T;{ARREST}\n")).unwrap();
    let told = code(folder.path(), &["--input", "csv", "a.dat"]);
    assert_eq!(told.status.code(), Some(1));
    let talk = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(talk.contains("error: a.dat:1: no column for the text (there are: nr, day, head, story); name the column of the text with --text-column"), "{talk}");
    let named = ["--text-column", "story", "--id-column", "nr", "--date-column", "day", "--title-column", "head", "--input", "csv", "a.dat"];
    let output = code(folder.path(), &named);
    assert_eq!(dated(&output), [("x1".to_owned(), Some("2015-07-14".to_owned()))], "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(code(folder.path(), &["--input", "pdf", "a.dat"]).status.code(), Some(2));
}

//! The binary itself, in an empty folder: in come arguments and files, out come bytes, talk and a status.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn demarche(folder: &Path, args: &[&str], input: Option<&[u8]>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.args(args).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The binary may end before it has read all: no fault of the test.
    let _ = child.stdin.take().unwrap().write_all(input.unwrap_or_default());
    child.wait_with_output().unwrap()
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn talk(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn records(output: &Output) -> Vec<Value> {
    out(output).lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

const ARREST: &str = "Police arrested two journalists in Minsk on Monday.";

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let empty = folder(&[]);
    let examples = examples();
    for format in ["jsonl", "csv", "table"] {
        let run = |threads: &str| demarche(empty.path(), &["code", examples.to_str().unwrap(), "--format", format, "--threads", threads], None);
        let (one, two) = (run("1"), run("2"));
        assert_eq!(one.status.code(), Some(0), "{}", talk(&one));
        assert!(!one.stdout.is_empty());
        assert_eq!(one.stdout, two.stdout, "{format}");
    }
}

#[test]
fn records_point_to_their_words_and_say_why() {
    let examples = examples();
    let output = demarche(&examples, &["code", ".", "--format", "jsonl", "--quiet"], None);
    assert_eq!(talk(&output), "");
    let mut texts = std::collections::BTreeMap::new();
    for read in read::open([&examples], &read::ReadOptions::default()).map(Result::unwrap) {
        let id = read.document.id.replace(examples.to_str().unwrap(), ".");
        texts.insert(id, read.document.text.chars().collect::<Vec<_>>());
    }
    let records = records(&output);
    assert!(records.len() > texts.len());
    for record in &records {
        let text = &texts[record["document"]["id"].as_str().unwrap()];
        let words = |part: &Value| -> String { text[part["start"].as_u64().unwrap() as usize..part["end"].as_u64().unwrap() as usize].iter().collect() };
        let people = ["actors", "recipients"].iter().flat_map(|side| record[side].as_array().unwrap());
        let others = ["sentence", "trigger", "place", "attribution"].iter().map(|p| &record[p]).filter(|p| !p.is_null());
        for part in people.chain(others) {
            assert_eq!(words(part), part["text"].as_str().unwrap(), "{record}");
        }
        let evidence = &record["evidence"];
        assert!(!evidence["rule"].is_null() || !evidence["model"].is_null(), "{record}");
        assert!(record["trigger"]["end"].as_u64() > record["trigger"]["start"].as_u64());
    }
}

#[test]
fn standard_input_as_text_and_as_lines() {
    let empty = folder(&[]);
    let text = demarche(empty.path(), &["code", "-", "--published", "2026-03-04"], Some(ARREST.as_bytes()));
    let line = serde_json::json!({"id": "-", "published": "2026-03-04", "text": ARREST}).to_string();
    let lines = demarche(empty.path(), &["code", "-"], Some(line.as_bytes()));
    assert_eq!((text.status.code(), lines.status.code()), (Some(0), Some(0)));
    let records = records(&text);
    assert_eq!(records.len(), 1, "{}", out(&text));
    assert_eq!(records[0]["document"]["id"], "-");
    assert_eq!(records[0]["document"]["published"], "2026-03-04");
    assert_eq!(text.stdout, lines.stdout);
}

#[test]
fn weekdays_are_counted_from_the_stated_day() {
    let empty = folder(&[]);
    let output = demarche(empty.path(), &["code", "-", "--published", "2026-03-04"], Some(ARREST.as_bytes()));
    let date = &records(&output)[0]["date"];
    assert_eq!((date["start"].as_str(), date["basis"].as_str()), (Some("2026-03-02"), Some("relative")), "{date}");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_coded() {
    let line = serde_json::json!({"id": "x", "text": ARREST});
    let folder = folder(&[("a.txt", ARREST), ("b.jsonl", &format!("{line}\nnot json\n{line}\n"))]);
    let output = demarche(folder.path(), &["code", "absent.txt", "a.txt", "b.jsonl"], None);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(records(&output).len(), 3);
    let talk = talk(&output);
    assert!(talk.contains("error: absent.txt: no such file or folder; check the path\n"), "{talk}");
    assert!(talk.contains("error: b.jsonl:2:2: "), "{talk}");
    assert!(talk.ends_with("reports 3, event mentions 3, events 3, inputs not read 2\n"), "{talk}");
}

#[test]
fn odd_texts_are_noted_and_no_failure() {
    let german = "Die Regierung hat am Montag beschlossen, die Verhandlungen über das Abkommen fortzusetzen. ".repeat(5);
    let odd = "\u{0}\u{FFFD}]][[ ((( \r\n\r\n ’’’ 🕊🕊 ".repeat(50) + &"so ".repeat(3000);
    let lines: Vec<String> = ["", " \n\t", &german, &odd, ARREST].iter().map(|t| serde_json::json!({"text": t}).to_string()).collect();
    let folder = folder(&[("odd.jsonl", &lines.join("\n")), ("empty.txt", "")]);
    let output = demarche(folder.path(), &["code", "odd.jsonl", "empty.txt"], None);
    assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
    assert_eq!(records(&output).len(), 1);
    assert!(talk(&output).contains("note: odd.jsonl:3: the text seems to be in German"), "{}", talk(&output));
}

#[test]
fn a_file_gets_what_standard_output_would() {
    let folder = folder(&[("a.txt", ARREST)]);
    let plain = demarche(folder.path(), &["code", "a.txt"], None);
    let filed = demarche(folder.path(), &["code", "a.txt", "-o", "out.jsonl"], None);
    assert!(filed.stdout.is_empty());
    assert_eq!(fs::read(folder.path().join("out.jsonl")).unwrap(), plain.stdout);
    demarche(folder.path(), &["code", "a.txt", "-o", "out.csv"], None);
    let csv = fs::read_to_string(folder.path().join("out.csv")).unwrap();
    assert!(csv.starts_with("id,event,document,") && csv.lines().count() == 2, "{csv}");
    let nowhere = demarche(folder.path(), &["code", "a.txt", "-o", "no/folder/out.csv"], None);
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(talk(&nowhere).starts_with("error: cannot write no/folder/out.csv: "), "{}", talk(&nowhere));
}

#[test]
fn the_table_fits_80_columns_without_colours_where_there_is_no_terminal() {
    let output = demarche(&examples(), &["code", ".", "--format", "table"], None);
    let table = out(&output);
    assert!(!table.contains('\u{1b}'));
    for line in table.lines().filter(|l| !l.contains(" · ")) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn reasons_for_a_sentence_a_file_and_an_id() {
    let folder = folder(&[("a.txt", ARREST)]);
    let said = |args: &[&str]| {
        let output = demarche(folder.path(), args, None);
        assert_eq!(output.status.code(), Some(0), "{}", talk(&output));
        out(&output)
    };
    let words = said(&["explain", "--published", "2026-03-04", ARREST]);
    for part in ["  2 arrested", "mention   \"two journalists\" (nominal)", "[actor Police] [event:", "] [recipient two journalists", "├ rule ", "lexicon/en/acts/", "known by agent"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let all = said(&["explain", "a.txt"]);
    let id = &records(&demarche(folder.path(), &["code", "a.txt"], None))[0]["id"];
    assert_eq!(said(&["explain", "a.txt", "--id", id.as_str().unwrap()]), all);
    assert_eq!(said(&["explain", "a.txt", "--sentence", "0"]), all);
    assert_eq!(said(&["explain", "a.txt", "--sentence", "7"]), "");
    let unknown = demarche(folder.path(), &["explain", "a.txt", "--id", "nonsense"], None);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(talk(&unknown).starts_with("error: no event here has the id nonsense; "), "{}", talk(&unknown));
}

#[test]
fn actors_are_named_line_by_line_and_broken_lines_told() {
    let folder = folder(&[("p.jsonl", "{\"id\": 1, \"text\": \"the Turkish foreign minister\", \"date\": \"2015-07-14\"}\n{\"text\":\n{\"id\": \"c\", \"text\": \"rebels\", \"context\": \"TCD\"}\n")]);
    let output = demarche(folder.path(), &["actors", "p.jsonl"], None);
    assert_eq!(output.status.code(), Some(1));
    assert!(talk(&output).starts_with("error: p.jsonl:2:"), "{}", talk(&output));
    let got = records(&output);
    let codes = |r: &Value| (r["id"].clone(), r["country"].as_str().map(str::to_owned), r["sectors"][0].as_str().map(str::to_owned));
    assert_eq!(codes(&got[0]), (1.into(), Some("TUR".into()), Some("GOV".into())));
    assert_eq!(codes(&got[1]), ("c".into(), Some("TCD".into()), Some("REB".into())));
}

#[test]
fn problems_are_kept_where_they_are_wanted() {
    let folder = folder(&[("a.txt", "He condemned the attack on Ruritania."), ("b.jsonl", "no json\n"), ("c.txt", "")]);
    demarche(folder.path(), &["code", ".", "--problems", "p.jsonl", "-o", "out.jsonl"], None);
    let problems: Vec<Value> = fs::read_to_string(folder.path().join("p.jsonl")).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let kinds: Vec<&str> = problems.iter().map(|p| p["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"unread") && kinds.contains(&"empty") && kinds.contains(&"unresolved-reference"), "{problems:?}");
}

#[test]
fn trees_are_written_and_given_words_kept() {
    let folder = folder(&[("a.txt", ARREST)]);
    let trees = out(&demarche(folder.path(), &["parse", "a.txt"], None));
    assert!(trees.contains("2\tarrested\tarrest\tVERB\tVBD\t") && trees.contains("TokenRange=7:15") && trees.contains("NER=B-GPE"), "{trees}");
    fs::write(folder.path().join("given.conllu"), &trees).unwrap();
    let again = out(&demarche(folder.path(), &["parse", "given.conllu", "--input", "conllu"], None));
    let columns = |text: &str| text.lines().filter(|l| !l.starts_with('#')).map(|l| l.rsplit_once('\t').map_or("", |(head, _)| head).to_owned()).collect::<Vec<_>>();
    assert_eq!(columns(&again), columns(&trees));
}

const OWN_RULE: &str = r#"
about = "A word of one's own."
[[rule]]
id = "own.blicket"
event = "AID"
frame = "toward"
verbs = ["blicket"]
example = [{ text = "[actor Peru] [event blicketed] [recipient Chile]." }, { none = "It rained." }, { text = "[actor Peru] [event rained]." }]
"#;

#[test]
fn rules_of_ones_own_are_checked_and_used() {
    let folder = folder(&[("rules/acts/own.toml", OWN_RULE), ("corpus.txt", "none: It rained.\n[actor Peru] [event:AYD aided] [recipient Chile].\n")]);
    let checked = demarche(folder.path(), &["lexicon", "check", "rules", "--only", "own."], None);
    assert_eq!(checked.status.code(), Some(1));
    assert!(out(&checked).contains("own.blicket rules/acts/own.toml:8\n  Peru rained.\n  no AID at \"rained\""), "{}", out(&checked));
    assert!(out(&checked).ends_with("3 examples: 2 pass, 0 known not to, 1 fail\n"), "{}", out(&checked));
    let coded = demarche(folder.path(), &["code", "-", "--lexicon", "rules", "--rules-only"], Some(b"Peru blicketed Chile."));
    assert_eq!(records(&coded)[0]["type"], "AID");
    assert!(records(&coded)[0]["version"].as_str().unwrap().contains("own-lexicon"));
    let annotated = demarche(folder.path(), &["corpus", "check", "corpus.txt"], None);
    assert_eq!(annotated.status.code(), Some(1));
    assert!(talk(&annotated).contains("corpus.txt:2") && talk(&annotated).contains("did you mean `AID`"), "{}", talk(&annotated));
}

#[test]
fn wrong_usage_is_told_apart() {
    let folder = folder(&[("a.txt", ARREST)]);
    let wrong: [&[&str]; 6] =
        [&[], &["code"], &["no-such"], &["code", "a.txt", "--threads", "0"], &["code", "a.txt", "--published", "05/02/2024"], &["code", "a.txt", "--format", "xls"]];
    for args in wrong {
        let output = demarche(folder.path(), args, None);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty());
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn versions_and_schema() {
    let folder = folder(&[("a.txt", ARREST)]);
    let version = out(&demarche(folder.path(), &["version"], None));
    assert_eq!(out(&demarche(folder.path(), &["--version"], None)), version);
    let record = &records(&demarche(folder.path(), &["code", "a.txt"], None))[0];
    assert_eq!(version.trim_end(), format!("demarche {}", record["version"].as_str().unwrap()));
    let schema: Value = serde_json::from_str(&out(&demarche(folder.path(), &["schema"], None))).unwrap();
    let fields = schema["properties"].as_object().unwrap();
    assert!(record.as_object().unwrap().keys().eq(fields.keys()));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let folder = folder(&[]);
    let line = serde_json::json!({"text": ARREST}).to_string() + "\n";
    fs::write(folder.path().join("many.jsonl"), line.repeat(200)).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["code", "many.jsonl"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), talk(&output).as_str()), (Some(0), ""));
}

//! CSV, TSV and the fields of JSON lines.

use super::*;

const TABLE: &str = "id,title,date,source,url,body\r\n7,T,2015-07-14,P,u,\"They met,\r\nand spoke.\"\r\n8,,,,,\"He said \"\"no\"\".\"\r\n";

#[test]
fn columns_by_their_usual_names() {
    let documents = documents("a.csv", TABLE.as_bytes());
    let whole = Document {
        id: "7".to_owned(),
        text: "They met,\r\nand spoke.".to_owned(),
        title: Some("T".to_owned()),
        url: Some("u".to_owned()),
        publisher: Some("P".to_owned()),
        published: Some(DAY),
    };
    let bare = Document { id: "8".to_owned(), text: "He said \"no\".".to_owned(), ..Document::default() };
    assert_eq!(documents, [whole, bare]);
}

#[test]
fn other_separators_and_encodings() {
    assert_eq!(said("a.tsv", b"text\tdate\nThey met, twice.\t2015-07-14\n"), ["They met, twice."]);
    assert_eq!(said("a.csv", b"id;text\n1;They met, twice; \n"), ["! a.csv:2: a row of 3 cells, where the first row has 2; put quotes around cells that hold the separator, a line end or quotes, and double the quotes in them"]);
    assert_eq!(said("a.csv", b"id;text\n1;They met, twice.\n"), ["They met, twice."]);
    assert_eq!(said("a.csv", "\u{FEFF}Text|Id\nÉlysée|1\n".as_bytes()), ["Élysée"]);
    let utf16: Vec<u8> = "\u{FEFF}text\nÉlysée\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(said("a.csv", &utf16), ["Élysée"]);
    let cyrillic = encoding_rs::WINDOWS_1251.encode("id,text\n1,Министр прибыл в Минск и встретился с президентом.\n").0.into_owned();
    let read = read("a.csv", &cyrillic).remove(0).unwrap();
    assert_eq!(read.document.text, "Министр прибыл в Минск и встретился с президентом.");
    assert_eq!((read.problems.len(), read.problems[0].span.end), (1, read.document.text.len()));
}

#[test]
fn columns_by_other_names() {
    let table = b"nr,story,day\n1,They met.,2015-07-14\n";
    let missing = "! a.csv:1: no column for the text (there are: nr, story, day); name the column of the text with --text-column";
    assert_eq!(said("a.csv", table), [missing]);
    let named = Columns { text: Some("story".into()), id: Some("nr".into()), date: Some("day".into()), ..Columns::default() };
    let options = ReadOptions { columns: named, ..ReadOptions::default() };
    let document = read_with("a.csv", table, &options).remove(0).unwrap().document;
    assert_eq!((document.id.as_str(), document.text.as_str(), document.published), ("1", "They met.", Some(DAY)));
    let wrong = told("a.csv", read_with("a.csv", table, &columns("words")));
    assert_eq!(wrong, ["! a.csv:1: no column `words` (there are: nr, story, day); give a column that is there"]);
    let line = br#"{"nr": 1, "story": "They met.", "day": "20150714", "text": 3}"#;
    let document = read_with("a.jsonl", line, &options).remove(0).unwrap().document;
    assert_eq!((document.id.as_str(), document.text.as_str(), document.published), ("1", "They met.", Some(DAY)));
}

#[test]
fn bad_rows_are_named_and_the_rest_goes_on() {
    let table = b"id,date,text\n1,14/07/2015,a\n2,,b\n3\n4,2015/07/14,d\n";
    let told = said("a.csv", table);
    assert_eq!(told[0], "! a.csv:2: `14/07/2015` is no date; write dates as 2015-07-14, or leave them out");
    assert!(told[2].starts_with("! a.csv:4: a row of 1 cells, where the first row has 3; "), "{told:?}");
    assert_eq!([&told[1], &told[3]], ["b", "d"]);
}

#[test]
fn empty_tables() {
    let empty = "! a.csv: an empty table; its first line should name the columns, one of them `text`";
    assert_eq!(said("a.csv", b""), [empty]);
    assert_eq!(said("a.csv", b"\n\n"), [empty]);
    assert_eq!(said("a.csv", b"text\n"), [""; 0]);
    assert_eq!(said("a.csv", b"id,text\n1,\n"), [""]);
}

#[test]
fn rows_without_an_id_are_named_by_their_line() {
    // The library counts empty lines to the row behind them: 4, not 5.
    let ids: Vec<String> = documents("a.csv", b"text\n\"a\nb\"\n\nc\n").into_iter().map(|d| d.id).collect();
    assert_eq!(ids, ["a.csv:2", "a.csv:4"]);
}

#[test]
fn endless_lines_and_rows() {
    let mut line = vec![b'x'; (64 << 20) + 1];
    line.extend_from_slice(b"\n{\"text\": \"They met.\"}\n");
    assert_eq!(said("a.jsonl", &line), ["! a.jsonl:1: a line of more than 64 MiB; each line must hold one report", "They met."]);
    let mut rows = b"text\nThey met.\n\"".to_vec();
    rows.extend(std::iter::repeat_n(*b"x\n", 33 << 20).flatten());
    let told = said("a.csv", &rows);
    assert_eq!(told[0], "They met.");
    assert!(told[1].ends_with(": one report takes more than 64 MiB, and nothing after it is read; see whether a quote is left open"), "{}", told[1]);
    assert_eq!(told.len(), 2);
}

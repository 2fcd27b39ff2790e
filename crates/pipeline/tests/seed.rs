//! The report that the program grew from, row by row of what a careful analyst takes from it.
//!
//! The report is not ours to copy: it is read from `../shared/seed` beside the repository, and where that is absent the
//! tests say so and pass. `gold/seed-retelling.txt` tells the same in our own words and is always tested.

use libtest_mimic::{Arguments, Failed, Trial};
use pipeline::Resources;
use schema::{Document, Record, RecordActor};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Required rows (by their order among the required ones) that do not come out yet, and why.
const TODO: &[(usize, &str)] = &[];

/// Mentions that may stand beyond the rows.
const EXTRA: usize = 6;

#[derive(Clone, Deserialize)]
struct Row {
    sentence: String,
    #[serde(rename = "type")]
    event_type: String,
    mode: Option<String>,
    actors: Vec<Party>,
    recipients: Vec<Party>,
    date: Option<String>,
    required: bool,
    event: String,
}

#[derive(Clone, Deserialize)]
struct Party {
    country: Option<String>,
}

fn main() {
    let arguments = Arguments::from_args();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed");
    let (Ok(text), Ok(expected)) =
        (std::fs::read_to_string(folder.join("iran-iraq-visit.txt")), std::fs::read_to_string(folder.join("expected.jsonl")))
    else {
        eprintln!("skipped: {} is not here", folder.display());
        libtest_mimic::run(&arguments, Vec::new()).exit();
    };
    let rows: Vec<Row> = expected.lines().map(|l| serde_json::from_str(l).expect("a row of expected.jsonl")).collect();
    let resources = Resources::embedded().expect("the embedded data is read");
    let published = Some("2024-02-05".parse().expect("a day"));
    let document = Document { id: "seed".to_owned(), text, published, ..Document::default() };
    let (records, _) = pipeline::code_document(&resources, document);
    libtest_mimic::run(&arguments, trials(&rows, &records)).exit();
}

fn trials(rows: &[Row], records: &[Record]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for (n, row) in rows.iter().filter(|r| r.required).enumerate() {
        let found = records.iter().find(|r| fits(row, r)).cloned();
        let todo = TODO.iter().find(|t| t.0 == n).map(|t| t.1);
        let row = row.clone();
        trials.push(Trial::test(format!("row {n}: {} {} ({})", row.event_type, row.event, row.sentence), move || match (found, todo) {
            (Some(_), Some(why)) => Err(Failed::from(format!("comes out now; take its `todo` away ({why})"))),
            (None, None) => Err(Failed::from("does not come out")),
            (None, Some(_)) => Ok(()),
            (Some(record), None) if row.event_type == "ASSAULT" => day(&row, &record),
            (Some(_), None) => Ok(()),
        }));
    }
    let extra: Vec<String> = records
        .iter()
        .filter(|r| !rows.iter().any(|row| fits(row, r)))
        .map(|r| format!("{} \"{}\" in \"{}\"", r.event_type, r.trigger.text, r.sentence.text))
        .collect();
    trials.push(Trial::test("few mentions stand beyond the rows", move || match extra.len() {
        0..=EXTRA => Ok(()),
        n => Err(Failed::from(format!("{n} do:\n{}", extra.join("\n")))),
    }));
    trials
}

/// The strikes carry the days that the report gives them.
fn day(row: &Row, record: &Record) -> Result<(), Failed> {
    let got = record.date.as_ref().map(|d| d.start.clone());
    if got == row.date { Ok(()) } else { Err(Failed::from(format!("dated {got:?}, not {:?}", row.date))) }
}

/// The row's type in its sentence, its countries among the participants; in a mutual act the recipients among the actors.
fn fits(row: &Row, record: &Record) -> bool {
    let codes = |actors: &[RecordActor]| -> BTreeSet<String> { actors.iter().filter_map(|a| a.country.clone()).collect() };
    let wanted = |parties: &[Party]| -> BTreeSet<String> { parties.iter().filter_map(|p| p.country.clone()).collect() };
    let (actors, recipients) = (codes(&record.actors), codes(&record.recipients));
    let mutual = row.recipients.is_empty() && wanted(&row.actors).len() > 1;
    let all: BTreeSet<String> = actors.union(&recipients).cloned().collect();
    let kind = row.event_type == record.event_type && (row.mode.is_none() || row.event_type != "ASSAULT" || row.mode == record.mode);
    kind && in_sentence(row, record)
        && wanted(&row.actors).is_subset(if mutual { &all } else { &actors })
        && (wanted(&row.recipients).is_subset(&recipients) || row.event_type == "CONSULT" && wanted(&row.recipients).is_subset(&actors))
}

/// A row names its sentence by the first words; a dateline before them may be a part of its own.
fn in_sentence(row: &Row, record: &Record) -> bool {
    record.sentence.text.starts_with(&row.sentence) || LEADS.iter().any(|(lead, body)| row.sentence == *lead && record.sentence.text.starts_with(body))
}

/// Rows whose first words are the dateline, and how the sentence behind it begins.
const LEADS: &[(&str, &str)] = &[("IP (Baghdad)", "The Secretary of"), ("Iran Press/", "Secretary of")];

//! What holds for any text: in comes odd text, out come fewer results, never a failure; every span is a range of the text and
//! every event says why.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use pipeline::{Options, Outcome, Resources, code_document, code_stream};
use proptest::prelude::*;
use schema::{Document, Record};
use std::sync::OnceLock;

fn resources() -> &'static Resources {
    static RESOURCES: OnceLock<Resources> = OnceLock::new();
    RESOURCES.get_or_init(|| Resources::embedded().unwrap())
}

fn document(text: &str) -> Document {
    Document { id: "d".to_owned(), text: text.to_owned(), published: "2015-07-14".parse().ok(), ..Document::default() }
}

/// The words that a record points to are the words that it gives.
fn check(text: &str, record: &Record) {
    let points: Vec<char> = text.chars().collect();
    let cut = |start: usize, end: usize| points[start..end].iter().collect::<String>();
    assert_eq!(cut(record.sentence.start, record.sentence.end), record.sentence.text);
    assert_eq!(cut(record.trigger.start, record.trigger.end), record.trigger.text);
    for actor in record.actors.iter().chain(&record.recipients) {
        assert_eq!(cut(actor.start, actor.end), actor.text);
    }
    if let Some(date) = &record.date {
        assert!(date.start <= date.end, "{date:?}");
        assert_eq!(date.span.map(|(a, z)| cut(a, z)), date.text);
    }
    if let Some(place) = &record.place {
        assert_eq!(cut(place.start, place.end), place.text);
    }
    assert!(record.evidence.rule.is_some() || record.evidence.model.is_some());
    assert!(!record.evidence.why.is_empty());
    assert!((0.0..=1.0).contains(&record.confidence.overall));
}

/// Words that often meet in the news, with what often goes wrong between them.
const WORDS: &[&str] = &[
    "President", "Obiang", "met", "the", "rebels", "in", "Kigali", "on", "Monday", ".", ",", "said", "that", "troops", "killed", "at least", "12", "villagers", "’s", "“", "”", "U.S.", "and",
    "denied", "to", "attack", "\n", "\n\n", "—", "31 February", "2015-07-14", "AP", "(", ")", "he", "its", "agreed", "will", "visit", "not", "İstanbul", "\u{ad}", "\u{200f}", "🕊", "…", "by", "of", "sanctions", "lifted", "against", "PARIS", "–",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_is_coded_without_failure(text in "\\PC{0,120}|[\\s\\S]{0,80}") {
        let (records, _) = code_document(resources(), document(&text));
        records.iter().for_each(|r| check(&text, r));
    }

    #[test]
    fn any_order_of_words_of_the_news_is_coded_without_failure(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..60)) {
        let text = words.join(" ");
        let (records, _) = code_document(resources(), document(&text));
        records.iter().for_each(|r| check(&text, r));
    }
}

const REPORT: &str = "LUANDA, 3 May 2002 - Police arrested two journalists on Monday. Zambia condemned the arrests. Angola and Zambia will hold talks next week. Rebels denied that they had threatened to attack Huambo.";

#[test]
fn a_sentence_more_changes_no_earlier_event() {
    let (before, _) = code_document(resources(), document(REPORT));
    let (after, _) = code_document(resources(), document(&format!("{REPORT} It rained.")));
    let codes = |records: &[Record]| records.iter().map(|r| (r.trigger.start, r.event_type.clone(), r.mode.clone())).collect::<Vec<_>>();
    assert!(before.len() >= 3, "{before:?}");
    assert_eq!(codes(&before), codes(&after));
}

#[test]
fn a_week_later_every_relative_day_is_a_week_later() {
    let code = |day: &str| code_document(resources(), Document { published: day.parse().ok(), ..document("Soldiers shot three protesters in Harare on Friday.") }).0;
    let start = |day: &str| code(day)[0].date.clone().unwrap().start;
    assert_eq!((start("2008-04-14").as_str(), start("2008-04-21").as_str()), ("2008-04-11", "2008-04-18"));
}

#[test]
fn documents_come_out_in_order_on_any_number_of_threads() {
    let run = |threads: usize| {
        let documents = (0..40).map(|n| Ok::<_, String>(Document { id: n.to_string(), ..document(REPORT) }));
        let mut out = Vec::new();
        code_stream(resources(), documents, &Options { threads: Some(threads) }, &mut |outcome| {
            if let Outcome::Coded { id, records, .. } = outcome {
                out.push((id, records));
            }
            true
        });
        out
    };
    let one = run(1);
    assert_eq!(one.len(), 40);
    assert!(one.iter().enumerate().all(|(n, (id, records))| *id == n.to_string() && !records.is_empty()));
    assert_eq!(one, run(3));
}

/// A town in Tunisia bears the name too; the people of a continent are of no one country.
#[test]
fn a_continent_lends_no_country() {
    let country = |text: &str| code_document(resources(), document(text)).0[0].actors[0].country.clone();
    assert_eq!(country("Farmers in Africa met officials."), None);
    assert_eq!(country("Farmers in Chad met officials."), Some("TCD".to_owned()));
}

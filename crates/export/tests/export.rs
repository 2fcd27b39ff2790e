//! What people and programs see: in come three made-up records, out come the forms as snapshots.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use export::{Csv, Look, explain, json_schema, jsonl, table};
use schema::Record;
use serde_json::{Value, json};

/// A record from what matters in a test; the rest is absent.
fn record(sentence: &str, at: usize, fields: Value) -> Record {
    let find = |words: &str| {
        let byte = sentence.find(words).unwrap();
        let start = at + sentence[..byte].chars().count();
        (start, start + words.chars().count())
    };
    let actor = |a: &Value| {
        let (start, end) = find(a["text"].as_str().unwrap());
        json!({"text": a["text"], "start": start, "end": end, "name": a["name"], "entity": a["entity"], "country": a["country"],
            "sectors": a["sectors"], "title": a["title"], "via": a["via"]})
    };
    let side = |name: &str| fields[name].as_array().map(|list| list.iter().map(actor).collect::<Vec<_>>()).unwrap_or_default();
    let trigger = fields["trigger"].as_str().unwrap();
    let (start, end) = find(trigger);
    let place = fields["place"].as_str().map(|words| {
        let (start, end) = find(words);
        json!({"text": words, "start": start, "end": end, "name": words, "country": "CHE", "admin1": "Geneva", "lat": 46.2, "lon": 6.1,
            "geonames": 2660646, "grain": "city"})
    });
    let date = fields["date"].as_str().map(|words| {
        let (start, end) = find(words);
        json!({"start": "1988-04-14", "end": "1988-04-14", "grain": "day", "text": words, "span": [start, end], "basis": "relative"})
    });
    serde_json::from_value(json!({
        "id": fields["id"], "event": fields["event"],
        "document": {"id": "geneva.txt", "title": "Accords \"signed\", at last", "url": null, "publisher": null, "published": "1988-04-15",
            "date": {"start": "1988-04-15", "end": "1988-04-15", "basis": "stated", "why": "the input says so"}, "contexts": []},
        "sentence": {"index": fields["sentence"], "start": at, "end": at + sentence.chars().count(), "text": sentence, "part": "body"},
        "trigger": {"text": trigger, "start": start, "end": end},
        "type": fields["type"], "mode": fields["mode"], "cameo": "057", "quad": fields["quad"], "score": 5.0, "goldstein": 8.0,
        "contexts": ["diplomatic"], "actors": side("actors"), "recipients": side("recipients"), "date": date, "place": place,
        "problems": fields["problem"].as_str().map(|why| json!({"kind": "unresolved-reference", "start": at, "end": at, "why": why})).into_iter().collect::<Vec<_>>(),
        "status": fields["status"], "attribution": null,
        "counts": {"dead": null, "injured": null, "arrested": null, "size": {"low": 20, "high": null}},
        "confidence": {"type": 0.5, "actor": null, "recipient": null, "date": null, "place": null, "overall": 0.625},
        "evidence": {"rule": "en.sign", "operators": ["en.agree-to"], "model": null, "why": "sign + accord"}, "version": "0 test"
    }))
    .unwrap()
}

fn records() -> Vec<Record> {
    let signed = "Élysée officials watched as Pakistan’s Foreign Minister Zain Noorani and Afghanistan signed accords in Geneva on Thursday.";
    let actors = json!([
        {"text": "Pakistan’s Foreign Minister Zain Noorani", "name": "Zain Noorani", "entity": "pak.noorani", "country": "PAK", "sectors": ["GOV"], "title": "Foreign Minister", "via": "office"},
        {"text": "Afghanistan", "name": "Afghanistan", "entity": "afg", "country": "SUN", "sectors": ["MIL"], "title": null, "via": "name"},
        {"text": "Afghanistan", "name": "Afghanistan", "entity": "afg", "country": "AFG", "sectors": [], "title": null, "via": "name"},
    ]);
    let again = "They will sign a second one; guerrillas [sic] were not asked.";
    let they = json!([{"text": "They", "name": null, "entity": null, "country": null, "sectors": [], "title": null, "via": null}]);
    let rebels = json!([{"text": "guerrillas", "name": "guerrillas; others", "entity": null, "country": "AFG", "sectors": ["REB", "MIL"], "title": null, "via": "agent"}]);
    vec![
        record(signed, 0, json!({"id": "m1", "event": "em1", "sentence": 0, "trigger": "signed", "type": "T-ONE", "mode": "sub", "quad": 2, "status": "happened",
            "actors": actors, "place": "Geneva", "date": "Thursday"})),
        record(signed, 0, json!({"id": "m2", "event": "em1", "sentence": 0, "trigger": "accords", "type": "T-ONE", "mode": "sub", "quad": 2, "status": "happened", "actors": actors})),
        record(again, 200, json!({"id": "m3", "event": "em3", "sentence": 4, "trigger": "sign", "type": "T-TWO", "mode": null, "quad": 3, "status": "planned",
            "actors": they, "recipients": rebels, "problem": "nobody is named before"})),
    ]
}

#[test]
fn table_at_80_columns() {
    let shown = table(&records(), Look::default());
    assert!(shown.lines().all(|l| l.chars().count() <= 80), "{shown}");
    insta::assert_snapshot!(shown);
}

#[test]
fn table_at_130_columns() {
    insta::assert_snapshot!(table(&records(), Look { width: 130, colour: false }));
}

#[test]
fn colours_change_no_word() {
    let coloured = table(&records(), Look { width: 80, colour: true });
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    let mut escape = false;
    for c in coloured.chars() {
        match (escape, c) {
            (false, '\u{1b}') => escape = true,
            (false, c) => plain.push(c),
            (true, 'm') => escape = false,
            (true, _) => {}
        }
    }
    let words = |s: &str| s.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&plain), words(&table(&records(), Look::default())));
}

#[test]
fn no_records_no_table() {
    assert_eq!(table(&[], Look::default()), "");
}

#[test]
fn reasons() {
    let place = |id: &str| (id == "en.sign").then(|| "lexicon/en/acts/sign.toml:7".to_owned());
    let all: Vec<String> = records().iter().map(|r| explain(r, &place, Look::default())).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn the_marked_sentence_reads_as_the_sentence() {
    for record in records() {
        let shown = explain(&record, &|_| None, Look::default());
        let marked = lexicon::markup::parse(shown.lines().nth(1).unwrap().trim()).unwrap();
        assert_eq!(marked.text, record.sentence.text);
        assert!(marked.marks.iter().any(|m| m.labels.iter().any(|l| l.role == schema::Role::Event)));
    }
}

#[test]
fn csv_rows() {
    let mut out = Vec::new();
    Csv::new(&mut out).unwrap().write(&records()).unwrap();
    let text = String::from_utf8(out).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), export::COLUMNS);
    assert_eq!(reader.records().map(|r| r.unwrap().len()).collect::<Vec<_>>(), [50, 50, 50]);
    insta::assert_snapshot!(text);
}

#[test]
fn json_lines_round_trip_and_obey_their_schema() {
    let mut out = Vec::new();
    jsonl(&mut out, &records()).unwrap();
    let lines = String::from_utf8(out).unwrap();
    let back: Vec<Record> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(back, records());
    let schema: Value = serde_json::from_str(&json_schema()).unwrap();
    let named = schema["properties"].as_object().unwrap();
    let line: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(line.as_object().unwrap().keys().collect::<Vec<_>>(), named.keys().collect::<Vec<_>>());
    insta::assert_snapshot!(json_schema());
}

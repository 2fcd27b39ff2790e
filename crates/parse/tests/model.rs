//! Comes in: the embedded model. Goes out: whether it computes the same on every path and in every batch, and what
//! the reference in PyTorch computes (`tests/data/reference.json`, written by `training/export.py --reference` and
//! `training/fixture.py`).
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use parse::{Analysis, Model, Path};
use serde_json::Value;

const REFERENCE: &str = include_str!("data/reference.json");

fn model() -> Model {
    Model::from_bytes(include_bytes!("../../../models/en/model.safetensors"), include_str!("../../../models/en/vocab.txt")).unwrap()
}

fn strings<'a>(record: &'a Value, key: &str) -> Vec<&'a str> {
    record[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect()
}

fn numbers(record: &Value, key: &str) -> Vec<usize> {
    record[key].as_array().unwrap().iter().map(|v| v.as_u64().unwrap() as usize).collect()
}

#[test]
fn every_path_and_batch_gives_the_same_analysis() {
    let records: Vec<Value> = serde_json::from_str(REFERENCE).unwrap();
    let sentences: Vec<Vec<&str>> = records.iter().map(|r| strings(r, "words")).collect();
    let mut wanted: Option<Vec<Analysis<'_>>> = None;
    let models: Vec<Model> = Path::available().into_iter().map(|path| model().on(path)).collect();
    for model in &models {
        let together = model.analyse(&sentences);
        let alone: Vec<Analysis<'_>> = sentences.iter().flat_map(|s| model.analyse(std::slice::from_ref(s))).collect();
        assert_eq!(together, alone, "{}", model.path().name());
        assert_eq!(wanted.get_or_insert_with(|| together.clone()), &together, "{}", model.path().name());
    }
}

#[test]
fn the_model_computes_what_the_reference_computes() {
    let records: Vec<Value> = serde_json::from_str(REFERENCE).unwrap();
    let model = model();
    let (mut same, mut labels, mut other) = (0, 0, Vec::new());
    for record in &records {
        let words = strings(record, "words");
        let vectors = model.vectors(&words);
        let mut worst: f64 = 0.0;
        for (got, wanted) in vectors.iter().zip(record["vectors"].as_array().unwrap()) {
            for (got, wanted) in got.iter().zip(wanted.as_array().unwrap()) {
                worst = worst.max((f64::from(*got) - wanted.as_f64().unwrap()).abs());
            }
        }
        assert!(worst < 0.2, "{words:?}: a value is {worst} off");
        same += usize::from(worst < 0.001);
        let analysis = &model.analyse(std::slice::from_ref(&words))[0];
        let feats = |f: &str| if f.is_empty() { "_".to_owned() } else { f.to_owned() };
        for (i, word) in analysis.words.iter().enumerate() {
            let got = [word.upos.to_string(), word.xpos.to_owned(), feats(word.feats), word.head.map_or(0, |h| h + 1).to_string()];
            let wanted = [strings(record, "upos")[i], strings(record, "xpos")[i], strings(record, "feats")[i]];
            let head = numbers(record, "mst")[i].to_string();
            let wanted = wanted.into_iter().chain([head.as_str()]);
            for (got, wanted) in got.iter().zip(wanted) {
                labels += 1;
                if got != wanted {
                    other.push(format!("{}: {got}, wanted {wanted}", words[i]));
                }
            }
        }
        let mut tags = vec!["O".to_owned(); words.len()];
        for e in &analysis.entities {
            (e.first..=e.last).for_each(|i| tags[i] = format!("{}-{}", if i == e.first { 'B' } else { 'I' }, e.kind));
        }
        labels += tags.len();
        other.extend(tags.iter().zip(strings(record, "ner_decoded")).filter(|(a, b)| *a != b).map(|(a, b)| format!("{a}, wanted {b}")));
    }
    // Float sums run in another order there, so a value on the edge between two bytes may fall to the other side, and
    // what follows from it differs a little. Where none does, nothing differs.
    assert!(same * 2 >= records.len(), "only {same} of {} sentences agree", records.len());
    assert!(other.len() * 200 <= labels, "{} of {labels} labels differ: {other:?}", other.len());
}

#[test]
fn odd_sentences_are_read() {
    let model = model();
    let long = vec!["word"; 3000];
    let sentences = vec![vec![], vec![""], vec!["\u{0}", "\u{200b}", "😀", "ﷺ"], long, vec!["a"; 1]];
    let found = model.analyse(&sentences);
    for (sentence, analysis) in sentences.iter().zip(&found) {
        assert_eq!(sentence.len(), analysis.words.len());
        assert_eq!(analysis.words.iter().filter(|w| w.head.is_none()).count(), usize::from(!sentence.is_empty()));
        assert!(analysis.words.iter().all(|w| !w.lemma.is_empty() && w.head.is_none_or(|h| h < sentence.len())));
    }
}

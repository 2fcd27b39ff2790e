//! The public record: in comes a coded document, out go [`Record`]s with code points instead of bytes and ids from content.

use crate::{Coded, Resources};
use schema::{
    Actor, Basis, CodePoints, DateValue, EventMention, Problem, Record, RecordActor, RecordAttribution, RecordDate, RecordDocument,
    RecordDocumentDate, RecordPlace, RecordProblem, RecordSentence, RecordTrigger, Span,
};
use std::collections::BTreeMap;

/// One record an event mention, in text order.
pub(crate) fn records(resources: &Resources, coded: &Coded) -> Vec<Record> {
    let writer = Writer { text: &coded.parsed.document.text, points: CodePoints::new(&coded.parsed.document.text) };
    let document = document(resources, coded);
    let mut records: Vec<Record> = coded.events.iter().map(|e| record(resources, coded, &writer, &document, e)).collect();
    // The first mention of an event names it.
    let mut first: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for (n, event) in coded.events.iter().enumerate() {
        let first = *first.entry(event.event).or_insert(n);
        records[n].event = format!("e{}", records[first].id);
    }
    records
}

/// Problems of the document that belong to no event.
pub(crate) fn problems(coded: &Coded) -> Vec<RecordProblem> {
    let text = &coded.parsed.document.text;
    let writer = Writer { text, points: CodePoints::new(text) };
    coded.parsed.problems.iter().map(|p| writer.problem(p)).collect()
}

struct Writer<'a> {
    text: &'a str,
    points: CodePoints<'a>,
}

impl Writer<'_> {
    fn words(&self, span: Span) -> (String, usize, usize) {
        (span.of(self.text).to_owned(), self.points.at(span.start), self.points.at(span.end))
    }

    fn actor(&self, actor: &Actor) -> RecordActor {
        let (text, start, end) = self.words(actor.span);
        RecordActor {
            text,
            start,
            end,
            name: actor.name.clone(),
            entity: actor.entity.clone(),
            country: actor.country.clone(),
            sectors: actor.sectors.clone(),
            title: actor.title.clone(),
            via: actor.via,
        }
    }

    fn problem(&self, problem: &Problem) -> RecordProblem {
        let (_, start, end) = self.words(problem.span);
        RecordProblem { kind: problem.kind, start, end, why: problem.why.clone() }
    }
}

fn document(resources: &Resources, coded: &Coded) -> RecordDocument {
    let document = &coded.parsed.document;
    let date = coded.resolved.document_date.map(|d: DateValue| RecordDocumentDate {
        start: d.start.to_string(),
        end: d.end.to_string(),
        basis: d.basis,
        why: coded.resolved.document_date_why.clone(),
    });
    RecordDocument {
        id: document.id.clone(),
        title: document.title.clone(),
        url: document.url.clone(),
        publisher: document.publisher.clone(),
        published: document.published.map(|d| d.to_string()),
        date,
        contexts: contexts(resources, coded),
    }
}

/// What the document is about: contexts that two of its sentences or more suggest, most often suggested first.
fn contexts(resources: &Resources, coded: &Coded) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for sentence in &coded.parsed.sentences {
        let tokens: Vec<(&str, &str)> = sentence.tokens.iter().map(|t| (t.lemma.as_str(), t.form.as_str())).collect();
        let mut here: Vec<&str> = resources.lexicon.contexts.of(&tokens).into_iter().map(|(_, c)| c).collect();
        here.sort_unstable();
        here.dedup();
        for context in here {
            *counts.entry(context).or_default() += 1;
        }
    }
    let mut often: Vec<(&str, usize)> = counts.into_iter().filter(|&(_, n)| n >= 2).collect();
    often.sort_by_key(|&(context, n)| (std::cmp::Reverse(n), context));
    often.into_iter().map(|(c, _)| c.to_owned()).collect()
}

fn record(resources: &Resources, coded: &Coded, writer: &Writer<'_>, document: &RecordDocument, event: &EventMention) -> Record {
    let ontology = &resources.lexicon.ontology;
    let sentence = &coded.parsed.sentences[event.sentence];
    let (text, start, end) = writer.words(sentence.span);
    let sentence = RecordSentence { index: event.sentence, start, end, text, part: sentence.part };
    let (text, start, end) = writer.words(event.trigger);
    let mut record = Record {
        id: String::new(),
        event: String::new(),
        document: document.clone(),
        sentence,
        trigger: RecordTrigger { start, end, text },
        event_type: event.event_type.clone(),
        mode: event.mode.clone(),
        cameo: event.cameo.clone(),
        quad: ontology.quad(&event.event_type),
        score: ontology.score(&event.event_type, event.mode.as_deref()),
        goldstein: event.cameo.as_deref().and_then(|c| ontology.goldstein(c)),
        contexts: event.contexts.clone(),
        actors: event.actors.iter().map(|a| writer.actor(a)).collect(),
        recipients: event.recipients.iter().map(|a| writer.actor(a)).collect(),
        date: event.date.map(|date| {
            let words = event.date_span.map(|s| writer.words(s));
            RecordDate {
                start: date.start.to_string(),
                end: date.end.to_string(),
                grain: date.grain,
                text: words.as_ref().map(|w| w.0.clone()),
                span: words.map(|w| (w.1, w.2)),
                basis: date.basis,
            }
        }),
        place: event.place.as_ref().map(|place| {
            let (text, start, end) = writer.words(place.span);
            RecordPlace {
                text,
                start,
                end,
                name: place.name.clone(),
                country: place.country.clone(),
                admin1: place.admin1.clone(),
                lat: place.lat,
                lon: place.lon,
                geonames: place.geonames,
                grain: place.grain,
            }
        }),
        problems: event.problems.iter().map(|p| writer.problem(p)).collect(),
        status: event.status,
        attribution: event.attribution.as_ref().map(|a| {
            let (text, start, end) = writer.words(a.span);
            RecordAttribution { text, start, end, kind: a.kind.clone() }
        }),
        counts: event.counts,
        confidence: event.confidence,
        evidence: event.evidence.clone(),
        version: resources.version().to_owned(),
    };
    record.id = id(&record);
    record
}

/// Hash of document, spans and codes, not of the version.
fn id(record: &Record) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut put = |part: &str| {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    };
    put(&record.document.id);
    put(&format!("{} {} {} {}", record.sentence.start, record.sentence.end, record.trigger.start, record.trigger.end));
    put(&record.sentence.text);
    put(&record.event_type);
    put(record.mode.as_deref().unwrap_or(""));
    put(record.cameo.as_deref().unwrap_or(""));
    for (side, list) in [("a", &record.actors), ("r", &record.recipients)] {
        for actor in list {
            put(&format!("{side} {} {} {:?} {:?}", actor.start, actor.end, actor.country, actor.sectors));
        }
    }
    let date = record.date.as_ref().filter(|d| d.basis != Basis::Document);
    put(&date.map(|d| format!("{} {}", d.start, d.end)).unwrap_or_default());
    put(&record.place.as_ref().map(|p| format!("{} {:?}", p.name, p.country)).unwrap_or_default());
    put(&format!("{:?}", record.status));
    hasher.finalize().to_hex()[..16].to_owned()
}

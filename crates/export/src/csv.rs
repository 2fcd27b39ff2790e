//! CSV: in come records, out goes one flat row each, for spreadsheets and data frames.
//!
//! Lists are joined with `;`, an actor's sectors with a space. The columns that begin with `actor` run in parallel: the
//! second country is the second actor's, empty where it is not known. Use JSON lines where nothing may be lost.

use crate::actors::{label, name};
use schema::{CountRange, Record, RecordActor};
use std::io::{self, Write};

pub const COLUMNS: [&str; 50] = [
    "id",
    "event",
    "document",
    "title",
    "url",
    "publisher",
    "published",
    "document_date",
    "sentence",
    "part",
    "sentence_text",
    "trigger",
    "trigger_start",
    "trigger_end",
    "type",
    "mode",
    "cameo",
    "quad",
    "score",
    "goldstein",
    "contexts",
    "status",
    "actors",
    "actor_countries",
    "actor_sectors",
    "actor_titles",
    "recipients",
    "recipient_countries",
    "recipient_sectors",
    "recipient_titles",
    "date_start",
    "date_end",
    "date_grain",
    "date_basis",
    "place",
    "place_country",
    "place_admin1",
    "lat",
    "lon",
    "geonames",
    "attribution",
    "attribution_kind",
    "dead",
    "injured",
    "arrested",
    "size",
    "confidence",
    "rule",
    "operators",
    "version",
];

/// Writes the header at once and rows as they come.
pub struct Csv<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> Csv<W> {
    /// # Errors
    /// Where `out` cannot be written to.
    pub fn new(out: W) -> io::Result<Csv<W>> {
        let mut out = csv::Writer::from_writer(out);
        out.write_record(COLUMNS)?;
        Ok(Csv { out })
    }

    /// # Errors
    /// Where the output cannot be written to.
    pub fn write(&mut self, records: &[Record]) -> io::Result<()> {
        for record in records {
            self.out.write_record(row(record))?;
        }
        self.out.flush()
    }
}

fn row(record: &Record) -> [String; 50] {
    let Record { document, sentence, trigger, evidence, counts, .. } = record;
    let date = record.date.as_ref();
    let place = record.place.as_ref();
    let [actors, actor_countries, actor_sectors, actor_titles] = side(&record.actors);
    let [recipients, recipient_countries, recipient_sectors, recipient_titles] = side(&record.recipients);
    [
        record.id.clone(),
        record.event.clone(),
        document.id.clone(),
        text(document.title.as_ref()),
        text(document.url.as_ref()),
        text(document.publisher.as_ref()),
        text(document.published.as_ref()),
        document.date.as_ref().map(|d| interval(&d.start, &d.end)).unwrap_or_default(),
        sentence.index.to_string(),
        label(&sentence.part),
        sentence.text.clone(),
        trigger.text.clone(),
        trigger.start.to_string(),
        trigger.end.to_string(),
        record.event_type.clone(),
        text(record.mode.as_ref()),
        text(record.cameo.as_ref()),
        record.quad.to_string(),
        text(record.score.as_ref()),
        text(record.goldstein.as_ref()),
        record.contexts.join(";"),
        record.status.to_string(),
        actors,
        actor_countries,
        actor_sectors,
        actor_titles,
        recipients,
        recipient_countries,
        recipient_sectors,
        recipient_titles,
        text(date.map(|d| &d.start)),
        text(date.map(|d| &d.end)),
        text(date.map(|d| &d.grain)),
        text(date.map(|d| &d.basis)),
        text(place.map(|p| &p.name)),
        text(place.and_then(|p| p.country.as_ref())),
        text(place.and_then(|p| p.admin1.as_ref())),
        text(place.and_then(|p| p.lat.as_ref())),
        text(place.and_then(|p| p.lon.as_ref())),
        text(place.and_then(|p| p.geonames.as_ref())),
        text(record.attribution.as_ref().map(|a| &a.text)),
        text(record.attribution.as_ref().map(|a| &a.kind)),
        range(counts.dead),
        range(counts.injured),
        range(counts.arrested),
        range(counts.size),
        format!("{:.2}", record.confidence.overall),
        text(evidence.rule.as_ref()),
        evidence.operators.join(";"),
        record.version.clone(),
    ]
}

/// Names, countries, sectors and titles of one side.
fn side(actors: &[RecordActor]) -> [String; 4] {
    let join = |of: &dyn Fn(&RecordActor) -> String| actors.iter().map(|a| of(a).replace(';', ",")).collect::<Vec<_>>().join(";");
    [join(&name), join(&|a| text(a.country.as_ref())), join(&|a| a.sectors.join(" ")), join(&|a| text(a.title.as_ref()))]
}

fn text(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// `2015-07-14`, or both ends as ISO 8601 joins them.
fn interval(start: &str, end: &str) -> String {
    if start == end { start.to_owned() } else { format!("{start}/{end}") }
}

/// `10`, `10-20`, or `10+` where the words set no upper bound.
pub(crate) fn range(range: Option<CountRange>) -> String {
    match range {
        None => String::new(),
        Some(CountRange { low, high: None }) => format!("{low}+"),
        Some(CountRange { low, high: Some(high) }) if low == high => low.to_string(),
        Some(CountRange { low, high: Some(high) }) => format!("{low}-{high}"),
    }
}

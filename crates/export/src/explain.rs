//! Reasons: in comes a record, out goes its sentence in the markup of the examples and, line by line, what each field rests on.

use crate::Look;
use crate::actors::{label, one_line, short};
use crate::csv::range;
use lexicon::markup::{Label, Mark, Marked, render};
use schema::{Record, RecordActor, Role, Span};

/// Why a record reads as it does. `place` gives the file and line of a rule or operator by its id, where known.
///
/// The marked sentence can be copied into a rule as an example.
pub fn explain(record: &Record, place: &dyn Fn(&str) -> Option<String>, look: Look) -> String {
    let kind = kind(record);
    let mut lines = Vec::new();
    let evidence = &record.evidence;
    let rule = evidence.rule.as_deref().map(|id| located(id, place));
    match (rule, &evidence.model) {
        (Some(rule), None) => lines.push(("rule", rule)),
        (Some(rule), Some(model)) => lines.extend([("rule", rule), ("model", model.clone())]),
        (None, Some(model)) => lines.push(("model", model.clone())),
        (None, None) => {}
    }
    lines.extend(evidence.operators.iter().map(|id| ("operator", located(id, place))));
    if !evidence.why.is_empty() {
        lines.push(("why", evidence.why.clone()));
    }
    lines.extend(record.actors.iter().map(|a| ("actor", actor(a))));
    lines.extend(record.recipients.iter().map(|a| ("recipient", actor(a))));
    lines.push(("date", date(record)));
    lines.push(("place", place_of(record)));
    lines.push(("status", record.status.to_string()));
    if let Some(source) = &record.attribution {
        lines.push(("attributed", format!("“{}”: {}", one_line(&source.text), source.kind)));
    }
    let counts = &record.counts;
    for (name, count) in [("dead", counts.dead), ("injured", counts.injured), ("arrested", counts.arrested), ("size", counts.size)] {
        if count.is_some() {
            lines.push((name, range(count)));
        }
    }
    if !record.contexts.is_empty() {
        lines.push(("contexts", record.contexts.join(", ")));
    }
    lines.push(("scales", scales(record)));
    lines.push(("ids", format!("mention {}, event {}, document {}", record.id, record.event, one_line(&record.document.id))));
    lines.extend(record.problems.iter().map(|p| ("problem", format!("{}: {}", p.kind, p.why))));

    let (strong, end) = if look.colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let mut out = format!("{strong}{kind}{end} in sentence {}, {}\n", record.sentence.index, label(&record.sentence.part));
    out.push_str(&format!("  {}\n", one_line(&marked(record))));
    let last = lines.len() - 1;
    for (n, (name, words)) in lines.into_iter().enumerate() {
        let branch = if n == last { '└' } else { '├' };
        out.push_str(&format!("{branch} {name:<10} {words}\n"));
    }
    out
}

fn kind(record: &Record) -> String {
    let mode = record.mode.as_deref().map(|m| format!("/{m}")).unwrap_or_default();
    format!("{}{mode}", record.event_type)
}

fn located(id: &str, place: &dyn Fn(&str) -> Option<String>) -> String {
    place(id).map_or_else(|| id.to_owned(), |place| format!("{id} ({place})"))
}

fn actor(actor: &RecordActor) -> String {
    let via = actor.via.map_or_else(|| "not resolved".to_owned(), |v| format!("known by {}", label(&v)));
    let entity = actor.entity.as_deref().map(|e| format!(", {e}")).unwrap_or_default();
    let title = actor.title.as_deref().map(|t| format!(", title {t}")).unwrap_or_default();
    format!("“{}” is {}: {via}{entity}{title}", one_line(&actor.text), short(actor))
}

fn date(record: &Record) -> String {
    let Some(date) = &record.date else { return "none".to_owned() };
    let days = if date.start == date.end { date.start.clone() } else { format!("{} to {}", date.start, date.end) };
    let words = date.text.as_deref().map(|t| format!(", from “{}”", one_line(t))).unwrap_or_default();
    let anchor = record.document.date.as_ref().map(|d| {
        let why = d.why.as_deref().map(|w| format!(": {w}")).unwrap_or_default();
        format!("; document of {} ({}{why})", d.start, d.basis)
    });
    format!("{days}, grain {}, {}{words}{}", date.grain, date.basis, anchor.unwrap_or_default())
}

fn place_of(record: &Record) -> String {
    let Some(place) = &record.place else { return "none".to_owned() };
    let within: Vec<&str> = [&place.admin1, &place.country].into_iter().flatten().map(String::as_str).collect();
    let within = if within.is_empty() { String::new() } else { format!(", {}", within.join(", ")) };
    let id = place.geonames.map(|id| format!(", GeoNames {id}")).unwrap_or_default();
    format!("“{}” is {}{within}: {}{id}", one_line(&place.text), place.name, place.grain)
}

fn scales(record: &Record) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |v| v.to_string());
    let cameo = record.cameo.as_deref().unwrap_or("none");
    format!("CAMEO {cameo}, quad {}, score {}, Goldstein {}, confidence {:.2}", record.quad, number(record.score), number(record.goldstein), record.confidence.overall)
}

/// The sentence with its roles in brackets; of two marks that cross each other the later one is left out.
pub(crate) fn marked(record: &Record) -> String {
    let text = &record.sentence.text;
    let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let within = |start: usize, end: usize| {
        let base = record.sentence.start;
        let at = |point: usize| bytes.get(point.checked_sub(base)?).copied();
        Some(Span::new(at(start)?, at(end)?)).filter(|s| !s.is_empty())
    };
    let mut parts = vec![(Role::Event, within(record.trigger.start, record.trigger.end))];
    parts.extend(record.actors.iter().map(|a| (Role::Actor, within(a.start, a.end))));
    parts.extend(record.recipients.iter().map(|a| (Role::Recipient, within(a.start, a.end))));
    parts.extend(record.place.iter().map(|p| (Role::Place, within(p.start, p.end))));
    parts.extend(record.date.iter().filter_map(|d| d.span).map(|(start, end)| (Role::Date, within(start, end))));
    parts.extend(record.attribution.iter().map(|a| (Role::Attribution, within(a.start, a.end))));

    let mut marks: Vec<Mark> = Vec::new();
    for (role, span) in parts {
        let Some(span) = span else { continue };
        let own = role == Role::Event;
        let status = own.then_some(record.status).filter(|&s| s != schema::Status::default());
        let event_type = own.then(|| record.event_type.clone());
        let new = Label { role, event: 1, event_type, mode: record.mode.clone().filter(|_| own), status };
        if let Some(mark) = marks.iter_mut().find(|m| m.span == span) {
            if !mark.labels.contains(&new) {
                mark.labels.push(new);
            }
        } else if marks.iter().all(|m| !m.span.overlaps(span) || m.span.contains(span) || span.contains(m.span)) {
            marks.push(Mark { span, labels: vec![new] });
        }
    }
    marks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    render(&Marked { text: text.clone(), marks, none: false })
}

//! The table for people: in come the records of one document, out goes a block that fits the terminal.

use crate::Look;
use crate::actors::{one_line, phrases};
use comfy_table::{Attribute, Cell, Color, ContentArrangement, Table, presets};
use schema::{Basis, DateGrain, Record, RecordActor, RecordDate, RecordDocument, Status};

/// A heading with the document and its date, then a row a mention.
///
/// The first column numbers the events of the document: mentions of one event share a number, and all but the first carry
/// a `=`. The second is the index of the sentence, as in the records. Empty where there are no records.
pub fn table(records: &[Record], look: Look) -> String {
    let Some(first) = records.first() else { return String::new() };
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(look.width.max(40));
    if look.colour {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_header(["#", "s", "date", "actors", "event", "recipients"].map(|h| Cell::new(h).add_attribute(Attribute::Dim)));
    let mut events: Vec<&str> = Vec::new();
    for record in records {
        let known = events.iter().position(|&e| e == record.event);
        let number = known.unwrap_or_else(|| {
            events.push(&record.event);
            events.len() - 1
        }) + 1;
        let mark = if known.is_some() { "=" } else { "" };
        table.add_row([
            Cell::new(format!("{mark}{number}")),
            Cell::new(record.sentence.index),
            Cell::new(record.date.as_ref().map(date).unwrap_or_default()),
            Cell::new(side(&record.actors, look)),
            event(record),
            Cell::new(side(&record.recipients, look)),
        ]);
    }
    let mut out = heading(&first.document, look);
    for line in table.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Id, date and title, the title on a line of its own where it would not fit.
fn heading(document: &RecordDocument, look: Look) -> String {
    let date = document.date.as_ref().map(|d| {
        let days = if d.start == d.end { d.start.clone() } else { format!("{} – {}", d.start, d.end) };
        format!(" · {days} ({})", d.basis)
    });
    let line = format!("{}{}", one_line(&document.id), date.unwrap_or_default());
    let title = document.title.as_deref().map(one_line).filter(|t| !t.is_empty());
    let fits = |title: &str| line.chars().count() + title.chars().count() + 3 <= usize::from(look.width);
    let title = title.map(|t| if fits(&t) { format!(" · {t}") } else { format!("\n{t}") }).unwrap_or_default();
    if look.colour { format!("\u{1b}[1m{line}\u{1b}[0m{title}\n") } else { format!("{line}{title}\n") }
}

/// Type and mode, the trigger, where, and the status where it is another than that it happened.
fn event(record: &Record) -> Cell {
    let mut lines = vec![match &record.mode {
        Some(mode) => format!("{}/{mode}", record.event_type),
        None => record.event_type.clone(),
    }];
    if record.status != Status::default() {
        lines[0].push_str(&format!(" @{}", record.status));
    }
    lines.push(format!("“{}”", one_line(&record.trigger.text)));
    if let Some(place) = &record.place {
        let country = place.country.as_deref().map(|c| format!(", {c}")).unwrap_or_default();
        lines.push(format!("⌖ {}{country}", one_line(&place.name)));
    }
    let cell = Cell::new(lines.join("\n"));
    // The four corners of the field: cooperation cool, conflict warm; deeds stronger than words.
    match record.quad {
        1 => cell.fg(Color::Cyan),
        2 => cell.fg(Color::Green),
        3 => cell.fg(Color::Yellow),
        4 => cell.fg(Color::Red),
        _ => cell,
    }
}

/// Names, each with its country and sectors: beside it where there is room, else on the line below.
fn side(actors: &[RecordActor], look: Look) -> String {
    const ROOM: u16 = 110;
    let gap = if look.width >= ROOM { ' ' } else { '\n' };
    let lines = phrases(actors).into_iter().map(|(name, codes)| if codes.is_empty() { name } else { format!("{name}{gap}({codes})") });
    lines.collect::<Vec<_>>().join("\n")
}

/// As exact as its grain, with its basis below where the text does not state it in full.
pub(crate) fn date(date: &RecordDate) -> String {
    let (start, end) = (&date.start, &date.end);
    let days = match date.grain {
        DateGrain::Year if start.get(..4) == end.get(..4) => start.get(..4).unwrap_or(start).to_owned(),
        DateGrain::Month if start.get(..7) == end.get(..7) => start.get(..7).unwrap_or(start).to_owned(),
        _ if start == end => start.clone(),
        _ => format!("{start}\n{end}"),
    };
    if date.basis == Basis::Stated { days } else { format!("{days}\n{}", date.basis) }
}

//! The day a document was written: in come its text and what was found in it, out goes the day with what it rests on.
//!
//! Stated: the day of publication, or a full date in the dateline or on a line of its own above the text. Inferred: the earliest day
//! that agrees with what the text says — its weekday, the latest date with a year, the offices that people are said to
//! hold, a dated event of the last month, and "three days after" one event that answers a dated other. Where these do
//! not narrow it down, nothing is inferred.

use crate::calendar::{plus_days, shift, weekday, ymd};
use jiff::civil::Date;
use kb::Kb;
use lexicon::Lexicon;
use lexicon::dates::tense;
use schema::{Basis, Calendar, DateGrain, DateValue, Direction, EntityKind, Found, MentionKind, Parsed, Part, TimeExpr, TimeMention};

/// News speak of what happened in the last month; a dated event told without its year is at most so many days old.
const RECENT: i64 = 31;
/// How far from the lower bound a day is looked for.
const HORIZON: i64 = 800;

/// The document's date and, in words, why.
pub fn document_date(parsed: &Parsed, found: &Found, lexicon: &Lexicon, kb: &Kb) -> (Option<DateValue>, Option<String>) {
    if let Some(day) = parsed.document.published {
        return (Some(single(day, Basis::Stated)), Some("the day of publication is given".to_owned()));
    }
    if let Some(day) = heading(parsed, found) {
        return (Some(single(day, Basis::Stated)), Some("a full date stands above the text".to_owned()));
    }
    match inferred(parsed, found, lexicon, kb) {
        Some((day, why)) => (Some(single(day, Basis::Inferred)), Some(why)),
        None => (None, None),
    }
}

fn single(day: Date, basis: Basis) -> DateValue {
    DateValue { start: day, end: day, grain: DateGrain::Day, basis }
}

/// The full date that an expression names by itself.
fn full(expr: &TimeExpr) -> Option<Date> {
    match expr {
        TimeExpr::Calendar(Calendar { year: Some(year), month: Some(month), day: Some(day), .. }) => ymd(*year, *month, *day),
        TimeExpr::PartOfDay(of) | TimeExpr::Clock { of: Some(of), .. } => full(of),
        TimeExpr::Meet(a, b) => full(a).or_else(|| full(b)),
        _ => None,
    }
}

/// A full date in the dateline, or one that is nearly all of one of the first lines.
fn heading(parsed: &Parsed, found: &Found) -> Option<Date> {
    const FIRST: usize = 4;
    found.times.iter().find_map(|time| {
        let sentence = parsed.sentences.get(time.sentence)?;
        let words = sentence.tokens.len().saturating_sub(time.last + 1 - time.first);
        let stands = sentence.part == Part::Dateline || time.sentence < FIRST && words <= 3;
        full(&time.expr).filter(|_| stands)
    })
}

/// What the text says of its own day.
#[derive(Default)]
struct Clues {
    /// Days of the week told bare, in text order.
    weekdays: Vec<u8>,
    /// Months and days told without a year, and full dates.
    days: Vec<Calendar>,
    /// Counts back from an event to one that answers a dated event: (days between, the dated event).
    answers: Vec<(i64, Calendar)>,
    lower: Option<(Date, String)>,
    upper: Option<Date>,
}

fn inferred(parsed: &Parsed, found: &Found, lexicon: &Lexicon, kb: &Kb) -> Option<(Date, String)> {
    let clues = clues(parsed, found, lexicon, kb);
    let (lower, lower_why) = clues.lower.clone()?;
    let asked = first_of_most(&clues.weekdays)?;
    if clues.days.is_empty() {
        return None;
    }
    let fits = |day: &Date| {
        weekday(*day) == asked
            && clues.upper.is_none_or(|upper| *day <= upper)
            && clues.days.iter().any(|c| latest(c, *day).and_then(|d| between(d, *day)).is_some_and(|n| n <= RECENT))
            && clues.answers.iter().all(|(days, c)| latest(c, *day).and_then(|d| between(d, *day)).is_some_and(|n| n >= *days))
    };
    let day = (0..HORIZON).filter_map(|n| plus_days(lower, n)).find(fits)?;
    let named = clues.days.iter().filter_map(|c| latest(c, day)).max()?;
    let mut why = format!("the first day of the told weekday after {lower_why} that comes within a month of {named}");
    if !clues.answers.is_empty() {
        why.push_str(", with the days counted between the events told");
    }
    Some((day, why))
}

/// The most frequent, the first of equals.
fn first_of_most(days: &[u8]) -> Option<u8> {
    let count = |d: u8| days.iter().filter(|x| **x == d).count();
    let most = days.iter().map(|d| count(*d)).max()?;
    days.iter().copied().find(|d| count(*d) == most)
}

fn between(from: Date, to: Date) -> Option<i64> {
    from.until(to).ok().map(|s| i64::from(s.get_days()))
}

/// The latest day of that month and day up to `day`; a full date is itself, if it lies before.
fn latest(fields: &Calendar, day: Date) -> Option<Date> {
    let (month, of) = (fields.month?, fields.day?);
    if let Some(year) = fields.year {
        return ymd(year, month, of).filter(|d| *d <= day);
    }
    (0..=4).filter_map(|n| ymd(day.year().checked_sub(n)?, month, of)).find(|d| *d <= day)
}

fn clues(parsed: &Parsed, found: &Found, lexicon: &Lexicon, kb: &Kb) -> Clues {
    let mut clues = Clues::default();
    let mut raise = |day: Date, why: String, upper: Option<Date>| {
        if clues.lower.as_ref().is_none_or(|(d, _)| day > *d) {
            clues.lower = Some((day, why));
        }
        if let Some(upper) = upper {
            clues.upper = Some(clues.upper.map_or(upper, |u| u.min(upper)));
        }
    };
    let text = &parsed.document.text;
    for time in &found.times {
        let Some(sentence) = parsed.sentences.get(time.sentence).filter(|s| s.part != Part::Related) else { continue };
        if tense::future(sentence, time, &lexicon.dates.vocabulary) {
            continue;
        }
        if let Some(start) = year_start(&time.expr) {
            raise(start, format!("\"{}\"", time.span.of(text)), None);
        }
    }
    for (from, to, why) in offices(parsed, found, kb) {
        raise(from, why, to);
    }
    for (n, time) in found.times.iter().enumerate() {
        let Some(sentence) = parsed.sentences.get(time.sentence).filter(|s| s.part != Part::Related) else { continue };
        if tense::future(sentence, time, &lexicon.dates.vocabulary) {
            continue;
        }
        collect(&time.expr, &mut clues);
        if let Some(days) = counted(&time.expr) {
            clues.answers.extend(answered(&found.times[n + 1..], time).map(|c| (days, c)));
        }
    }
    clues
}

fn collect(expr: &TimeExpr, clues: &mut Clues) {
    match expr {
        TimeExpr::Calendar(c @ Calendar { month: Some(_), day: Some(_), feast: None, .. }) => clues.days.push(*c),
        TimeExpr::Calendar(Calendar { weekday: Some(day), month: None, day: None, .. }) => clues.weekdays.push(*day),
        TimeExpr::PartOfDay(of) | TimeExpr::Clock { of: Some(of), .. } => collect(of, clues),
        TimeExpr::Meet(a, b) => {
            collect(a, clues);
            collect(b, clues);
        }
        _ => {}
    }
}

/// The first day of an expression that names its year: the text was not written before.
fn year_start(expr: &TimeExpr) -> Option<Date> {
    match expr {
        TimeExpr::Calendar(Calendar { year: Some(year), month, day, .. }) => ymd(*year, month.unwrap_or(1), day.unwrap_or(1)),
        TimeExpr::Bound { bound: schema::Bound::Since | schema::Bound::After, of } => year_start(of),
        TimeExpr::PartOfDay(of) | TimeExpr::Clock { of: Some(of), .. } | TimeExpr::Portion { of, .. } => year_start(of),
        TimeExpr::Meet(a, b) => year_start(a).or_else(|| year_start(b)),
        _ => None,
    }
}

/// Days of a count that runs after an event told in a clause.
fn counted(expr: &TimeExpr) -> Option<i64> {
    let TimeExpr::Shift { amount, unit, direction: Direction::Forward, from } = expr else { return None };
    let day = ymd(2001, 1, 1).filter(|_| **from == TimeExpr::Clause)?;
    between(day, shift(day, *amount, *unit, 1)?)
}

/// A date told inside the clause that the count starts from is of what that event answers, so it lies before it.
fn answered<'a>(later: &'a [TimeMention], count: &'a TimeMention) -> impl Iterator<Item = Calendar> + 'a {
    later.iter().filter(|t| t.sentence == count.sentence).filter_map(|t| match &t.expr {
        TimeExpr::Calendar(c @ Calendar { month: Some(_), day: Some(_), .. }) => Some(*c),
        _ => None,
    })
}

/// Spells of office of people whose office the text names beside them: from, to, why.
fn offices(parsed: &Parsed, found: &Found, kb: &Kb) -> Vec<(Date, Option<Date>, String)> {
    let text = &parsed.document.text;
    let mut out = Vec::new();
    for mention in found.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
        let Some(sentence) = parsed.sentences.get(mention.sentence).filter(|s| s.part != Part::Related) else { continue };
        let names = sentence.entities.iter().filter(|e| e.kind == EntityKind::Person && mention.first <= e.first && e.last <= mention.last);
        for entity in names {
            let name = sentence.tokens[entity.first].span.cover(sentence.tokens[entity.last].span).of(text);
            let hits = kb.find(name, None);
            let Some(hit) = hits.first().filter(|h| h.entity.kind == kb::Kind::Person) else { continue };
            let phrase = mention.span.of(text).to_lowercase();
            let spells: Vec<_> = hit.affiliations.iter().filter(|a| a.office.as_ref().is_some_and(|o| holds_words(&phrase, o))).collect();
            // Somebody who held the office twice tells no one spell.
            if let [spell] = spells.as_slice()
                && let Some(from) = spell.from
            {
                out.push((from, spell.to, format!("{} took office", hit.entity.name)));
            }
        }
    }
    out
}

/// Does the phrase open with the office, or hold the words that begin it ("prime minister", "secretary of …")?
fn holds_words(phrase: &str, office: &str) -> bool {
    let office = office.to_lowercase();
    let head: Vec<&str> = office.split_whitespace().take_while(|w| w.len() > 3).collect();
    !head.is_empty() && phrase.contains(&head.join(" "))
}

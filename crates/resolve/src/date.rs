//! Dates: in come time expressions and the document's date, out go days and intervals ([`ResolvedDate`]) with their grain.
//!
//! A bare weekday, month or day of a month is the nearest one past, or the nearest one ahead where its clause speaks of what
//! is to come. What cannot be put on the calendar stays `None`; [`problems`] says which ones should have been.

use crate::calendar::{Interval, shift};
use crate::evaluate::{Context, evaluate};
use jiff::civil::Date;
use lexicon::{Lexicon, Pos};
use lexicon::dates::tense;
use schema::{Basis, DateGrain, DateValue, Deprel, Direction, Parsed, Problem, ProblemKind, ResolvedDate, Sentence, TimeExpr, TimeMention, Upos};

/// Resolves the time expressions of one document, in their order; one entry a mention.
pub fn dates(parsed: &Parsed, times: &[TimeMention], lexicon: &Lexicon, document_date: Option<DateValue>) -> Vec<Option<ResolvedDate>> {
    let anchor = document_date.filter(|d| d.start == d.end).map(|d| d.start);
    let inferred = document_date.is_some_and(|d| d.basis == Basis::Inferred);
    let mut reference: Option<Date> = None;
    let mut out = Vec::with_capacity(times.len());
    for time in times {
        let future = parsed.sentences.get(time.sentence).is_some_and(|s| tense::future(s, time, &lexicon.dates.vocabulary));
        let found = evaluate(&time.expr, &Context { anchor, reference, future });
        if let Some(day) = found.as_ref().and_then(Interval::single) {
            reference = Some(day);
        }
        out.push(found.and_then(|interval| value(interval, inferred)).map(|value| ResolvedDate { value, clause: None }));
    }
    for (n, time) in times.iter().enumerate() {
        if let Some(sentence) = parsed.sentences.get(time.sentence)
            && let Some(counted) = counted(n, sentence, times, &out, lexicon, document_date) {
                out[n] = Some(counted);
            }
    }
    out
}

/// "The visit comes three days after the army struck": of two events so many days apart the one that is dated dates the
/// other. The expression's value is the day of the event that comes after it; the other's stands in `clause`.
fn counted(n: usize, sentence: &Sentence, times: &[TimeMention], dates: &[Option<ResolvedDate>], lexicon: &Lexicon, document_date: Option<DateValue>) -> Option<ResolvedDate> {
    let time = &times[n];
    let TimeExpr::Shift { amount, unit, direction, from } = &time.expr else { return None };
    let (clause, main) = ends(sentence, time).filter(|_| **from == TimeExpr::Clause)?;
    let sign = if *direction == Direction::Back { -1 } else { 1 };
    let moved = |value: DateValue, sign: i64| {
        let day = shift(value.start, *amount, *unit, sign).filter(|_| value.start == value.end)?;
        let basis = if value.basis == Basis::Inferred { Basis::Inferred } else { Basis::Relative };
        Some(DateValue { start: day, end: day, grain: crate::calendar::grain(*unit).max(DateGrain::Day), basis })
    };
    let told = |token: usize| {
        times.iter().zip(dates).filter(|(t, _)| t.sentence == time.sentence && t.span != time.span).find_map(|(t, date)| {
            let head = sentence.head_of(t.first, t.last);
            // Behind another act it may be that one's.
            let act = |i: &usize| sentence.tokens[*i].upos == Upos::Noun && lexicon.acts_on(Pos::Noun, &sentence.tokens[*i].lemma).next().is_some();
            let own = sentence.tokens.get(head).is_some_and(|h| h.head == Some(token)) && !(token + 1..t.first).any(|i| act(&i));
            date.as_ref().filter(|_| own).map(|d| d.value)
        })
    };
    if let Some(value) = told(main) {
        return Some(ResolvedDate { value, clause: Some((clause, moved(value, -sign)?)) });
    }
    if let Some(value) = told(clause).filter(|_| sentence.tokens[clause].upos != Upos::Noun) {
        return Some(ResolvedDate { value: moved(value, sign)?, clause: Some((clause, value)) });
    }
    // A report tells its news: what it counts from stands so far before the report.
    let value = document_date.filter(|_| sign > 0)?;
    let basis = if value.basis == Basis::Inferred { Basis::Inferred } else { Basis::Relative };
    Some(ResolvedDate { value: DateValue { basis, ..value }, clause: Some((clause, moved(value, -sign)?)) })
}

/// The heads of the event that an expression is counted from and of the one whose time it tells.
fn ends(sentence: &Sentence, time: &TimeMention) -> Option<(usize, usize)> {
    let word = |t: &schema::Token| matches!(t.deprel, Deprel::Mark | Deprel::Case);
    let clause = (time.first..=time.last)
        .filter(|&i| sentence.tokens.get(i).is_some_and(word))
        .filter_map(|i| sentence.tokens[i].head)
        .find(|&h| h > time.last)?;
    let mut main = sentence.tokens[clause].head?;
    for _ in 0..3 {
        if main < time.first || main > time.last {
            return Some((clause, main));
        }
        main = sentence.tokens[main].head?;
    }
    None
}

/// The record's form of an interval that is closed at both ends.
pub(crate) fn value(interval: Interval, inferred: bool) -> Option<DateValue> {
    let basis = match (interval.stated, inferred) {
        (true, _) => Basis::Stated,
        (false, true) => Basis::Inferred,
        (false, false) => Basis::Relative,
    };
    let (start, end) = (interval.start?, interval.end?);
    (start <= end).then_some(DateValue { start, end, grain: interval.grain, basis })
}

/// What the words say on their own, with open ends left open: for scoring and for tests.
pub fn bounds(expr: &TimeExpr, anchor: Option<Date>, future: bool) -> Option<(Option<Date>, Option<Date>, DateGrain)> {
    evaluate(expr, &Context { anchor, reference: None, future }).map(|i| (i.start, i.end, i.grain))
}

/// Time expressions that name a place on the calendar and could not be put there.
pub fn problems(times: &[TimeMention], dates: &[Option<ResolvedDate>], document_date: Option<DateValue>) -> Vec<Problem> {
    times
        .iter()
        .zip(dates)
        .filter(|(time, date)| date.is_none() && calendric(&time.expr))
        .map(|(time, _)| {
            let why = if document_date.is_none_or(|d| d.start != d.end) && evaluate(&time.expr, &probe()).is_some() {
                "counted from a document date that is not known to the day"
            } else {
                "no such day, or one end is open"
            };
            Problem { kind: ProblemKind::UnresolvedDate, span: time.span, why: why.to_owned() }
        })
        .collect()
}

/// Any day will do to see whether only the anchor is missing.
fn probe() -> Context {
    Context { anchor: Some(jiff::civil::date(2000, 1, 1)), reference: None, future: false }
}

/// Durations, repeated times, bare times of day and counts from events need no calendar day of their own.
fn calendric(expr: &TimeExpr) -> bool {
    match expr {
        TimeExpr::Duration { .. } | TimeExpr::Set | TimeExpr::Clause | TimeExpr::Clock { of: None, .. } => false,
        TimeExpr::Shift { from, .. } => calendric(from),
        _ => true,
    }
}

//! Dates: in come time expressions and the document's date, out go days and intervals ([`ResolvedDate`]) with their grain.
//!
//! A bare weekday, month or day of a month is the nearest one past, or the nearest one ahead where its clause speaks of what
//! is to come. What cannot be put on the calendar stays `None`; [`problems`] says which ones should have been.

use crate::calendar::Interval;
use crate::evaluate::{Context, evaluate};
use crate::tense;
use jiff::civil::Date;
use lexicon::DateRules;
use schema::{Basis, DateGrain, DateValue, Parsed, Problem, ProblemKind, ResolvedDate, TimeExpr, TimeMention};

/// Resolves the time expressions of one document, in their order; one entry a mention.
pub fn dates(parsed: &Parsed, times: &[TimeMention], rules: &DateRules, document_date: Option<DateValue>) -> Vec<Option<ResolvedDate>> {
    let anchor = document_date.filter(|d| d.start == d.end).map(|d| d.start);
    let inferred = document_date.is_some_and(|d| d.basis == Basis::Inferred);
    let mut reference: Option<Date> = None;
    let mut out = Vec::with_capacity(times.len());
    for time in times {
        let future = parsed.sentences.get(time.sentence).is_some_and(|s| tense::future(s, time, &rules.vocabulary));
        let found = evaluate(&time.expr, &Context { anchor, reference, future });
        if let Some(day) = found.as_ref().and_then(Interval::single) {
            reference = Some(day);
        }
        out.push(found.and_then(|interval| value(interval, inferred)).map(|value| ResolvedDate { value }));
    }
    out
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

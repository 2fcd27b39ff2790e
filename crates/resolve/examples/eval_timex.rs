//! Scores the date rules on a set of time expressions in the form of Recognizers-Text (`recognizers-en-datetime.json`).
//!
//! `cargo run --release -p demarche-resolve --example eval_timex -- PATH [--misses]`. A result counts where an expression of the same
//! place in the text gives one of the listed values. Left out: sets with time zones, repeated times, durations and bare
//! times of day (the record holds no clock). Ends there are exclusive, or the start of the last day of a range; both count.
#![allow(clippy::disallowed_methods, reason = "a tool that ends with a status of its own")]

#[path = "../tests/support.rs"]
mod support;

use resolve::date::bounds;
use schema::{Date, DateGrain, TimeExpr};
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Default)]
struct Score {
    all: usize,
    found: usize,
    right: usize,
    /// The right day lies within the interval told ("two years ago" is a year here, a day there).
    within: usize,
}

fn main() {
    let mut args = std::env::args().skip(1);
    let Some(path) = args.next() else {
        eprintln!("usage: eval_timex PATH [--misses]");
        std::process::exit(2);
    };
    let misses = args.next().is_some();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) => {
            eprintln!("{path}: {e}");
            std::process::exit(1);
        }
    };
    let cases: Vec<Value> = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(cases) => cases,
        Err(e) => {
            eprintln!("{path}: {e}");
            std::process::exit(1);
        }
    };
    let rules = match lexicon::DateRules::read(&lexicon::embedded()) {
        Ok(rules) => rules,
        Err(e) => {
            eprintln!("{e}");
            std::process::exit(1);
        }
    };
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut spurious = 0;
    let mut predicted = 0;
    for case in &cases {
        let input = case["Input"].as_str().unwrap_or("");
        let anchor: Option<Date> = case["Context"]["ReferenceDateTime"].as_str().and_then(|r| r.get(..10)).and_then(|d| d.parse().ok());
        let times = find::time::times(&support::parsed(&input.replace('\n', " ")), &rules);
        let results = case["Results"].as_array().map_or(&[][..], Vec::as_slice);
        let points = schema::CodePoints::new(input);
        let place = |t: &schema::TimeMention| (points.at(t.span.start), points.at(t.span.end));
        predicted += times.iter().filter(|t| dated(&t.expr)).count();
        let gold = |r: &Value| (r["Start"].as_u64().unwrap_or(0) as usize, r["End"].as_u64().unwrap_or(0) as usize + 1);
        spurious += times
            .iter()
            .filter(|t| dated(&t.expr) && !results.iter().any(|r| gold(r).0 < place(t).1 && place(t).0 < gold(r).1))
            .count();
        for result in results {
            let kind = result["TypeName"].as_str().or(result["Typename"].as_str()).unwrap_or("").trim_start_matches("datetimeV2.").to_owned();
            if !matches!(kind.as_str(), "date" | "daterange" | "datetime" | "datetimerange") {
                continue;
            }
            let score = scores.entry(kind).or_default();
            score.all += 1;
            let (start, end) = gold(result);
            let hits: Vec<_> = times.iter().filter(|t| place(t).0 < end && start < place(t).1).collect();
            score.found += usize::from(!hits.is_empty());
            let values = result["Resolution"]["values"].as_array().map_or(&[][..], Vec::as_slice);
            let mut exact = false;
            let mut within = false;
            let mut got = Vec::new();
            for time in &hits {
                for future in [false, true] {
                    let Some((from, to, grain)) = bounds(&time.expr, anchor, future) else { continue };
                    got.push(format!("{from:?}..{to:?}"));
                    exact |= values.iter().any(|v| same(v, from, to, &time.expr, anchor));
                    within |= values.iter().any(|v| day(v, "value").is_some_and(|d| grain > DateGrain::Day && from <= Some(d) && Some(d) <= to));
                }
            }
            score.right += usize::from(exact);
            score.within += usize::from(exact || within);
            if misses && !exact {
                let told: Vec<String> = values.iter().map(|v| format!("{} {} {}", v["value"], v["start"], v["end"])).collect();
                println!("{} | {input} | {} | {told:?} | {:?} {got:?}", anchor.map_or(String::new(), |a| a.to_string()), result["Text"], hits.iter().map(|h| h.rule.as_str()).collect::<Vec<_>>());
            }
        }
    }
    println!("{:<16}{:>6}{:>8}{:>8}{:>8}{:>8}", "type", "all", "found", "right", "%", "within");
    let mut sum = Score::default();
    for (kind, s) in &scores {
        println!("{kind:<16}{:>6}{:>8}{:>8}{:>8.1}{:>8}", s.all, s.found, s.right, 100.0 * s.right as f64 / s.all as f64, s.within);
        sum = Score { all: sum.all + s.all, found: sum.found + s.found, right: sum.right + s.right, within: sum.within + s.within };
    }
    println!("{:<16}{:>6}{:>8}{:>8}{:>8.1}{:>8}", "sum", sum.all, sum.found, sum.right, 100.0 * sum.right as f64 / sum.all as f64, sum.within);
    println!("{predicted} dated expressions found, {spurious} of them where the set has nothing");
}

fn dated(expr: &TimeExpr) -> bool {
    !matches!(expr, TimeExpr::Duration { .. } | TimeExpr::Set | TimeExpr::Clock { of: None, .. })
}

fn day(value: &Value, key: &str) -> Option<Date> {
    value[key].as_str().and_then(|v| v.get(..10)).and_then(|d| d.parse().ok())
}

/// One listed value against an interval with inclusive ends.
fn same(value: &Value, from: Option<Date>, to: Option<Date>, expr: &TimeExpr, anchor: Option<Date>) -> bool {
    if let Some(d) = day(value, "value") {
        return from == Some(d) && to == Some(d);
    }
    let (start, end) = (day(value, "start"), day(value, "end"));
    if start.is_none() && end.is_none() {
        return false;
    }
    let open = |told: Option<Date>, got: Option<Date>, other: &[Option<Date>]| match told {
        Some(_) => other.contains(&told),
        // Open there: open here, or cut at the day of writing.
        None => got.is_none() || got == anchor,
    };
    let last_operand = match expr {
        TimeExpr::Range { to: last, .. } => [false, true].into_iter().find_map(|f| bounds(last, anchor, f).map(|b| b.0)).flatten(),
        _ => None,
    };
    let next = to.and_then(|t| t.tomorrow().ok());
    // A range's last year or month is told by its first day there.
    let told_by_start = to.zip(last_operand).and_then(|(t, o)| end.filter(|e| *e <= t && e.month() == o.month() && e.day() == o.day()));
    open(start, from, &[from]) && open(end, to, &[to, next, last_operand, told_by_start])
}

//! Puts a [`TimeExpr`] on the calendar: in come the expression and what it is counted from, out goes an [`Interval`].

use crate::calendar::{
    Interval, century_of, cycle, decade_of, feast, grain, iso_week, month_of, months_from, nth_weekday, plus_days, season_of, shift,
    week_start, weekday, year_of, ymd,
};
use jiff::civil::Date;
use schema::{Bound, Calendar, DateGrain, Direction, Portion, TimeExpr, TimeUnit, Which};

/// What an expression is counted from.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The day of writing.
    pub anchor: Option<Date>,
    /// The day last spoken of.
    pub reference: Option<Date>,
    /// Does the clause speak of what is to come?
    pub future: bool,
}

/// `None` where the words name no day that exists, or need an anchor that is unknown.
pub fn evaluate(expr: &TimeExpr, context: &Context) -> Option<Interval> {
    match expr {
        TimeExpr::Now => context.anchor.map(Interval::day),
        TimeExpr::Calendar(fields) => calendar(fields, context),
        TimeExpr::Which { which, of } => named(*which, of, context),
        TimeExpr::Cycle { unit, offset } => cycle(*unit, *offset, context.anchor?),
        TimeExpr::Reference { unit, offset } => cycle(*unit, *offset, context.reference.or(context.anchor)?),
        TimeExpr::Count { amount, unit, direction } => {
            let anchor = context.anchor?;
            match direction {
                Direction::Back => Some(Interval::new(shift(anchor, *amount, *unit, -1)?, plus_days(anchor, -1)?, grain(*unit))),
                Direction::Forward => {
                    let end = shift(anchor, *amount, *unit, 1)?;
                    Some(Interval::new(plus_days(anchor, 1)?.min(end), end, grain(*unit)))
                }
            }
        }
        TimeExpr::Shift { amount, unit, direction, from } => {
            let base = evaluate(from, context)?;
            let sign = if *direction == Direction::Back { -1 } else { 1 };
            let origin = if sign < 0 || base.grain > DateGrain::Day { base.start? } else { base.end? };
            let day = shift(origin, *amount, *unit, sign)?;
            let found = match unit {
                // "two years ago" does not mean the very day.
                TimeUnit::Month => cycle(TimeUnit::Month, 0, day)?,
                TimeUnit::Year | TimeUnit::Quarter if amount.half => cycle(TimeUnit::Month, 0, day)?,
                TimeUnit::Quarter | TimeUnit::Year | TimeUnit::Decade | TimeUnit::Century => cycle(*unit, 0, day)?,
                TimeUnit::Hour | TimeUnit::Minute => Interval::day(day).with(grain(*unit)),
                _ => Interval::day(day),
            };
            Some(Interval { stated: base.stated, ..found })
        }
        TimeExpr::Meet(a, b) => meet(a, b, context),
        TimeExpr::Nth { nth, unit, weekday, of } => {
            let period = evaluate(of, context)?;
            let found = match (weekday, unit) {
                (Some(weekday), _) => Interval::day(nth_weekday(period.start?, period.end?, *weekday, *nth)?),
                (None, Some(unit)) => nth_unit(*unit, *nth, &period)?,
                (None, None) => return None,
            };
            Some(Interval { stated: period.stated, ..found })
        }
        TimeExpr::Portion { portion, of } => self::portion(*portion, &evaluate(of, context)?, context.anchor),
        TimeExpr::PartOfDay(of) => evaluate(of, context).map(|i| i.with(DateGrain::Part)),
        TimeExpr::Clock { minute, of } => {
            let grain = if *minute { DateGrain::Minute } else { DateGrain::Hour };
            evaluate(of.as_ref()?, context).map(|i| i.with(grain))
        }
        TimeExpr::Range { from, to } => range(from, to, context),
        TimeExpr::Bound { bound, of } => bounded(*bound, &evaluate(of, context)?, context),
        TimeExpr::Clause | TimeExpr::Duration { .. } | TimeExpr::Set => None,
    }
}

fn calendar(fields: &Calendar, context: &Context) -> Option<Interval> {
    if let Some(year) = fields.year {
        let found = in_year(fields, year)?;
        return Some(Interval { stated: true, ..found });
    }
    if let Some(century) = fields.century {
        return century_of(century).map(|i| Interval { stated: true, ..i });
    }
    if let Some(first) = fields.decade {
        return decade_of(first).map(|i| Interval { stated: true, ..i });
    }
    let anchor = context.anchor?;
    if fields.month.is_none() && fields.feast.is_none() && (fields.day.is_some() || fields.weekday.is_some()) {
        return nearest_day(fields, anchor, context.future);
    }
    let years = (-8..=8).filter_map(|n| in_year(fields, anchor.year().checked_add(n)?));
    let fits = |i: &Interval| fields.weekday.is_none_or(|w| i.start.is_some_and(|s| weekday(s) == w));
    let near: Vec<Interval> = years.collect();
    // The weekday decides between years near by ("Monday, January 28"); one that fits none of them is passed over.
    let close = |i: &&Interval| i.start.is_some_and(|s| (s.year() - anchor.year()).abs() <= 1);
    let agreeing: Vec<Interval> = near.iter().filter(close).filter(|i| fits(i)).copied().collect();
    let among = if agreeing.is_empty() { &near } else { &agreeing };
    let past = among.iter().rev().find(|i| i.start.is_some_and(|s| s <= anchor));
    let ahead = among.iter().find(|i| i.end.is_some_and(|e| e >= anchor));
    if context.future { ahead.or(past) } else { past.or(ahead) }.copied()
}

/// The fields within a year that was told; the year itself where nothing finer was.
fn in_year(fields: &Calendar, year: i16) -> Option<Interval> {
    match fields {
        Calendar { feast: Some(of), .. } => feast(*of, year).map(Interval::day),
        Calendar { month: Some(month), day: Some(day), .. } => ymd(year, *month, *day).map(Interval::day),
        Calendar { month: Some(month), .. } => month_of(year, *month),
        Calendar { quarter: Some(quarter), .. } => months_from(year, quarter.checked_mul(3)?.checked_sub(2)?, 3, DateGrain::Quarter),
        Calendar { half: Some(half), .. } => months_from(year, half.checked_mul(6)?.checked_sub(5)?, 6, DateGrain::Quarter),
        Calendar { season: Some(season), .. } => season_of(year, *season),
        Calendar { week: Some(week), .. } => iso_week(year, *week),
        Calendar { day: Some(_), .. } | Calendar { weekday: Some(_), .. } => None,
        _ => year_of(year),
    }
}

/// A weekday, a day of the month, or both: the nearest past one, today included, or the nearest one ahead.
fn nearest_day(fields: &Calendar, anchor: Date, future: bool) -> Option<Interval> {
    let step = if future { 1 } else { -1 };
    // Both together come round within a few years.
    (0..4000).find_map(|n| {
        let day = plus_days(anchor, n * step)?;
        let fits = fields.weekday.is_none_or(|w| weekday(day) == w) && fields.day.is_none_or(|d| i64::from(day.day()) == i64::from(d));
        fits.then(|| Interval::day(day))
    })
}

/// "last Friday", "next May".
fn named(which: Which, of: &TimeExpr, context: &Context) -> Option<Interval> {
    let anchor = context.anchor?;
    if let TimeExpr::Calendar(Calendar { weekday: Some(asked), month: None, day: None, .. }) = of {
        let in_week = |weeks: i64| plus_days(week_start(anchor)?, weeks * 7 + i64::from(*asked) - 1);
        let day = match which {
            Which::This => in_week(0)?,
            Which::Last => in_week(-1)?,
            Which::Next => in_week(1)?,
            Which::Past => (1..=7).find_map(|n| plus_days(anchor, -n).filter(|d| weekday(*d) == *asked))?,
            Which::Coming => (1..=7).find_map(|n| plus_days(anchor, n).filter(|d| weekday(*d) == *asked))?,
        };
        return Some(Interval::day(day));
    }
    let TimeExpr::Calendar(fields) = of else { return evaluate(of, context) };
    let mut years = (-8..=8).filter_map(|n| in_year(fields, anchor.year().checked_add(n)?));
    match which {
        Which::This => in_year(fields, anchor.year()),
        Which::Last | Which::Past => years.rfind(|i| i.end.is_some_and(|e| e < anchor)),
        Which::Next | Which::Coming => years.find(|i| i.start.is_some_and(|s| s > anchor)),
    }
}

/// "Tuesday of next week", "June of last year": the named day or period inside the other.
fn meet(a: &TimeExpr, b: &TimeExpr, context: &Context) -> Option<Interval> {
    let (fields, period) = match (a, b) {
        (TimeExpr::Calendar(fields), period) | (period, TimeExpr::Calendar(fields)) => (fields, evaluate(period, context)?),
        (a, b) => {
            let (a, b) = (evaluate(a, context)?, evaluate(b, context)?);
            let (start, end) = (a.start?.max(b.start?), a.end?.min(b.end?));
            return (start <= end).then_some(Interval::new(start, end, a.grain.min(b.grain)));
        }
    };
    let (start, end) = (period.start?, period.end?);
    let inside = |i: &Interval| i.start.is_some_and(|s| start <= s && s <= end);
    let found = if let Some(year) = fields.year {
        in_year(fields, year).filter(inside)
    } else if fields.month.is_some() || fields.feast.is_some() || fields.quarter.is_some() || fields.season.is_some() || fields.half.is_some() {
        (start.year()..=end.year()).filter_map(|year| in_year(fields, year)).find(inside)
    } else {
        let mut days = (0..366).map_while(|n| plus_days(start, n).filter(|d| *d <= end)).filter(|day| {
            fields.weekday.is_none_or(|w| weekday(*day) == w) && fields.day.is_none_or(|d| i64::from(day.day()) == i64::from(d))
        });
        // "Friday next month" could be any of four.
        let first = days.next();
        if days.next().is_some() { None } else { first.map(Interval::day) }
    };
    found.map(|i| Interval { stated: period.stated, ..i })
}

/// The nth unit within a period, from its end where negative; 0 is the unit that holds its first day.
fn nth_unit(unit: TimeUnit, nth: i32, period: &Interval) -> Option<Interval> {
    let (start, end) = (period.start?, period.end?);
    if nth == 0 {
        return cycle(unit, 0, start);
    }
    // A week belongs to the month that holds its Thursday, as in ISO 8601.
    let belongs = |i: &Interval| {
        let day = if unit == TimeUnit::Week { i.start.and_then(|s| plus_days(s, 3)) } else { i.start };
        day.is_some_and(|d| start <= d && d <= end)
    };
    let (from, step) = if nth > 0 { (start, 1) } else { (end, -1) };
    let first = (0..2).find_map(|n| cycle(unit, n * step, from).filter(belongs))?;
    cycle(unit, if nth > 0 { nth - 1 } else { nth + 1 }, first.start?).filter(belongs)
}

fn portion(portion: Portion, whole: &Interval, anchor: Option<Date>) -> Option<Interval> {
    let (start, end) = (whole.start?, whole.end?);
    let days = i64::from(start.until(end).ok()?.get_days()) + 1;
    // Thirds and halves of a year are whole months.
    let at = |share: i64, of: i64| match whole.grain {
        DateGrain::Year if of <= 3 => cycle(TimeUnit::Month, i32::try_from(12 * share / of).ok()?, start)?.start,
        _ => plus_days(start, days * share / of),
    };
    let running = anchor.filter(|a| start <= *a && *a <= end);
    let (from, to) = match portion {
        Portion::Earlier => match running {
            Some(today) => (start, plus_days(today, -1)?.max(start)),
            None => (start, plus_days(at(1, 2)?, -1)?),
        },
        Portion::Later => match running {
            Some(today) => (plus_days(today, 1)?.min(end), end),
            None => (at(1, 2)?, end),
        },
        Portion::Early => (start, plus_days(at(1, 3)?, -1)?),
        Portion::Mid => (at(1, 3)?, plus_days(at(2, 3)?, -1)?),
        Portion::Late => (at(2, 3)?, end),
        Portion::FirstHalf => (start, plus_days(at(1, 2)?, -1)?),
        Portion::SecondHalf => (at(1, 2)?, end),
        Portion::Start => (start, plus_days(at(1, 12)?, -1)?.max(start)),
        Portion::End => (at(11, 12)?.min(end), end),
    };
    // What lies before or after now of a running period is told as that period.
    let told = running.is_some() && matches!(portion, Portion::Earlier | Portion::Later);
    let grain = if told && from != to { whole.grain } else { finer(whole.grain) };
    Some(Interval { start: Some(from), end: Some(to.max(from)), grain, stated: whole.stated })
}

fn finer(grain: DateGrain) -> DateGrain {
    match grain {
        DateGrain::Century => DateGrain::Decade,
        DateGrain::Decade => DateGrain::Year,
        DateGrain::Year => DateGrain::Season,
        DateGrain::Season | DateGrain::Quarter => DateGrain::Month,
        DateGrain::Month => DateGrain::Week,
        DateGrain::Week => DateGrain::Day,
        DateGrain::Day | DateGrain::Part | DateGrain::Hour | DateGrain::Minute => DateGrain::Part,
    }
}

/// The end of a range lies after its start: "from Sunday to Tuesday", "from December to February".
fn range(from: &TimeExpr, to: &TimeExpr, context: &Context) -> Option<Interval> {
    let open = |e: &TimeExpr| matches!(e, TimeExpr::Calendar(Calendar { year: None, decade: None, century: None, .. }));
    let towards_now = matches!(from, TimeExpr::Now);
    let first = evaluate(from, context)?;
    let last = if open(to) {
        evaluate(to, &Context { anchor: first.start, future: true, ..*context })?
    } else {
        evaluate(to, &Context { future: context.future || towards_now, ..*context })?
    };
    let (start, end) = (first.start?, last.end?);
    let grain = if towards_now { last.grain } else { first.grain };
    (start <= end).then_some(Interval { start: Some(start), end: Some(end), grain, stated: first.stated && last.stated })
}

/// The side that the words leave open ends at the day of writing, where that lies on it.
fn bounded(bound: Bound, of: &Interval, context: &Context) -> Option<Interval> {
    let anchor = context.anchor;
    let (start, end) = match bound {
        Bound::Since => (of.start, anchor.filter(|a| of.start.is_some_and(|s| s <= *a))),
        Bound::After => {
            let start = of.end.and_then(|e| plus_days(e, 1));
            (start, anchor.filter(|a| start.is_some_and(|s| s <= *a)))
        }
        Bound::Before => {
            let end = of.start.and_then(|s| plus_days(s, -1));
            (anchor.filter(|a| end.is_some_and(|e| *a <= e)), end)
        }
        Bound::Until => (anchor.filter(|a| of.end.is_some_and(|e| *a <= e)), of.end),
    };
    Some(Interval { start, end, grain: of.grain, stated: false })
}

//! Arithmetic of days and periods: in come a day and a unit, out goes an [`Interval`]. Weeks begin on Monday (ISO 8601).

use jiff::Span as Time;
use jiff::civil::{Date, date};
use schema::{Amount, DateGrain, Feast, TimeUnit};

/// An interval of days, both ends inclusive; an end that was not told is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub grain: DateGrain,
    /// Rests on nothing but the words.
    pub stated: bool,
}

impl Interval {
    pub fn new(start: Date, end: Date, grain: DateGrain) -> Interval {
        Interval { start: Some(start), end: Some(end), grain, stated: false }
    }

    pub fn day(day: Date) -> Interval {
        Interval::new(day, day, DateGrain::Day)
    }

    pub fn with(self, grain: DateGrain) -> Interval {
        Interval { grain, ..self }
    }

    /// The single day that it is, if it is one.
    pub fn single(&self) -> Option<Date> {
        self.start.filter(|s| Some(*s) == self.end)
    }
}

pub fn plus_days(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Time::new().try_days(days).ok()?).ok()
}

fn plus_months(day: Date, months: i64) -> Option<Date> {
    day.checked_add(Time::new().try_months(months).ok()?).ok()
}

/// 1 Monday to 7 Sunday.
pub fn weekday(day: Date) -> u8 {
    u8::try_from(day.weekday().to_monday_one_offset()).unwrap_or(1)
}

pub fn week_start(day: Date) -> Option<Date> {
    plus_days(day, 1 - i64::from(weekday(day)))
}

pub fn ymd(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

pub fn month_of(year: i16, month: u8) -> Option<Interval> {
    let start = ymd(year, month, 1)?;
    Some(Interval::new(start, start.last_of_month(), DateGrain::Month))
}

pub fn year_of(year: i16) -> Option<Interval> {
    Some(Interval::new(ymd(year, 1, 1)?, ymd(year, 12, 31)?, DateGrain::Year))
}

/// `months` months from the first of `month` on.
pub fn months_from(year: i16, month: u8, months: i64, grain: DateGrain) -> Option<Interval> {
    let start = ymd(year, month, 1)?;
    Some(Interval::new(start, plus_days(plus_months(start, months)?, -1)?, grain))
}

/// Seasons of the northern half of the earth by whole months; winter is named after the year it begins in.
pub fn season_of(year: i16, season: u8) -> Option<Interval> {
    months_from(year, season.checked_mul(3)?, 3, DateGrain::Season)
}

pub fn iso_week(year: i16, week: u8) -> Option<Interval> {
    let start = plus_days(week_start(ymd(year, 1, 4)?)?, (i64::from(week) - 1) * 7)?;
    let inside = plus_days(start, 3)?.year() == year;
    inside.then_some(Interval::new(start, plus_days(start, 6)?, DateGrain::Week))
}

/// The period that `day` lies in, moved by whole periods.
pub fn cycle(unit: TimeUnit, offset: i32, day: Date) -> Option<Interval> {
    let n = i64::from(offset);
    let year = |y: i64| i16::try_from(y).ok();
    match unit {
        TimeUnit::Minute | TimeUnit::Hour => Some(Interval::day(day)),
        TimeUnit::Day => Some(Interval::day(plus_days(day, n)?)),
        TimeUnit::Workday => workdays(day, n).map(Interval::day),
        TimeUnit::Week | TimeUnit::Fortnight => {
            let start = plus_days(week_start(day)?, n * 7)?;
            Some(Interval::new(start, plus_days(start, 6)?, DateGrain::Week))
        }
        TimeUnit::Weekend => {
            let start = plus_days(week_start(day)?, n * 7 + 5)?;
            Some(Interval::new(start, plus_days(start, 1)?, DateGrain::Day))
        }
        TimeUnit::Month => {
            let start = plus_months(day.first_of_month(), n)?;
            month_of(start.year(), u8::try_from(start.month()).ok()?)
        }
        TimeUnit::Quarter => {
            let first = (day.month() - 1) / 3 * 3 + 1;
            let start = plus_months(Date::new(day.year(), first, 1).ok()?, n * 3)?;
            months_from(start.year(), u8::try_from(start.month()).ok()?, 3, DateGrain::Quarter)
        }
        TimeUnit::Year => year_of(year(i64::from(day.year()) + n)?),
        TimeUnit::Decade => decade_of(year((i64::from(day.year()).div_euclid(10) + n) * 10)?),
        TimeUnit::Century => century_of(year((i64::from(day.year()) - 1).div_euclid(100) + 1 + n)?),
    }
}

pub fn decade_of(first: i16) -> Option<Interval> {
    Some(Interval::new(ymd(first, 1, 1)?, ymd(first.checked_add(9)?, 12, 31)?, DateGrain::Decade))
}

pub fn century_of(century: i16) -> Option<Interval> {
    let last = century.checked_mul(100)?;
    Some(Interval::new(ymd(last - 99, 1, 1)?, ymd(last, 12, 31)?, DateGrain::Century))
}

/// `day` moved by an amount of units; hours and minutes count as whole days only.
pub fn shift(day: Date, amount: Amount, unit: TimeUnit, sign: i64) -> Option<Date> {
    let n = i64::from(amount.number) * sign;
    let half = if amount.half { sign } else { 0 };
    match unit {
        TimeUnit::Minute => plus_days(day, n / (24 * 60)),
        TimeUnit::Hour => plus_days(day, n / 24),
        TimeUnit::Day => plus_days(day, n),
        TimeUnit::Workday => workdays(day, n),
        TimeUnit::Week | TimeUnit::Weekend => plus_days(day, n * 7 + half * 3),
        TimeUnit::Fortnight => plus_days(day, n * 14 + half * 7),
        TimeUnit::Month => plus_days(plus_months(day, n)?, half * 15),
        TimeUnit::Quarter => plus_months(day, n * 3),
        TimeUnit::Year => plus_months(day, n * 12 + half * 6),
        TimeUnit::Decade => plus_months(day, n * 120 + half * 60),
        TimeUnit::Century => plus_months(day, n * 1200 + half * 600),
    }
}

/// Monday to Friday only.
fn workdays(day: Date, n: i64) -> Option<Date> {
    let mut at = day;
    let mut left = n.abs().min(10_000);
    while left > 0 {
        at = plus_days(at, n.signum())?;
        if weekday(at) <= 5 {
            left -= 1;
        }
    }
    Some(at)
}

/// The grain that a count in this unit leaves.
pub fn grain(unit: TimeUnit) -> DateGrain {
    match unit {
        TimeUnit::Minute => DateGrain::Minute,
        TimeUnit::Hour => DateGrain::Hour,
        TimeUnit::Day | TimeUnit::Workday | TimeUnit::Weekend => DateGrain::Day,
        TimeUnit::Week | TimeUnit::Fortnight => DateGrain::Week,
        TimeUnit::Month => DateGrain::Month,
        TimeUnit::Quarter => DateGrain::Quarter,
        TimeUnit::Year => DateGrain::Year,
        TimeUnit::Decade => DateGrain::Decade,
        TimeUnit::Century => DateGrain::Century,
    }
}

/// The nth weekday of a stretch, counted from its end where negative.
pub fn nth_weekday(start: Date, end: Date, weekday_asked: u8, nth: i32) -> Option<Date> {
    let wanted = i64::from(weekday_asked);
    let day = if nth > 0 {
        let first = plus_days(start, (wanted - i64::from(weekday(start))).rem_euclid(7))?;
        plus_days(first, (i64::from(nth) - 1) * 7)?
    } else {
        let last = plus_days(end, -(i64::from(weekday(end)) - wanted).rem_euclid(7))?;
        plus_days(last, (i64::from(nth) + 1) * 7)?
    };
    (start <= day && day <= end).then_some(day)
}

/// The day of a moving feast in a year. Easter after the anonymous Gregorian algorithm.
pub fn feast(feast: Feast, year: i16) -> Option<Date> {
    match feast {
        Feast::Easter(days) => plus_days(easter(year)?, i64::from(days)),
        Feast::Nth { nth, weekday, month, plus } => {
            let month = month_of(year, month)?;
            plus_days(nth_weekday(month.start?, month.end?, weekday, i32::from(nth))?, i64::from(plus))
        }
    }
}

fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let a = y % 19;
    let (b, c) = (y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    if year < 1583 {
        return None;
    }
    Some(date(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_and_weeks_fall_on_known_days() {
        assert_eq!(easter(2018), Some(date(2018, 4, 1)));
        assert_eq!(easter(2024), Some(date(2024, 3, 31)));
        assert_eq!(iso_week(2018, 31).and_then(|w| w.start), Some(date(2018, 7, 30)));
        assert_eq!(iso_week(2019, 53), None);
        assert_eq!(feast(Feast::Nth { nth: 4, weekday: 4, month: 11, plus: 1 }, 2010), Some(date(2010, 11, 26)));
    }
}

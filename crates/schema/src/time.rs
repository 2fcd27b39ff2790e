//! What a time expression says, before it is put on the calendar: the value that `find` reads and `resolve` counts out.
//!
//! Knows no language: "last Friday" and its like in any tongue are the same [`TimeExpr`].

use serde::{Deserialize, Serialize};

/// A time expression as told, relative to a document's date that may yet be unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeExpr {
    /// The moment of writing.
    Now,
    /// A day or period named by what the calendar calls it; absent fields are open ("March 19", "Friday", "2011").
    Calendar(Calendar),
    /// The one before, after or at the moment of writing ("last Friday", "next May").
    Which { which: Which, of: Box<TimeExpr> },
    /// The running period, moved by whole periods: today is (day, 0), last week (week, -1).
    Cycle { unit: TimeUnit, offset: i32 },
    /// A stretch that ends or begins now ("the past two years", "the next three days").
    Count { amount: Amount, unit: TimeUnit, direction: Direction },
    /// So far from a point ("two weeks ago", "three days after the strike").
    Shift { amount: Amount, unit: TimeUnit, direction: Direction, from: Box<TimeExpr> },
    /// What both share ("Tuesday of next week", "June 2023").
    Meet(Box<TimeExpr>, Box<TimeExpr>),
    /// The nth unit or weekday within a period; -1 is the last.
    Nth { nth: i32, unit: Option<TimeUnit>, weekday: Option<u8>, of: Box<TimeExpr> },
    /// A part of a period ("early May", "the end of the year").
    Portion { portion: Portion, of: Box<TimeExpr> },
    /// A part of a day ("Monday morning").
    PartOfDay(Box<TimeExpr>),
    /// A time of day; `of` is its day, where told.
    Clock { minute: bool, of: Option<Box<TimeExpr>> },
    /// From one to the other, both included.
    Range { from: Box<TimeExpr>, to: Box<TimeExpr> },
    /// On one side of a point ("since 2011", "before Friday").
    Bound { bound: Bound, of: Box<TimeExpr> },
    /// Counted from the day last spoken of ("that day" 0, "the day before" -1).
    Reference { unit: TimeUnit, offset: i32 },
    /// The time of the event that the phrase or clause after the expression tells of.
    Clause,
    /// A length of time with no place on the calendar.
    Duration { amount: Amount, unit: TimeUnit },
    /// A repeated time ("every Friday"), with no single place on the calendar.
    Set,
}

/// Fields of the calendar; those that are `None` were not told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// 1 Monday to 7 Sunday.
    pub weekday: Option<u8>,
    /// 1 spring to 4 winter, of the northern half of the earth.
    pub season: Option<u8>,
    /// 1 to 4.
    pub quarter: Option<u8>,
    /// 1 or 2.
    pub half: Option<u8>,
    /// ISO week, 1 to 53.
    pub week: Option<u8>,
    /// First year of a decade.
    pub decade: Option<i16>,
    /// 21 for 2001 to 2100.
    pub century: Option<i16>,
    pub feast: Option<Feast>,
}

/// A holiday whose day moves; those with a fixed day are a month and a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Feast {
    /// Days after Western Easter Sunday.
    Easter(i16),
    /// The nth weekday of a month (-1 the last), and days after it.
    Nth { nth: i8, weekday: u8, month: u8, plus: i16 },
}

/// How many units; `half` adds half a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    pub number: u32,
    pub half: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeUnit {
    Minute,
    Hour,
    Day,
    /// Monday to Friday.
    Workday,
    Week,
    Weekend,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    Back,
    Forward,
}

/// Which of the days or periods of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// In the running week or year.
    This,
    /// In the week or year before.
    Last,
    /// In the week or year after.
    Next,
    /// The nearest one before now.
    Past,
    /// The nearest one after now.
    Coming,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Portion {
    /// First half, or what lies before now of the running period.
    Earlier,
    Early,
    Mid,
    Late,
    /// Second half, or what lies after now of the running period.
    Later,
    /// The first day or part.
    Start,
    /// The last day or part.
    End,
    FirstHalf,
    SecondHalf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    Since,
    After,
    Before,
    Until,
}

//! Carries out a rule's operation: in come the captured slots and sub-expressions, out goes a [`TimeExpr`].

use lexicon::dates::{Gives, Op, RuleFrom, Slot, SlotValue};
use schema::{Amount, Bound, Calendar, Direction, Portion, TimeExpr, TimeUnit, Which};

/// A filled slot or sub-expression, in the pattern's order.
#[derive(Clone, Debug)]
pub enum Capture {
    Slot(Slot, SlotValue),
    Time(TimeExpr),
}

/// `None` where the pieces do not make a time ("Friday Monday").
pub fn build(gives: &Gives, captures: &[Capture]) -> Option<TimeExpr> {
    let times: Vec<&TimeExpr> = captures.iter().filter_map(|c| if let Capture::Time(t) = c { Some(t) } else { None }).collect();
    let time = |n: usize| times.get(n).map(|t| Box::new((*t).clone()));
    Some(match gives.op {
        Op::Now => TimeExpr::Now,
        Op::Same => (*time(0)?).clone(),
        Op::Set => TimeExpr::Set,
        Op::Calendar => TimeExpr::Calendar(fields(captures, 0)?),
        Op::Which => {
            let of = match time(0) {
                Some(of) => of,
                None => Box::new(TimeExpr::Calendar(fields(captures, 0)?)),
            };
            TimeExpr::Which { which: which(gives, captures)?, of }
        }
        Op::Cycle => {
            let offset = match gives.offset {
                Some(offset) => offset,
                None => match which(gives, captures)? {
                    Which::This => 0,
                    Which::Last | Which::Past => -1,
                    Which::Next | Which::Coming => 1,
                },
            };
            TimeExpr::Cycle { unit: unit(gives, captures)?, offset }
        }
        Op::Reference => TimeExpr::Reference { unit: unit(gives, captures)?, offset: gives.offset? },
        Op::Count => {
            let (amount, unit) = measure(gives, captures)?;
            TimeExpr::Count { amount, unit, direction: direction(gives, captures)? }
        }
        Op::Shift => {
            let (amount, unit) = measure(gives, captures)?;
            let from = match (time(0), gives.from) {
                (Some(from), _) => from,
                (None, Some(RuleFrom::Clause)) => Box::new(TimeExpr::Clause),
                (None, Some(RuleFrom::Reference)) => Box::new(TimeExpr::Reference { unit: TimeUnit::Day, offset: 0 }),
                (None, _) => Box::new(TimeExpr::Now),
            };
            TimeExpr::Shift { amount, unit, direction: direction(gives, captures)?, from }
        }
        Op::Meet => {
            let second = match time(1) {
                Some(second) => second,
                None => Box::new(TimeExpr::Calendar(fields(captures, 0)?)),
            };
            meet(*time(0)?, *second)?
        }
        Op::Nth => TimeExpr::Nth {
            nth: gives.nth.or_else(|| int(captures, Slot::Ordinal, 0).and_then(|n| i32::try_from(n).ok()))?,
            unit: unit(gives, captures),
            weekday: int(captures, Slot::Weekday, 0).and_then(|n| u8::try_from(n).ok()),
            of: time(0)?,
        },
        Op::Portion => TimeExpr::Portion { portion: portion(gives, captures)?, of: time(0)? },
        Op::Part => TimeExpr::PartOfDay(time(0).unwrap_or(Box::new(TimeExpr::Cycle { unit: TimeUnit::Day, offset: 0 }))),
        // "at 5 p.m. on Monday" and "Monday at 5 p.m." name their day in either place.
        Op::Clock => {
            let hour = |t: &&TimeExpr| matches!(t, TimeExpr::Clock { of: None, .. });
            let minute = times.iter().any(|t| matches!(t, TimeExpr::Clock { minute: true, of: None }));
            let of = times.iter().position(|t| !hour(t)).and_then(time);
            TimeExpr::Clock { minute: minute || int(captures, Slot::Minute, 0).is_some(), of }
        }
        Op::Bound => TimeExpr::Bound { bound: bound(gives, captures)?, of: time(0)? },
        Op::Duration => {
            let (amount, unit) = measure(gives, captures)?;
            TimeExpr::Duration { amount, unit }
        }
        Op::Range => match times.as_slice() {
            [from, to] => range((*from).clone(), (*to).clone()),
            // "between 3 and 5 May": the fields told once hold for both.
            _ => range(TimeExpr::Calendar(fields(captures, 0)?), TimeExpr::Calendar(fields(captures, 1)?)),
        },
    })
}

/// Shares the fields that only one end of a range tells: "January to April 2015", "3 March to 5".
fn range(mut from: TimeExpr, mut to: TimeExpr) -> TimeExpr {
    if let (TimeExpr::Calendar(a), TimeExpr::Calendar(b)) = (&mut from, &mut to) {
        if a.year.is_none() && (a.month.is_some() || a.quarter.is_some()) {
            a.year = b.year;
        }
        if a.month.is_none() && a.day.is_some() && a.weekday.is_none() {
            a.month = b.month;
        }
        if b.month.is_none() && b.day.is_some() && b.weekday.is_none() {
            b.month = a.month;
        }
    }
    TimeExpr::Range { from: Box::new(from), to: Box::new(to) }
}

/// Two named calendar dates become one; a field told twice differently makes no date.
fn meet(a: TimeExpr, b: TimeExpr) -> Option<TimeExpr> {
    match (a, b) {
        (TimeExpr::Calendar(a), TimeExpr::Calendar(b)) => {
            let same = a.year == b.year && a.month == b.month && a.day == b.day && a.weekday == b.weekday;
            let clash = |x: bool, y: bool| x && y;
            let clashes = clash(a.year.is_some(), b.year.is_some())
                || clash(a.month.is_some(), b.month.is_some())
                || clash(a.day.is_some(), b.day.is_some())
                || clash(a.weekday.is_some(), b.weekday.is_some());
            if same || clashes {
                return None;
            }
            Some(TimeExpr::Calendar(Calendar {
                year: a.year.or(b.year),
                month: a.month.or(b.month),
                day: a.day.or(b.day),
                weekday: a.weekday.or(b.weekday),
                season: a.season.or(b.season),
                quarter: a.quarter.or(b.quarter),
                half: a.half.or(b.half),
                week: a.week.or(b.week),
                decade: a.decade.or(b.decade),
                century: a.century.or(b.century),
                feast: a.feast.or(b.feast),
            }))
        }
        (a, b) => Some(TimeExpr::Meet(Box::new(a), Box::new(b))),
    }
}

/// The calendar's fields; of a slot that stands twice the `nth` is taken, else its only value.
fn fields(captures: &[Capture], nth: usize) -> Option<Calendar> {
    let get = |slot: Slot| int(captures, slot, nth).or_else(|| int(captures, slot, 0));
    let small = |slot: Slot| get(slot).and_then(|n| u8::try_from(n).ok());
    let large = |slot: Slot| get(slot).and_then(|n| i16::try_from(n).ok());
    let holiday = captures.iter().find_map(|c| match c {
        Capture::Slot(Slot::Holiday, SlotValue::Calendar(calendar)) => Some(*calendar),
        _ => None,
    });
    let base = holiday.unwrap_or_default();
    let calendar = Calendar {
        year: large(Slot::Year).or(large(Slot::Yyyy)).or(large(Slot::ShortYear)),
        month: small(Slot::Month).or(small(Slot::Mm)).or(base.month),
        day: small(Slot::Day).or(small(Slot::Dd)).or(small(Slot::DayOrdinal)).or(base.day),
        weekday: small(Slot::Weekday),
        season: small(Slot::Season),
        quarter: small(Slot::Quarter),
        half: small(Slot::Half),
        week: small(Slot::Week),
        decade: large(Slot::Decade),
        century: large(Slot::Century),
        feast: base.feast,
    };
    (calendar != Calendar::default()).then_some(calendar)
}

/// Amount and unit; a fortnight is two weeks.
fn measure(gives: &Gives, captures: &[Capture]) -> Option<(Amount, TimeUnit)> {
    let told = captures.iter().find_map(|c| match c {
        Capture::Slot(Slot::Number, SlotValue::Amount(amount)) => Some(*amount),
        _ => None,
    });
    let mut amount = told.or(gives.number.map(|number| Amount { number, half: false }))?;
    amount.half |= gives.half;
    Some(match unit(gives, captures)? {
        TimeUnit::Fortnight => (Amount { number: amount.number.checked_mul(2)?, half: false }, TimeUnit::Week),
        unit => (amount, unit),
    })
}

fn int(captures: &[Capture], slot: Slot, nth: usize) -> Option<i64> {
    let mut values = captures.iter().filter_map(|c| match c {
        Capture::Slot(s, SlotValue::Int(n)) if *s == slot => Some(*n),
        _ => None,
    });
    values.nth(nth)
}

macro_rules! argument {
    ($name:ident, $field:ident, $variant:ident, $type:ty) => {
        /// From the pattern's slot, else from the rule.
        fn $name(gives: &Gives, captures: &[Capture]) -> Option<$type> {
            let told = captures.iter().find_map(|c| match c {
                Capture::Slot(_, SlotValue::$variant(value)) => Some(*value),
                _ => None,
            });
            told.or(gives.$field)
        }
    };
}

argument!(unit, unit, Unit, TimeUnit);
argument!(which, which, Which, Which);
argument!(portion, portion, Portion, Portion);
argument!(bound, bound, Bound, Bound);
argument!(direction, direction, Direction, Direction);

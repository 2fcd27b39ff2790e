//! Date rules: in come the files of `lexicon/en/dates/`, out goes [`DateRules`], which `find` matches against a sentence.
//!
//! A rule is a pattern over words, what it gives (an operation out of the closed list [`Op`]) and its examples, counted
//! from the file's frozen `anchor` day. `vocabulary.toml` holds the words of each slot. Unknown keys, operations that lack a slot,
//! repeated ids and rules without a positive and a negative example are refused with file and line.

mod pattern;
pub mod tense;
mod vocabulary;

pub use pattern::{Item, Pattern, Slot};
pub use vocabulary::{SlotValue, Vocabulary};

use crate::source::{LexiconError, SourceFile, read_toml};
use schema::{Bound, Date, DateGrain, Direction, Portion, TimeUnit, Which};
use serde::Deserialize;
use std::collections::BTreeMap;
use strum::EnumString;
use toml::Spanned;

/// All rules of a language, by id, and the words of their slots.
#[derive(Clone, Debug, Default)]
pub struct DateRules {
    pub rules: Vec<DateRule>,
    pub vocabulary: Vocabulary,
    /// By first word: (rule, pattern).
    pub by_word: BTreeMap<String, Vec<(usize, usize)>>,
    /// By first slot.
    pub by_slot: BTreeMap<Slot, Vec<(usize, usize)>>,
    /// Patterns that begin with a time expression, by its kind.
    pub by_kind: BTreeMap<TimeKind, Vec<(usize, usize)>>,
}

/// One rule: words to look for and what they mean.
#[derive(Clone, Debug)]
pub struct DateRule {
    /// Permanent, such as `en.date.last-weekday`.
    pub id: String,
    pub path: String,
    pub line: usize,
    pub kind: TimeKind,
    /// Of two readings of the same words, the higher one is taken.
    pub prefer: i8,
    /// Only a part of other expressions, never an expression by itself.
    pub inner: bool,
    /// A bare number or word, believed only where the tagger does not call it a mere number.
    pub weak: bool,
    pub gives: Gives,
    pub patterns: Vec<Pattern>,
    pub examples: Vec<DateExample>,
    /// Texts in which the rule must not be the one that speaks.
    pub none: Vec<String>,
    /// The day from which the examples are counted.
    pub anchor: Option<Date>,
}

/// What an expression is to other expressions: `<day>` in a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, EnumString)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum TimeKind {
    Day,
    /// Longer than a day: week, month, year.
    Period,
    /// In patterns only: a day or a period.
    Date,
    /// A year alone, to join with a month.
    Year,
    Clock,
    Part,
    /// Ranges and bounds.
    Range,
    Duration,
    Set,
}

/// Operations that a rule may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Op {
    Now,
    /// Slots name fields of the calendar.
    Calendar,
    /// The sub-expression or the fields, in the place that `which` says.
    Which,
    Cycle,
    Count,
    /// From the sub-expression; else from now, or as `from` says.
    Shift,
    Meet,
    Nth,
    Portion,
    Part,
    Clock,
    Range,
    Bound,
    Reference,
    Duration,
    Set,
    /// The sub-expression itself.
    Same,
}

/// Where a shift starts if not at a sub-expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleFrom {
    Now,
    /// The day last spoken of.
    Reference,
    /// The event told in the phrase or clause that follows.
    Clause,
}

/// An operation and the arguments that the pattern's slots do not give.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gives {
    pub op: Op,
    pub unit: Option<TimeUnit>,
    pub offset: Option<i32>,
    pub number: Option<u32>,
    /// Half a unit is added.
    #[serde(default)]
    pub half: bool,
    pub direction: Option<Direction>,
    pub which: Option<Which>,
    pub bound: Option<Bound>,
    pub portion: Option<Portion>,
    pub nth: Option<i32>,
    pub from: Option<RuleFrom>,
}

/// A text and the interval that it means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateExample {
    /// Each text holds this one value and no other.
    pub text: Vec<String>,
    /// `2013-02-08`, `2013-02-04/2013-02-10`, or `none` where the words have no place on the calendar.
    pub date: String,
    pub grain: Option<DateGrain>,
    /// Instead of the file's anchor.
    pub anchor: Option<String>,
    /// Tense of the clause, where it is not the past.
    #[serde(default)]
    pub future: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(rename = "about")]
    _about: String,
    anchor: Spanned<String>,
    #[serde(default)]
    rule: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: Spanned<String>,
    kind: Spanned<TimeKind>,
    #[serde(default)]
    prefer: i8,
    #[serde(default)]
    inner: bool,
    #[serde(default)]
    weak: bool,
    pattern: Vec<Spanned<String>>,
    gives: Spanned<Gives>,
    #[serde(default)]
    examples: Vec<DateExample>,
    #[serde(default)]
    none: Vec<String>,
}

impl DateRules {
    /// Reads those of the files that stand in a folder `dates`; the others are passed over.
    pub fn read(files: &[SourceFile]) -> Result<DateRules, LexiconError> {
        let mut rules = DateRules::default();
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        for file in files.iter().filter(|f| f.path.split('/').any(|part| part == "dates")) {
            if file.path.ends_with("/vocabulary.toml") {
                rules.vocabulary.read(file)?;
                continue;
            }
            let raw: RawFile = read_toml(file)?;
            let anchor = raw
                .anchor
                .get_ref()
                .parse::<Date>()
                .map_err(|_| LexiconError::at(file, raw.anchor.span(), "no ISO day; write it like 2013-02-12"))?;
            for rule in raw.rule {
                let span = rule.id.span();
                let rule = compile(file, rule, anchor)?;
                if let Some(at) = ids.insert(rule.id.clone(), format!("{}:{}", rule.path, rule.line)) {
                    return Err(LexiconError::at(file, span, format!("the id `{}` stands in {at} too; give each rule its own", rule.id)));
                }
                rules.rules.push(rule);
            }
        }
        rules.rules.sort_by(|a, b| a.id.cmp(&b.id));
        rules.index();
        Ok(rules)
    }

    fn index(&mut self) {
        for (r, rule) in self.rules.iter().enumerate() {
            for (p, pattern) in rule.patterns.iter().enumerate() {
                // Optional items at the front let the next one begin the match too.
                for item in &pattern.items {
                    match item {
                        Item::Words { words, .. } => {
                            for word in words {
                                self.by_word.entry(word.clone()).or_default().push((r, p));
                            }
                        }
                        Item::Slot { slot, .. } => self.by_slot.entry(*slot).or_default().push((r, p)),
                        Item::Not { .. } => {}
                        Item::Time { kind, .. } => self.by_kind.entry(*kind).or_default().push((r, p)),
                    }
                    if !item.optional() {
                        break;
                    }
                }
            }
        }
    }
}

fn compile(file: &SourceFile, raw: RawRule, anchor: Date) -> Result<DateRule, LexiconError> {
    let id = raw.id.get_ref().clone();
    let refuse = |span, why: String| Err(LexiconError::at(file, span, why));
    if *raw.kind.get_ref() == TimeKind::Date {
        return refuse(raw.kind.span(), "`date` stands for day or period in patterns; a rule names one of them".into());
    }
    if !raw.inner && (raw.examples.is_empty() || raw.none.is_empty()) {
        return refuse(raw.id.span(), format!("`{id}` needs at least one entry in `examples` and one in `none`"));
    }
    for date in raw.examples.iter().flat_map(|e| e.date.split('/').chain(e.anchor.as_deref())).filter(|d| *d != "none") {
        if date.parse::<Date>().is_err() {
            return refuse(raw.id.span(), format!("`{date}` in an example of `{id}` is no ISO day"));
        }
    }
    let mut patterns = Vec::new();
    for text in &raw.pattern {
        let pattern = Pattern::parse(text.get_ref()).map_err(|why| LexiconError::at(file, text.span(), why))?;
        if let Some(missing) = missing(raw.gives.get_ref(), &pattern) {
            return refuse(text.span(), format!("`{id}` gives an operation that needs {missing}: neither this pattern nor `gives` has it"));
        }
        patterns.push(pattern);
    }
    let line = file.text[..raw.id.span().start].matches('\n').count() + 1;
    Ok(DateRule {
        id,
        path: file.path.clone(),
        line,
        kind: raw.kind.into_inner(),
        prefer: raw.prefer,
        inner: raw.inner,
        weak: raw.weak,
        gives: raw.gives.into_inner(),
        patterns,
        examples: raw.examples,
        none: raw.none,
        anchor: Some(anchor),
    })
}

/// What the operation lacks under this pattern.
fn missing(gives: &Gives, pattern: &Pattern) -> Option<&'static str> {
    let slot = |s: Slot| pattern.items.iter().any(|i| matches!(i, Item::Slot { slot, .. } if *slot == s));
    let times = pattern.items.iter().filter(|i| matches!(i, Item::Time { .. })).count();
    let unit = gives.unit.is_some() || slot(Slot::Unit) || slot(Slot::OneUnit);
    let amount = gives.number.is_some() || slot(Slot::Number);
    let fields = pattern.items.iter().any(|i| matches!(i, Item::Slot { slot, .. } if slot.is_field()));
    let need = |has: bool, what| if has { None } else { Some(what) };
    match gives.op {
        Op::Now | Op::Clock | Op::Set => None,
        Op::Calendar => need(fields, "a field of the calendar"),
        Op::Which => need(gives.which.is_some() || slot(Slot::Which), "`which`").or(need(fields || times > 0, "a date or a field")),
        Op::Cycle => need(unit, "`unit`").or(need(gives.offset.is_some() || slot(Slot::Which), "`offset` or {which}")),
        Op::Reference => need(unit, "`unit`").or(need(gives.offset.is_some(), "`offset`")),
        Op::Count => need(unit, "`unit`").or(need(amount, "`number`")).or(need(gives.direction.is_some(), "`direction`")),
        Op::Shift => need(unit, "`unit`")
            .or(need(amount, "`number`"))
            .or(need(gives.direction.is_some() || slot(Slot::Direction), "`direction`")),
        Op::Meet | Op::Range => need(times == 2 || (times == 1 && fields) || (gives.op == Op::Range && fields), "two dates"),
        Op::Nth => need(gives.nth.is_some() || slot(Slot::Ordinal), "`nth` or {ordinal}")
            .or(need(unit || slot(Slot::Weekday), "a unit or a weekday"))
            .or(need(times == 1, "a period")),
        Op::Portion => need(gives.portion.is_some() || slot(Slot::Portion), "`portion`").or(need(times == 1, "a date")),
        Op::Bound => need(gives.bound.is_some() || slot(Slot::Bound), "`bound`").or(need(times == 1, "a date")),
        Op::Part | Op::Same => need(times >= 1 || gives.op == Op::Part, "a sub-expression"),
        Op::Duration => need(unit, "`unit`").or(need(amount, "`number`")),
    }
}

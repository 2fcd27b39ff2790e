//! The words that fill the slots of date patterns: in comes `dates/vocabulary.toml`, out goes a table by word.

use super::Slot;
use crate::source::{LexiconError, SourceFile, read_toml};
use schema::{Amount, Bound, Calendar, Direction, Feast, Portion, TimeUnit, Which};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Words by lower case form, with the slots that each may fill.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    pub words: BTreeMap<String, Vec<(Slot, SlotValue)>>,
    /// Several words that fill one slot ("new year 's eve"): by first word, longest first.
    pub phrases: BTreeMap<String, Vec<(Vec<String>, Slot, SlotValue)>>,
    /// Abbreviations, which may take a full stop.
    pub short: BTreeSet<String>,
    /// Words that mean a time only with a capital, or after one of `before_small`.
    pub capital: BTreeSet<String>,
    pub before_small: BTreeSet<String>,
    /// Units in the plural.
    pub plural: BTreeSet<String>,
    /// Endings of ordinals in figures.
    pub suffix: BTreeSet<String>,
    /// Endings of decades in figures.
    pub decade_suffix: BTreeSet<String>,
    /// hundred, thousand.
    pub scale: BTreeMap<String, u32>,
    /// Word that may stand within a number ("two thousand and ten").
    pub joiner: BTreeSet<String>,
    /// Auxiliaries that set a clause in the future.
    pub future: BTreeSet<String>,
    /// Auxiliaries of the perfect.
    pub perfect: BTreeSet<String>,
    /// Verbs and adjectives whose complement lies ahead ("plan", "due").
    pub planning: BTreeSet<String>,
}

/// What a filled slot says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlotValue {
    Int(i64),
    Amount(Amount),
    Unit(TimeUnit),
    Which(Which),
    Portion(Portion),
    Bound(Bound),
    Direction(Direction),
    Calendar(Calendar),
    /// The slot is filled and says no more.
    Flag,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words<T> {
    value: T,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    words: Vec<String>,
    month: Option<u8>,
    day: Option<u8>,
    feast: Option<Feast>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVocabulary {
    #[serde(rename = "about")]
    _about: String,
    capital: Vec<String>,
    before_small: Vec<String>,
    plural: Vec<String>,
    suffix: Vec<String>,
    decade_suffix: Vec<String>,
    joiner: Vec<String>,
    future: Vec<String>,
    perfect: Vec<String>,
    planning: Vec<String>,
    part: Vec<String>,
    meridiem: Vec<String>,
    scale: Vec<Words<u32>>,
    weekday: Vec<Words<i64>>,
    month: Vec<Words<i64>>,
    season: Vec<Words<i64>>,
    number: Vec<Words<i64>>,
    ordinal: Vec<Words<i64>>,
    decade: Vec<Words<i64>>,
    unit: Vec<Words<TimeUnit>>,
    which: Vec<Words<Which>>,
    portion: Vec<Words<Portion>>,
    bound: Vec<Words<Bound>>,
    direction: Vec<Words<Direction>>,
    holiday: Vec<Holiday>,
}

impl Vocabulary {
    pub(super) fn read(&mut self, file: &SourceFile) -> Result<(), LexiconError> {
        let raw: RawVocabulary = read_toml(file)?;
        self.capital.extend(raw.capital);
        self.before_small.extend(raw.before_small);
        self.plural.extend(raw.plural);
        self.suffix.extend(raw.suffix);
        self.decade_suffix.extend(raw.decade_suffix);
        self.joiner.extend(raw.joiner);
        self.future.extend(raw.future);
        self.perfect.extend(raw.perfect);
        self.planning.extend(raw.planning);
        for entry in raw.scale {
            for word in entry.words {
                self.scale.insert(word, entry.value);
            }
        }
        for word in raw.part {
            self.add(&word, Slot::Part, SlotValue::Flag);
        }
        for word in raw.meridiem {
            self.add(&word, Slot::Meridiem, SlotValue::Flag);
        }
        self.fill(raw.weekday, Slot::Weekday, SlotValue::Int);
        self.fill(raw.month, Slot::Month, SlotValue::Int);
        self.fill(raw.season, Slot::Season, SlotValue::Int);
        self.fill(raw.number, Slot::Number, SlotValue::Int);
        self.fill(raw.ordinal, Slot::Ordinal, SlotValue::Int);
        self.fill(raw.decade, Slot::Decade, SlotValue::Int);
        self.fill(raw.unit, Slot::Unit, SlotValue::Unit);
        self.fill(raw.which, Slot::Which, SlotValue::Which);
        self.fill(raw.portion, Slot::Portion, SlotValue::Portion);
        self.fill(raw.bound, Slot::Bound, SlotValue::Bound);
        self.fill(raw.direction, Slot::Direction, SlotValue::Direction);
        for holiday in raw.holiday {
            let value = Calendar { month: holiday.month, day: holiday.day, feast: holiday.feast, ..Calendar::default() };
            if holiday.feast.is_none() && (holiday.month.is_none() || holiday.day.is_none()) {
                return Err(LexiconError::whole(
                    &file.path,
                    format!("holiday `{}` needs a month and a day, or a feast", holiday.words.join(", ")),
                ));
            }
            for word in &holiday.words {
                self.add(word, Slot::Holiday, SlotValue::Calendar(value));
            }
        }
        for list in self.phrases.values_mut() {
            list.sort_by_key(|(words, ..)| std::cmp::Reverse(words.len()));
        }
        Ok(())
    }

    fn fill<T: Clone>(&mut self, entries: Vec<Words<T>>, slot: Slot, value: impl Fn(T) -> SlotValue) {
        for entry in entries {
            for word in &entry.words {
                self.add(word, slot, value(entry.value.clone()));
            }
            for word in &entry.short {
                self.add(word, slot, value(entry.value.clone()));
                self.short.insert(word.clone());
            }
        }
    }

    fn add(&mut self, words: &str, slot: Slot, value: SlotValue) {
        let parts: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        match parts.as_slice() {
            [] => {}
            [word] => self.words.entry(word.clone()).or_default().push((slot, value)),
            [first, ..] => self.phrases.entry(first.clone()).or_default().push((parts.clone(), slot, value)),
        }
    }
}

//! The small notation of date patterns: in comes `"{number} {unit} before|prior ~-? <date>"`, out goes a list of items.
//!
//! Items are separated by spaces: words (alternatives by `|`), `{slot}`, `<kind>` of sub-expression; `?` at the end makes an item
//! optional, `~` at the front asks that no space stands before it, `!` that none of the words follows.

use super::TimeKind;
use strum::EnumString;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Words { words: Vec<String>, optional: bool, joined: bool },
    Slot { slot: Slot, optional: bool, joined: bool },
    Time { kind: TimeKind, optional: bool, joined: bool },
    /// None of these words may follow; takes up nothing.
    Not { words: Vec<String> },
}

/// What one or a few words may fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Slot {
    Weekday,
    Month,
    Season,
    Unit,
    /// A unit in the singular.
    OneUnit,
    Part,
    Holiday,
    /// A cardinal in figures or words.
    Number,
    /// 1st, first, twenty-first.
    Ordinal,
    /// The same up to 31, as a day of the month.
    DayOrdinal,
    /// 1 to 31 in figures, with or without suffix.
    Day,
    /// Four figures from 1000 to 2199.
    Year,
    /// Two figures as a year near now ('98).
    ShortYear,
    /// Exactly four figures.
    Yyyy,
    /// One or two figures, 1 to 12.
    Mm,
    /// One or two figures, 1 to 31.
    Dd,
    /// Four figures that end in 0, or the words of one (nineties): the decade itself.
    Decade,
    /// A season's, quarter's or half's number.
    Quarter,
    Half,
    Week,
    Century,
    /// One or two figures, 0 to 24, or a word up to twelve.
    Hour,
    /// Two figures, 00 to 59.
    Minute,
    Meridiem,
    Which,
    Portion,
    Bound,
    Direction,
    Suffix,
}

impl Slot {
    /// Does it name a field of the calendar?
    pub fn is_field(self) -> bool {
        use Slot::*;
        matches!(
            self,
            Weekday | Month | Season | Holiday | DayOrdinal | Day | Year | ShortYear | Yyyy | Mm | Dd | Decade | Quarter | Half | Week | Century
        )
    }
}

impl Item {
    pub fn optional(&self) -> bool {
        match self {
            Item::Words { optional, .. } | Item::Slot { optional, .. } | Item::Time { optional, .. } => *optional,
            Item::Not { .. } => true,
        }
    }

    /// Must it follow without a space?
    pub fn joined(&self) -> bool {
        match self {
            Item::Words { joined, .. } | Item::Slot { joined, .. } | Item::Time { joined, .. } => *joined,
            Item::Not { .. } => false,
        }
    }
}

impl Pattern {
    /// Reads the notation; the error says what is wrong, in a sentence.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let mut items = Vec::new();
        for piece in text.split_whitespace() {
            let (joined, rest) = piece.strip_prefix('~').map_or((false, piece), |r| (true, r));
            let (optional, body) = rest.strip_suffix('?').filter(|b| !b.is_empty()).map_or((false, rest), |b| (true, b));
            let inside = |open: char, close: char| body.strip_prefix(open).and_then(|b| b.strip_suffix(close)).filter(|b| !b.is_empty());
            items.push(if let Some(words) = body.strip_prefix('!').filter(|w| !w.is_empty()) {
                Item::Not { words: words.split('|').map(str::to_lowercase).collect() }
            } else if let Some(name) = inside('{', '}') {
                let slot = name.parse().map_err(|_| format!("unknown slot `{{{name}}}`"))?;
                Item::Slot { slot, optional, joined }
            } else if let Some(name) = inside('<', '>') {
                let kind = name.parse().map_err(|_| format!("unknown kind `<{name}>`"))?;
                Item::Time { kind, optional, joined }
            } else {
                let words: Vec<String> = body.split('|').map(str::to_lowercase).collect();
                if let Some(bad) = words.iter().find(|w| w.is_empty() || !one_lexeme(w)) {
                    return Err(format!("`{bad}` is not one word, number or sign; write pieces apart, joined by `~`"));
                }
                Item::Words { words, optional, joined }
            });
        }
        if items.iter().all(Item::optional) {
            return Err("a pattern needs an item that is not optional".into());
        }
        Ok(Pattern { items })
    }
}

/// As the matcher cuts text: letters, figures, or one sign.
fn one_lexeme(word: &str) -> bool {
    word.chars().all(char::is_alphabetic) || word.chars().all(|c| c.is_ascii_digit()) || word.chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notation_is_read_and_checked() {
        let pattern = Pattern::parse("{number} {unit} before|prior <date>? ~-?").expect("good notation");
        assert_eq!(pattern.items.len(), 5);
        assert_eq!(pattern.items[2], Item::Words { words: vec!["before".into(), "prior".into()], optional: false, joined: false });
        assert!(pattern.items[3].optional() && pattern.items[4].joined());
        for bad in ["{numbr}", "<dat>", "o'clock", "a?", ""] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
    }
}

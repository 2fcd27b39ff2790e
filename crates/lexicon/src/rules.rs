//! What acts and operators share: triggers, roles, constraints, examples.

use crate::markup::{self, Marked};
use crate::path::{RolePaths, Test, parse_role, parse_test};
use crate::source::{LexiconError, SourceFile};
use serde::Deserialize;
use toml::Spanned;

/// Part of speech of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pos {
    Verb,
    Noun,
    Adjective,
}

/// A word or a group of words that evokes something: the head's lemma, and lemmas that must hang together with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    pub pos: Pos,
    pub head: String,
    pub rest: Vec<String>,
}

/// Where the participants stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    pub actor: RolePaths,
    pub recipient: RolePaths,
}

/// What kind of thing fills a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display, strum::EnumString, Deserialize)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Filler {
    Person,
    Group,
    Organisation,
    Country,
    Place,
    Act,
    Time,
    Name,
    Thing,
}

/// Constraints; all must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Where {
    pub actor: Vec<Filler>,
    pub recipient: Vec<Filler>,
    pub some: Vec<Test>,
    pub all: Vec<Test>,
    pub none: Vec<Test>,
}

impl Where {
    /// How specific: the number of constraints. `none` lists are exceptions and do not count.
    pub fn weight(&self) -> usize {
        usize::from(!self.actor.is_empty())
            + usize::from(!self.recipient.is_empty())
            + usize::from(!self.some.is_empty())
            + self.all.len()
    }
}

/// A sentence of our own that shows what a rule gives, or that it gives nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub marked: Marked,
    /// Known to fail today, and why.
    pub todo: Option<String>,
    pub line: usize,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawWhere {
    #[serde(default)]
    actor: Vec<Filler>,
    #[serde(default)]
    recipient: Vec<Filler>,
    #[serde(default)]
    some: Vec<Spanned<String>>,
    #[serde(default)]
    all: Vec<Spanned<String>>,
    #[serde(default)]
    none: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawExample {
    text: Option<Spanned<String>>,
    none: Option<Spanned<String>>,
    todo: Option<String>,
    /// For readers; not used by the program.
    #[serde(default, rename = "why")]
    _why: Option<String>,
}

pub(crate) fn triggers(pos: Pos, words: &[String]) -> impl Iterator<Item = Trigger> + '_ {
    words.iter().filter_map(move |entry| {
        let mut parts: Vec<&str> = entry.split_whitespace().collect();
        let starred = parts.iter().position(|p| p.ends_with('*'));
        let head = starred.unwrap_or(if pos == Pos::Noun { parts.len().checked_sub(1)? } else { 0 });
        let word = parts.get(head)?.trim_end_matches('*').to_owned();
        parts.remove(head);
        Some(Trigger { pos, head: word, rest: parts.into_iter().map(str::to_owned).collect() })
    })
}

pub(crate) fn roles(
    file: &SourceFile,
    actor: Option<&Spanned<Vec<String>>>,
    recipient: Option<&Spanned<Vec<String>>>,
    base: &Roles,
) -> Result<Roles, LexiconError> {
    let read = |over: Option<&Spanned<Vec<String>>>, base: &RolePaths| match over {
        Some(paths) => parse_role(paths.get_ref()).map_err(|m| LexiconError::at(file, paths.span(), m)),
        None => Ok(base.clone()),
    };
    Ok(Roles { actor: read(actor, &base.actor)?, recipient: read(recipient, &base.recipient)? })
}

pub(crate) fn conditions(file: &SourceFile, raw: RawWhere) -> Result<Where, LexiconError> {
    let tests = |list: Vec<Spanned<String>>| -> Result<Vec<Test>, LexiconError> {
        list.iter().map(|t| parse_test(t.get_ref()).map_err(|m| LexiconError::at(file, t.span(), m))).collect()
    };
    Ok(Where {
        actor: raw.actor,
        recipient: raw.recipient,
        some: tests(raw.some)?,
        all: tests(raw.all)?,
        none: tests(raw.none)?,
    })
}

/// Reads a rule's examples; refuses a rule without a positive and a negative one.
pub(crate) fn examples(
    file: &SourceFile,
    id: &Spanned<String>,
    raw: Vec<RawExample>,
) -> Result<Vec<Example>, LexiconError> {
    let mut out = Vec::with_capacity(raw.len());
    for example in raw {
        let (source, none) = match (&example.text, &example.none) {
            (Some(text), None) => (text, false),
            (None, Some(none)) => (none, true),
            _ => return Err(LexiconError::at(file, id.span(), "an example has either `text` or `none`")),
        };
        let mut marked = markup::parse(source.get_ref()).map_err(|e| {
            let at = source.span().start + 1 + e.at;
            LexiconError::at(file, at..at + 1, e.message)
        })?;
        marked.none |= none;
        let line = file.text[..source.span().start].matches('\n').count() + 1;
        out.push(Example { marked, todo: example.todo, line });
    }
    let positive = out.iter().any(|e| !e.marked.none);
    let negative = out.iter().any(|e| e.marked.none);
    if !(positive && negative) {
        let missing = if positive { "`none`" } else { "`text`" };
        let message = format!("rule `{}` has no example with {missing}: every rule shows what it gives and what it must not", id.get_ref());
        return Err(LexiconError::at(file, id.span(), message));
    }
    Ok(out)
}

/// 1-based line of a byte of the file.
pub(crate) fn line_of(file: &SourceFile, at: usize) -> usize {
    file.text[..at.min(file.text.len())].matches('\n').count() + 1
}

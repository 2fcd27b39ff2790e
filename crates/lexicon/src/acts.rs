//! Act rules: in come `lexicon/en/acts/*.toml`, out go [`Act`]s.

use crate::frames::Frames;
use crate::ontology::{Ontology, unknown};
use crate::rules::{Example, Pos, RawExample, RawWhere, Roles, Trigger, Where, conditions, examples, line_of, roles, triggers};
use crate::source::{LexiconError, SourceFile, read_toml};
use serde::Deserialize;
use toml::Spanned;

/// A rule that reads an act from a trigger.
#[derive(Clone, Debug)]
pub struct Act {
    pub id: String,
    pub file: String,
    pub line: usize,
    pub event: String,
    pub mode: Option<String>,
    pub cameo: Option<String>,
    pub contexts: Vec<String>,
    /// What the number of recipients (for `size`: of actors) counts.
    pub count: Option<schema::Role>,
    pub triggers: Vec<Trigger>,
    pub verb: Roles,
    pub noun: Roles,
    pub adjective: Roles,
    pub conditions: Where,
    pub examples: Vec<Example>,
}

impl Act {
    pub fn roles(&self, pos: Pos) -> &Roles {
        match pos {
            Pos::Verb => &self.verb,
            Pos::Noun => &self.noun,
            Pos::Adjective => &self.adjective,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActFile {
    #[serde(rename = "about")]
    _about: String,
    #[serde(default)]
    rule: Vec<RawAct>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAct {
    id: Spanned<String>,
    event: Spanned<String>,
    mode: Option<Spanned<String>>,
    cameo: Option<Spanned<String>>,
    #[serde(default)]
    contexts: Vec<Spanned<String>>,
    count: Option<schema::Role>,
    frame: Option<Spanned<String>>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    actor: Option<Spanned<Vec<String>>>,
    recipient: Option<Spanned<Vec<String>>>,
    #[serde(default, rename = "where")]
    conditions: RawWhere,
    #[serde(default)]
    example: Vec<RawExample>,
}

pub(crate) fn read(
    file: &SourceFile,
    frames: &Frames,
    ontology: &Ontology,
    acts: &mut Vec<Act>,
) -> Result<(), LexiconError> {
    for raw in read_toml::<ActFile>(file)?.rule {
        acts.push(compile(file, raw, frames, ontology)?);
    }
    Ok(())
}

fn compile(file: &SourceFile, raw: RawAct, frames: &Frames, ontology: &Ontology) -> Result<Act, LexiconError> {
    let at = |span: std::ops::Range<usize>, message: String| LexiconError::at(file, span, message);
    ontology.check(raw.event.get_ref(), None).map_err(|m| at(raw.event.span(), m))?;
    if let Some(mode) = &raw.mode {
        ontology.check(raw.event.get_ref(), Some(mode.get_ref())).map_err(|m| at(mode.span(), m))?;
    }
    if let Some(code) = raw.cameo.as_ref().filter(|c| !ontology.cameo.contains_key(c.get_ref())) {
        return Err(at(code.span(), format!("unknown CAMEO code `{}`", code.get_ref())));
    }
    if let Some(context) = raw.contexts.iter().find(|c| !ontology.contexts.contains_key(c.get_ref())) {
        return Err(at(context.span(), unknown("context", context.get_ref(), ontology.contexts.keys().map(String::as_str))));
    }
    let frame = match &raw.frame {
        None => Default::default(),
        Some(name) => frames.get(name.get_ref()).cloned().ok_or_else(|| {
            at(name.span(), unknown("frame", name.get_ref(), frames.keys().map(String::as_str)))
        })?,
    };
    let part = |base: &Roles| roles(file, raw.actor.as_ref(), raw.recipient.as_ref(), base);
    let (verb, noun, adjective) = (part(&frame.verb)?, part(&frame.noun)?, part(&frame.adjective)?);
    let triggers: Vec<Trigger> = triggers(Pos::Verb, &raw.verbs)
        .chain(triggers(Pos::Noun, &raw.nouns))
        .chain(triggers(Pos::Adjective, &raw.adjectives))
        .collect();
    if triggers.is_empty() {
        return Err(at(raw.id.span(), format!("rule `{}` has no trigger: give `verbs`, `nouns` or `adjectives`", raw.id.get_ref())));
    }
    Ok(Act {
        line: line_of(file, raw.id.span().start),
        examples: examples(file, &raw.id, raw.example)?,
        id: raw.id.into_inner(),
        file: file.path.clone(),
        event: raw.event.into_inner(),
        mode: raw.mode.map(Spanned::into_inner),
        cameo: raw.cameo.map(Spanned::into_inner),
        contexts: raw.contexts.into_iter().map(Spanned::into_inner).collect(),
        count: raw.count,
        triggers,
        verb,
        noun,
        adjective,
        conditions: conditions(file, raw.conditions)?,
    })
}

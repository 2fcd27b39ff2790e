//! Operators: in come `ontology/operators.toml` (what each kind does to an act) and `lexicon/en/operators/*.toml` (the words).

use crate::ontology::{Ontology, unknown};
use crate::path::{RolePaths, parse_role};
use crate::rules::{Example, Pos, RawExample, RawWhere, Roles, Trigger, Where, conditions, examples, line_of, roles, triggers};
use crate::source::{LexiconError, SourceFile, read_toml};
use schema::Status;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// What a kind of operator does to the acts in its scope.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorKind {
    pub id: String,
    pub about: String,
    /// The first result whose `on` holds the act applies.
    #[serde(default)]
    pub result: Vec<OperatorResult>,
    /// Its subject is who is said to say so.
    #[serde(default)]
    pub attributes: bool,
}

/// One row of the table of results.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorResult {
    /// Types (`AID`, `COERCE/arrest`) the row holds for; `*` for any.
    pub on: Vec<String>,
    /// The resulting type; absent: the act stays what it is.
    pub event: Option<String>,
    pub mode: Option<String>,
    /// Mode by the type of the act.
    #[serde(default)]
    pub mode_by: BTreeMap<String, String>,
    pub cameo: Option<String>,
    /// CAMEO code by the type of the act.
    #[serde(default)]
    pub cameo_by: BTreeMap<String, String>,
    pub status: Option<Status>,
    /// The act itself stays beside the result.
    #[serde(default)]
    pub keep: bool,
    /// Status of the kept act.
    pub keep_status: Option<Status>,
    /// Types that the switch `future_concede` leaves as they are.
    #[serde(default)]
    pub switchable: Vec<String>,
    /// Nothing is reported at all.
    #[serde(default)]
    pub drop: bool,
    /// Whence the result's actors come, first that is filled: `operator.actor`, `act.actor`, ….
    #[serde(default)]
    pub actor: Vec<Whence>,
    #[serde(default)]
    pub recipient: Vec<Whence>,
}

impl OperatorResult {
    /// May a switch of the ontology leave acts of this type what they are?
    pub fn keeps_type(&self, event_type: &str) -> bool {
        self.switchable.iter().any(|t| t == event_type)
    }
}

/// A role of the operator or of the act in its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Whence {
    #[serde(rename = "operator.actor")]
    OperatorActor,
    #[serde(rename = "operator.recipient")]
    OperatorRecipient,
    #[serde(rename = "act.actor")]
    ActActor,
    #[serde(rename = "act.recipient")]
    ActRecipient,
}

/// Words that evoke an operator.
#[derive(Clone, Debug)]
pub struct Operator {
    pub id: String,
    pub file: String,
    pub line: usize,
    pub kind: String,
    pub triggers: Vec<Trigger>,
    pub scope: RolePaths,
    pub roles: Roles,
    pub alone: Option<Alone>,
    /// Contextual constraint, as for acts.
    pub conditions: Where,
    pub examples: Vec<Example>,
}

/// What an operator's word says where no act stands in its scope.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alone {
    pub event: String,
    pub mode: Option<String>,
    pub cameo: Option<String>,
}

/// Function words that act on the clause they stand in: auxiliaries, negation, conjunctions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modality {
    pub id: String,
    /// Kind of operator.
    pub kind: String,
    pub lemmas: Vec<String>,
    /// Relations in which the word hangs on the trigger.
    pub relations: Vec<String>,
    /// Relations in which the clause itself must hang; empty: any.
    #[serde(default)]
    pub clause: Vec<String>,
    /// Kind of operator in reported speech (`said it would`), where it differs.
    pub reported: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFile {
    kind: Vec<OperatorKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OperatorFile {
    #[serde(rename = "about")]
    _about: String,
    #[serde(default)]
    operator: Vec<RawOperator>,
    #[serde(default)]
    modality: Vec<Modality>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOperator {
    id: Spanned<String>,
    kind: Spanned<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    scope: Spanned<Vec<String>>,
    actor: Option<Spanned<Vec<String>>>,
    recipient: Option<Spanned<Vec<String>>>,
    alone: Option<Spanned<Alone>>,
    #[serde(default, rename = "where")]
    conditions: RawWhere,
    #[serde(default)]
    example: Vec<RawExample>,
}

pub(crate) fn read_kinds(file: &SourceFile, ontology: &Ontology, kinds: &mut BTreeMap<String, OperatorKind>) -> Result<(), LexiconError> {
    for kind in read_toml::<KindFile>(file)?.kind {
        for result in &kind.result {
            let named = result.on.iter().filter(|o| *o != "*").chain(&result.event);
            for name in named {
                let (event, mode) = name.split_once('/').map_or((name.as_str(), None), |(e, m)| (e, Some(m)));
                ontology.check(event, mode).map_err(|m| LexiconError::whole(&file.path, format!("kind `{}`: {m}", kind.id)))?;
            }
        }
        kinds.insert(kind.id.clone(), kind);
    }
    Ok(())
}

pub(crate) fn read(
    file: &SourceFile,
    ontology: &Ontology,
    kinds: &BTreeMap<String, OperatorKind>,
    operators: &mut Vec<Operator>,
    modalities: &mut Vec<Modality>,
) -> Result<(), LexiconError> {
    let read: OperatorFile = read_toml(file)?;
    for raw in read.operator {
        let at = |span: std::ops::Range<usize>, message: String| LexiconError::at(file, span, message);
        if !kinds.contains_key(raw.kind.get_ref()) {
            return Err(at(raw.kind.span(), unknown("kind of operator", raw.kind.get_ref(), kinds.keys().map(String::as_str))));
        }
        if let Some(alone) = &raw.alone {
            let said = alone.get_ref();
            ontology.check(&said.event, said.mode.as_deref()).map_err(|m| at(alone.span(), m))?;
        }
        let triggers: Vec<Trigger> = triggers(Pos::Verb, &raw.verbs)
            .chain(triggers(Pos::Noun, &raw.nouns))
            .chain(triggers(Pos::Adjective, &raw.adjectives))
            .collect();
        if triggers.is_empty() {
            return Err(at(raw.id.span(), "an operator needs `verbs`, `nouns` or `adjectives`".into()));
        }
        operators.push(Operator {
            line: line_of(file, raw.id.span().start),
            examples: examples(file, &raw.id, raw.example)?,
            scope: parse_role(raw.scope.get_ref()).map_err(|m| at(raw.scope.span(), m))?,
            roles: roles(file, raw.actor.as_ref(), raw.recipient.as_ref(), &Roles::default())?,
            conditions: conditions(file, raw.conditions)?,
            id: raw.id.into_inner(),
            file: file.path.clone(),
            kind: raw.kind.into_inner(),
            triggers,
            alone: raw.alone.map(Spanned::into_inner),
        });
    }
    for modality in read.modality {
        let named = std::iter::once(&modality.kind).chain(&modality.reported);
        if let Some(kind) = named.into_iter().find(|k| !kinds.contains_key(*k)) {
            let message = unknown("kind of operator", kind, kinds.keys().map(String::as_str));
            return Err(LexiconError::whole(&file.path, message));
        }
        modalities.push(modality);
    }
    Ok(())
}

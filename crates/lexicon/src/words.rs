//! Words with a part in grammar, agent nouns, classes of nouns and modes: the smaller tables of `lexicon/en/`.

use crate::ontology::{Ontology, unknown};
use crate::path::{Path, parse_path};
use crate::source::{LexiconError, SourceFile, read_toml};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// `lexicon/en/words.toml`: lists that repairs of syntax, coreference and attribution need.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    #[serde(default, rename = "about")]
    pub about: String,
    /// Verbs that only carry their object noun (`hold talks`); multiword: `carry out`.
    pub light_verbs: Vec<String>,
    /// Verbs whose subject, not object, does what the infinitive says (`promise`).
    pub subject_control: BTreeSet<String>,
    /// Marks of clauses that the governing verb's object does (`accused X of attacking`).
    pub object_control_marks: BTreeSet<String>,
    /// Prepositional phrases that name a source (`according_to`).
    pub source_prepositions: BTreeSet<String>,
    /// Kinds of sources: lemmas by kind (`media`, `official`, `unnamed`).
    #[serde(default)]
    pub sources: BTreeMap<String, BTreeSet<String>>,
    /// The preposition of belonging (`the army of Chad`).
    pub belonging_preposition: String,
    /// Sectors of somebody whose office has ended, and of a capital that stands for its government.
    pub former_sectors: Vec<String>,
    pub capital_sectors: Vec<String>,
    /// Kind of source by the sector of who speaks; `other` for the rest.
    #[serde(default)]
    pub source_sectors: BTreeMap<String, String>,
    /// Prepositions that tie a bare country name to a nominal (`groups in Iraq`).
    pub locating_prepositions: BTreeSet<String>,
    /// Nouns that stand for the one they belong to (`the country's government`): looked through for the actor.
    pub transparent_nouns: BTreeSet<String>,
    /// Nouns for people whose sector is that of what they belong to (`leader of the union`).
    pub deferring_nouns: BTreeSet<String>,
    /// Sectors that say next to nothing and give way to those of what a noun belongs to.
    pub weak_sectors: BTreeSet<String>,
    /// Prepositions before the one who did what a noun says (`attack by`).
    /// Before the doer of what a noun says, and of nothing else.
    pub doer_prepositions: Vec<String>,
    pub agent_prepositions: BTreeSet<String>,
    /// Nouns of no meaning of their own before the act they name (`plan for talks`).
    pub vague_nouns: BTreeSet<String>,
    /// Vague numbers: lemma to lowest and highest.
    #[serde(default)]
    pub numbers: BTreeMap<String, Vec<u64>>,
    /// Words before a number that set only its lower or upper bound.
    pub at_least: BTreeSet<String>,
    pub at_most: BTreeSet<String>,
}

/// A noun or title for people and bodies of a sector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    pub sectors: Vec<String>,
    pub kind: AgentKind,
    /// May stand before a name.
    pub title: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AgentKind {
    Person,
    Group,
    Body,
}

/// A modifier that changes the sectors of what it modifies (`former`, `opposition`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modifier {
    pub sectors: Vec<String>,
    pub position: Position,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Position {
    Replace,
    First,
    Second,
}

/// Words that turn a type into one of its modes.
#[derive(Clone, Debug)]
pub struct ModeRule {
    pub event: String,
    pub mode: String,
    pub cameo: Option<String>,
    /// Lemmas, possibly several words (`car bomb`).
    pub words: Vec<Vec<String>>,
    pub paths: Vec<Path>,
}

/// An agent phrase with what it must resolve to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentExample {
    pub text: String,
    pub country: Option<String>,
    pub sectors: Vec<String>,
    pub file: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgentFile {
    #[serde(rename = "about")]
    _about: String,
    #[serde(default)]
    agent: Vec<RawAgent>,
    #[serde(default)]
    modifier: Vec<RawModifier>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAgent {
    sectors: Vec<String>,
    kind: AgentKind,
    nouns: Vec<String>,
    #[serde(default)]
    title: bool,
    #[serde(default, rename = "former")]
    _former: bool,
    #[serde(default)]
    example: Vec<RawAgentExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAgentExample {
    text: String,
    country: Option<String>,
    #[serde(default)]
    sectors: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawModifier {
    words: Vec<String>,
    sectors: Vec<String>,
    position: Position,
    #[serde(default)]
    example: Vec<RawAgentExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModeFile {
    #[serde(rename = "about")]
    _about: String,
    mode: Vec<RawMode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMode {
    event: String,
    mode: String,
    cameo: Option<String>,
    words: Vec<String>,
    #[serde(default)]
    paths: Vec<String>,
}

/// Agent nouns and modifiers by lower-case words joined with a space.
#[derive(Clone, Debug, Default)]
pub struct Agents {
    pub nouns: BTreeMap<String, Agent>,
    pub modifiers: BTreeMap<String, Modifier>,
    pub examples: Vec<AgentExample>,
    /// Words of the longest noun.
    pub longest: usize,
}

pub(crate) fn read_agents(file: &SourceFile, ontology: &Ontology, agents: &mut Agents) -> Result<(), LexiconError> {
    let read: AgentFile = read_toml(file)?;
    let check = |sectors: &[String]| match sectors.iter().find(|s| !ontology.sectors.is_empty() && !ontology.sectors.contains_key(*s)) {
        Some(s) => Err(LexiconError::whole(&file.path, unknown("sector", s, ontology.sectors.keys().map(String::as_str)))),
        None => Ok(()),
    };
    let example = |e: RawAgentExample| AgentExample { text: e.text, country: e.country, sectors: e.sectors, file: file.path.clone() };
    for raw in read.agent {
        check(&raw.sectors)?;
        for noun in &raw.nouns {
            let noun = noun.to_lowercase();
            agents.longest = agents.longest.max(noun.split(' ').count());
            let agent = Agent { sectors: raw.sectors.clone(), kind: raw.kind, title: raw.title };
            if let Some(other) = agents.nouns.insert(noun.clone(), agent.clone())
                && other != agent
            {
                let message = format!("agent noun `{noun}` stands twice with different sectors or kinds; keep one");
                return Err(LexiconError::whole(&file.path, message));
            }
        }
        agents.examples.extend(raw.example.into_iter().map(example));
    }
    for raw in read.modifier {
        check(&raw.sectors)?;
        for word in &raw.words {
            agents.modifiers.insert(word.to_lowercase(), Modifier { sectors: raw.sectors.clone(), position: raw.position });
        }
        agents.examples.extend(raw.example.into_iter().map(example));
    }
    Ok(())
}

pub(crate) fn read_classes(file: &SourceFile, classes: &mut BTreeMap<String, BTreeSet<String>>) -> Result<(), LexiconError> {
    for (class, lemmas) in read_toml::<BTreeMap<String, Vec<String>>>(file)? {
        classes.entry(class).or_default().extend(lemmas);
    }
    Ok(())
}

pub(crate) fn read_modes(file: &SourceFile, ontology: &Ontology, modes: &mut Vec<ModeRule>) -> Result<(), LexiconError> {
    for raw in read_toml::<ModeFile>(file)?.mode {
        ontology.check(&raw.event, Some(&raw.mode)).map_err(|m| LexiconError::whole(&file.path, m))?;
        let paths = raw.paths.iter().map(|p| parse_path(p)).collect::<Result<_, _>>();
        modes.push(ModeRule {
            words: raw.words.iter().map(|w| w.split_whitespace().map(str::to_owned).collect()).collect(),
            paths: paths.map_err(|m| LexiconError::whole(&file.path, m))?,
            event: raw.event,
            mode: raw.mode,
            cameo: raw.cameo,
        });
    }
    Ok(())
}

//! Types, modes, CAMEO codes and scores, sectors and contexts: in come the files of `ontology/`.

use crate::source::{LexiconError, SourceFile, nearest, read_toml};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The categories that events are coded into.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    pub types: BTreeMap<String, EventType>,
    pub cameo: BTreeMap<String, CameoCode>,
    pub sectors: BTreeMap<String, String>,
    /// Country-like codes of bodies beyond states.
    pub bodies: BTreeMap<String, String>,
    pub contexts: BTreeMap<String, String>,
    pub future_concede: FutureConcede,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventType {
    pub id: String,
    pub about: String,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    pub score: f64,
    pub recipient: Need,
    /// All parties stand among the actors.
    #[serde(default)]
    pub mutual: bool,
    pub cameo: String,
    #[serde(default)]
    pub mode: Vec<Mode>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    Optional,
    Required,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mode {
    pub id: String,
    pub about: String,
    pub score: Option<f64>,
    pub cameo: Option<String>,
    #[serde(default)]
    pub contexts: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CameoCode {
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    pub mode: Option<String>,
    pub goldstein: Option<f64>,
    #[serde(default)]
    pub contexts: Vec<String>,
    /// Of a demand: the code where the same is only asked for.
    pub appeal: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PloverFile {
    switches: Option<Switches>,
    #[serde(rename = "type", default)]
    types: Vec<EventType>,
}

/// Our readings where the manual contradicts itself; each wins over the entry it names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switches {
    pub sanction_quad: u8,
    pub accuse_score: f64,
    pub vandalize_score: f64,
    pub protest_recipient: Need,
    pub future_concede: FutureConcede,
}

/// What a promised CONCEDE or RETREAT is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FutureConcede {
    #[default]
    Agree,
    Concede,
}

#[derive(Deserialize)]
struct Named {
    #[serde(alias = "code")]
    id: String,
    about: String,
}

#[derive(Deserialize)]
struct SectorFile {
    #[serde(default)]
    sector: Vec<Named>,
    #[serde(default)]
    body: Vec<Named>,
}

#[derive(Deserialize)]
struct ContextFile {
    #[serde(default)]
    context: Vec<Named>,
}

impl Ontology {
    /// Reads the ontology's files; other files are passed over.
    pub fn read(files: &[SourceFile]) -> Result<Ontology, LexiconError> {
        let mut ontology = Ontology::default();
        for file in files {
            match file.path.rsplit('/').next() {
                Some("plover.toml") => {
                    let read: PloverFile = read_toml(file)?;
                    ontology.types.extend(read.types.into_iter().map(|t| (t.id.clone(), t)));
                    if let Some(switches) = read.switches {
                        ontology.apply(&switches);
                    }
                }
                Some("cameo.toml") => ontology.cameo.extend(read_toml::<BTreeMap<String, CameoCode>>(file)?),
                Some("sectors.toml") => {
                    let read: SectorFile = read_toml(file)?;
                    ontology.sectors.extend(read.sector.into_iter().map(|n| (n.id, n.about)));
                    ontology.bodies.extend(read.body.into_iter().map(|n| (n.id, n.about)));
                }
                Some("contexts.toml") if file.path.contains("ontology") => {
                    let read: ContextFile = read_toml(file)?;
                    ontology.contexts.extend(read.context.into_iter().map(|n| (n.id, n.about)));
                }
                _ => {}
            }
        }
        Ok(ontology)
    }

    fn apply(&mut self, switches: &Switches) {
        self.future_concede = switches.future_concede;
        if let Some(kind) = self.types.get_mut("SANCTION") {
            kind.quad = switches.sanction_quad;
        }
        if let Some(kind) = self.types.get_mut("ACCUSE") {
            kind.score = switches.accuse_score;
        }
        if let Some(kind) = self.types.get_mut("PROTEST") {
            kind.recipient = switches.protest_recipient;
            for mode in kind.mode.iter_mut().filter(|m| m.id == "vandalize") {
                mode.score = Some(switches.vandalize_score);
            }
        }
    }

    pub fn quad(&self, event_type: &str) -> u8 {
        self.types.get(event_type).map_or(0, |t| t.quad)
    }

    /// The PLOVER score of a type and mode, −10 to 10.
    pub fn score(&self, event_type: &str, mode: Option<&str>) -> Option<f64> {
        let kind = self.types.get(event_type)?;
        mode.and_then(|m| kind.mode.iter().find(|x| x.id == m)).and_then(|m| m.score).or(Some(kind.score))
    }

    /// The Goldstein score of a CAMEO code, or of the longest known code it begins with.
    pub fn goldstein(&self, cameo: &str) -> Option<f64> {
        (2..=cameo.len()).rev().find_map(|n| self.cameo.get(cameo.get(..n)?)?.goldstein)
    }

    /// The CAMEO code that best stands for a type and mode.
    pub fn default_cameo(&self, event_type: &str, mode: Option<&str>) -> Option<String> {
        let kind = self.types.get(event_type)?;
        let own = mode.and_then(|m| kind.mode.iter().find(|x| x.id == m)).and_then(|m| m.cameo.clone());
        own.or_else(|| Some(kind.cameo.clone()))
    }

    /// Is this type and mode known? The error says what is not, and what may be meant.
    pub fn check(&self, event_type: &str, mode: Option<&str>) -> Result<(), String> {
        let Some(kind) = self.types.get(event_type) else {
            return Err(unknown("event", event_type, self.types.keys().map(String::as_str)));
        };
        match mode {
            Some(m) if !kind.mode.iter().any(|x| x.id == m) => {
                Err(unknown(&format!("mode of {event_type}"), m, kind.mode.iter().map(|x| x.id.as_str())))
            }
            _ => Ok(()),
        }
    }
}

/// "unknown WHAT `X`: did you mean `Y`?"
pub fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> String {
    match nearest(word, known) {
        Some(near) => format!("unknown {what} `{word}`: did you mean `{near}`?"),
        None => format!("unknown {what} `{word}`"),
    }
}

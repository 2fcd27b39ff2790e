//! Loads and checks `ontology/` and `lexicon/`: in come TOML files, out goes [`Lexicon`], which every room may read.
//!
//! Files register by standing in their folder. A file that cannot be used is refused with the line and a caret.
//! No rule wins by file order: [`Lexicon::read`] refuses two rules that could both fire on one trigger with equal weight.

mod acts;
mod check;
mod contexts;
pub mod corpus;
pub mod dates;
mod frames;
mod lemmas;
pub mod markup;
mod ontology;
mod operators;
pub mod path;
mod places;
mod rules;
mod source;
mod text;
mod words;

pub use acts::Act;
pub use contexts::Contexts;
pub use dates::DateRules;
pub use frames::{Frame, Frames};
pub use lemmas::Lemmas;
pub use ontology::{CameoCode, EventType, FutureConcede, Mode, Need, Ontology, Switches};
pub use operators::{Alone, Modality, Operator, OperatorKind, OperatorResult, Whence};
pub use places::PlaceWords;
pub use rules::{Example, Filler, Pos, Roles, Trigger, Where};
pub use text::{Abbreviations, PartRules, SentenceRules, TextRules, TokenRules};
pub use source::{LexiconError, SourceFile, embedded, from_dir, overlaid};
pub use words::{Agent, AgentExample, AgentKind, Agents, ModeRule, Modifier, Position, Words};

use std::collections::{BTreeMap, BTreeSet};

/// All that the program knows of English and of categories.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    pub ontology: Ontology,
    pub frames: Frames,
    pub acts: Vec<Act>,
    pub operators: Vec<Operator>,
    pub operator_kinds: BTreeMap<String, OperatorKind>,
    pub modalities: Vec<Modality>,
    pub modes: Vec<ModeRule>,
    pub agents: Agents,
    pub classes: BTreeMap<String, BTreeSet<String>>,
    pub words: Words,
    pub dates: DateRules,
    pub places: PlaceWords,
    pub lemmas: Lemmas,
    pub text: TextRules,
    pub contexts: Contexts,
    /// Heads of triggers, light verbs, agents and words of classes.
    known: BTreeSet<String>,
    act_index: BTreeMap<(Pos, String), Vec<(usize, usize)>>,
    operator_index: BTreeMap<(Pos, String), Vec<(usize, usize)>>,
}

impl Lexicon {
    /// The built-in ontology and English lexicon.
    pub fn embedded() -> Result<Lexicon, LexiconError> {
        Lexicon::read(&embedded())
    }

    /// Reads and checks a set of files; a file's folder says what it holds.
    pub fn read(files: &[SourceFile]) -> Result<Lexicon, LexiconError> {
        let mut lexicon = Lexicon { ontology: Ontology::read(files)?, ..Lexicon::default() };
        let within = |file: &SourceFile, folder: &str| file.path.split('/').any(|part| part == folder);
        for file in files {
            match file.path.rsplit('/').next().unwrap_or_default() {
                "frames.toml" => frames::read(file, &mut lexicon.frames)?,
                "words.toml" => lexicon.words = source::read_toml(file)?,
                "lemmas.toml" => lexicon.lemmas = source::read_toml(file)?,
                "places.toml" => lexicon.places = source::read_toml(file)?,
                "text.toml" => lexicon.text = TextRules::read(file)?,
                "contexts.toml" if !within(file, "ontology") => lexicon.contexts = Contexts::read(file, &lexicon.ontology)?,
                "operators.toml" if within(file, "ontology") => {
                    operators::read_kinds(file, &lexicon.ontology, &mut lexicon.operator_kinds)?;
                }
                _ => {}
            }
        }
        for file in files {
            let Lexicon { ontology, frames, acts, operators, operator_kinds, modalities, modes, agents, classes, .. } = &mut lexicon;
            if within(file, "acts") {
                acts::read(file, frames, ontology, acts)?;
            } else if within(file, "operators") {
                operators::read(file, ontology, operator_kinds, operators, modalities)?;
            } else if within(file, "agents") {
                words::read_agents(file, ontology, agents)?;
            } else if within(file, "classes") {
                words::read_classes(file, classes)?;
            } else if within(file, "modes") {
                words::read_modes(file, ontology, modes)?;
            }
        }
        lexicon.dates = DateRules::read(files)?;
        lexicon.index();
        check::check(&lexicon, files)?;
        Ok(lexicon)
    }

    fn index(&mut self) {
        let fill = |index: &mut BTreeMap<(Pos, String), Vec<(usize, usize)>>, at: usize, triggers: &[Trigger]| {
            for (n, trigger) in triggers.iter().enumerate() {
                index.entry((trigger.pos, trigger.head.clone())).or_default().push((at, n));
            }
        };
        for (at, act) in self.acts.iter().enumerate() {
            fill(&mut self.act_index, at, &act.triggers);
        }
        for (at, operator) in self.operators.iter().enumerate() {
            fill(&mut self.operator_index, at, &operator.triggers);
        }
        let heads = self.act_index.keys().chain(self.operator_index.keys()).map(|(_, head)| head);
        let words = self.agents.nouns.keys().chain(self.classes.values().flatten()).chain(&self.words.light_verbs);
        self.known = heads.chain(words).cloned().collect();
    }

    /// Act rules with a trigger headed by this lemma: each with the trigger.
    pub fn acts_on(&self, pos: Pos, lemma: &str) -> impl Iterator<Item = (&Act, &Trigger)> {
        self.act_index.get(&(pos, lemma.to_owned())).into_iter().flatten().map(|&(a, t)| (&self.acts[a], &self.acts[a].triggers[t]))
    }

    /// Operators with a trigger headed by this lemma: each with the trigger.
    pub fn operators_on(&self, pos: Pos, lemma: &str) -> impl Iterator<Item = (&Operator, &Trigger)> {
        self.operator_index
            .get(&(pos, lemma.to_owned()))
            .into_iter()
            .flatten()
            .map(|&(o, t)| (&self.operators[o], &self.operators[o].triggers[t]))
    }

    /// The same without one act or operator: what an example needs its rule for.
    pub fn without(&self, id: &str) -> Lexicon {
        let mut rest = self.clone();
        rest.acts.retain(|a| a.id != id);
        rest.operators.retain(|o| o.id != id);
        rest.act_index.clear();
        rest.operator_index.clear();
        rest.index();
        rest
    }

    /// Is the lemma one that the rules ask for?
    pub fn knows(&self, lemma: &str) -> bool {
        self.known.contains(lemma)
    }

    /// Does the lemma belong to the class? `agent` is every agent noun.
    pub fn in_class(&self, class: &str, lemma: &str) -> bool {
        if class == "agent" {
            return self.agents.nouns.contains_key(&lemma.to_lowercase());
        }
        self.classes.get(class).is_some_and(|c| c.contains(lemma))
    }
}

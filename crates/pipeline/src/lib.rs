//! Wires the rooms. Comes in: documents and [`Resources`]. Goes out: [`Record`]s, in input order on any number of threads.

pub mod actors;
pub mod check;
pub mod compare;
pub mod corpus;
mod records;
pub mod sight;
mod stream;
pub mod trees;

pub use stream::{Options, Outcome, code_stream};

pub use coder::{Odds, Settings};
pub use coder::Witnesses;
use kb::Kb;
use lexicon::Lexicon;
use parse::Parser;
use std::path::PathBuf;
use schema::{Document, EventMention, Found, Parsed, Problem, ProblemKind, Record, RecordProblem, Resolved};

/// What the rooms read: words, names and the language model.
pub struct Resources {
    pub lexicon: Lexicon,
    pub kb: Kb,
    pub parser: Parser,
    pub settings: Settings,
    version: String,
}

/// Folders of a user's own that are put on top of what is built in.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Rules, as in `lexicon/en/`.
    pub lexicon: Option<PathBuf>,
    /// Tables, as in `kb/`.
    pub kb: Option<PathBuf>,
}

fn hash<T: AsRef<[u8]>>(parts: impl Iterator<Item = T>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.as_ref().len() as u64).to_le_bytes());
        hasher.update(part.as_ref());
    }
    hasher.finalize().to_hex()[..10].to_owned()
}

/// Data that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResourceError {
    #[error(transparent)]
    Lexicon(#[from] lexicon::LexiconError),
    #[error(transparent)]
    Kb(#[from] kb::KbError),
    #[error(transparent)]
    Model(#[from] parse::ModelError),
}

/// Versions of program, lexicon, knowledge base and model.
pub const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " lexicon ",
    env!("DEMARCHE_LEXICON"),
    " kb ",
    env!("DEMARCHE_KB"),
    " model ",
    env!("DEMARCHE_MODEL")
);

impl Resources {
    /// What is part of the program.
    ///
    /// # Errors
    /// Where the embedded data is broken, which tests exclude.
    pub fn embedded() -> Result<Resources, ResourceError> {
        Resources::with_own(&Own::default())
    }

    /// What is part of the program with a user's own folders on top; the version names them by their content.
    ///
    /// # Errors
    /// Where a folder or a file in it cannot be used; the message names file and line.
    pub fn with_own(own: &Own) -> Result<Resources, ResourceError> {
        let mut version = VERSION.to_owned();
        let lexicon = match &own.lexicon {
            None => Lexicon::embedded()?,
            Some(dir) => {
                let files = lexicon::overlaid(dir)?;
                version.push_str(&format!(" own-lexicon {}", hash(files.iter().flat_map(|f| [f.path.as_str(), f.text.as_str()]))));
                Lexicon::read(&files)?
            }
        };
        let mut kb = Kb::embedded()?;
        if let Some(dir) = &own.kb {
            kb.overlay(dir)?;
            version.push_str(&format!(" own-kb {}", hash(kb.entities().iter().map(|e| format!("{e:?}")))));
        }
        let parser = Parser::embedded()?;
        let settings = Settings { learned: parser.codes_events(), model: parser.version().to_owned(), ..Settings::default() };
        Ok(Resources { lexicon, kb, parser, settings, version })
    }

    pub fn version(&self) -> &str {
        &self.version
    }

    /// The same data, hearing other witnesses.
    pub fn hearing(mut self, witnesses: Witnesses) -> Resources {
        if witnesses != Witnesses::Both {
            self.version.push_str(if witnesses == Witnesses::Rules { " rules-only" } else { " model-only" });
        }
        self.settings.witnesses = witnesses;
        self
    }
}

/// A document on its way through the rooms, with all that they found: what `explain` shows.
pub struct Coded {
    pub parsed: Parsed,
    pub found: Found,
    pub resolved: Resolved,
    pub events: Vec<EventMention>,
}

/// Takes one document through all rooms.
pub fn analyse(resources: &Resources, document: Document) -> Coded {
    let Resources { lexicon, kb, parser, .. } = resources;
    let foreign = language(&document.text);
    let mut parsed = match &foreign {
        Some(problem) => Parsed { document, sentences: Vec::new(), problems: vec![problem.clone()] },
        None => parser.parse(document, lexicon),
    };
    let found = find::find(&parsed, lexicon, kb);
    let resolved = resolve::resolve(&parsed, &found, lexicon, kb);
    parsed.problems.extend(found.problems.iter().chain(&resolved.problems).cloned());
    let events = coder::code(&parsed, &found, &resolved, lexicon, &resources.settings);
    let events = merge::merge(&parsed, events, lexicon);
    Coded { parsed, found, resolved, events }
}

/// The records of one document, in text order, and the problems that belong to no event.
pub fn code_document(resources: &Resources, document: Document) -> (Vec<Record>, Vec<RecordProblem>) {
    let coded = analyse(resources, document);
    records_of(resources, &coded)
}

/// The records of a document that has been through the rooms, and the problems that belong to no event.
pub fn records_of(resources: &Resources, coded: &Coded) -> (Vec<Record>, Vec<RecordProblem>) {
    let records = records::records(resources, coded);
    let problems = records::problems(coded);
    (records, problems)
}

/// A problem where the text is surely in another language than English; short texts get the benefit of the doubt.
fn language(text: &str) -> Option<Problem> {
    const ENOUGH: usize = 200;
    let head_end = (0..=text.len().min(4000)).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let info = whatlang::detect(&text[..head_end])?;
    let foreign = info.lang() != whatlang::Lang::Eng && info.is_reliable() && head_end >= ENOUGH;
    foreign.then(|| Problem {
        kind: ProblemKind::Language,
        span: schema::Span::default(),
        why: format!("the text seems to be in {}; only English is read", info.lang().eng_name()),
    })
}

//! One file a command: in come its arguments, out goes whether everything was read.

pub mod actors;
pub mod code;
pub mod corpus;
pub mod explain;
pub mod lexicon;
pub mod parse;
pub mod schema;
pub mod version;

use anyhow::Context;
use pipeline::{Own, Resources, Witnesses};
use std::path::PathBuf;

/// Words and names of one's own.
#[derive(clap::Args)]
pub struct Data {
    /// A folder of rules on top of what is built in: a file of the same path replaces the built-in one
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// A folder of tables of names on top of what is built in
    #[arg(long, value_name = "DIR")]
    kb: Option<PathBuf>,
    /// Hear the rules alone
    #[arg(long, conflicts_with = "model_only")]
    rules_only: bool,
    /// Hear the learned coder alone
    #[arg(long)]
    model_only: bool,
}

impl Data {
    pub fn load(&self) -> anyhow::Result<Resources> {
        let own = self.lexicon.is_some() || self.kb.is_some();
        let resources = match own {
            false => Resources::embedded().context("the data within the program is broken; please report it")?,
            true => Resources::with_own(&Own { lexicon: self.lexicon.clone(), kb: self.kb.clone() })?,
        };
        Ok(resources.hearing(match (self.rules_only, self.model_only) {
            (true, _) => Witnesses::Rules,
            (_, true) => Witnesses::Model,
            _ => Witnesses::Both,
        }))
    }
}


/// A day of the command line.
fn day(words: &str) -> Result<::schema::Date, String> {
    read::day(words).ok_or_else(|| "write the day as 2015-07-14".to_owned())
}

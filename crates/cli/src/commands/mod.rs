//! One file a command: in come its arguments, out goes whether everything was read.

pub mod actors;
pub mod code;
pub mod explain;
pub mod lexicon;
pub mod parse;
pub mod schema;
pub mod version;

use anyhow::Context;
use pipeline::{Own, Resources};
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
}

impl Data {
    pub fn load(&self) -> anyhow::Result<Resources> {
        if self.lexicon.is_none() && self.kb.is_none() {
            return Resources::embedded().context("the data within the program is broken; please report it");
        }
        Ok(Resources::with_own(&Own { lexicon: self.lexicon.clone(), kb: self.kb.clone() })?)
    }
}


/// A day of the command line.
fn day(words: &str) -> Result<::schema::Date, String> {
    read::day(words).ok_or_else(|| "write the day as 2015-07-14".to_owned())
}

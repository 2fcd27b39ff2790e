//! One file a command: in come its arguments, out goes whether everything was read.

pub mod actors;
pub mod code;
pub mod explain;
pub mod schema;
pub mod version;

use anyhow::Context;
use pipeline::Resources;

/// A day of the command line.
fn day(words: &str) -> Result<::schema::Date, String> {
    read::day(words).ok_or_else(|| "write the day as 2015-07-14".to_owned())
}

fn resources() -> anyhow::Result<Resources> {
    Resources::embedded().context("the data within the program is broken; please report it")
}

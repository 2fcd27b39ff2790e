//! `demarche schema`: nothing comes in, the JSON Schema of a record goes out.

use crate::{Done, output};

/// Print the JSON Schema of a record, the contract of `--format jsonl`
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_: &Args) -> anyhow::Result<Done> {
    output::line(&export::json_schema())?;
    Ok(Done::Well)
}

//! `demarche version`: nothing comes in, the versions that decide what is coded go out.

use crate::{Done, output};

/// Print the versions of program, lexicon, knowledge base and model, as records carry them
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_: &Args) -> anyhow::Result<Done> {
    output::line(&format!("demarche {}", pipeline::VERSION))?;
    Ok(Done::Well)
}

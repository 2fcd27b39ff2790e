//! `demarche parse`: in come reports, out go their sentences with tags, trees and names as CoNLL-U.

use crate::{Done, output};
use read::ReadOptions;
use std::io::Write;
use std::path::PathBuf;

/// Write the trees that coding rests on: sentences, tags, lemmas, dependencies, names
#[derive(clap::Args)]
#[command(after_help = "Examples:
  demarche parse report.txt
  demarche parse --input conllu given.conllu    # keep the sentences and words that are there")]
pub struct Args {
    /// Files and folders as for `demarche code`, or - for standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Conllu)]
    format: Format,
    #[arg(long, value_enum, default_value_t = Input::Text)]
    input: Input,
    #[command(flatten)]
    data: super::Data,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// Universal Dependencies, ten columns; names and places in the text stand in the last one
    Conllu,
}

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Input {
    /// Reports
    Text,
    /// Sentences and words that are already cut
    Conllu,
}

pub fn run(args: &Args) -> anyhow::Result<Done> {
    let resources = args.data.load()?;
    let Format::Conllu = args.format;
    let mut out = output::standard();
    let mut done = Done::Well;
    let mut fail = |message: &dyn std::fmt::Display| {
        eprintln!("error: {message}");
        done = Done::InPart;
    };
    for document in read::open(&args.paths, &ReadOptions::default()) {
        let document = match document {
            Ok(read) => read.document,
            Err(error) => {
                fail(&error);
                continue;
            }
        };
        let id = document.id.clone();
        if args.input == Input::Conllu {
            match pipeline::trees::conllu_given(&resources, document) {
                Ok(trees) => out.write_all(trees.as_bytes())?,
                Err(error) => fail(&format!("{id}:{error}")),
            }
            continue;
        }
        let (trees, problems) = pipeline::trees::conllu(&resources, document);
        out.write_all(trees.as_bytes())?;
        for problem in problems {
            eprintln!("note: {id}: {}", problem.why);
        }
    }
    out.flush()?;
    Ok(done)
}

//! The binary `demarche`. Comes in: the command line. Goes out: data on standard output, talk on standard error, and the
//! status 0, 1 where an input could not be read, or 2 for wrong usage.

mod commands;
mod output;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// News reports to political event data: who did what to whom, when, where and according to whom.
#[derive(Parser)]
#[command(name = "demarche", version = pipeline::VERSION, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "Examples:
  demarche code report.txt                          a table of what one report tells
  demarche code reports/ --format jsonl > out.jsonl all reports of a folder, a record a line
  demarche explain report.txt --sentence 2          why sentence 2 was coded as it was")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// One file a command, under `commands/`.
#[derive(Subcommand)]
enum Command {
    Code(commands::code::Args),
    Explain(commands::explain::Args),
    Actors(commands::actors::Args),
    Parse(commands::parse::Args),
    Lexicon(commands::lexicon::Args),
    Corpus(commands::corpus::Args),
    Schema(commands::schema::Args),
    Version(commands::version::Args),
}

/// What becomes of a command that ran to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Done {
    /// Everything was read.
    Well,
    /// Some input was not; what and why has been said.
    InPart,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Code(args) => commands::code::run(&args),
        Command::Explain(args) => commands::explain::run(&args),
        Command::Actors(args) => commands::actors::run(&args),
        Command::Parse(args) => commands::parse::run(&args),
        Command::Corpus(args) => commands::corpus::run(&args),
        Command::Lexicon(args) => commands::lexicon::run(&args),
        Command::Schema(args) => commands::schema::run(&args),
        Command::Version(args) => commands::version::run(&args),
    };
    match done {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::InPart) => ExitCode::FAILURE,
        // Whoever read our output has enough (`| head`).
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

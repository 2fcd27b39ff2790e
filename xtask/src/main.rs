//! Chores of the repository: `cargo xtask <command>`. One file a command.

mod eval;
mod kb;

use clap::{Parser, Subcommand};

/// Chores of the repository.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Rebuild the generated tables of kb/ from downloaded packages.
    Kb(kb::Args),
    /// Code gold/ and keep gold/scores.tsv fresh.
    Eval(eval::Args),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Kb(args) => kb::run(&args),
        Command::Eval(args) => eval::run(&args),
    }
}

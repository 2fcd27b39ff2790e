//! `demarche lexicon check`: in come rules with their examples, out goes which examples do not come out as they are marked.

use crate::{Done, output};
use pipeline::check::{Verdict, cases, run_all};
use pipeline::{Own, Resources, Witnesses};
use std::io::Write;
use std::path::PathBuf;

/// Check rules and their examples
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Run every example through the whole program: exactly its events must come out
    Check(Check),
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  demarche lexicon check                     # what is built in
  demarche lexicon check my-rules/           # with rules of one's own on top
  demarche lexicon check my-rules/ --only my.")]
struct Check {
    /// A folder of rules on top of what is built in
    dir: Option<PathBuf>,
    /// Only rules whose id begins with this
    #[arg(long, value_name = "ID", default_value = "")]
    only: String,
}

pub fn run(args: &Args) -> anyhow::Result<Done> {
    let Command::Check(check) = &args.command;
    // The examples show what the rules do by themselves.
    let resources = Resources::with_own(&Own { lexicon: check.dir.clone(), kb: None })?.hearing(Witnesses::Rules);
    let mut all = cases(&resources.lexicon);
    all.retain(|c| c.rule.starts_with(&check.only));
    let mut out = output::standard();
    let (mut passed, mut known, mut failed) = (0, 0, 0);
    for (case, verdict) in all.iter().zip(run_all(&resources, &all)) {
        let what = match verdict {
            Verdict::Passed => {
                passed += 1;
                continue;
            }
            Verdict::Known(_) => {
                known += 1;
                continue;
            }
            Verdict::Fixed => "passes now: take its `todo` away".to_owned(),
            Verdict::Failed(why) => why,
        };
        failed += 1;
        writeln!(out, "{} {}:{}\n  {}\n  {what}", case.rule, case.file, case.example.line, case.example.marked.text)?;
    }
    writeln!(out, "{} examples: {passed} pass, {known} known not to, {failed} fail", all.len())?;
    out.flush()?;
    Ok(if failed == 0 { Done::Well } else { Done::InPart })
}

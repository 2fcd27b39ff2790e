//! `demarche corpus`: in come annotated sentences, out goes what is wrong with them, or what the training scripts read.

use crate::{Done, output};
use anyhow::Context;
use lexicon::corpus::Annotated;
use lexicon::{LexiconError, SourceFile};
use pipeline::Resources;
use pipeline::compare::{Tally, compare};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Check annotated sentences, or write them for training
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Name every line whose marks cannot be used, and count the rest
    Check(Files),
    /// Code the sentences and compare: what is found of each type, and what beyond
    Score(Score),
    /// Write words, triggers and roles as JSON lines, for training/train.py
    Export(Export),
}

#[derive(clap::Args)]
struct Files {
    /// Files of marked sentences (see corpus/GUIDE.md) and folders of them
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

#[derive(clap::Args)]
struct Score {
    /// Files of marked sentences and folders of them
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Name every difference
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    data: super::Data,
}

#[derive(clap::Args)]
struct Export {
    /// Files of marked sentences and folders of them
    paths: Vec<PathBuf>,
    /// The examples of all rules as well
    #[arg(long)]
    examples: bool,
}

pub fn run(args: &Args) -> anyhow::Result<Done> {
    if let Command::Score(args) = &args.command {
        return score(args);
    }
    let resources = Resources::embedded()?;
    match &args.command {
        Command::Check(files) => check(&resources, &files.paths),
        Command::Export(export) => write(&resources, export),
        Command::Score(args) => score(args),
    }
}

fn score(args: &Score) -> anyhow::Result<Done> {
    let resources = args.data.load()?;
    let mut out = output::standard();
    let mut all = Vec::new();
    for file in files(&args.paths)? {
        let (read, errors) = read(&resources, &file);
        errors.iter().for_each(|e| eprintln!("{e}"));
        all.push(compare(&resources, &file.path, &read));
    }
    let row = |name: &str, tally: Tally| {
        let (p, r, f) = tally.scores();
        format!("{name:<12} right {:>5} noisy {:>5} missed {:>5}  P {p:.3} R {r:.3} F1 {f:.3}", tally.right, tally.noisy, tally.missed)
    };
    let mut types: BTreeMap<&str, Tally> = BTreeMap::new();
    let (mut sum, mut mode, mut status, mut actor, mut recipient) = (Tally::default(), Tally::default(), Tally::default(), Tally::default(), Tally::default());
    for comparison in &all {
        if args.list {
            comparison.differences.iter().try_for_each(|d| writeln!(out, "{d}"))?;
        }
        for (kind, tally) in &comparison.types {
            types.entry(kind).or_default().add(*tally);
            sum.add(*tally);
        }
        mode.add(comparison.mode);
        status.add(comparison.status);
        actor.add(comparison.actor);
        recipient.add(comparison.recipient);
    }
    for (kind, tally) in types {
        writeln!(out, "{}", row(kind, tally))?;
    }
    for (name, tally) in [("all", sum), ("mode", mode), ("status", status), ("actor", actor), ("recipient", recipient)] {
        writeln!(out, "{}", row(name, tally))?;
    }
    out.flush()?;
    Ok(Done::Well)
}

fn check(resources: &Resources, paths: &[PathBuf]) -> anyhow::Result<Done> {
    let (mut sentences, mut none, mut faults) = (0, 0, 0);
    for file in files(paths)? {
        let (read, errors) = read(resources, &file);
        errors.iter().for_each(|e| eprintln!("{e}"));
        sentences += read.len();
        none += read.iter().filter(|a| a.marked.none).count();
        faults += errors.len();
    }
    output::line(&format!("sentences {sentences}, without event {none}, faults {faults}"))?;
    Ok(if faults == 0 { Done::Well } else { Done::InPart })
}

fn write(resources: &Resources, args: &Export) -> anyhow::Result<Done> {
    let mut out = output::standard();
    let mut done = Done::Well;
    let mut put = |exported: Vec<pipeline::corpus::Exported>| -> anyhow::Result<()> {
        for sentence in exported {
            writeln!(out, "{}", serde_json::to_string(&sentence)?)?;
        }
        Ok(())
    };
    for file in files(&args.paths)? {
        let (read, errors) = read(resources, &file);
        for error in errors {
            eprintln!("{error}");
            done = Done::InPart;
        }
        put(pipeline::corpus::export(resources, &file.path, &read))?;
    }
    if args.examples {
        put(pipeline::corpus::export_examples(resources))?;
    }
    out.flush()?;
    Ok(done)
}

fn read(resources: &Resources, file: &SourceFile) -> (Vec<Annotated>, Vec<LexiconError>) {
    lexicon::corpus::read(file, &resources.lexicon.ontology)
}

/// The text files at and below the paths, in order.
fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<SourceFile>> {
    let mut out = Vec::new();
    for path in paths {
        collect(path, &mut out)?;
    }
    Ok(out)
}

fn collect(path: &Path, out: &mut Vec<SourceFile>) -> anyhow::Result<()> {
    let shown = path.display().to_string();
    if path.is_dir() {
        let mut inside: Vec<PathBuf> = std::fs::read_dir(path).with_context(|| format!("cannot list {shown}"))?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
        inside.sort();
        return inside.iter().filter(|p| p.is_dir() || p.extension().is_some_and(|e| e == "txt")).try_for_each(|p| collect(p, out));
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}; name files of marked sentences"))?;
    out.push(SourceFile { path: shown, text });
    Ok(())
}

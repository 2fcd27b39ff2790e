//! `demarche explain`: in comes a report or a sentence, out goes why each of its events was coded as it was.

use crate::{Done, output};
use anyhow::bail;
use pipeline::sight::sight;
use pipeline::{Resources, analyse, records_of};
use read::ReadOptions;
use schema::{Date, Document, Record};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Say why: trigger and roles in the sentence, rule, operators, how each actor was known, what dates rest on
#[derive(clap::Args)]
#[command(after_help = "Examples:
  demarche explain report.txt
  demarche explain report.txt --sentence 2
  demarche explain reports.jsonl --id 0a1b2c3d4e5f6071
  demarche explain --published 2026-03-04 'Two journalists were detained by police in Minsk on Monday.'")]
pub struct Args {
    /// A file, a folder, - for standard input, or the words of a sentence themselves
    #[arg(value_name = "PATH")]
    what: PathBuf,
    /// The tree, mentions and readings of each sentence as well; always shown where the words themselves are given
    #[arg(long)]
    tree: bool,
    #[command(flatten)]
    data: super::Data,
    /// Only this sentence, counted as in the records, from 0
    #[arg(long, value_name = "N", conflicts_with = "id")]
    sentence: Option<usize>,
    /// Only the mention or the event with this id
    #[arg(long)]
    id: Option<String>,
    /// The day that "Monday" is counted from, for reports that state none of their own
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    published: Option<Date>,
}

impl Args {
    /// Are the words themselves given, and no path?
    fn is_words(&self) -> bool {
        self.what.to_str().is_some_and(|w| w.trim().contains(char::is_whitespace)) && !self.what.exists()
    }
}

pub fn run(args: &Args) -> anyhow::Result<Done> {
    let resources = args.data.load()?;
    let places = places(&resources);
    let place = |id: &str| places.get(id).cloned();
    let look = output::look();
    let mut done = Done::Well;
    let mut any = false;
    let words = args.is_words();
    for document in documents(args) {
        let document = match document {
            Ok(document) => document,
            Err(error) => {
                eprintln!("error: {error}");
                done = Done::InPart;
                continue;
            }
        };
        let id = document.id.clone();
        let coded = analyse(&resources, document);
        let (records, problems) = records_of(&resources, &coded);
        let mut out = output::standard();
        for at in (0..coded.parsed.sentences.len()).filter(|at| (args.tree || words) && args.sentence.is_none_or(|n| n == *at)) {
            writeln!(out, "{}", sight(&resources, &coded, at))?;
        }
        for record in records.iter().filter(|r| wanted(args, r)) {
            let gap = if any { "\n" } else { "" };
            write!(out, "{gap}{}", export::explain(record, &place, look))?;
            any = true;
        }
        out.flush()?;
        // What a document leaves open belongs to no event; with a sentence or an id asked for, it would only distract.
        if args.sentence.is_none() && args.id.is_none() {
            for problem in problems {
                eprintln!("note: {id}: {}: {}", problem.kind, problem.why);
            }
        }
    }
    match (&args.id, args.sentence) {
        _ if any || done == Done::InPart => {}
        (Some(id), _) => bail!("no event here has the id {id}; ids change with the text and with what is coded, see `demarche code`"),
        (_, Some(n)) => eprintln!("note: no event was found in sentence {n}; sentences count from 0"),
        _ => eprintln!("note: no event was found"),
    }
    Ok(done)
}

fn wanted(args: &Args, record: &Record) -> bool {
    args.sentence.is_none_or(|n| n == record.sentence.index) && args.id.as_ref().is_none_or(|id| *id == record.id || *id == record.event)
}

/// The reports of a path, or what stands in its stead as one report.
fn documents(args: &Args) -> Box<dyn Iterator<Item = Result<Document, read::ReadError>>> {
    let options = ReadOptions { published: args.published, ..ReadOptions::default() };
    match args.what.to_str() {
        Some(words) if args.is_words() => {
            let document = Document { id: "-".to_owned(), text: words.to_owned(), published: args.published, ..Document::default() };
            Box::new(std::iter::once(Ok(document)))
        }
        _ => Box::new(read::open([&args.what], &options).map(|r| r.map(|r| r.document))),
    }
}

/// Where each rule and operator stands, by its id.
fn places(resources: &Resources) -> BTreeMap<String, String> {
    let acts = resources.lexicon.acts.iter().map(|a| (&a.id, &a.file, a.line));
    let operators = resources.lexicon.operators.iter().map(|o| (&o.id, &o.file, o.line));
    acts.chain(operators).map(|(id, file, line)| (id.clone(), format!("{file}:{line}"))).collect()
}

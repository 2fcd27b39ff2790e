//! `demarche code`: in come reports, out go records in the order of the reports, whatever the number of threads.

use crate::Done;
use crate::output::{Format, Output, Problems, Talk};
use pipeline::{Options, Outcome, code_stream};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use read::{Columns, Kind, ReadError, ReadOptions};
use schema::{Date, Document, ProblemKind};
use std::num::NonZero;
use std::path::PathBuf;

/// Code reports: files in, events out
///
/// Reads plain text, JSON lines, CSV and TSV, HTML pages, RSS and Atom, WARC, Parquet, PETRARCH's XML, any of them packed with
/// gzip or zstd, and folders of them. The kind is told from the ending, else from how the file begins.
/// An input that cannot be read is named, and the rest is coded.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  demarche code report.txt
  demarche code --published 2024-02-05 report.txt
  demarche code --format jsonl reports.jsonl > events.jsonl
  demarche code -o events.csv archive/
  demarche code 'crawl/*.warc.gz' feed.rss page.html
  demarche code --text-column story --id-column nr --date-column day table.csv
  echo 'Two journalists were arrested in Minsk.' | demarche code -

A line of JSON: {\"id\": \"r1\", \"title\": \"…\", \"published\": \"2015-07-14\", \"publisher\": \"…\", \"url\": \"…\", \"text\": \"…\"}
Only the text is needed. Columns of tables and of Parquet have the same names, or usual ones like body, content, date, source.")]
pub struct Args {
    /// Files, folders and patterns, or - for standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The day that "Monday" is counted from, for reports that state none of their own
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    published: Option<Date>,
    /// Default: as the ending of FILE says, else a table on a terminal and jsonl elsewhere
    #[arg(long)]
    format: Option<Format>,
    #[command(flatten)]
    data: super::Data,
    /// Default: one a core
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
    /// Write here and not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write what was left open or could not be read here, as JSON lines
    #[arg(long, value_name = "FILE")]
    problems: Option<PathBuf>,
    /// No progress, no summary; errors are still told
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    reading: Reading,
}

/// How inputs are to be read.
#[derive(clap::Args)]
#[command(next_help_heading = "Reading")]
struct Reading {
    /// What all inputs are, whatever their names say
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    input: Option<Kind>,
    /// The column or field of the text [default: text, body, content, …]
    #[arg(long, value_name = "NAME")]
    text_column: Option<String>,
    /// The column or field of the id [default: id, …; else the file and the line]
    #[arg(long, value_name = "NAME")]
    id_column: Option<String>,
    /// The column or field of the day of publication [default: published, date, …]
    #[arg(long, value_name = "NAME")]
    date_column: Option<String>,
    /// The column or field of the title [default: title, headline]
    #[arg(long, value_name = "NAME")]
    title_column: Option<String>,
}

fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::NAMES).map(|name| name.parse().expect("a name from the list"))
}

impl Reading {
    fn options(&self, published: Option<Date>) -> ReadOptions {
        let columns = Columns {
            text: self.text_column.clone(),
            id: self.id_column.clone(),
            date: self.date_column.clone(),
            title: self.title_column.clone(),
            ..Columns::default()
        };
        ReadOptions { published, input: self.input, columns }
    }
}

pub fn run(args: &Args) -> anyhow::Result<Done> {
    let resources = args.data.load()?;
    let mut output = Output::open(args.output.as_deref(), args.format)?;
    let talk = Talk::new(args.quiet);
    let mut problems_file = args.problems.as_deref().map(Problems::create).transpose()?;
    let documents = read::open(&args.paths, &args.reading.options(args.published)).map(|read| {
        let read = read?;
        for problem in &read.problems {
            talk.say(&format!("note: {}: {}", read.document.id, problem.why));
        }
        Ok::<Document, ReadError>(read.document)
    });
    let options = Options { threads: args.threads.map(NonZero::get) };
    let mut tally = Tally::default();
    let mut broken = None;
    code_stream(&resources, documents, &options, &mut |outcome: Outcome<ReadError>| {
        talk.step();
        match outcome {
            Outcome::Failed(error) => {
                tally.unread += 1;
                talk.say(&format!("error: {error}"));
                broken = problems_file.as_mut().and_then(|f| f.unread(&error).err());
            }
            Outcome::Coded { id, records, problems } => {
                tally.add(&records);
                for problem in problems.iter().filter(|p| leaves_out(p.kind)) {
                    talk.say(&format!("note: {id}: {}", problem.why));
                    tally.left_out += 1;
                }
                let noted = problems_file.as_mut().map_or(Ok(()), |f| f.write(&id, &problems, &records));
                broken = noted.and_then(|()| talk.aside(|| output.write(&records))).err();
            }
        }
        broken.is_none()
    });
    match broken {
        Some(error) => return Err(error),
        None => output.close()?,
    }
    if let Some(file) = problems_file {
        file.close()?;
    }
    talk.end(&tally.to_string());
    Ok(if tally.unread == 0 { Done::Well } else { Done::InPart })
}

/// Does the problem mean that a report was not read, or not to its end? Others are in the records.
fn leaves_out(kind: ProblemKind) -> bool {
    matches!(kind, ProblemKind::Empty | ProblemKind::TooLong | ProblemKind::Language | ProblemKind::Failed)
}

#[derive(Default)]
struct Tally {
    reports: usize,
    mentions: usize,
    events: usize,
    unread: usize,
    /// Texts that were empty, too long, or in another language.
    left_out: usize,
}

impl Tally {
    fn add(&mut self, records: &[schema::Record]) {
        let mut events: Vec<&str> = records.iter().map(|r| r.event.as_str()).collect();
        events.sort_unstable();
        events.dedup();
        self.reports += 1;
        self.mentions += records.len();
        self.events += events.len();
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "reports {}, event mentions {}, events {}", self.reports, self.mentions, self.events)?;
        if self.left_out > 0 {
            write!(f, ", not read in full {}", self.left_out)?;
        }
        if self.unread > 0 {
            write!(f, ", inputs not read {}", self.unread)?;
        }
        Ok(())
    }
}

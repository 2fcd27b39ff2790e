//! Where things go: in come records and messages, out go bytes to standard output or a file, and talk to standard error.

use anyhow::{Context, anyhow};
use console::Term;
use export::{Csv, Look};
use indicatif::{ProgressBar, ProgressStyle};
use read::ReadError;
use schema::{Record, RecordProblem};
use serde_json::json;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For reading: a block a report, as wide as the terminal
    Table,
    /// Everything: one JSON object a line, see `demarche schema`
    Jsonl,
    /// Flat: one row an event mention
    Csv,
}

/// Records on their way out.
pub struct Output {
    kind: Kind,
    blocks: usize,
    /// Flush after each report: somebody is watching.
    live: bool,
    name: String,
}

enum Kind {
    Table(Box<dyn Write>, Look),
    Jsonl(Box<dyn Write>),
    Csv(Box<Csv<Box<dyn Write>>>),
}

impl Output {
    /// # Errors
    /// Where the file cannot be made.
    pub fn open(path: Option<&Path>, format: Option<Format>) -> anyhow::Result<Output> {
        let format = format.unwrap_or_else(|| match path {
            Some(path) if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) => Format::Csv,
            None if Term::stdout().is_term() => Format::Table,
            _ => Format::Jsonl,
        });
        let name = path.map_or_else(|| "standard output".to_owned(), |p| p.display().to_string());
        let out: Box<dyn Write> = match path {
            Some(path) => Box::new(BufWriter::new(File::create(path).with_context(|| format!("cannot write {name}"))?)),
            None => Box::new(standard()),
        };
        let look = if path.is_some() { Look::default() } else { look() };
        let kind = match format {
            Format::Table => Kind::Table(out, look),
            Format::Jsonl => Kind::Jsonl(out),
            Format::Csv => Kind::Csv(Box::new(Csv::new(out).with_context(|| format!("cannot write {name}"))?)),
        };
        Ok(Output { kind, blocks: 0, live: path.is_none() && Term::stdout().is_term(), name })
    }

    /// The records of one report.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn write(&mut self, records: &[Record]) -> anyhow::Result<()> {
        let written = match &mut self.kind {
            Kind::Jsonl(out) => export::jsonl(out, records),
            Kind::Csv(csv) => csv.write(records),
            Kind::Table(..) if records.is_empty() => Ok(()),
            Kind::Table(out, look) => {
                let gap = if self.blocks > 0 { "\n" } else { "" };
                self.blocks += 1;
                write!(out, "{gap}{}", export::table(records, *look))
            }
        };
        written.and_then(|()| if self.live { self.flush() } else { Ok(()) }).map_err(|e| self.failed(e))
    }

    /// # Errors
    /// Where the last bytes cannot be written.
    pub fn close(&mut self) -> anyhow::Result<()> {
        self.flush().map_err(|e| self.failed(e))
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.kind {
            Kind::Table(out, _) | Kind::Jsonl(out) => out.flush(),
            Kind::Csv(csv) => csv.write(&[]),
        }
    }

    fn failed(&self, error: io::Error) -> anyhow::Error {
        anyhow!(error).context(format!("cannot write {}", self.name))
    }
}

/// Standard output, held back until there is enough to write.
pub fn standard() -> impl Write {
    BufWriter::with_capacity(1 << 16, io::stdout())
}

/// One thing to standard output.
///
/// # Errors
/// Where it takes no more.
pub fn line(text: &str) -> anyhow::Result<()> {
    let mut out = standard();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

/// As wide as the terminal; colours only there, and only where `NO_COLOR` and its like do not forbid them.
pub fn look() -> Look {
    let terminal = Term::stdout();
    if !terminal.is_term() {
        return Look::default();
    }
    const WIDEST: u16 = 160;
    Look { width: terminal.size().1.min(WIDEST), colour: console::colors_enabled() }
}

/// Did somebody close the pipe that we write to?
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|e| e.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

/// Messages, and a bar where there is a terminal and more than a few reports.
pub struct Talk {
    bar: ProgressBar,
    steps: Cell<u64>,
    quiet: bool,
}

/// Reports that pass before a bar is shown.
const FEW: u64 = 10;

impl Talk {
    pub fn new(quiet: bool) -> Talk {
        Talk { bar: ProgressBar::hidden(), steps: Cell::new(0), quiet }
    }

    /// One more report is done.
    pub fn step(&self) {
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() == FEW && !self.quiet {
            let style = ProgressStyle::with_template("{spinner} {human_pos} reports, {per_sec}, {elapsed}");
            self.bar.set_style(style.expect("the template is well formed"));
            // Hidden by itself where standard error is no terminal.
            self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    pub fn say(&self, message: &str) {
        self.bar.suspend(|| eprintln!("{message}"));
    }

    /// Does something that may write to the terminal, with the bar out of the way.
    pub fn aside<T>(&self, what: impl FnOnce() -> T) -> T {
        self.bar.suspend(what)
    }

    pub fn end(&self, summary: &str) {
        self.bar.finish_and_clear();
        if !self.quiet {
            eprintln!("{summary}");
        }
    }
}

/// Problems on their way to a file of JSON lines: one that belongs to an event names it.
pub struct Problems {
    out: BufWriter<File>,
    name: String,
}

impl Problems {
    /// # Errors
    /// Where the file cannot be made.
    pub fn create(path: &Path) -> anyhow::Result<Problems> {
        let name = path.display().to_string();
        Ok(Problems { out: BufWriter::new(File::create(path).with_context(|| format!("cannot write {name}"))?), name })
    }

    /// What one report left open.
    ///
    /// # Errors
    /// Where the file takes no more.
    pub fn write(&mut self, document: &str, problems: &[RecordProblem], records: &[Record]) -> anyhow::Result<()> {
        let of_text = problems.iter().map(|p| (None, p));
        let of_events = records.iter().flat_map(|r| r.problems.iter().map(|p| (Some(r.id.as_str()), p)));
        for (event, p) in of_text.chain(of_events) {
            self.line(&json!({"document": document, "event": event, "kind": p.kind, "start": p.start, "end": p.end, "why": p.why}))?;
        }
        Ok(())
    }

    /// An input that could not be read.
    ///
    /// # Errors
    /// Where the file takes no more.
    pub fn unread(&mut self, error: &ReadError) -> anyhow::Result<()> {
        self.line(&json!({"document": error.place(), "event": null, "kind": "unread", "start": null, "end": null, "why": error.to_string()}))
    }

    /// # Errors
    /// Where the last bytes cannot be written.
    pub fn close(mut self) -> anyhow::Result<()> {
        self.out.flush().with_context(|| format!("cannot write {}", self.name))
    }

    fn line(&mut self, value: &serde_json::Value) -> anyhow::Result<()> {
        writeln!(self.out, "{value}").with_context(|| format!("cannot write {}", self.name))
    }
}

//! `cargo xtask eval`: codes the reports of `gold/` and keeps `gold/scores.tsv` fresh.
//!
//! The table has the figure of today, and that of the day on which the reports were first coded, before anything was mended.

use anyhow::{Context, bail};
use eval::{Rate, Scores, read_gold, score};
use pipeline::{Resources, code_document};
use schema::Document;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Args {
    /// Only say whether the table is fresh
    #[arg(long)]
    check: bool,
}

const HEAD: &str = "measure\tfirst\tnow\tof";

pub fn run(args: &Args) -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gold");
    let path = folder.join("scores.tsv");
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    let new = table(&scores(&folder)?, &first(&old));
    if args.check {
        if old != new {
            bail!("gold/scores.tsv is stale: run `cargo xtask eval` and look at what moved");
        }
        return Ok(());
    }
    std::fs::write(&path, &new).with_context(|| format!("cannot write {}", path.display()))?;
    print!("{new}");
    Ok(())
}

/// The scores of all reports, coded as `demarche code gold/` codes them from the root of the repository.
fn scores(folder: &Path) -> anyhow::Result<Scores> {
    let resources = Resources::embedded()?;
    let mut texts: Vec<PathBuf> = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    texts.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    texts.sort();
    let (mut gold, mut records) = (Vec::new(), Vec::new());
    for path in texts {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path)?;
        let annotation = path.with_extension("jsonl");
        let lines = std::fs::read_to_string(&annotation).with_context(|| format!("cannot read {}", annotation.display()))?;
        gold.extend(read_gold(&name, &lines)?);
        records.extend(code_document(&resources, Document { id: format!("gold/{name}"), text, ..Document::default() }).0);
    }
    Ok(score(&gold, &records))
}

/// The column `first` of a table.
fn first(old: &str) -> BTreeMap<String, String> {
    let cells = old.lines().skip(1).filter_map(|l| {
        let mut cells = l.split('\t');
        Some((cells.next()?.to_owned(), cells.next()?.to_owned()))
    });
    cells.collect()
}

fn table(scores: &Scores, first: &BTreeMap<String, String>) -> String {
    let rate = |r: Rate| (if r.of == 0 { 0.0 } else { r.right as f64 / r.of as f64 }, r.of);
    let mut rows: Vec<(String, f64, usize)> = vec![
        ("mentions precision".to_owned(), scores.precision(), scores.found + scores.extra),
        ("mentions recall".to_owned(), scores.recall(), scores.found + scores.missed),
        ("mentions F1".to_owned(), scores.f1(), scores.found + scores.missed),
    ];
    for (name, r) in [("actor", scores.actor), ("recipient", scores.recipient), ("status", scores.status), ("mode", scores.mode), ("date", scores.date), ("place country", scores.place)] {
        let (share, of) = rate(r);
        rows.push((name.to_owned(), share, of));
    }
    for (kind, &(found, missed, extra)) in &scores.types {
        let f1 = if found == 0 { 0.0 } else { 2.0 * found as f64 / (2 * found + missed + extra) as f64 };
        rows.push((format!("{kind} F1"), f1, found + missed));
    }
    let mut out = format!("{HEAD}\n");
    for (name, now, of) in rows {
        let now = format!("{now:.3}");
        let first = first.get(&name).unwrap_or(&now);
        out.push_str(&format!("{name}\t{first}\t{now}\t{of}\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    /// What the README and the table say must be what the program does.
    #[test]
    fn the_table_of_scores_is_fresh() {
        super::run(&super::Args { check: true }).expect("run `cargo xtask eval`");
    }
}

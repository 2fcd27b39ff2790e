//! `cargo xtask kb --from DIR`: packages in (see `kb_sources.sh`), the generated tables of `kb/` out.
//!
//! Hand-written facts that the tables are joined with lie in `xtask/data/`; word lists of the generator in
//! `xtask/data/kb.toml`. The same packages give the same bytes.

mod countries;
mod places;
mod regions;
mod sources;
mod table;

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Rebuild the generated tables of kb/ from downloaded packages.
#[derive(clap::Args)]
pub struct Args {
    /// Folder with the unpacked packages, as `sh xtask/kb_sources.sh DIR` leaves them.
    #[arg(long)]
    from: PathBuf,
    /// Rebuild only these: countries, regions, places.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
}

/// Writes a table, gives the number of its rows.
type Step = fn(&Work) -> Result<usize>;

/// What every step needs.
struct Work {
    from: PathBuf,
    data: PathBuf,
    kb: PathBuf,
    /// Word lists of the generator.
    words: toml::Table,
}

impl Work {
    fn words(&self, list: &str) -> Vec<String> {
        let items = self.words.get(list).and_then(|v| v.as_array()).into_iter().flatten();
        items.filter_map(|v| v.as_str()).map(str::to_owned).collect()
    }

    /// The spellings that count as the same.
    fn normaliser(&self) -> Result<kb::Normaliser> {
        let path = self.kb.join("transliteration.tsv");
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        Ok(kb::Normaliser::parse("kb/transliteration.tsv", &text)?)
    }

    /// The tables of kb/ as they stand now.
    fn load_kb(&self) -> Result<kb::Kb> {
        Ok(kb::Kb::load(&self.kb)?)
    }
}

pub fn run(args: &Args) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = root.join("data");
    let words = std::fs::read_to_string(data.join("kb.toml")).context("xtask/data/kb.toml")?;
    let work = Work { from: args.from.clone(), kb: root.join("../kb"), words: words.parse()?, data };
    let steps: [(&str, Step); 3] = [
        ("countries", countries::write),
        ("regions", regions::write),
        ("places", places::write),
    ];
    for (name, step) in steps {
        if args.only.is_empty() || args.only.iter().any(|only| only == name) {
            let rows = step(&work).with_context(|| format!("while writing kb/{name}"))?;
            eprintln!("{name}: {rows} rows");
        }
    }
    Ok(())
}

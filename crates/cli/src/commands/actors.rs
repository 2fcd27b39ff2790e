//! `demarche actors`: in come phrases, out goes who is meant by each: country, sectors, entity.

use crate::{Done, output};
use schema::Actor;
use serde_json::{Value, json};
use std::io::Write;

/// Say who is meant by a phrase on a day: JSON lines in, JSON lines out
#[derive(clap::Args)]
#[command(after_help = "Examples:
  demarche actors phrases.jsonl > known.jsonl
  echo '{\"text\": \"the Turkish foreign minister\", \"date\": \"2015-07-14\"}' | demarche actors -

In:  {\"id\", \"text\", \"date\", \"context\"}; only `text` is needed. `context` is the country that the text is about.
Out: {\"id\", \"text\", \"country\", \"sectors\", \"entity\", \"name\", \"title\", \"via\", \"others\"}; what is not known is null or [].")]
pub struct Args {
    /// Files of JSON lines, or - for standard input
    #[arg(required = true)]
    paths: Vec<String>,
    #[command(flatten)]
    data: super::Data,
}

pub fn run(args: &Args) -> anyhow::Result<Done> {
    let resources = args.data.load()?;
    let mut out = output::standard();
    let mut done = Done::Well;
    for phrase in args.paths.iter().flat_map(|p| read::phrases(p)) {
        let phrase = match phrase {
            Ok(phrase) => phrase,
            Err(error) => {
                eprintln!("error: {error}");
                done = Done::InPart;
                continue;
            }
        };
        let actors = pipeline::actors::actors(&resources, &phrase.text, phrase.date, phrase.context.as_deref());
        serde_json::to_writer(&mut out, &row(&phrase, &actors))?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(done)
}

/// The first actor, and the countries of the others that the phrase names.
fn row(phrase: &read::Phrase, actors: &[Actor]) -> Value {
    let first = actors.first().cloned().unwrap_or_default();
    json!({
        "id": phrase.id,
        "text": phrase.text,
        "country": first.country,
        "sectors": first.sectors,
        "entity": first.entity,
        "name": first.name,
        "title": first.title,
        "via": first.via,
        "others": actors.iter().skip(1).filter_map(|a| a.country.as_deref()).collect::<Vec<_>>(),
    })
}

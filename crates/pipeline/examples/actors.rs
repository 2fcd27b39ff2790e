//! Codes actor phrases (JSON lines `{"id","text","date","context"}` on standard input) as `demarche actors` does.

use serde_json::{Value, json};
use std::io::BufRead;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let resources = pipeline::Resources::embedded()?;
    for line in std::io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let day = row["date"].as_str().map(|d| d.parse()).transpose()?;
        let actors = pipeline::actors::actors(&resources, row["text"].as_str().unwrap_or(""), day, row["context"].as_str());
        let first = actors.first();
        let out = json!({"id": row["id"], "text": row["text"], "country": first.and_then(|a| a.country.clone()), "sectors": first.map(|a| a.sectors.clone()).unwrap_or_default(), "name": first.and_then(|a| a.name.clone())});
        println!("{out}");
    }
    Ok(())
}

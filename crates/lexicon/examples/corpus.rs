//! Checks corpus files and counts what they hold: `cargo run -p demarche-lexicon --example corpus -- corpus/en`.

use lexicon::{Ontology, SourceFile, corpus};
use std::collections::BTreeMap;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ontology = Ontology::read(&lexicon::embedded())?;
    let mut open: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (mut sentences, mut none, mut several, mut faults) = (0, 0, 0, 0);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path)?.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?);
            continue;
        }
        let file = SourceFile { path: path.display().to_string(), text: std::fs::read_to_string(&path)? };
        let (read, errors) = corpus::read(&file, &ontology);
        for error in &errors {
            println!("{error}");
        }
        faults += errors.len();
        sentences += read.len();
        none += read.iter().filter(|a| a.marked.none).count();
        for a in &read {
            let mut events = BTreeMap::new();
            for label in a.marked.marks.iter().flat_map(|m| &m.labels).filter(|l| l.event_type.is_some()) {
                let mode = label.mode.as_ref().map(|m| format!("/{m}")).unwrap_or_default();
                events.insert((label.event, label.event_type.clone()), format!("{}{mode}", label.event_type.as_deref().unwrap_or("")));
            }
            several += usize::from(events.len() > 1);
            events.into_values().for_each(|k| *kinds.entry(k).or_default() += 1);
        }
    }
    for (kind, n) in kinds {
        println!("{n:5} {kind}");
    }
    println!("{sentences} sentences, {none} without event, {several} with several, {faults} faults");
    Ok(())
}

//! The house rules that a machine can check: in come the files of the repository, out goes each place that breaks one.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "house/source.rs"]
mod source;

use source::{Source, rust_sources, text_files};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms that only work on what is handed to them (invariant 1).
const PURE: [&str; 5] = ["parse", "find", "resolve", "coder", "merge"];
const ROOMS: [&str; 7] = ["read", "parse", "find", "resolve", "coder", "merge", "export"];
const LONGEST: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn none(breaches: &[String]) {
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

/// Invariant 1. Doors to the world, as they are written in Rust. (Iteration over hash tables, whose order is random, is
/// clippy's `iter_over_hash_type` to find.)
#[test]
fn rooms_do_no_io_and_read_no_clock_environment_or_randomness() {
    const DOORS: [&str; 15] = [
        "std::fs", "std::io", "std::net", "std::env", "std::process", "std::thread", "std::time", "SystemTime", "Instant::", "::now()",
        "println!", "print!", "dbg!", "rand::", "static mut",
    ];
    let mut breaches = Vec::new();
    for room in PURE {
        for source in rust_sources(&root().join("crates").join(room).join("src")) {
            for (number, line) in source.code_lines() {
                breaches.extend(DOORS.iter().filter(|d| line.contains(**d)).map(|d| format!("{}:{number}: `{d}` in a room", source.name)));
            }
        }
    }
    none(&breaches);
}

/// Invariant 8.
#[test]
fn rooms_depend_on_no_other_room() {
    let ours = |krate: &str| -> BTreeSet<String> {
        let manifest: toml::Table = fs::read_to_string(root().join("crates").join(krate).join("Cargo.toml")).unwrap().parse().unwrap();
        let names = ["dependencies", "build-dependencies"].iter().filter_map(|s| manifest.get(*s)?.as_table()).flat_map(|t| t.keys());
        names.filter(|n| root().join("crates").join(n).is_dir()).cloned().collect()
    };
    let mut breaches = Vec::new();
    let allowed = ROOMS.iter().map(|r| (*r, &["schema", "lexicon", "kb"][..]));
    for (krate, allowed) in allowed.chain([("schema", &[][..]), ("lexicon", &["schema"]), ("kb", &["schema"])]) {
        for other in ours(krate).iter().filter(|o| !allowed.contains(&o.as_str())) {
            breaches.push(format!("crates/{krate}/Cargo.toml: depends on `{other}`; only the pipeline knows rooms"));
        }
    }
    none(&breaches);
}

/// Invariant 6. The types, modes and codes of the ontology, and the words that evoke acts, as string literals in Rust.
///
/// Types and codes are looked for anywhere in a literal; modes and lemmas, which are words of the language that the program
/// speaks as well, only where they are all of it.
#[test]
fn no_category_and_no_word_of_events_in_rust() {
    let (types, modes) = categories();
    let words: BTreeSet<String> = modes.union(&verbs()).cloned().collect();
    let mut breaches = Vec::new();
    for krate in fs::read_dir(root().join("crates")).unwrap().map(|e| e.unwrap().path()) {
        if krate.ends_with("lexicon") {
            continue;
        }
        for source in rust_sources(&krate.join("src")) {
            for (number, literal) in source.literals() {
                let parts = literal.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                let named: Vec<&str> = parts.filter(|p| types.contains(*p)).chain(words.get(literal.as_str()).map(String::as_str)).collect();
                // A word that is the name of a field, a key or a role of ours is no word of a text.
                breaches.extend(named.iter().filter(|n| !SPOKEN.contains(n)).map(|n| {
                    format!("{}:{number}: \"{n}\" belongs into ontology/ or lexicon/", source.name)
                }));
            }
        }
    }
    none(&breaches);
}

/// Lemmas of the lexicon that are names in formats: a column, a tensor, a field, an element.
const SPOKEN: [&str; 7] = ["sentence", "down", "start", "end", "feed", "trigger", "place"];

/// Types of events (with four letters or more, so that no abbreviation is mistaken for one), and modes.
fn categories() -> (BTreeSet<String>, BTreeSet<String>) {
    let ontology: toml::Table = fs::read_to_string(root().join("ontology/plover.toml")).unwrap().parse().unwrap();
    let (mut types, mut modes) = (BTreeSet::new(), BTreeSet::new());
    for kind in ontology["type"].as_array().unwrap() {
        types.insert(kind["id"].as_str().unwrap().to_owned());
        for mode in kind.get("mode").and_then(|m| m.as_array()).into_iter().flatten() {
            modes.insert(mode["id"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!((types.len(), types.iter().all(|t| t.len() >= 3)), (16, true));
    assert!(modes.len() > 50);
    (types, modes)
}

/// Lemmas of single words under `verbs` in the rules of acts and operators.
fn verbs() -> BTreeSet<String> {
    let mut verbs = BTreeSet::new();
    for folder in ["lexicon/en/acts", "lexicon/en/operators"] {
        for path in text_files(&root().join(folder)) {
            let Ok(rules) = fs::read_to_string(&path).unwrap().parse::<toml::Table>() else { continue };
            let rules = rules.values().filter_map(|v| v.as_array()).flatten();
            let lists = rules.filter_map(|r| r.get("verbs")?.as_array()).flatten();
            verbs.extend(lists.filter_map(|v| v.as_str()).filter(|v| v.bytes().all(|b| b.is_ascii_lowercase())).map(str::to_owned));
        }
    }
    assert!(verbs.len() > 100, "the lexicon's verbs are looked for in the wrong place");
    verbs
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut breaches = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > LONGEST {
            breaches.push(format!("{}: {lines} lines; split what is over {LONGEST}", source.name));
        }
        if !source.text.is_empty() && !source.text.starts_with("//! ") {
            breaches.push(format!("{}: should open with `//!`: what comes in, what goes out", source.name));
        }
    }
    none(&breaches);
}

#[test]
fn no_path_of_a_machine_and_no_private_registry() {
    // In parts, so that this file does not find itself.
    let folders = ["home", "root", "work", "Users", "tmp"].map(|f| format!("/{f}/"));
    let mut breaches = Vec::new();
    for path in text_files(&root()) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (number, line) in text.lines().enumerate() {
            for folder in &folders {
                let starts = line.match_indices(folder.as_str()).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    before.is_none_or(|c| !c.is_alphanumeric() && !"/._-~)}>*".contains(c))
                });
                if starts {
                    breaches.push(format!("{}:{}: a path of one machine, {folder}…", path.display(), number + 1));
                }
            }
            let source = line.strip_prefix("source = ").filter(|_| path.ends_with("Cargo.lock"));
            if source.is_some_and(|s| s != "\"registry+https://github.com/rust-lang/crates.io-index\"") {
                breaches.push(format!("{}:{}: a source that others cannot reach", path.display(), number + 1));
            }
        }
    }
    none(&breaches);
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let lines = section.lines().filter(|l| l.contains('=') && !l.contains("path = \"crates/"));
    none(&lines.filter(|l| !l.contains(" # ")).map(|l| format!("Cargo.toml: no reason beside `{l}`")).collect::<Vec<_>>());
}

fn sources() -> Vec<Source> {
    ["crates", "xtask"].iter().flat_map(|f| rust_sources(&root().join(f))).collect()
}

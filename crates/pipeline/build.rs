//! Hashes the data that is part of the program, so that every record can name the version of each.

use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new("../..");
    for (name, folders) in [("LEXICON", &["ontology", "lexicon"][..]), ("KB", &["kb"]), ("MODEL", &["models"])] {
        let mut files = Vec::new();
        for folder in folders {
            println!("cargo:rerun-if-changed=../../{folder}");
            collect(&root.join(folder), &mut files);
        }
        files.sort();
        let mut hasher = blake3::Hasher::new();
        for file in files {
            hasher.update(file.to_string_lossy().as_bytes());
            // A file that vanishes while we build changes the hash again at the next build.
            hasher.update(&std::fs::read(&file).unwrap_or_default());
        }
        println!("cargo:rustc-env=DEMARCHE_{name}={}", &hasher.finalize().to_hex()[..10]);
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_none_or(|e| e != "md") {
            files.push(path);
        }
    }
}

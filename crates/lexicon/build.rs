//! Rebuilds the crate when a file of `ontology/` or `lexicon/` changes, comes or goes: both folders are embedded in it.

fn main() {
    println!("cargo:rerun-if-changed=../../ontology");
    println!("cargo:rerun-if-changed=../../lexicon");
}

//! Rebuilds the crate when a file of `kb/` changes, comes or goes: the folder is embedded in it.

fn main() {
    println!("cargo:rerun-if-changed=../../kb");
}

//! The reports of `examples/`, as the README's first command codes them: in come six texts, out goes the table to look at.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::Path;
use std::process::Command;

#[test]
fn the_examples_are_coded_as_they_were() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let output = Command::new(env!("CARGO_BIN_EXE_demarche")).args(["code", ".", "--format", "table"]).current_dir(folder).output().unwrap();
    assert!(output.status.success());
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
}

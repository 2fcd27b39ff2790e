//! Runs the examples of a lexicon folder, as `demarche lexicon check` does.

use lexicon::Lexicon;
use pipeline::Resources;
use pipeline::check::{Verdict, cases, run_all};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let dir = std::path::PathBuf::from(&arguments[3]);
    let only = arguments.iter().position(|a| a == "--only").map(|i| arguments[i + 1].clone()).unwrap_or_default();
    let mut files = Vec::new();
    for part in ["ontology", "lexicon/en"] {
        match lexicon::from_dir(&dir.join(part)) {
            Ok(found) => files.extend(found),
            Err(error) => return eprintln!("{error}"),
        }
    }
    let lexicon = match Lexicon::read(&files) {
        Ok(lexicon) => lexicon,
        Err(error) => return eprintln!("{error}"),
    };
    let resources = match Resources::with_lexicon(lexicon) {
        Ok(resources) => resources,
        Err(error) => return eprintln!("{error}"),
    };
    let mut all = cases(&resources.lexicon);
    all.retain(|c| c.rule.starts_with(&only));
    let (mut passed, mut known, mut failed) = (0, 0, 0);
    for (case, verdict) in all.iter().zip(run_all(&resources, &all)) {
        let place = format!("{} {}:{}\n  {}", case.rule, case.file, case.example.line, case.example.marked.text);
        match verdict {
            Verdict::Passed => passed += 1,
            Verdict::Known(_) => known += 1,
            Verdict::Fixed => {
                failed += 1;
                println!("{place}\n  passes now: take its `todo` away");
            }
            Verdict::Failed(why) => {
                failed += 1;
                println!("{place}\n  {why}");
            }
        }
    }
    println!("{} examples: {passed} pass, {known} known not to, {failed} fail", all.len());
}

//! Words a second of the language model on one thread, on every path that this CPU has.
//!
//! `bench_model MODEL_DIR FILE`: one sentence a line, words apart by blanks. Prints what the model loads in, and for
//! each path the best of five rounds over at most 300 sentences, in wall time.

use parse::{Model, Path};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [folder, file] = std::env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "usage: bench_model MODEL_DIR FILE")?;
    let weights = std::fs::read(format!("{folder}/model.safetensors"))?;
    let vocab = std::fs::read_to_string(format!("{folder}/vocab.txt"))?;
    let start = Instant::now();
    let mut model = Model::from_bytes(&weights, &vocab)?;
    println!("loaded in {:.0} ms", start.elapsed().as_secs_f64() * 1e3);

    let text = std::fs::read_to_string(file)?;
    let sentences: Vec<Vec<&str>> = text.lines().map(|l| l.split_whitespace().collect()).filter(|s: &Vec<&str>| !s.is_empty()).take(300).collect();
    let words: usize = sentences.iter().map(Vec::len).sum();
    println!("{} sentences, {words} words", sentences.len());
    for path in Path::available() {
        model = model.on(path);
        let mut best = f64::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            std::hint::black_box(model.analyse(&sentences));
            best = best.min(start.elapsed().as_secs_f64());
        }
        println!("{:>12}: {:>7.0} words/s", path.name(), words as f64 / best);
    }
    Ok(())
}

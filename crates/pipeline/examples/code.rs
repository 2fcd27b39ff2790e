//! The library in ten lines: codes a text file and prints its records as JSON lines.
//!
//!     cargo run --release -p demarche-pipeline --example code -- report.txt 2024-02-05

use schema::Document;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name a text file")?;
    let published = arguments.next().map(|d| d.parse()).transpose()?;
    let document = Document { text: std::fs::read_to_string(&path)?, id: path, published, ..Document::default() };
    let resources = pipeline::Resources::embedded()?;
    let (records, problems) = pipeline::code_document(&resources, document);
    for record in records {
        println!("{}", serde_json::to_string(&record)?);
    }
    for problem in problems {
        eprintln!("{}: {}", problem.kind, problem.why);
    }
    Ok(())
}

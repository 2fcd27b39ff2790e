//! Room 7. Comes in: [`Record`]s. Goes out: JSON lines, CSV, a table for people, and reasons in words. Never decides anything.

mod actors;
mod csv;
mod explain;
mod table;

pub use csv::{COLUMNS, Csv};
pub use explain::explain;
pub use table::table;

use schema::Record;
use std::io::{self, Write};

/// For people's eyes: how wide, and whether colours may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns of the terminal.
    pub width: u16,
    pub colour: bool,
}

impl Default for Look {
    fn default() -> Look {
        Look { width: 80, colour: false }
    }
}

/// One record a line.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn jsonl(out: &mut dyn Write, records: &[Record]) -> io::Result<()> {
    for record in records {
        serde_json::to_writer(&mut *out, record)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The JSON Schema of a [`Record`]: the contract of `--format jsonl`.
pub fn json_schema() -> String {
    let schema = schemars::schema_for!(Record);
    serde_json::to_string_pretty(&schema).expect("a schema is plain JSON")
}

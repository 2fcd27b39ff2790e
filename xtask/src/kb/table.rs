//! Tab-separated tables: hand-written ones in, generated ones out.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;

/// Rows of a table by column name; missing cells are empty.
pub fn read(path: &Path) -> Result<Vec<BTreeMap<String, String>>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    let Some((_, head)) = lines.next() else { bail!("{}: the table is empty", path.display()) };
    let columns: Vec<&str> = head.split('\t').collect();
    lines
        .map(|(n, line)| {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() > columns.len() {
                bail!("{}:{}: {} cells in a table of {} columns", path.display(), n + 1, cells.len(), columns.len());
            }
            let cell = |i: usize| cells.get(i).map_or("", |c| c.trim()).to_owned();
            Ok(columns.iter().enumerate().map(|(i, column)| ((*column).to_owned(), cell(i))).collect())
        })
        .collect()
}

/// Writes comment, head and rows; tabs and line ends inside cells become spaces.
pub fn write(path: &Path, comment: &str, columns: &[&str], rows: &[Vec<String>]) -> Result<usize> {
    let mut out = format!("# {comment}\n{}\n", columns.join("\t"));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        out.push_str(cells.join("\t").trim_end_matches('\t'));
        out.push('\n');
    }
    std::fs::write(path, out).with_context(|| path.display().to_string())?;
    Ok(rows.len())
}

/// Parts of a `|` list.
pub fn list(cell: &str) -> Vec<String> {
    cell.split('|').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

//! Tab-separated tables: text in, rows with their line numbers out.
//!
//! First line that is no comment: the names of the columns. `#` opens a comment line. A row may be shorter than the
//! head (the rest is empty), never longer.

use crate::KbError;
use schema::Date;

pub(crate) struct Table<'a> {
    pub file: &'a str,
    columns: Vec<&'a str>,
    rows: Vec<(usize, Vec<&'a str>)>,
}

pub(crate) struct Row<'t, 'a> {
    table: &'t Table<'a>,
    pub line: usize,
    cells: &'t [&'a str],
}

impl<'a> Table<'a> {
    /// Reads `text`, which must have the `required` columns.
    pub fn parse(file: &'a str, text: &'a str, required: &[&str]) -> Result<Table<'a>, KbError> {
        let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate().map(|(n, line)| (n + 1, line.trim_end_matches('\r')));
        let head = lines.by_ref().find(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        let (_, head) = head.ok_or_else(|| KbError::file(file, "the table is empty", "write the column names into its first line"))?;
        let columns: Vec<&str> = head.split('\t').map(str::trim).collect();
        for name in required {
            if !columns.contains(name) {
                let hint = format!("its first line must name the columns {}, separated by tabs", required.join(", "));
                return Err(KbError::file(file, format!("the column '{name}' is missing"), hint));
            }
        }
        let mut rows = Vec::new();
        for (line, text) in lines.filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty()) {
            let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
            if cells.len() > columns.len() {
                let what = format!("{} cells in a table of {} columns", cells.len(), columns.len());
                return Err(KbError::row(file, line, what, "take out the tabs that are too many"));
            }
            rows.push((line, cells));
        }
        Ok(Table { file, columns, rows })
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_, 'a>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

impl<'a> Row<'_, 'a> {
    /// The cell of a column; empty where the column or the cell is absent.
    pub fn get(&self, column: &str) -> &'a str {
        let at = self.table.columns.iter().position(|c| *c == column);
        at.and_then(|i| self.cells.get(i).copied()).unwrap_or("")
    }

    pub fn some(&self, column: &str) -> Option<String> {
        Some(self.get(column)).filter(|cell| !cell.is_empty()).map(str::to_owned)
    }

    /// The parts of a cell, separated by `|`.
    pub fn list(&self, column: &str) -> Vec<String> {
        self.get(column).split('|').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// A number, where the cell holds one.
    pub fn number<T: std::str::FromStr>(&self, column: &str) -> Result<Option<T>, KbError> {
        match self.get(column) {
            "" => Ok(None),
            cell => cell.parse().map(Some).map_err(|_| self.error(format!("'{cell}' in column '{column}' is no number"), "write a number or leave it empty")),
        }
    }

    /// The first day of a YYYY, YYYY-MM or YYYY-MM-DD cell.
    pub fn first_day(&self, column: &str) -> Result<Option<Date>, KbError> {
        self.day(column, |date, _| date)
    }

    /// The last day of a YYYY, YYYY-MM or YYYY-MM-DD cell.
    pub fn last_day(&self, column: &str) -> Result<Option<Date>, KbError> {
        self.day(column, |date, parts| match parts {
            1 => date.last_of_year(),
            2 => date.last_of_month(),
            _ => date,
        })
    }

    fn day(&self, column: &str, end: impl Fn(Date, usize) -> Date) -> Result<Option<Date>, KbError> {
        let cell = self.get(column);
        if cell.is_empty() {
            return Ok(None);
        }
        let numbers: Option<Vec<i16>> = cell.split('-').map(|part| part.parse().ok()).collect();
        let date = numbers.as_deref().and_then(|n| match *n {
            [year] => Date::new(year, 1, 1).ok(),
            [year, month] => Date::new(year, i8::try_from(month).ok()?, 1).ok(),
            [year, month, day] => Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok(),
            _ => None,
        });
        match date {
            Some(date) => Ok(Some(end(date, numbers.map_or(0, |n| n.len())))),
            None => Err(self.error(format!("'{cell}' in column '{column}' is no date"), "write YYYY, YYYY-MM or YYYY-MM-DD")),
        }
    }

    pub fn error(&self, what: impl Into<String>, hint: impl Into<String>) -> KbError {
        KbError::row(self.table.file, self.line, what, hint)
    }
}

//! Parquet: in comes a file, out goes one document a row, with only a few rows of the columns that are needed in memory.

use crate::columns::{Chosen, Columns, NAME_IT};
use crate::{Read, ReadError, guard};
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::reader::ChunkReader;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows at a time; texts may be long.
const BATCH: usize = 64;
const BROKEN: &str = "write the Parquet file again";

pub(crate) struct Rows {
    path: String,
    reader: Option<ParquetRecordBatchReader>,
    chosen: Chosen,
    /// The columns that are read, in the order of the file.
    columns: Vec<usize>,
    batch: Vec<StringArray>,
    /// Of the batch, and of the file.
    next: usize,
    number: usize,
}

impl Rows {
    pub(crate) fn new(path: &str, file: impl ChunkReader + 'static, columns: &Columns) -> Result<Rows, ReadError> {
        let broken = |what: &dyn std::fmt::Display| ReadError::new(path, None, format!("no Parquet file that can be read ({what})"), BROKEN);
        // The library may panic at broken bytes.
        let builder = catch_unwind(AssertUnwindSafe(|| ParquetRecordBatchReaderBuilder::try_new(file)));
        let builder = builder.map_err(|_| broken(&"its parts contradict each other"))?.map_err(|e| broken(&e))?;
        let names: Vec<&String> = builder.schema().fields().iter().map(|f| f.name()).collect();
        let chosen = columns.choose(&names).map_err(|(what, advice)| ReadError::new(path, None, what, advice))?;
        check(&chosen, builder.schema()).map_err(|what| ReadError::new(path, None, what, NAME_IT))?;
        let mut columns: Vec<usize> = chosen.all().collect();
        columns.sort_unstable();
        columns.dedup();
        let mask = ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied());
        let reader = catch_unwind(AssertUnwindSafe(|| builder.with_projection(mask).with_batch_size(BATCH).build()));
        let reader = reader.map_err(|_| broken(&"its parts contradict each other"))?.map_err(|e| broken(&e))?;
        Ok(Rows { path: path.to_owned(), reader: Some(reader), chosen, columns, batch: Vec::new(), next: 0, number: 0 })
    }

    fn read(&mut self, row: usize) -> Result<Read, ReadError> {
        self.number += 1;
        let cell = |column: usize| {
            let array = &self.batch[self.columns.binary_search(&column).ok()?];
            array.is_valid(row).then(|| array.value(row).to_owned())
        };
        let id = || format!("{}:{}", self.path, self.number);
        let at = |(what, advice)| ReadError::record(&self.path, self.number, what, advice);
        let document = self.chosen.document(id, cell).map_err(at)?;
        if document.text.len() as u64 > guard::REPORT {
            return Err(at((format!("a text of more than {}", guard::size()), "each row must hold one report")));
        }
        Ok(Read { document, problems: Vec::new() })
    }
}

impl Iterator for Rows {
    type Item = Result<Read, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.batch.first().is_none_or(|array| self.next >= array.len()) {
            let reader = self.reader.as_mut()?;
            let batch = catch_unwind(AssertUnwindSafe(|| reader.next().map(|batch| batch.and_then(|b| words(&b)))));
            let what = match batch {
                Ok(None) => {
                    self.reader = None;
                    return None;
                }
                Ok(Some(Ok(batch))) => {
                    (self.batch, self.next) = (batch, 0);
                    continue;
                }
                Ok(Some(Err(error))) => error.to_string(),
                Err(_) => "its parts contradict each other".to_owned(),
            };
            // Where one row group is broken, the library cannot go on to the next.
            self.reader = None;
            self.batch.clear();
            return Some(Err(ReadError::record(&self.path, self.number + 1, format!("these rows are broken ({what})"), BROKEN)));
        }
        self.next += 1;
        Some(self.read(self.next - 1))
    }
}

/// Is the text of a kind that can be text?
fn check(chosen: &Chosen, schema: &Schema) -> Result<(), String> {
    for column in chosen.all() {
        let field = schema.field(column);
        let kind = match field.data_type() {
            DataType::Dictionary(_, values) => values,
            kind => kind,
        };
        let text = kind.is_string() || kind.is_binary();
        if kind.is_nested() || chosen.text().contains(&column) && !text {
            return Err(format!("the column `{}` holds {kind} and no words", field.name()));
        }
    }
    Ok(())
}

/// Every column as words: days and times as ISO writes them, bytes as the UTF-8 that they should be.
fn words(batch: &RecordBatch) -> Result<Vec<StringArray>, ArrowError> {
    let columns = batch.columns().iter().map(|array| {
        let mut array = array.clone();
        if let DataType::Timestamp(unit, Some(_)) = array.data_type() {
            // Zones are kept as names that would need a table; the day is that of Greenwich.
            array = arrow_cast::cast(&array, &DataType::Timestamp(*unit, None))?;
        }
        Ok(arrow_cast::cast(&array, &DataType::Utf8)?.as_string::<i32>().clone())
    });
    columns.collect()
}

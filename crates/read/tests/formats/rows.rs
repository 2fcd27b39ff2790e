//! Parquet.

use super::*;
use arrow_array::{ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::sync::Arc;

pub fn file(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(2)).set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

pub fn words(words: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(words.to_vec()))
}

const MICROS: i64 = 16_630 * 86_400_000_000;

#[test]
fn rows_of_several_groups() {
    let texts = words(&[Some("One."), Some("Two."), None, Some("Four."), Some("Five.")]);
    let ids: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None, Some(3), Some(4), Some(5)]));
    let days: ArrayRef = Arc::new(Date32Array::from(vec![Some(16_630), None, None, Some(16_630), None]));
    let other = words(&[None, None, None, Some("x"), None]);
    let documents = documents("a.parquet", &file(vec![("other", other), ("text", texts), ("id", ids), ("date", days)]));
    let read: Vec<_> = documents.iter().map(|d| (d.id.as_str(), d.text.as_str(), d.published)).collect();
    assert_eq!(read, [("1", "One.", Some(DAY)), ("a.parquet:2", "Two.", None), ("3", "", None), ("4", "Four.", Some(DAY)), ("5", "Five.", None)]);
}

#[test]
fn days_as_times_and_words() {
    let times: ArrayRef = Arc::new(TimestampMicrosecondArray::from(vec![MICROS]).with_timezone("UTC"));
    let plain: ArrayRef = Arc::new(TimestampMicrosecondArray::from(vec![MICROS]));
    let number: ArrayRef = Arc::new(Int64Array::from(vec![20_150_714]));
    let bytes: ArrayRef = Arc::new(arrow_array::BinaryArray::from_vec(vec![b"They met."]));
    for days in [times, plain, number, words(&[Some("2015-07-14T10:00:00Z")])] {
        let document = one("a.parquet", &file(vec![("body", bytes.clone()), ("published", days)]));
        assert_eq!((document.text.as_str(), document.published), ("They met.", Some(DAY)));
    }
}

#[test]
fn wrong_columns() {
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    let other = file(vec![("story", words(&[Some("They met.")])), ("nr", numbers.clone())]);
    assert_eq!(said("a.parquet", &other), ["! a.parquet: no column for the text (there are: story, nr); name the column of the text with --text-column"]);
    assert_eq!(told("a.parquet", read_with("a.parquet", &other, &columns("story"))), ["They met."]);
    let told = told("a.parquet", read_with("a.parquet", &other, &columns("nr")));
    assert_eq!(told, ["! a.parquet: the column `nr` holds Int64 and no words; name the column of the text with --text-column"]);
}

#[test]
fn broken_files_and_packed_ones() {
    let whole = file(vec![("text", words(&[Some("They met."), Some("They spoke."), Some("They left.")]))]);
    for bytes in [&b""[..], b"PAR1", &whole[..whole.len() / 2], b"no parquet at all"] {
        let told = said("a.parquet", bytes);
        assert!(told[0].starts_with("! a.parquet: no Parquet file that can be read ("), "{told:?}");
        assert!(told[0].ends_with("); write the Parquet file again"), "{told:?}");
    }
    assert_eq!(said("data", &whole), ["They met.", "They spoke.", "They left."]);
    assert_eq!(said("a.parquet.gz", &gzip(&whole)), ["They met.", "They spoke.", "They left."]);
    // Whatever byte is broken, there is no panic, and no text that was not there but for the letters of the broken ones.
    for at in (4..whole.len()).step_by(3) {
        let mut broken = whole.clone();
        broken[at] ^= 0xFF;
        read("a.parquet", &broken);
    }
}

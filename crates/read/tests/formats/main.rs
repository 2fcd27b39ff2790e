//! Each kind of file: in come small files of our own words, out come documents, or errors that say what to do.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod archives;
mod feeds;
mod odd;
mod packed;
mod pages;
mod paths;
mod petrarch;
mod rows;
mod tables;

use read::{Columns, Kind, Read, ReadError, ReadOptions, open};
use schema::{Date, Document};
use std::fs;
use std::io::Write;

const DAY: Date = Date::constant(2015, 7, 14);

fn read_with(name: &str, bytes: &[u8], options: &ReadOptions) -> Vec<Result<Read, ReadError>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let folder = format!("{}/", folder.path().display());
    // The folder's name is another one each time.
    let bare = |mut read: Read| {
        read.document.id = read.document.id.replace(&folder, "");
        read
    };
    open([path], options).map(|r| r.map(bare)).collect()
}

fn read(name: &str, bytes: &[u8]) -> Vec<Result<Read, ReadError>> {
    read_with(name, bytes, &ReadOptions::default())
}

fn documents(name: &str, bytes: &[u8]) -> Vec<Document> {
    read(name, bytes).into_iter().map(|r| r.unwrap().document).collect()
}

fn one(name: &str, bytes: &[u8]) -> Document {
    let mut documents = documents(name, bytes);
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

/// Texts, and what is said of those that could not be read, without the folder's name.
fn told(name: &str, reads: Vec<Result<Read, ReadError>>) -> Vec<String> {
    let told = |read: Result<Read, ReadError>| match read {
        Ok(read) => read.document.text,
        Err(error) => {
            let said = error.to_string();
            format!("! {}", &said[said.find(name).unwrap()..])
        }
    };
    reads.into_iter().map(told).collect()
}

fn said(name: &str, bytes: &[u8]) -> Vec<String> {
    told(name, read(name, bytes))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn columns(text: &str) -> ReadOptions {
    ReadOptions { columns: Columns { text: Some(text.to_owned()), ..Columns::default() }, ..ReadOptions::default() }
}

fn as_kind(kind: Kind) -> ReadOptions {
    ReadOptions { input: Some(kind), ..ReadOptions::default() }
}

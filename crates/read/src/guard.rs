//! Limits: in comes a stream that could be endless, out goes the same stream, or an error before memory runs out.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The most bytes of one report: a line of JSON, a row of a table, a page, a text. A novel has one or two million.
pub(crate) const REPORT: u64 = 64 << 20;

/// Why a stream is not read on, as the source of an [`io::Error`].
#[derive(Clone, Debug, thiserror::Error)]
#[error("{what}")]
pub(crate) struct Refused {
    pub(crate) what: String,
    pub(crate) advice: &'static str,
}

impl Refused {
    pub(crate) fn error(what: impl Into<String>, advice: &'static str) -> io::Error {
        io::Error::other(Refused { what: what.into(), advice })
    }
}

pub(crate) fn size() -> String {
    format!("{} MiB", REPORT >> 20)
}

/// All of an input that is one report.
pub(crate) fn whole(input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if input.take(REPORT + 1).read_to_end(&mut bytes)? as u64 > REPORT {
        return Err(Refused::error(format!("more than {} in one piece", size()), "split it into reports, or give them as JSON lines"));
    }
    Ok(bytes)
}

/// What has been read since the last report began; whoever reads reports sets it back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spent(Arc<AtomicU64>);

impl Spent {
    pub(crate) fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// A stream that ends with an error where one report takes more than its due.
pub(crate) struct Metered<R> {
    inner: R,
    spent: Spent,
    /// What to do about it.
    advice: &'static str,
}

impl<R: Read> Metered<R> {
    pub(crate) fn new(inner: R, spent: Spent, advice: &'static str) -> Metered<R> {
        Metered { inner, spent, advice }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if self.spent.0.fetch_add(read as u64, Ordering::Relaxed) + read as u64 > REPORT {
            return Err(Refused::error(format!("one report takes more than {}, and nothing after it is read", size()), self.advice));
        }
        Ok(read)
    }
}

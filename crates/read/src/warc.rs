//! Archives of the web (WARC): in comes a stream of records, out goes one document for each page, with only its record in
//! memory.
//!
//! The framing is our own: the crates for it stop at the first broken record, and archives of crawls hold broken ones.

use crate::unpack::{self, Stream};
use crate::{Read, ReadError, guard, http, page};
use std::io::{self, BufRead, BufReader, Read as _};

const BEGIN: &[u8] = b"WARC/";
const END: &[u8] = b"\r\n\r\n";
const HEAD: usize = 1 << 20;
/// Broken stretches in a row after which an archive is given up.
const MOST_BROKEN: usize = 1000;
const AGAIN: &str = "the rest is read; fetch the archive again if this page matters";

pub(crate) struct Warc {
    path: String,
    input: Pushback,
    /// Records begun, from 1.
    number: usize,
    ended: bool,
}

/// What a record's head says.
struct Head {
    /// None, where it states no length that is a number.
    length: Option<u64>,
    response: bool,
    /// Whether the block is an answer of a server, or the page itself.
    http: bool,
    id: Option<String>,
    url: Option<String>,
}

enum Fault {
    /// The record is broken: what, and what was taken of it.
    Record(String, Vec<u8>),
    Stream(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::Stream(error)
    }
}

impl Warc {
    pub(crate) fn new(path: &str, input: Stream) -> Warc {
        Warc { path: path.to_owned(), input: Pushback { back: Vec::new(), at: 0, inner: BufReader::new(input) }, number: 0, ended: false }
    }

    /// The next record: its head and block, the latter only where it may be a page. None at the end.
    fn record(&mut self) -> Result<Option<(Head, Vec<u8>)>, Fault> {
        let more = self.input.pass(|b| b == b'\r' || b == b'\n').and_then(|_| Ok(!self.input.peek(1)?.is_empty()));
        if matches!(more, Ok(false)) {
            return Ok(None);
        }
        self.number += 1;
        more?;
        let bytes = self.head()?;
        let Some(head) = parse(&bytes) else {
            return Err(Fault::Record("the record's head is broken".to_owned(), Vec::new()));
        };
        let Some(length) = head.length else {
            return Err(Fault::Record("the record states no length".to_owned(), Vec::new()));
        };
        let mut block = Vec::new();
        let taken = if length <= guard::REPORT {
            match (&mut self.input).take(length).read_to_end(&mut block) {
                Ok(taken) => taken as u64,
                Err(error) => return Err(Fault::Stream(error)),
            }
        } else {
            io::copy(&mut (&mut self.input).take(length), &mut io::sink())?
        };
        if taken < length {
            return Err(Fault::Record(format!("the record states {length} bytes, and {taken} follow"), block));
        }
        // Nothing behind a record that ends as it should is looked at: what is wrong there is not its fault.
        if self.input.peek(END.len())? == END {
            self.input.consume(END.len());
        } else {
            let between = self.input.pass(|b| b == b'\r' || b == b'\n')?;
            let next = self.input.peek(BEGIN.len())?;
            if !(next.is_empty() || next == BEGIN) {
                block.extend(std::iter::repeat_n(b'\n', between));
                return Err(Fault::Record(format!("the record states {length} bytes, and does not end there"), block));
            }
        }
        if length > guard::REPORT && head.response {
            return Err(Fault::Record(format!("the record takes more than {}", guard::size()), Vec::new()));
        }
        Ok(Some((head, block)))
    }

    /// The lines of a head, with the empty one behind them.
    fn head(&mut self) -> Result<Vec<u8>, Fault> {
        if self.input.peek(BEGIN.len())? != BEGIN {
            return Err(Fault::Record("no record begins where one should".to_owned(), Vec::new()));
        }
        let mut head = Vec::new();
        loop {
            let from = head.len();
            (&mut self.input).take((HEAD - from) as u64).read_until(b'\n', &mut head)?;
            match &head[from..] {
                b"\r\n" | b"\n" => return Ok(head),
                [.., b'\n'] => {}
                // The first line goes, so that the search for the next record does not find this one.
                _ => {
                    let first = head.iter().position(|b| *b == b'\n').map_or(head.len(), |at| at + 1);
                    return Err(Fault::Record("the record's head does not end".to_owned(), head.split_off(first)));
                }
            }
        }
    }

    /// Goes to the next line that begins a record.
    fn recover(&mut self) -> io::Result<()> {
        loop {
            let next = self.input.peek(BEGIN.len())?;
            if next.is_empty() || next == BEGIN {
                return Ok(());
            }
            self.input.skip_until(b'\n')?;
        }
    }

    fn fault(&mut self, fault: Fault) -> ReadError {
        let number = self.number.max(1);
        let error = match fault {
            Fault::Record(what, taken) => {
                self.input.push(taken);
                ReadError::record(&self.path, number, what, AGAIN)
            }
            Fault::Stream(error) => ReadError::io_record(&self.path, number, &error),
        };
        // After a broken member of gzip the next one can be had. Several without a record between them are one fault.
        self.ended = (0..MOST_BROKEN).all(|_| self.recover().is_err());
        error
    }
}

impl Iterator for Warc {
    type Item = Result<Read, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let (head, block) = match self.record() {
                Ok(Some(record)) => record,
                Ok(None) => return None,
                Err(fault) => return Some(Err(self.fault(fault))),
            };
            if !head.response {
                continue;
            }
            let number = self.number;
            let path = &self.path;
            let at = |what: &str, advice| ReadError::record(path, number, what, advice);
            let answer = match head.http {
                true => http::page(&block),
                false => Ok(Some(http::Answer { body: block, label: None })),
            };
            match answer {
                Ok(None) => {}
                Ok(Some(answer)) => {
                    let id = head.id.unwrap_or_else(|| format!("{path}:{number}"));
                    let read = page::report(id, answer.body, answer.label.as_deref(), at);
                    return Some(read.map(|mut read| {
                        // Where a page was fetched is known; what it calls itself is the better name of it.
                        read.document.url = read.document.url.filter(|u| u.contains("://")).or(head.url);
                        read
                    }));
                }
                Err(what) => return Some(Err(at(&what, AGAIN))),
            }
        }
        None
    }
}

fn parse(bytes: &[u8]) -> Option<Head> {
    let start = bytes.iter().position(|b| *b == b'\n')? + 1;
    let mut space = [httparse::EMPTY_HEADER; 128];
    let Ok(httparse::Status::Complete((_, headers))) = httparse::parse_headers(&bytes[start..], &mut space) else { return None };
    let header = |name: &str| headers.iter().find(|h| h.name.eq_ignore_ascii_case(name)).map(|h| String::from_utf8_lossy(h.value).trim().to_owned());
    let named = |name: &str| header(name).map(|v| v.trim_matches(['<', '>']).to_owned()).filter(|v| !v.is_empty());
    let kind = header("Content-Type").unwrap_or_default();
    let http = kind.to_ascii_lowercase().starts_with("application/http");
    Some(Head {
        length: header("Content-Length").and_then(|l| l.parse().ok()),
        response: header("WARC-Type").is_some_and(|t| t.eq_ignore_ascii_case("response")) && (http || http::is_html(&kind)),
        http,
        id: named("WARC-Record-ID"),
        url: named("WARC-Target-URI"),
    })
}

/// A stream to which what was taken can be given back.
struct Pushback {
    back: Vec<u8>,
    at: usize,
    inner: BufReader<Stream>,
}

impl Pushback {
    fn push(&mut self, mut bytes: Vec<u8>) {
        bytes.extend_from_slice(&self.back[self.at..]);
        (self.back, self.at) = (bytes, 0);
    }

    /// The next bytes; fewer where the stream ends.
    fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.at > 0 && self.at == self.back.len() {
            (self.back, self.at) = (Vec::new(), 0);
        }
        while self.back.len() - self.at < count {
            let bytes = self.inner.fill_buf()?;
            if bytes.is_empty() {
                break;
            }
            let more = bytes.len().min(count);
            self.back.extend_from_slice(&bytes[..more]);
            self.inner.consume(more);
        }
        let end = self.back.len().min(self.at + count);
        Ok(&self.back[self.at..end])
    }

    fn pass(&mut self, which: impl Fn(u8) -> bool) -> io::Result<usize> {
        let mut passed = 0;
        while self.peek(1)?.first().is_some_and(|b| which(*b)) {
            self.consume(1);
            passed += 1;
        }
        Ok(passed)
    }
}

impl io::Read for Pushback {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        unpack::read_buffered(self, buffer)
    }
}

impl BufRead for Pushback {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.back.len() { Ok(&self.back[self.at..]) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, count: usize) {
        if self.at < self.back.len() {
            self.at += count;
        } else {
            self.inner.consume(count);
        }
    }
}

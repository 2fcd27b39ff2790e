//! Packed files: in come bytes that may be gzip or zstd, out go the bytes within, known by how they begin and not by a name.

use crate::guard::{REPORT, Refused};
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) type Stream = Box<dyn Read + Send>;

/// No prose packs this well, and bombs pack better.
const BOMB: u64 = 250;
const ADVICE: &str = "if it is what it should be, unpack it and give the plain file";

/// The first bytes of a stream, looked at and not taken.
pub(crate) struct Head {
    bytes: Vec<u8>,
    rest: Stream,
    ended: bool,
}

impl Head {
    pub(crate) const MOST: usize = 64 << 10;

    pub(crate) fn new(rest: Stream) -> Head {
        Head { bytes: Vec::new(), rest, ended: false }
    }

    /// As many bytes as it takes until `enough` says so; no more than that, so that a stream of lines is not waited for.
    pub(crate) fn look(&mut self, enough: impl Fn(&[u8]) -> bool) -> io::Result<&[u8]> {
        while !self.ended && self.bytes.len() < Head::MOST && !enough(&self.bytes) {
            let from = self.bytes.len();
            self.bytes.resize(from + (8 << 10), 0);
            let read = match self.rest.read(&mut self.bytes[from..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(0),
                other => other.inspect(|read| self.ended = *read == 0),
            };
            self.bytes.truncate(from + *read.as_ref().unwrap_or(&0));
            read?;
        }
        Ok(&self.bytes)
    }

    pub(crate) fn stream(self) -> Stream {
        Box::new(Cursor::new(self.bytes).chain(self.rest))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    Zstd,
}

pub(crate) fn packing(bytes: &[u8]) -> Option<Packing> {
    if gzip(bytes) {
        Some(Packing::Gzip)
    } else if bytes.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        Some(Packing::Zstd)
    } else {
        None
    }
}

fn gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1F, 0x8B, 0x08]) && bytes.get(3).is_some_and(|flags| flags & 0xE0 == 0)
}

/// What lies within, or the stream as it is.
pub(crate) fn unpack(mut head: Head) -> io::Result<Stream> {
    let packing = packing(head.look(|b| b.len() >= 4)?);
    let taken = Arc::new(AtomicU64::new(0));
    let counted = Counted { inner: head.stream(), taken: Arc::clone(&taken) };
    let inner: Stream = match packing {
        None => return Ok(counted.inner),
        Some(Packing::Gzip) => Box::new(Members::new(BufReader::with_capacity(Head::MOST, counted))),
        Some(Packing::Zstd) => Box::new(zstd::Decoder::with_buffer(BufReader::new(counted))?),
    };
    Ok(Box::new(Weighed { inner, taken, given: 0 }))
}

struct Counted {
    inner: Stream,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = loop {
            match self.inner.read(buffer) {
                // What unpacks would take it for the end.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Refuses what grows beyond measure.
struct Weighed {
    inner: Stream,
    taken: Arc<AtomicU64>,
    given: u64,
}

impl Read for Weighed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.given += read as u64;
        if self.given > REPORT && self.given / BOMB > self.taken.load(Ordering::Relaxed) {
            self.inner = Box::new(io::empty());
            return Err(Refused::error(format!("unpacks to more than {BOMB} times its size, as a zip bomb does"), ADVICE));
        }
        Ok(read)
    }
}

/// Gzip, one member after the other. After a broken member it gives one error, and then goes on with the next member that it
/// finds: archives of the web have one for each record.
struct Members<R: BufRead> {
    at: At<R>,
}

enum At<R: BufRead> {
    Member(Box<Member<R>>),
    /// Between members; after a broken one: bytes before the next one are passed over.
    Between(Kept<R>, bool),
    End,
}

impl<R: BufRead> Members<R> {
    fn new(input: R) -> Members<R> {
        Members { at: At::Between(Kept { inner: input, again: Vec::new(), at: 0, taken: Vec::new(), much: false }, false) }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.at, At::End) {
                At::End => return Ok(0),
                At::Between(mut input, broken) => {
                    let more = if broken { find(&mut input)? } else { !input.fill_buf()?.is_empty() };
                    if more {
                        input.begin();
                        self.at = At::Member(Box::new(Member { decoder: GzDecoder::new(input), ready: Vec::new(), at: 0, ahead: Vec::new(), end: None }));
                    }
                }
                At::Member(mut member) => match member.read(buffer) {
                    Ok(0) => self.at = At::Between(member.decoder.into_inner(), false),
                    Ok(read) => {
                        self.at = At::Member(member);
                        return Ok(read);
                    }
                    Err(error) => {
                        // A fault of the disk ends it all; a fault of the bytes ends this member.
                        if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) {
                            let mut input = member.decoder.into_inner();
                            input.again();
                            self.at = At::Between(input, true);
                        }
                        return Err(error);
                    }
                },
            }
        }
    }
}

/// A member is read a piece ahead of what is given, so that its last piece is given only when its sum has been found right.
struct Member<R: BufRead> {
    decoder: GzDecoder<Kept<R>>,
    ready: Vec<u8>,
    at: usize,
    ahead: Vec<u8>,
    /// How it ended.
    end: Option<io::Result<()>>,
}

impl<R: BufRead> Member<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() {
            (self.ready, self.at) = (std::mem::take(&mut self.ahead), 0);
            if self.end.is_none() {
                self.ahead.resize(PIECE, 0);
                let read = self.decoder.read(&mut self.ahead);
                self.ahead.truncate(*read.as_ref().unwrap_or(&0));
                match read {
                    Ok(0) => self.end = Some(Ok(())),
                    Ok(_) => {}
                    // What came before an early end is sound as far as anybody can tell.
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => self.end = Some(Err(error)),
                    Err(error) => return Err(error),
                }
            } else if self.ready.is_empty() {
                return self.end.replace(Ok(())).unwrap_or(Ok(())).map(|()| 0);
            }
        }
        let count = buffer.len().min(self.ready.len() - self.at);
        buffer[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

const PIECE: usize = 32 << 10;

/// Goes to where a member seems to begin. A beginning that lies across two buffers is missed: one record more is lost.
fn find(input: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(false);
        }
        let found = bytes.windows(4).position(gzip);
        let pass = found.unwrap_or(bytes.len());
        input.consume(pass);
        if found.is_some() {
            return Ok(true);
        }
    }
}

/// A stream that gives back what a broken member took: broken bytes may be taken for a member that reaches far into the next.
struct Kept<R> {
    inner: R,
    again: Vec<u8>,
    at: usize,
    taken: Vec<u8>,
    /// More was taken than is kept.
    much: bool,
}

/// Members of archives are smaller; what is one member is not gone back in.
const KEPT: usize = 16 << 20;

impl<R: BufRead> Kept<R> {
    fn begin(&mut self) {
        self.taken.clear();
        self.much = false;
    }

    /// Back to behind the first byte of the member.
    fn again(&mut self) {
        if !self.much && !self.taken.is_empty() {
            let mut again = self.taken.split_off(1);
            again.extend_from_slice(&self.again[self.at..]);
            (self.again, self.at) = (again, 0);
        }
        self.begin();
    }
}

/// [`Read::read`] of a stream that is made from its buffer.
pub(crate) fn read_buffered(stream: &mut impl BufRead, buffer: &mut [u8]) -> io::Result<usize> {
    let bytes = stream.fill_buf()?;
    let count = bytes.len().min(buffer.len());
    buffer[..count].copy_from_slice(&bytes[..count]);
    stream.consume(count);
    Ok(count)
}

impl<R: BufRead> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, buffer)
    }
}

impl<R: BufRead> BufRead for Kept<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.again.len() { Ok(&self.again[self.at..]) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, count: usize) {
        if count == 0 {
            return;
        }
        let old = self.at < self.again.len();
        self.much |= self.taken.len() + count > KEPT;
        if self.much {
            self.taken = Vec::new();
        } else if old {
            self.taken.extend_from_slice(&self.again[self.at..self.at + count]);
        } else if let Ok(bytes) = self.inner.fill_buf() {
            // What is consumed is buffered, so that this reads nothing.
            self.taken.extend_from_slice(&bytes[..count.min(bytes.len())]);
        }
        if old {
            self.at += count;
        } else {
            self.inner.consume(count);
        }
    }
}

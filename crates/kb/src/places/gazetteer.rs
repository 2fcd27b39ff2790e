//! Reads `places.bin` where it lies, without parsing it: key in, records out. [`super::write`] tells the format.
//!
//! Broken bytes give no records, never a panic: every access is checked.

use super::PlaceEntry;
use super::write::{BLOCK, GRAINS, MAGIC, RECORD, SOURCES};
use crate::KbError;
use std::borrow::Cow;
use std::ops::Range;

/// The gazetteer in its compact form.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    bytes: Cow<'static, [u8]>,
    records: Range<usize>,
    strings: Range<usize>,
    countries: Range<usize>,
    regions: Range<usize>,
    heads: Range<usize>,
    blocks: Range<usize>,
}

impl Gazetteer {
    /// Opens the bytes of `places.bin`; no bytes give an empty gazetteer.
    ///
    /// # Errors
    /// Where the bytes are no gazetteer of this version or are cut short.
    pub fn open(file: &str, bytes: Cow<'static, [u8]>) -> Result<Gazetteer, KbError> {
        if bytes.is_empty() {
            return Ok(Gazetteer::default());
        }
        let broken = |what: &str| KbError::file(file, what, "write it anew with `cargo xtask kb`");
        if bytes.get(..MAGIC.len()) != Some(MAGIC.as_slice()) {
            return Err(broken("it is no gazetteer of this version"));
        }
        let mut at = MAGIC.len() + 6 * 4;
        let mut sections = [const { 0..0 }; 6];
        for (i, section) in sections.iter_mut().enumerate() {
            let length = number(&bytes, MAGIC.len() + i * 4, 4).ok_or_else(|| broken("its head is cut short"))?;
            *section = at..at + length as usize;
            at = section.end;
        }
        if at != bytes.len() {
            return Err(broken("its length is not the one its head tells"));
        }
        let [records, strings, countries, regions, heads, blocks] = sections;
        Ok(Gazetteer { bytes, records, strings, countries, regions, heads, blocks })
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.records.len() / RECORD
    }

    /// Does it hold no place?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Places that bear the name with this key, the most populous first.
    pub fn find(&self, key: &str) -> Vec<PlaceEntry<'_>> {
        self.ids(key.as_bytes()).unwrap_or_default().into_iter().filter_map(|id| self.place(id)).collect()
    }

    /// The place of a number, counted from the most populous.
    pub fn place(&self, id: usize) -> Option<PlaceEntry<'_>> {
        let at = self.records.start + id.checked_mul(RECORD)?;
        let record = self.bytes.get(at..at + RECORD).filter(|_| at + RECORD <= self.records.end)?;
        let flags = record[21];
        let country = 3 * number(record, 10, 1)? as usize;
        let region = number(record, 11, 2)?;
        let geonames = number(record, 13, 4)?;
        Some(PlaceEntry {
            name: self.string(&self.strings, number(record, 0, 4)? as usize)?,
            country: std::str::from_utf8(self.bytes.get(self.countries.clone())?.get(country..country + 3)?).ok(),
            admin1: if region == 0 { None } else { self.region(region as usize - 1) },
            lat: degrees(number(record, 4, 3)?, 90.0),
            lon: degrees(number(record, 7, 3)?, 180.0),
            geonames: (geonames > 0).then_some(geonames),
            population: number(record, 17, 4)?,
            grain: GRAINS[usize::from(flags & 3)],
            capital: flags & 4 != 0,
            source: SOURCES[usize::from(flags >> 3 & 1)],
        })
    }

    fn region(&self, at: usize) -> Option<&str> {
        let offset = number(self.bytes.get(self.regions.clone())?, at * 4, 4)? as usize;
        self.string(&self.strings, offset)
    }

    /// A string of one byte of length and its bytes.
    fn string(&self, section: &Range<usize>, at: usize) -> Option<&str> {
        let bytes = self.bytes.get(section.clone())?;
        let length = usize::from(*bytes.get(at)?);
        std::str::from_utf8(bytes.get(at + 1..at + 1 + length)?).ok()
    }

    fn ids(&self, key: &[u8]) -> Option<Vec<usize>> {
        let heads = self.bytes.get(self.heads.clone())?;
        let blocks = self.bytes.get(self.blocks.clone())?;
        let offset = |block: usize| number(heads, block * 4, 4).map(|at| at as usize);
        let first = |block: usize| {
            let at = offset(block)?;
            let length = usize::from(*blocks.get(at + 1)?);
            blocks.get(at + 2..at + 2 + length)
        };
        // The last block whose first key is not after the key.
        let (mut low, mut high) = (0, heads.len() / 4);
        while low < high {
            let middle = (low + high) / 2;
            if first(middle)? <= key { low = middle + 1 } else { high = middle }
        }
        let mut at = offset(low.checked_sub(1)?)?;
        let mut current: Vec<u8> = Vec::with_capacity(64);
        for _ in 0..BLOCK {
            let (Some(&shared), Some(&length)) = (blocks.get(at), blocks.get(at + 1)) else { break };
            current.truncate(usize::from(shared));
            current.extend_from_slice(blocks.get(at + 2..at + 2 + usize::from(length))?);
            at += 2 + usize::from(length);
            let count = varint(blocks, &mut at)?;
            let matches = current.as_slice() == key;
            let mut ids = Vec::new();
            let mut id = 0;
            for _ in 0..count {
                id += varint(blocks, &mut at)?;
                if matches {
                    ids.push(id);
                }
            }
            if matches {
                return Some(ids);
            }
            if current.as_slice() > key {
                break;
            }
        }
        None
    }
}

/// A little-endian number of up to four bytes.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().rev().fold(0, |n, &b| n << 8 | u32::from(b)))
}

/// 24 bits over −limit … +limit, rounded to five decimals (about a metre).
fn degrees(bits: u32, limit: f64) -> f64 {
    let value = f64::from(bits) / f64::from((1u32 << 24) - 1) * 2.0 * limit - limit;
    (value * 1e4).round() / 1e4
}

fn varint(bytes: &[u8], at: &mut usize) -> Option<usize> {
    let mut value = 0usize;
    for shift in [0, 7, 14, 21, 28] {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

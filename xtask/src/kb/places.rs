//! `kb/places.bin`: populated places of GeoNames and airports of note, with the names an English text may use.

use super::regions::english_looking;
use super::{Work, regions, sources};
use anyhow::{Context, Result};
use kb::{Kb, PlaceRecord, Via, write_gazetteer};
use std::collections::{BTreeMap, BTreeSet};

/// Below this many inhabitants a place must be in a country that GeoNames covers thinly.
const LEAST: u32 = 500;
/// A country with fewer places than this keeps them all.
const THIN: usize = 2_500;
/// Cities of this size keep all their names, smaller places those that resemble their own.
const ALL_NAMES: u32 = 30_000;
const MOST_NAMES: usize = 12;
/// An airport without a mark of note is taken where it serves a city of this size.
const AIRPORT_CITY: u32 = 300_000;

pub fn write(work: &Work) -> Result<usize> {
    let kb = work.load_kb()?;
    let iso3: BTreeMap<String, String> = sources::geo_countries(work)?.into_iter().map(|c| (c.iso2, c.iso3)).collect();
    let regions = regions::names(work)?;
    let cities = sources::cities(work)?;
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    cities.iter().for_each(|city| *count.entry(&city.iso2).or_default() += 1);
    // Names that no place but one called so may bear: countries, their people, persons, bodies.
    let taken = |key: &str| kb.find(key, None).iter().any(|hit| !matches!(hit.via, Via::Capital) && hit.entity.kind != kb::Kind::Region);
    let capitals = capitals(&kb, &iso3, &cities);
    let mut records = Vec::new();
    for city in &cities {
        let Some(country) = iso3.get(&city.iso2) else { continue };
        let seat = capitals.get(&city.geonames);
        let capital = seat.is_some();
        if city.population < LEAST && !capital && count[city.iso2.as_str()] > THIN {
            continue;
        }
        records.push(PlaceRecord {
            name: city.name.clone(),
            keys: keys(&kb, city, &taken).into_iter().chain(seat.cloned()).collect(),
            country: country.clone(),
            admin1: regions.get(&format!("{}.{}", city.iso2, city.admin1)).cloned(),
            lat: city.lat,
            lon: city.lon,
            geonames: Some(city.geonames),
            population: city.population,
            capital,
            airport: false,
        });
    }
    let large: BTreeSet<(String, String)> =
        cities.iter().filter(|c| c.population >= AIRPORT_CITY).map(|c| (c.iso2.clone(), kb.key(&c.name))).collect();
    records.extend(airports(work, &kb, &iso3, &large)?);
    let rows = records.len();
    let bytes = write_gazetteer(records);
    std::fs::write(work.kb.join("places.bin"), &bytes).context("kb/places.bin")?;
    Ok(rows)
}

/// The capitals by GeoNames id, each with the key of its seat: of each country the largest city named like its first
/// seat, else the largest of which that is an alternate name, else the same of the seats after it.
fn capitals(kb: &Kb, iso3: &BTreeMap<String, String>, cities: &[sources::City]) -> BTreeMap<u32, String> {
    let mut best: BTreeMap<&str, ((usize, bool), u32, String)> = BTreeMap::new();
    for city in cities {
        let Some(country) = iso3.get(&city.iso2).and_then(|code| kb.country(code)) else { continue };
        let (own, seats) = (kb.key(&city.name), country.capitals.iter().map(|seat| kb.key(seat)));
        let alternates: BTreeSet<String> = city.alternates.iter().filter(|a| english_looking(a)).map(|a| kb.key(a)).collect();
        let found = seats.enumerate().find(|(_, seat)| *seat == own || alternates.contains(seat));
        let Some((n, seat)) = found else { continue };
        let rank = (n, seat != own);
        if best.get(country.iso3.as_str()).is_none_or(|known| rank < known.0) {
            best.insert(&country.iso3, (rank, city.geonames, seat));
        }
    }
    best.into_values().map(|(_, id, seat)| (id, seat)).collect()
}

fn keys(kb: &Kb, city: &sources::City, taken: &dyn Fn(&str) -> bool) -> Vec<String> {
    let own = kb.key(&city.name);
    let mut keys = vec![own.clone()];
    let bare = own.strip_prefix("al ").unwrap_or(&own).to_owned();
    for alternate in city.alternates.iter().filter(|a| english_looking(a) && a.split(' ').count() <= 4) {
        let key = kb.key(alternate);
        let near = city.population >= ALL_NAMES || resembles(key.strip_prefix("al ").unwrap_or(&key), &bare);
        if keys.len() < MOST_NAMES && near && key.len() >= 4 && !keys.contains(&key) && !taken(alternate) {
            keys.push(key);
        }
    }
    // "Mosul" for "Al Mosul" and the like.
    if bare.len() >= 4 && bare != own && !keys.contains(&bare) && !taken(&bare) {
        keys.push(bare);
    }
    keys
}

/// At most a third of the letters differ.
fn resembles(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = (corner + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = row[j + 1];
            row[j + 1] = cost;
        }
    }
    row[b.len()] * 3 <= a.len().max(b.len())
}

fn airports(work: &Work, kb: &Kb, iso3: &BTreeMap<String, String>, large: &BTreeSet<(String, String)>) -> Result<Vec<PlaceRecord>> {
    let (marks, not) = (work.words("airport_marks"), work.words("airport_not"));
    let shorten: Vec<(String, String)> = work.words["airport_shorten"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|pair| Some((pair[0].as_str()?.to_owned(), pair[1].as_str()?.to_owned())))
        .collect();
    let path = work.from.join("airportsdata/airportsdata/airports.csv");
    let mut reader = csv::Reader::from_path(&path).with_context(|| path.display().to_string())?;
    let mut records = Vec::new();
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row?;
        let (name, city, iso2) = (row["name"].trim(), row["city"].trim(), &row["country"]);
        let of_note = marks.iter().any(|mark| name.contains(mark.as_str()));
        let serves = !row["iata"].is_empty() && large.contains(&(iso2.clone(), kb.key(city)));
        let Some(country) = iso3.get(iso2).filter(|_| (of_note || serves) && !not.iter().any(|word| name.contains(word.as_str()))) else { continue };
        let mut names = vec![name.to_owned()];
        for (long, short) in &shorten {
            if name.contains(long.as_str()) {
                names.push(name.replace(long.as_str(), short));
            }
        }
        if !row["iata"].is_empty() && !city.is_empty() && serves {
            names.extend([format!("{city} Airport"), format!("{city} International Airport")]);
        }
        let mut keys: Vec<String> = names.iter().map(|name| kb.key(name)).filter(|key| key.contains(' ')).collect();
        keys.sort();
        keys.dedup();
        records.push(PlaceRecord {
            name: name.to_owned(),
            keys,
            country: country.clone(),
            admin1: Some(row["subd"].trim()).filter(|r| !r.is_empty()).map(str::to_owned),
            lat: row["lat"].parse().unwrap_or(0.0),
            lon: row["lon"].parse().unwrap_or(0.0),
            geonames: None,
            population: 0,
            capital: false,
            airport: true,
        });
    }
    Ok(records)
}

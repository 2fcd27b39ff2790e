//! Where a name lies: countries, the hand-written sites, first-level regions and the gazetteer under one look-up.

mod gazetteer;
mod write;

pub use gazetteer::Gazetteer;
pub use write::{PlaceRecord, write_gazetteer};

use crate::entity::{Country, Kind};
use crate::normal::Normaliser;
use crate::{Kb, KbError, table::Table};
use schema::PlaceGrain;
use std::collections::BTreeMap;

/// One reading of a place name.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceEntry<'a> {
    /// The usual English name.
    pub name: &'a str,
    /// ISO 3166 alpha-3; `None` for seas and areas of several countries.
    pub country: Option<&'a str>,
    /// Name of the first-level region it lies in (of itself for such a region).
    pub admin1: Option<&'a str>,
    /// Latitude, degrees, WGS 84.
    pub lat: f64,
    /// Longitude, degrees, WGS 84.
    pub lon: f64,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Inhabitants; 0 where unknown or none.
    pub population: u32,
    /// How large a thing it is.
    pub grain: PlaceGrain,
    /// Is it the capital of its country?
    pub capital: bool,
    /// The package or file that it comes from.
    pub source: &'a str,
}

/// Places that stand in tables: first-level regions, newsworthy areas and sites.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sites {
    places: Vec<Site>,
    names: BTreeMap<String, Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Site {
    name: String,
    country: Option<String>,
    admin1: Option<String>,
    lat: f64,
    lon: f64,
    geonames: Option<u32>,
    population: u32,
    grain: PlaceGrain,
    source: String,
    /// Written by hand: outranks the gazetteer.
    by_hand: bool,
}

impl Sites {
    /// Reads the columns `lat lon grain geonames population` of a table of entities; rows without a grain are no places.
    pub fn read(&mut self, file: &str, text: &str, by_hand: bool, normal: &Normaliser) -> Result<(), KbError> {
        let table = Table::parse(file, text, &["name", "aliases", "country", "source", "lat", "lon", "grain"])?;
        for row in table.rows().filter(|row| !row.get("grain").is_empty()) {
            let grain = row.get("grain");
            let grain: PlaceGrain = grain
                .parse()
                .map_err(|_| row.error(format!("'{grain}' is no grain of places"), "use point, site, city, admin2, admin1, country or region"))?;
            let (Some(lat), Some(lon)) = (row.number::<f64>("lat")?, row.number::<f64>("lon")?) else {
                return Err(row.error("a place without coordinates", "write degrees into the columns 'lat' and 'lon'"));
            };
            if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
                return Err(row.error(format!("{lat}, {lon} lies outside the globe"), "write degrees, south and west negative"));
            }
            let name = row.get("name").to_owned();
            let at = self.places.len();
            for alias in std::iter::once(name.clone()).chain(row.list("aliases")) {
                let list = self.names.entry(normal.key(&alias)).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
            self.places.push(Site {
                country: row.list("country").first().cloned(),
                admin1: row.some("admin1").or_else(|| (grain == PlaceGrain::Admin1).then(|| name.clone())),
                lat,
                lon,
                geonames: row.number("geonames")?,
                population: row.number("population")?.unwrap_or(0),
                grain,
                source: row.get("source").to_owned(),
                by_hand,
                name,
            });
        }
        Ok(())
    }
}

/// A capital counts as this many times its inhabitants, a first-level region as this part of them: "Kingston" is
/// Jamaica's, "New York" the city, "Punjab" the province.
const CAPITAL_WEIGHT: f64 = 20.0;
const REGION_WEIGHT: f64 = 0.25;

pub(crate) fn look_up<'a>(kb: &'a Kb, name: &str) -> Vec<PlaceEntry<'a>> {
    let key = kb.normal.key(name);
    let found = by_key(kb, name, &key);
    match kb.normal.without_division(&key) {
        // "Anbar province": regions alone, where no place bears the full name.
        Some(head) if found.is_empty() => {
            by_key(kb, name, head).into_iter().filter(|place| place.grain == PlaceGrain::Admin1).collect()
        }
        _ => found,
    }
}

fn by_key<'a>(kb: &'a Kb, name: &str, key: &str) -> Vec<PlaceEntry<'a>> {
    let mut ranked: Vec<(u8, f64, PlaceEntry<'a>)> = Vec::new();
    for entry in kb.index.find(name, key).filter(|entry| entry.via != schema::Via::Demonym && entry.via != schema::Via::Capital) {
        let entity = &kb.entities[entry.entity];
        if let Some(country) = kb.countries.get(&entity.id).filter(|_| entity.kind == Kind::Country) {
            ranked.extend(of_country(country).map(|place| (0, f64::from(country.population), place)));
        }
    }
    for &at in kb.sites.names.get(key).map_or(&[][..], Vec::as_slice) {
        let site = &kb.sites.places[at];
        let weight = f64::from(site.population) * REGION_WEIGHT;
        ranked.push((if site.by_hand { 1 } else { 2 }, weight, of_site(site)));
    }
    for place in kb.gazetteer.find(key) {
        let weight = f64::from(place.population) * if place.capital { CAPITAL_WEIGHT } else { 1.0 };
        ranked.push((2, weight, place));
    }
    ranked.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    ranked.into_iter().map(|(_, _, place)| place).collect()
}

fn of_country(country: &Country) -> Option<PlaceEntry<'_>> {
    Some(PlaceEntry {
        name: &country.name,
        country: Some(&country.iso3),
        admin1: None,
        lat: country.lat?,
        lon: country.lon?,
        geonames: country.geonames,
        population: country.population,
        grain: PlaceGrain::Country,
        capital: false,
        source: "kb/countries.tsv",
    })
}

fn of_site(site: &Site) -> PlaceEntry<'_> {
    PlaceEntry {
        name: &site.name,
        country: site.country.as_deref(),
        admin1: site.admin1.as_deref(),
        lat: site.lat,
        lon: site.lon,
        geonames: site.geonames,
        population: site.population,
        grain: site.grain,
        capital: false,
        source: &site.source,
    }
}

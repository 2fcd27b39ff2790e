//! Where toponyms lie: in come the toponyms of one document, out goes one [`Place`] each, or `None` where the gazetteer lacks it.
//!
//! All readings of all names are weighed together: how well known a reading is, whether its country is spoken of in the
//! document, whether the name beside it contains it ("Pandi, Bulacan"), and how near it lies to the other places named
//! (cf. Leidner 2007, *Toponym Resolution in Text*). The share of the best reading's weight is its confidence.

use kb::{Kb, PlaceEntry};
use schema::{EntityKind, Found, Parsed, Place, PlaceGrain, Toponym};
use std::collections::BTreeMap;

/// Readings of a name beyond these are too little known to be meant.
const READINGS: usize = 40;
/// Rounds of weighing each name by what the others were taken for.
const ROUNDS: usize = 3;

const COUNTRY_NAMED: f64 = 2.5;
const COUNTRY_OF_PLACES: f64 = 1.5;
const CONTAINED: f64 = 8.0;
const NEAR: f64 = 1.5;
/// Kilometres within which another place supports a reading.
const NEAR_KM: f64 = 300.0;
const RANK: f64 = 0.6;

/// One place a toponym.
pub fn places(parsed: &Parsed, found: &Found, kb: &Kb) -> Vec<Option<Place>> {
    let text = &parsed.document.text;
    let readings: Vec<Vec<PlaceEntry<'_>>> = found.toponyms.iter().map(|t| readings(t, text, kb)).collect();
    let named = countries_named(parsed, found, kb);
    let mut chosen: Vec<Option<(usize, f64)>> = readings.iter().map(|r| (!r.is_empty()).then_some((0, 0.0))).collect();
    for _ in 0..ROUNDS {
        let by_places = countries_of(&readings, &chosen);
        let next: Vec<Option<(usize, f64)>> = (0..readings.len())
            .map(|at| {
                let scores: Vec<f64> = readings[at]
                    .iter()
                    .enumerate()
                    .map(|(rank, entry)| {
                        prior(rank, entry, found.toponyms[at].entity)
                            + support(entry, &named, &by_places)
                            + beside(at, entry, found, &readings, &chosen)
                            + nearness(at, entry, found, &readings, &chosen)
                    })
                    .collect();
                best(&scores)
            })
            .collect();
        if next.iter().zip(&chosen).all(|(a, b)| a.map(|x| x.0) == b.map(|x| x.0)) {
            chosen = next;
            break;
        }
        chosen = next;
    }
    (0..readings.len())
        .map(|at| chosen[at].map(|(n, confidence)| place(&found.toponyms[at], &readings[at][n], confidence)))
        .collect()
}

fn readings<'a>(toponym: &Toponym, text: &str, kb: &'a Kb) -> Vec<PlaceEntry<'a>> {
    let mut list = kb.places(toponym.span.of(text));
    // A name that the tagger takes for a place with inhabitants is no airport, and the other way round.
    let site = |e: &PlaceEntry<'_>| matches!(e.grain, PlaceGrain::Site | PlaceGrain::Point);
    match toponym.entity {
        Some(EntityKind::Gpe) if list.iter().any(|e| !site(e)) => list.retain(|e| !site(e)),
        // Rivers, seas and regions are no towns, though towns are named after them.
        Some(EntityKind::Loc) => list.retain(|e| e.grain != PlaceGrain::City),
        Some(EntityKind::Fac) if list.iter().any(site) => list.retain(site),
        _ => {}
    }
    list.truncate(READINGS);
    list
}

fn place(toponym: &Toponym, entry: &PlaceEntry<'_>, confidence: f64) -> Place {
    Place {
        span: toponym.span,
        name: entry.name.to_owned(),
        country: entry.country.map(str::to_owned),
        admin1: entry.admin1.map(str::to_owned),
        lat: Some(entry.lat),
        lon: Some(entry.lon),
        geonames: entry.geonames,
        grain: entry.grain,
        confidence: confidence as f32,
    }
}

/// How well known a reading is: its rank in the gazetteer's order and its inhabitants.
fn prior(rank: usize, entry: &PlaceEntry<'_>, entity: Option<EntityKind>) -> f64 {
    let people = f64::from(entry.population.max(100)).log10() - 2.0;
    let grain = match (entry.grain, entity) {
        (PlaceGrain::Country, _) => 6.0,
        (PlaceGrain::Region, Some(EntityKind::Loc)) => 3.0,
        _ if entry.capital => 3.0,
        _ => 0.0,
    };
    people + grain - RANK * (rank as f64).min(6.0)
}

/// Is its country spoken of?
fn support(entry: &PlaceEntry<'_>, named: &BTreeMap<String, f64>, places: &BTreeMap<String, f64>) -> f64 {
    let Some(country) = entry.country.filter(|_| entry.grain != PlaceGrain::Country) else { return 0.0 };
    let part = |map: &BTreeMap<String, f64>| map.get(country).copied().unwrap_or(0.0);
    COUNTRY_NAMED * part(named).min(1.0) + COUNTRY_OF_PLACES * part(places)
}

/// Countries that the text names by name or adjective; the oftener, the more, up to 1.
fn countries_named(parsed: &Parsed, found: &Found, kb: &Kb) -> BTreeMap<String, f64> {
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    for toponym in &found.toponyms {
        if let Some(code) = kb.places(toponym.span.of(&parsed.document.text)).first().filter(|p| p.grain == PlaceGrain::Country).and_then(|p| p.country) {
            *counts.entry(code.to_owned()).or_default() += 1.0;
        }
    }
    for token in parsed.sentences.iter().flat_map(|s| &s.tokens).filter(|t| t.form.starts_with(char::is_uppercase)) {
        let codes = kb.adjectives(&token.form);
        for code in codes {
            *counts.entry(code.clone()).or_default() += 1.0 / codes.len() as f64;
        }
    }
    counts.into_iter().map(|(code, n)| (code, (0.5 + 0.25 * n).min(1.0))).collect()
}

/// The share of the places chosen so far that lie in each country.
fn countries_of(readings: &[Vec<PlaceEntry<'_>>], chosen: &[Option<(usize, f64)>]) -> BTreeMap<String, f64> {
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    let mut all = 0.0;
    for (list, choice) in readings.iter().zip(chosen) {
        if let Some(code) = choice.and_then(|(n, _)| list[n].country) {
            // A name of one reading is sure of its country.
            let weight = if list.len() == 1 { 2.0 } else { 1.0 };
            *counts.entry(code.to_owned()).or_default() += weight;
            all += weight;
        }
    }
    counts.into_iter().map(|(code, n)| (code, n / all)).collect()
}

/// Does a name close by, in the same sentence, contain this reading, or is it contained in it?
fn beside(at: usize, entry: &PlaceEntry<'_>, found: &Found, readings: &[Vec<PlaceEntry<'_>>], chosen: &[Option<(usize, f64)>]) -> f64 {
    let here = &found.toponyms[at];
    let close = |other: &Toponym| other.sentence == here.sentence && (other.first.saturating_sub(here.last) <= 3 && other.first > here.last || here.first.saturating_sub(other.last) <= 3 && here.first > other.last);
    let contains = |whole: &PlaceEntry<'_>, part: &PlaceEntry<'_>| match whole.grain {
        PlaceGrain::Country => part.grain != PlaceGrain::Country && whole.country == part.country,
        PlaceGrain::Admin1 => part.grain != PlaceGrain::Admin1 && whole.country == part.country && part.admin1.is_some() && part.admin1 == whole.admin1,
        _ => false,
    };
    let supported = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter(|&n| found.toponyms.get(n).is_some_and(close)).any(|n| {
        // The neighbour's own choice, or any well-known reading of it that fits.
        chosen[n].is_some_and(|(c, _)| contains(&readings[n][c], entry))
            || readings[n].iter().take(8).any(|other| contains(other, entry) || contains(entry, other) && entry.grain == PlaceGrain::Admin1)
    });
    if supported { CONTAINED } else { 0.0 }
}

/// Do other places of the document lie near?
fn nearness(at: usize, entry: &PlaceEntry<'_>, found: &Found, readings: &[Vec<PlaceEntry<'_>>], chosen: &[Option<(usize, f64)>]) -> f64 {
    if matches!(entry.grain, PlaceGrain::Country | PlaceGrain::Region) {
        return 0.0;
    }
    let here = found.toponyms[at].sentence;
    let near = found.toponyms_in(here.saturating_sub(6)..=here + 6).filter(|&n| n != at).any(|n| {
        chosen[n].map(|(c, _)| &readings[n][c]).is_some_and(|other| {
            !matches!(other.grain, PlaceGrain::Country | PlaceGrain::Region) && other.name != entry.name && kilometres(entry, other) <= NEAR_KM
        })
    });
    if near { NEAR } else { 0.0 }
}

/// Distance on a sphere, by the haversine.
fn kilometres(a: &PlaceEntry<'_>, b: &PlaceEntry<'_>) -> f64 {
    let (dlat, dlon) = ((b.lat - a.lat).to_radians(), (b.lon - a.lon).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + a.lat.to_radians().cos() * b.lat.to_radians().cos() * (dlon / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

/// The best reading and its share of the weight; the earlier one of two equal ones.
fn best(scores: &[f64]) -> Option<(usize, f64)> {
    let mut top: Option<usize> = None;
    for (n, score) in scores.iter().enumerate() {
        if top.is_none_or(|t| *score > scores[t]) {
            top = Some(n);
        }
    }
    let top = top?;
    let all: f64 = scores.iter().map(|s| (s - scores[top]).exp()).sum();
    Some((top, 1.0 / all))
}

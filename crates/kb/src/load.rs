//! Tables in, entities and countries out.

use crate::entity::{Affiliation, Country, Entity, Kind};
use crate::{Kb, KbError, table::Row, table::Table};

/// Tables of entities in the order in which they are read.
pub(crate) const ENTITY_TABLES: [&str; 14] = [
    "organisations.tsv", "groups.tsv", "parties.tsv", "metonyms.tsv", "people.tsv", "people-africa.tsv", "people-americas.tsv", "people-asia.tsv",
    "people-europe.tsv", "people-middle-east.tsv", "people-bodies.tsv", "peoples.tsv", "sites.tsv", "regions.tsv",
];

/// Those among them that tell where their entities lie.
pub(crate) const PLACE_TABLES: [&str; 2] = ["sites.tsv", "regions.tsv"];

const COLUMNS: [&str; 10] = ["id", "name", "aliases", "kind", "country", "sectors", "office", "from", "to", "source"];

/// Reads a table of entities into `kb`.
pub(crate) fn entities(kb: &mut Kb, file: &str, text: &str) -> Result<(), KbError> {
    let table = Table::parse(file, text, &COLUMNS)?;
    for row in table.rows() {
        let id = row.get("id");
        let kind = kind(&row)?;
        let affiliation = affiliation(&row)?;
        match kb.ids.get(id).copied() {
            Some(at) => {
                let entity = &mut kb.entities[at];
                if entity.kind != kind {
                    return Err(row.error(format!("'{id}' is a {} before ({}) and a {kind} here", entity.kind, entity.origin), "give one of them another id"));
                }
                entity.affiliations.push(affiliation);
                let more: Vec<String> = row.some("name").into_iter().chain(row.list("aliases")).filter(|a| *a != entity.name && !entity.aliases.contains(a)).collect();
                entity.aliases.extend(more);
                entity.surname = entity.surname.take().or_else(|| row.some("surname"));
            }
            None => add(kb, &row, file, kind, affiliation)?,
        }
    }
    Ok(())
}

/// Reads `countries.tsv`: one country and one entity a row.
pub(crate) fn countries(kb: &mut Kb, file: &str, text: &str) -> Result<(), KbError> {
    let mut required = COLUMNS.to_vec();
    required.extend(["iso2", "fips", "cow", "gw", "adjectives", "demonyms", "capital", "capital_aliases", "lat", "lon", "geonames", "population"]);
    let table = Table::parse(file, text, &required)?;
    for row in table.rows() {
        let kind = kind(&row)?;
        let affiliation = affiliation(&row)?;
        let Some(iso3) = affiliation.country.first().cloned() else {
            return Err(row.error("a country without a code", "write its ISO 3166 alpha-3 code into column 'country'"));
        };
        let capital = row.list("capital");
        let country = Country {
            iso3: iso3.clone(),
            iso2: row.some("iso2"),
            fips: row.some("fips"),
            cow: row.number("cow")?,
            gw: row.number("gw")?,
            name: row.get("name").to_owned(),
            adjectives: row.list("adjectives"),
            demonyms: row.list("demonyms"),
            capitals: capital.into_iter().chain(row.list("capital_aliases")).collect(),
            from: affiliation.from,
            to: affiliation.to,
            lat: row.number("lat")?,
            lon: row.number("lon")?,
            geonames: row.number("geonames")?,
            population: row.number("population")?.unwrap_or(0),
        };
        // An entity of the same id in a later folder replaces the country: its words may have changed.
        let id = row.get("id").to_owned();
        match kb.ids.get(&id).copied() {
            Some(at) => kb.entities[at] = entity(&row, file, kind, affiliation)?,
            None => add(kb, &row, file, kind, affiliation)?,
        }
        kb.countries.insert(id, country);
    }
    Ok(())
}

/// Reads `codes.tsv`: which codes of bodies and sectors there are.
pub(crate) fn codes(kb: &mut Kb, file: &str, text: &str) -> Result<(), KbError> {
    for row in Table::parse(file, text, &["code", "kind"])?.rows() {
        let code = row.get("code").to_owned();
        match row.get("kind") {
            "body" => kb.bodies.insert(code),
            "sector" => kb.sectors.insert(code),
            other => return Err(row.error(format!("'{other}' is no kind of code"), "use body or sector")),
        };
    }
    Ok(())
}

fn add(kb: &mut Kb, row: &Row, file: &str, kind: Kind, affiliation: Affiliation) -> Result<(), KbError> {
    let entity = entity(row, file, kind, affiliation)?;
    kb.ids.insert(entity.id.clone(), kb.entities.len());
    kb.entities.push(entity);
    Ok(())
}

fn entity(row: &Row, file: &str, kind: Kind, affiliation: Affiliation) -> Result<Entity, KbError> {
    let id = row.get("id");
    if id.is_empty() || id.contains(char::is_whitespace) {
        return Err(row.error(format!("'{id}' is no id"), "write one without spaces, such as org:nato"));
    }
    let Some(name) = row.some("name") else {
        return Err(row.error(format!("the first row of '{id}' has no name"), "write the usual English name into column 'name'"));
    };
    Ok(Entity {
        id: id.to_owned(),
        name,
        aliases: row.list("aliases"),
        kind,
        country: affiliation.country.clone(),
        sectors: affiliation.sectors.clone(),
        affiliations: vec![affiliation],
        surname: row.some("surname"),
        origin: format!("{file}:{}", row.line),
    })
}

fn affiliation(row: &Row) -> Result<Affiliation, KbError> {
    let (from, to) = (row.first_day("from")?, row.last_day("to")?);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(row.error("it ends before it begins", "change the columns 'from' and 'to'"));
    }
    Ok(Affiliation { country: row.list("country"), sectors: row.list("sectors"), office: row.some("office"), from, to, source: row.get("source").to_owned() })
}

fn kind(row: &Row) -> Result<Kind, KbError> {
    let cell = row.get("kind");
    cell.parse().map_err(|_| {
        row.error(format!("'{cell}' is no kind"), "use country, historical, region, organisation, group, party, metonym, person or people")
    })
}

//! What the tables hold: countries and named entities with dated affiliations.

use schema::{Date, Via};
use strum::{Display, EnumString};

/// One named thing: a country, body, group, party, metonym, person, people or region.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Permanent: `c:IRQ`, `org:nato`, `person:qassim-al-araji`.
    pub id: String,
    /// The usual English name.
    pub name: String,
    /// Its other names as written in the tables: short and long forms, acronyms, earlier names, spellings.
    pub aliases: Vec<String>,
    /// What it is; decides which of several entities of one name comes first.
    pub kind: Kind,
    /// Countries or body codes of the first row; see [`Hit::affiliations`] for those of a day.
    pub country: Vec<String>,
    /// Sectors of the first row, most telling first.
    pub sectors: Vec<String>,
    /// One a row of the table, in its order.
    pub affiliations: Vec<Affiliation>,
    /// Family name of a person, where the table states it.
    pub surname: Option<String>,
    /// `file:line` of the first row.
    pub origin: String,
}

/// What an entity was over some time.
#[derive(Clone, Debug, PartialEq)]
pub struct Affiliation {
    /// ISO 3166 alpha-3 codes or codes of bodies (IGO, UNO …); empty where it belongs to none in particular.
    pub country: Vec<String>,
    /// Sectors of the codebook, most telling first; `IGO` last.
    pub sectors: Vec<String>,
    /// The office held, lower case (`prime minister`).
    pub office: Option<String>,
    /// First day; `None`: since ever or unknown.
    pub from: Option<Date>,
    /// Last day; `None`: still so or unknown.
    pub to: Option<Date>,
    /// Package and version, or `memory`.
    pub source: String,
}

impl Affiliation {
    /// Did it hold on that day? Without a day every affiliation does.
    pub fn holds(&self, on: Option<Date>) -> bool {
        on.is_none_or(|day| self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to))
    }
}

/// Kinds of entities, in the order in which hits of one name are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    /// A state or territory of ISO 3166.
    Country,
    /// A state that has ended.
    Historical,
    /// A body with a proper name: intergovernmental, ministry, force, medium, company, union, church.
    Organisation,
    /// An armed group.
    Group,
    /// A political party.
    Party,
    /// A name that stands for a body (a palace for a government).
    Metonym,
    /// Somebody with offices.
    Person,
    /// An ethnic or religious group.
    People,
    /// A part of a country, a de facto entity, an area of several countries.
    Region,
}

/// An entity found under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'a> {
    /// Who or what bears the name.
    pub entity: &'a Entity,
    /// Which kind of name led here. Adjectives count as demonyms.
    pub via: Via,
    /// Affiliations that held on the day asked for, latest first; empty where none did (somebody out of office).
    pub affiliations: Vec<&'a Affiliation>,
}

/// A country with its codes and words.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// ISO 3166 alpha-3, XKX for Kosovo; codes of ended states as in ISO 3166-3 or the Correlates of War.
    pub iso3: String,
    /// ISO 3166 alpha-2.
    pub iso2: Option<String>,
    /// FIPS 10-4 (now GEC).
    pub fips: Option<String>,
    /// Correlates of War number.
    pub cow: Option<u16>,
    /// Gleditsch and Ward number.
    pub gw: Option<u16>,
    /// The usual English name.
    pub name: String,
    /// Adjectives (`Iraqi`), capitalised.
    pub adjectives: Vec<String>,
    /// Nouns for its people, singular and plural.
    pub demonyms: Vec<String>,
    /// Seats of government; the first is the capital.
    pub capitals: Vec<String>,
    /// First day, of ended states.
    pub from: Option<Date>,
    /// Last day, of ended states.
    pub to: Option<Date>,
    /// Latitude of a point inside the country, degrees.
    pub lat: Option<f64>,
    /// Longitude of that point, degrees.
    pub lon: Option<f64>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Inhabitants; 0 where unknown.
    pub population: u32,
}

impl Country {
    /// Does the state exist on that day?
    pub fn exists(&self, on: Option<Date>) -> bool {
        on.is_none_or(|day| self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to))
    }
}

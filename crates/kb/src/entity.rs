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
    pub aliases: Vec<String>,
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
    pub country: Vec<String>,
    pub sectors: Vec<String>,
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
    Country,
    /// A state that has ended.
    Historical,
    Organisation,
    Group,
    Party,
    /// A name that stands for a body (a palace for a government).
    Metonym,
    Person,
    /// An ethnic or religious group.
    People,
    /// A part of a country, a de facto entity, an area of several countries.
    Region,
}

/// An entity found under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'a> {
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
    pub iso2: Option<String>,
    pub fips: Option<String>,
    /// Correlates of War number.
    pub cow: Option<u16>,
    /// Gleditsch and Ward number.
    pub gw: Option<u16>,
    pub name: String,
    pub adjectives: Vec<String>,
    /// Nouns for its people, singular and plural.
    pub demonyms: Vec<String>,
    /// Seats of government; the first is the capital.
    pub capitals: Vec<String>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// A point inside the country, degrees.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub geonames: Option<u32>,
    pub population: u32,
}

impl Country {
    /// Does the state exist on that day?
    pub fn exists(&self, on: Option<Date>) -> bool {
        on.is_none_or(|day| self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to))
    }
}

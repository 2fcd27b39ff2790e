//! Loads the tables of `kb/`; looks up who and what a name stands for as of a date, and where a place lies.
//!
//! In: the folder's tables (embedded, or read from a folder). Out: [`Kb`], which is pure after loading: the same name
//! and day give the same answer. Names are matched by their keys ([`Normaliser`]): case, accents, punctuation and
//! the usual transliterations make no difference.

mod check;
mod entity;
mod error;
mod index;
mod load;
mod normal;
mod places;
mod table;

pub use check::Trouble;
pub use entity::{Affiliation, Country, Entity, Hit, Kind};
pub use error::KbError;
pub use normal::Normaliser;
pub use places::{Gazetteer, PlaceEntry, PlaceRecord, write_gazetteer};
pub use schema::{Date, PlaceGrain, Via};

use include_dir::{Dir, include_dir};
use index::Index;
use places::Sites;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../kb");

/// Gives the text of a table by its name; `None` where the folder has no such table.
type FileReader<'f> = dyn Fn(&str) -> Result<Option<Cow<'static, str>>, KbError> + 'f;

/// The knowledge base: who and what a name stands for as of a date, and where it lies. Loaded once ([`Kb::embedded`],
/// about 50 ms and 13 MB; the gazetteer is read where it lies), then read by all threads.
#[derive(Clone, Debug, Default)]
pub struct Kb {
    pub(crate) entities: Vec<Entity>,
    /// Index into `entities` by id.
    pub(crate) ids: BTreeMap<String, usize>,
    /// By id of the entity (`c:IRQ`).
    pub(crate) countries: BTreeMap<String, Country>,
    pub(crate) bodies: BTreeSet<String>,
    pub(crate) sectors: BTreeSet<String>,
    pub(crate) normal: Normaliser,
    pub(crate) index: Index,
    pub(crate) sites: Sites,
    pub(crate) gazetteer: Gazetteer,
}

impl Kb {
    /// The knowledge base that is built in.
    ///
    /// # Errors
    /// Where a table is broken; the test of this crate makes sure that the embedded ones are not.
    pub fn embedded() -> Result<Kb, KbError> {
        let mut kb = Kb::default();
        let gazetteer = EMBEDDED.get_file("places.bin").map_or(&[][..], |file| file.contents());
        kb.gazetteer = Gazetteer::open("kb/places.bin", Cow::Borrowed(gazetteer))?;
        kb.read(&|name| match EMBEDDED.get_file(name).map(|file| file.contents_utf8()) {
            Some(Some(text)) => Ok(Some(Cow::Borrowed(text))),
            Some(None) => Err(KbError::file(name, "it is not UTF-8", "save it as UTF-8")),
            None => Ok(None),
        })?;
        Ok(kb)
    }

    /// A knowledge base of its own: the tables of a folder and nothing else.
    ///
    /// # Errors
    /// Where the folder or a table cannot be read; the message names file and line.
    pub fn load(dir: &Path) -> Result<Kb, KbError> {
        let mut kb = Kb::default();
        let path = dir.join("places.bin");
        if path.exists() {
            let bytes = std::fs::read(&path).map_err(|source| KbError::Io { path: path.clone(), source })?;
            kb.gazetteer = Gazetteer::open(&path.display().to_string(), Cow::Owned(bytes))?;
        }
        kb.overlay(dir)?;
        Ok(kb)
    }

    /// Puts the tables of a folder on top: new ids are added, known ids gain names and affiliations, countries are
    /// replaced. The gazetteer and the transliterations stay as they are where there are some.
    ///
    /// # Errors
    /// Where the folder or a table cannot be read; the message names file and line.
    pub fn overlay(&mut self, dir: &Path) -> Result<(), KbError> {
        if !dir.is_dir() {
            return Err(KbError::file(&dir.display().to_string(), "it is no folder", "name a folder that holds tables of a knowledge base"));
        }
        self.read(&|name| {
            let path = dir.join(name);
            match std::fs::read_to_string(&path) {
                Ok(text) => Ok(Some(Cow::Owned(text))),
                Err(source) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(source) => Err(KbError::Io { path, source }),
            }
        })
    }

    fn read(&mut self, file: &FileReader<'_>) -> Result<(), KbError> {
        if let Some(text) = file("transliteration.tsv")?.filter(|_| self.entities.is_empty()) {
            self.normal = Normaliser::parse("kb/transliteration.tsv", &text)?;
        }
        if let Some(text) = file("codes.tsv")? {
            load::codes(self, "kb/codes.tsv", &text)?;
        }
        if let Some(text) = file("countries.tsv")? {
            load::countries(self, "kb/countries.tsv", &text)?;
        }
        for name in load::ENTITY_TABLES {
            if let Some(text) = file(name)? {
                load::entities(self, &format!("kb/{name}"), &text)?;
                if load::PLACE_TABLES.contains(&name) {
                    self.sites.read(&format!("kb/{name}"), &text, name == "sites.tsv", &self.normal)?;
                }
            }
        }
        self.index = Index::build(&self.entities, &self.countries, &self.normal);
        Ok(())
    }

    /// Entities that bear this name, best first: countries, then bodies, groups, parties, metonyms, persons, peoples,
    /// regions; within a kind, who held something on that day before who did not. Demonyms, adjectives and capitals
    /// of a country lead to it too ([`Hit::via`] tells). Names of up to three capitals (US) are found in capitals only.
    pub fn find(&self, name: &str, on: Option<Date>) -> Vec<Hit<'_>> {
        let key = self.normal.key(name);
        let mut entries: Vec<_> = self.index.find(name, &key).collect();
        if entries.is_empty() {
            let head = self.normal.without_division(&key);
            let regions = head.into_iter().flat_map(|head| self.index.find(name, head));
            entries = regions.filter(|entry| self.entities[entry.entity].kind == Kind::Region).collect();
        }
        self.hits(entries.into_iter().map(|entry| (entry.entity, entry.via)), on)
    }

    /// Persons of this family name ("al-Sudani", "Sudani"), those in office on that day first.
    pub fn find_person_by_last_name(&self, last: &str, on: Option<Date>) -> Vec<Hit<'_>> {
        let key = self.normal.key(last);
        self.hits(self.index.last_name(&key).iter().map(|&at| (at, Via::Alias)), on)
    }

    /// The entity of an id.
    pub fn entity(&self, id: &str) -> Option<&Entity> {
        self.ids.get(id).map(|&at| &self.entities[at])
    }

    /// All entities, in the order of the tables.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The country of an ISO 3166 alpha-3 code (or of an ended state's code).
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.countries.get(&format!("c:{code}"))
    }

    /// Countries and ended states by id.
    pub fn countries(&self) -> impl Iterator<Item = &Country> {
        self.countries.values()
    }

    /// Code of the country that an adjective belongs to; of several ("Congolese") the most populous one.
    pub fn adjective(&self, word: &str) -> Option<&str> {
        self.adjectives(word).first().map(String::as_str)
    }

    /// Codes of all countries that an adjective may belong to, the most populous first.
    pub fn adjectives(&self, word: &str) -> &[String] {
        self.index.adjective(&self.normal.key(word))
    }

    /// Code of the country whose people a noun names ("Danes"); of several the most populous one.
    pub fn demonym(&self, word: &str) -> Option<&str> {
        self.index.demonym(&self.normal.key(word)).first().map(String::as_str)
    }

    /// Code of the country whose seat of government this is.
    pub fn capital(&self, name: &str) -> Option<&str> {
        self.index.capital(&self.normal.key(name)).first().map(String::as_str)
    }

    /// Is this the code of a body beyond states (IGO, UNO, NGO …)?
    pub fn is_body(&self, code: &str) -> bool {
        self.bodies.contains(code)
    }

    /// The key under which a name is looked up.
    pub fn key(&self, name: &str) -> String {
        self.normal.key(name)
    }

    /// Places of this name, best known first: countries, sites and regions of the hand-written list, then cities,
    /// first-level regions and airports by weight (population; capitals count more, regions less).
    pub fn places(&self, name: &str) -> Vec<PlaceEntry<'_>> {
        places::look_up(self, name)
    }

    fn hits<'a>(&'a self, found: impl Iterator<Item = (usize, Via)>, on: Option<Date>) -> Vec<Hit<'a>> {
        let mut hits: Vec<Hit<'a>> = found
            .map(|(at, via)| {
                let entity = &self.entities[at];
                let mut affiliations: Vec<&Affiliation> = entity.affiliations.iter().filter(|a| a.holds(on)).collect();
                affiliations.sort_by_key(|a| std::cmp::Reverse(a.from));
                Hit { entity, via, affiliations }
            })
            .collect();
        // Stable: the order of the index stays within each group.
        hits.sort_by_key(|hit| (hit.entity.kind, hit.affiliations.is_empty()));
        hits
    }
}

#[cfg(test)]
mod tests;

//! The look-up table of names: a key gives the entities that bear the name and the kind of name it is.

use crate::entity::{Country, Entity, Kind};
use crate::normal::Normaliser;
use schema::Via;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    names: BTreeMap<String, Vec<Entry>>,
    /// Last names of persons.
    last: BTreeMap<String, Vec<usize>>,
    /// Adjectives, demonyms and capitals of countries: codes, the most populous country first.
    adjectives: BTreeMap<String, Vec<String>>,
    demonyms: BTreeMap<String, Vec<String>>,
    capitals: BTreeMap<String, Vec<String>>,
}

/// One name of one entity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    pub entity: usize,
    pub via: Via,
    /// Up to three capitals (US, IS): words in lower or mixed case are not this name.
    capitals_only: bool,
}

/// A word of this many letters or fewer, all capitals, is only known in capitals.
const SHORT_ACRONYM: usize = 3;

impl Index {
    pub fn build(entities: &[Entity], countries: &BTreeMap<String, Country>, normal: &Normaliser) -> Index {
        let mut index = Index::default();
        for (at, entity) in entities.iter().enumerate() {
            index.add(normal, at, &entity.name, Via::Name);
            entity.aliases.iter().for_each(|alias| index.add(normal, at, alias, Via::Alias));
            if let Some(country) = countries.get(&entity.id) {
                let words = country.adjectives.iter().chain(&country.demonyms);
                words.for_each(|word| index.add(normal, at, word, Via::Demonym));
                country.capitals.iter().for_each(|name| index.add(normal, at, name, Via::Capital));
            }
            if entity.kind == Kind::Person {
                for key in last_names(entity, normal) {
                    let list = index.last.entry(key).or_default();
                    if !list.contains(&at) {
                        list.push(at);
                    }
                }
            }
        }
        index.words(countries, normal);
        for entries in index.names.values_mut() {
            entries.sort_by(|a, b| rank(a, entities).cmp(&rank(b, entities)).then_with(|| entities[a.entity].id.cmp(&entities[b.entity].id)));
        }
        index
    }

    /// Entries of a name as written, the best first.
    pub fn find(&self, name: &str, key: &str) -> impl Iterator<Item = Entry> + '_ {
        let capitals = several_capitals(name);
        self.names.get(key).into_iter().flatten().copied().filter(move |entry| capitals || !entry.capitals_only)
    }

    pub fn last_name(&self, key: &str) -> &[usize] {
        self.last.get(key).map_or(&[], Vec::as_slice)
    }

    pub fn adjective(&self, key: &str) -> &[String] {
        self.adjectives.get(key).map_or(&[], Vec::as_slice)
    }

    pub fn demonym(&self, key: &str) -> &[String] {
        self.demonyms.get(key).map_or(&[], Vec::as_slice)
    }

    pub fn capital(&self, key: &str) -> &[String] {
        self.capitals.get(key).map_or(&[], Vec::as_slice)
    }

    /// All names with their entries, in order.
    pub fn names(&self) -> impl Iterator<Item = (&str, &[Entry])> {
        self.names.iter().map(|(key, entries)| (key.as_str(), entries.as_slice()))
    }

    fn add(&mut self, normal: &Normaliser, entity: usize, name: &str, via: Via) {
        let key = normal.key(name);
        if key.is_empty() {
            return;
        }
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        // "LeT" is no "let" either.
        let capitals_only = several_capitals(name) && (letters <= SHORT_ACRONYM || letters == SHORT_ACRONYM + 1 && !all_capitals(name));
        let entries = self.names.entry(key).or_default();
        match entries.iter_mut().find(|entry| entry.entity == entity) {
            Some(entry) => {
                // The same key by two names of one entity: the first says what kind of name it is.
                entry.capitals_only &= capitals_only;
            }
            None => entries.push(Entry { entity, via, capitals_only }),
        }
    }

    fn words(&mut self, countries: &BTreeMap<String, Country>, normal: &Normaliser) {
        // States of today before ended ones, then the most populous.
        let mut order: Vec<&Country> = countries.values().collect();
        order.sort_by(|a, b| a.to.is_some().cmp(&b.to.is_some()).then(b.population.cmp(&a.population)).then_with(|| a.iso3.cmp(&b.iso3)));
        for country in order {
            let put = |map: &mut BTreeMap<String, Vec<String>>, words: &[String]| {
                for word in words {
                    let codes = map.entry(normal.key(word)).or_default();
                    if !codes.contains(&country.iso3) {
                        codes.push(country.iso3.clone());
                    }
                }
            };
            put(&mut self.adjectives, &country.adjectives);
            put(&mut self.demonyms, &country.demonyms);
            put(&mut self.capitals, &country.capitals);
        }
    }
}

fn rank(entry: &Entry, entities: &[Entity]) -> (Kind, u8) {
    let via = match entry.via {
        Via::Name => 0,
        Via::Alias => 1,
        Via::Demonym => 2,
        _ => 3,
    };
    (entities[entry.entity].kind, via)
}

/// Keys of the family name: the stated one, else every ending of the name (`al-Sudani`, `Sudani`), and of those aliases that
/// end as the name does; "Crown Prince Mohammed" tells no family name.
fn last_names(entity: &Entity, normal: &Normaliser) -> Vec<String> {
    let stated = entity.surname.as_ref().map(|surname| normal.key(surname));
    let main = normal.key(&entity.name);
    let family = main.rsplit(' ').next().unwrap_or(&main).to_owned();
    let aliases = entity.aliases.iter().map(|name| normal.key(name)).filter(|key| !key.contains(' ') || key.rsplit(' ').next() == Some(family.as_str()));
    let names = std::iter::once(main.clone()).chain(aliases);
    let mut keys = Vec::new();
    for name in stated.clone().into_iter().chain(names.filter(|_| stated.is_none())) {
        let starts = name.match_indices(' ').map(|(at, _)| at + 1);
        let whole = (stated.is_some() || !name.contains(' ')).then_some(0);
        keys.extend(whole.into_iter().chain(starts).filter_map(|at| name.get(at..)).filter(|key| !key.is_empty()).map(str::to_owned));
    }
    keys
}

/// All letters are capitals, or at least two of a word that has small ones too.
fn several_capitals(name: &str) -> bool {
    all_capitals(name) || name.chars().filter(|c| c.is_uppercase()).count() > 1 && !name.contains(' ')
}

fn all_capitals(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

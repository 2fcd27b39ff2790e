//! Looks for mistakes in the tables that loading lets pass: one name for two, unknown codes, offices held twice.

use crate::entity::{Entity, Kind};
use crate::{Kb, Via};
use std::fmt;

/// Something to put right in a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trouble {
    /// `file:line` of the entity's first row.
    pub origin: String,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.origin, self.what)
    }
}

impl Kb {
    /// Mistakes in the tables, sorted: unknown codes, an `IGO` that is not last, overlapping terms of one office of one
    /// person, one name for two entities of the same kind (persons and regions aside: those may share names).
    pub fn check(&self) -> Vec<Trouble> {
        let mut troubles: Vec<Trouble> = self.entities.iter().flat_map(|entity| self.check_entity(entity)).collect();
        for (key, entries) in self.index.names() {
            for pair in entries.windows(2) {
                let (a, b) = (&self.entities[pair[0].entity], &self.entities[pair[1].entity]);
                let names = [pair[0].via, pair[1].via].iter().all(|via| matches!(via, Via::Name | Via::Alias));
                let shared_on_purpose = matches!(a.kind, Kind::Person | Kind::Region | Kind::Historical) || a.kind != b.kind;
                if names && !shared_on_purpose && a.country == b.country {
                    troubles.push(trouble(b, format!("'{key}' names both {} and {}", a.id, b.id)));
                }
            }
        }
        troubles.sort();
        troubles.dedup();
        troubles
    }

    fn check_entity(&self, entity: &Entity) -> Vec<Trouble> {
        let mut troubles = Vec::new();
        for affiliation in &entity.affiliations {
            let unknown = |code: &&String| !self.bodies.contains(*code) && self.country(code).is_none();
            for code in affiliation.country.iter().filter(unknown) {
                troubles.push(trouble(entity, format!("'{code}' of {} is no country or body", entity.id)));
            }
            for code in affiliation.sectors.iter().filter(|code| !self.sectors.contains(*code)) {
                troubles.push(trouble(entity, format!("'{code}' of {} is no sector", entity.id)));
            }
            let last = affiliation.sectors.len().saturating_sub(1);
            if affiliation.sectors.iter().position(|code| code == "IGO").is_some_and(|at| at != last) {
                troubles.push(trouble(entity, format!("IGO does not stand last in the sectors of {}", entity.id)));
            }
        }
        for (i, a) in entity.affiliations.iter().enumerate() {
            for b in &entity.affiliations[i + 1..] {
                let same = a.office.is_some() && a.office == b.office && a.country == b.country;
                // The day on which one term ends and the next begins is shared.
                let apart = |end: Option<schema::Date>, start: Option<schema::Date>| end.zip(start).is_some_and(|(end, start)| end <= start);
                if same && !apart(a.to, b.from) && !apart(b.to, a.from) {
                    let office = a.office.as_deref().unwrap_or_default();
                    troubles.push(trouble(entity, format!("{} holds '{office}' twice at once", entity.id)));
                }
            }
        }
        if entity.name.is_empty() {
            troubles.push(trouble(entity, format!("{} has no name", entity.id)));
        }
        troubles
    }
}

fn trouble(entity: &Entity, what: String) -> Trouble {
    Trouble { origin: entity.origin.clone(), what }
}

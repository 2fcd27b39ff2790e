//! Actors: in come mentions, out goes what they stand for: countries or bodies, sectors in order, name, title, and how
//! each was known. What is not known is kept in its words; nothing is guessed into a code.

use crate::context;
use crate::phrase::{Phrase, Reading};
use kb::{Hit, Kb, Kind};
use lexicon::Lexicon;
use schema::{Actor, Date, EntityKind, Found, MentionKind, Parsed, Place, Via};
use std::collections::BTreeMap;

/// Resolves every mention of a document as of a day; `places` are those of its toponyms.
pub fn actors(parsed: &Parsed, found: &Found, places: &[Option<Place>], lexicon: &Lexicon, kb: &Kb, on: Option<Date>) -> Vec<Vec<Actor>> {
    let source = Source { lexicon, kb, on };
    let mut out: Vec<Vec<Actor>> = found
        .mentions
        .iter()
        .map(|m| match m.kind {
            MentionKind::Pronoun => Vec::new(),
            _ => {
                let phrase = Phrase { sentence: &parsed.sentences[m.sentence], text: &parsed.document.text, mention: m };
                source.resolve(&phrase, 0).into_actors(m.span)
            }
        })
        .collect();
    learn(found, &mut out);
    context::lend_countries(parsed, found, places, lexicon, kb, &mut out);
    out
}

/// Who is meant by a name that stands alone, where the knowledge base has it: one actor a country.
pub fn by_name(words: &str, span: schema::Span, lexicon: &Lexicon, kb: &Kb, on: Option<Date>) -> Vec<Actor> {
    let source = Source { lexicon, kb, on };
    kb.find(words, on).first().map(|hit| source.of_hit(hit).into_actors(span)).unwrap_or_default()
}

/// What the document itself tells: a name once given with office or country keeps them, and pronouns take them over.
fn learn(found: &Found, actors: &mut [Vec<Actor>]) {
    let known = |list: &[Actor]| list.iter().any(|a| a.country.is_some() || !a.sectors.is_empty());
    // Chains of names, by their first mention: the best told member speaks for all.
    let mut chains: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (id, mention) in found.mentions.iter().enumerate().filter(|(_, m)| m.kind == MentionKind::Name) {
        let first = mention.antecedents.first().copied().unwrap_or(id);
        chains.entry(first).or_default().push(id);
    }
    for members in chains.values().filter(|m| m.len() > 1) {
        let weight = |list: &[Actor]| list.iter().map(|a| usize::from(a.country.is_some()) * 2 + a.sectors.len().min(1) + usize::from(a.entity.is_some())).max().unwrap_or(0);
        let Some(best) = members.iter().copied().max_by_key(|&m| (weight(&actors[m]), std::cmp::Reverse(m))).filter(|&m| known(&actors[m])) else { continue };
        for &member in members {
            if weight(&actors[member]) < weight(&actors[best]) {
                actors[member] = taken_over(&actors[best], found.mentions[member].span, Via::Learned);
            }
        }
    }
    for id in 0..found.mentions.len() {
        let mention = &found.mentions[id];
        if let (MentionKind::Pronoun, Some(&antecedent)) = (mention.kind, mention.antecedents.first()) {
            actors[id] = taken_over(&actors[antecedent], mention.span, Via::Pronoun);
        }
    }
}

fn taken_over(from: &[Actor], span: schema::Span, via: Via) -> Vec<Actor> {
    from.iter().map(|a| Actor { span, via: Some(via), ..a.clone() }).collect()
}

/// What resolution draws on.
pub(crate) struct Source<'a> {
    pub lexicon: &'a Lexicon,
    pub kb: &'a Kb,
    pub on: Option<Date>,
}

impl Source<'_> {
    /// What a phrase stands for: its name in the knowledge base, else its office or agent noun, else what it belongs to.
    pub fn resolve(&self, phrase: &Phrase<'_>, depth: usize) -> Reading {
        let name = phrase.name();
        let mut reading = name.map(|e| self.named(phrase, e.0, e.1, e.2)).unwrap_or_default();
        let modifiers = self.modifiers(phrase, depth);
        // A country's name alone is all there is to it.
        if reading.state && phrase.head_in_name() {
            return reading;
        }
        if let Some((words, agent, at_head)) = phrase.agent(self.lexicon) {
            let lent = &modifiers.sectors;
            if reading.sectors.is_empty() && !lent.is_empty() && self.defers(phrase, &words, agent) {
                reading.sectors.clone_from(lent);
                reading.via.get_or_insert(Via::Description);
            }
            if reading.sectors.is_empty() && (at_head || name.is_some_and(|n| n.2 == EntityKind::Person) || reading.countries.is_empty()) {
                reading.sectors = agent.sectors.clone();
                reading.via.get_or_insert(if agent.title { Via::Office } else { Via::Agent });
            }
            if agent.title || at_head {
                reading.title.get_or_insert(words);
            }
        }
        phrase.apply_modifiers(self.lexicon, &mut reading.sectors);
        if reading.countries.is_empty() {
            reading.countries = modifiers.countries;
            if !reading.countries.is_empty() {
                reading.via.get_or_insert(modifiers.via.unwrap_or(Via::Description));
            }
        }
        if reading.sectors.is_empty() && !phrase.is_place_name() {
            reading.sectors = modifiers.sectors;
        }
        // ", the national security adviser of Iraq,": an apposition tells the rest.
        if depth < 2 && (reading.countries.is_empty() || reading.sectors.is_empty()) && !reading.state {
            for apposition in phrase.appositions() {
                let other = self.resolve(&apposition.view(), depth + 1);
                if reading.countries.is_empty() {
                    reading.countries = other.countries;
                }
                if reading.sectors.is_empty() {
                    reading.sectors = other.sectors;
                }
                reading.title = reading.title.take().or(other.title);
                reading.via = reading.via.take().or(other.via);
            }
        }
        reading
    }

    /// Is the noun's own sector only that of what it belongs to, or none worth the name?
    fn defers(&self, phrase: &Phrase<'_>, words: &str, agent: &lexicon::Agent) -> bool {
        let last = words.rsplit(' ').next().unwrap_or(words).to_lowercase();
        let lemma = &phrase.sentence.tokens[phrase.mention.head].lemma;
        let listed = |w: &str| self.lexicon.words.deferring_nouns.contains(w);
        listed(&last) || listed(&lemma.to_lowercase()) || agent.sectors.iter().all(|s| self.lexicon.words.weak_sectors.contains(s))
    }

    /// A name as the knowledge base has it on that day.
    fn named(&self, phrase: &Phrase<'_>, first: usize, last: usize, kind: EntityKind) -> Reading {
        let words = phrase.words(first, last);
        let mut hits = self.kb.find(words, self.on);
        // A country that the tagger takes for somebody's first name: "Jordan deported four men".
        let country = kind == EntityKind::Person && first == last && hits.first().is_some_and(|h| h.entity.kind == Kind::Country && h.via == Via::Name);
        hits.retain(|h| country || fits(kind, h));
        let mut via = None;
        if hits.is_empty() && kind == EntityKind::Person {
            // A family name alone, where only one known person in office bears it.
            let mut by_last = self.kb.find_person_by_last_name(words, self.on);
            by_last.retain(|h| !h.affiliations.is_empty());
            let one_country = by_last.windows(2).all(|w| w[0].affiliations.first().map(|a| &a.country) == w[1].affiliations.first().map(|a| &a.country));
            if by_last.len() > 1 && one_country {
                // Which of them is open, their country is not.
                let countries = by_last[0].affiliations.first().map(|a| a.country.clone()).unwrap_or_default();
                return Reading { name: Some(words.to_owned()), countries, via: Some(Via::Alias), ..Reading::default() };
            }
            if by_last.len() == 1 {
                hits = by_last;
                via = Some(Via::Alias);
            }
        }
        let Some(hit) = hits.first() else {
            return Reading { name: Some(words.to_owned()), ..Reading::default() };
        };
        let mut reading = self.of_hit(hit);
        if via.is_some() {
            reading.via = via;
        }
        reading
    }

    /// Countries and sectors of a hit; someone out of office on that day is of the former elite.
    pub fn of_hit(&self, hit: &Hit<'_>) -> Reading {
        let entity = hit.entity;
        let current = hit.affiliations.first();
        let mut sectors = current.map_or_else(|| entity.sectors.clone(), |a| a.sectors.clone());
        let countries = current.map_or_else(|| entity.country.clone(), |a| a.country.clone());
        let ended = current.is_none() && self.on.is_some() && !entity.affiliations.is_empty() && entity.affiliations.iter().all(|a| a.to.is_some_and(|to| self.on.is_some_and(|on| to < on)));
        if entity.kind == Kind::Person && ended {
            sectors.clone_from(&self.lexicon.words.former_sectors);
        }
        let state = matches!(entity.kind, Kind::Country | Kind::Historical);
        if state && hit.via == Via::Capital {
            sectors = self.lexicon.words.capital_sectors.clone();
        }
        let countries = if state && countries.is_empty() { entity.id.strip_prefix("c:").map(|c| vec![c.to_owned()]).unwrap_or_default() } else { countries };
        Reading {
            name: Some(entity.name.clone()),
            entity: Some(entity.id.clone()),
            countries,
            sectors,
            title: None,
            via: Some(hit.via),
            state,
        }
    }

    /// Countries, and sectors of bodies, that stand around the head: "Iraqi", "Iran's", "of the army", "in Syria".
    fn modifiers(&self, phrase: &Phrase<'_>, depth: usize) -> Reading {
        let mut out = Reading::default();
        for tier in phrase.modifier_tiers(&self.lexicon.words) {
            for token in tier {
                let Some(found) = self.modifier(phrase, token, depth) else { continue };
                for country in found.countries {
                    if !out.countries.contains(&country) {
                        out.countries.push(country);
                    }
                }
                if out.sectors.is_empty() {
                    out.sectors = found.sectors;
                }
                out.via = out.via.or(found.via);
            }
            if !out.countries.is_empty() {
                break;
            }
        }
        out
    }

    fn modifier(&self, phrase: &Phrase<'_>, token: usize, depth: usize) -> Option<Reading> {
        let form = &phrase.sentence.tokens[token].form;
        if let Some(code) = self.kb.adjective(form).or_else(|| self.kb.demonym(form)).filter(|_| form.starts_with(char::is_uppercase)) {
            return Some(Reading { countries: vec![code.to_owned()], via: Some(Via::Demonym), ..Reading::default() });
        }
        let (first, last) = phrase.name_around(token);
        let words = phrase.words(first, last);
        if words.starts_with(char::is_uppercase) {
            let hits = self.kb.find(words, self.on);
            if let Some(hit) = hits.first().filter(|h| h.entity.kind != Kind::Person || depth > 0 || phrase.possessive(token)) {
                let mut reading = self.of_hit(hit);
                // "officials in Tehran": the city tells the country, not that it governs.
                if reading.state {
                    reading.sectors.clear();
                }
                return Some(reading);
            }
            let town = self.kb.places(words).into_iter().find(|p| p.population >= TOWN);
            if let Some(town) = town.filter(|_| phrase.place_like(token)) {
                return Some(Reading { countries: town.country.iter().map(|c| c.to_string()).collect(), via: Some(Via::Description), ..Reading::default() });
            }
        }
        if depth >= 3 {
            return None;
        }
        let inner = phrase.at(token);
        let reading = self.resolve(&inner.view(), depth + 1);
        (!reading.countries.is_empty() || !reading.sectors.is_empty()).then_some(reading)
    }
}

/// Towns smaller than this do not lend their country to a phrase: their names are too often names of something else.
const TOWN: u32 = 50_000;

/// May a name that the parser took for a person be read as this entity?
fn fits(kind: EntityKind, hit: &Hit<'_>) -> bool {
    match kind {
        EntityKind::Person => hit.entity.kind == Kind::Person || hit.entity.kind == Kind::Group || hit.entity.kind == Kind::Metonym,
        _ => hit.entity.kind != Kind::Person || hit.entity.name.contains(' '),
    }
}

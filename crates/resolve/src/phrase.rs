//! A noun phrase as the resolver looks at it: its name, its office or agent noun, and what modifies it.

use lexicon::{Agent, Lexicon, Position, Words};
use schema::{Actor, Deprel, EntityKind, Mention, MentionKind, Sentence, Span, Upos, Via};

/// What a phrase stands for so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub name: Option<String>,
    pub entity: Option<String>,
    pub countries: Vec<String>,
    pub sectors: Vec<String>,
    pub title: Option<String>,
    pub via: Option<Via>,
    /// The name is that of a state or its capital.
    pub state: bool,
}

impl Reading {
    /// One actor a country; none where nothing is known.
    pub fn into_actors(self, span: Span) -> Vec<Actor> {
        if self.countries.is_empty() && self.sectors.is_empty() && self.entity.is_none() {
            return Vec::new();
        }
        let actor = |country: Option<String>| Actor {
            span,
            name: self.name.clone(),
            entity: self.entity.clone(),
            country,
            sectors: self.sectors.clone(),
            title: self.title.clone(),
            via: self.via,
        };
        if self.countries.is_empty() { vec![actor(None)] } else { self.countries.iter().cloned().map(|c| actor(Some(c))).collect() }
    }
}

/// A mention in its sentence.
pub(crate) struct Phrase<'a> {
    pub sentence: &'a Sentence,
    pub text: &'a str,
    pub mention: &'a Mention,
}

impl<'a> Phrase<'a> {
    /// The name that the head belongs to, or the person's name that the phrase ends in: first and last token, kind.
    pub fn name(&self) -> Option<(usize, usize, EntityKind)> {
        let head = self.mention.head;
        let naming = |k: EntityKind| matches!(k, EntityKind::Person | EntityKind::Org | EntityKind::Gpe | EntityKind::Norp | EntityKind::Loc | EntityKind::Fac | EntityKind::Product | EntityKind::Event);
        let around = self.sentence.entities.iter().find(|e| e.first <= head && head <= e.last && naming(e.kind));
        let person = || self.sentence.entities.iter().find(|e| e.kind == EntityKind::Person && self.core().contains(&e.last) && self.part_of_name(e.last));
        if let Some(e) = around.or_else(person) {
            return Some((e.first, e.last, e.kind));
        }
        // A proper noun that the tagger gave no kind.
        (self.sentence.tokens[head].upos == Upos::Propn).then(|| {
            let first = self.core().find(|&t| self.sentence.tokens[t].upos == Upos::Propn && (t..=head).all(|i| self.sentence.tokens[i].upos == Upos::Propn)).unwrap_or(head);
            (first, head, EntityKind::Product)
        })
    }

    /// Does the token hang on the head as a part of its name or title?
    fn part_of_name(&self, token: usize) -> bool {
        let mut at = token;
        for _ in 0..6 {
            if at == self.mention.head {
                return true;
            }
            let t = &self.sentence.tokens[at];
            if !matches!(t.deprel, Deprel::Flat | Deprel::Compound | Deprel::NmodDesc | Deprel::Appos | Deprel::List) {
                return false;
            }
            let Some(up) = t.head else { return false };
            at = up;
        }
        false
    }

    pub fn head_in_name(&self) -> bool {
        self.sentence.entities.iter().any(|e| e.first <= self.mention.head && self.mention.head <= e.last) || self.sentence.tokens[self.mention.head].upos == Upos::Propn
    }

    pub fn is_place_name(&self) -> bool {
        matches!(self.mention.entity, Some(EntityKind::Gpe | EntityKind::Loc))
    }

    /// The phrase without the prepositional phrases after its name.
    fn core(&self) -> std::ops::RangeInclusive<usize> {
        let head = self.mention.head;
        let after = self.sentence.children(head).filter(|&c| c > head && matches!(self.sentence.tokens[c].deprel, Deprel::Flat | Deprel::Appos | Deprel::Compound | Deprel::List)).filter(|&c| c <= self.mention.last).max();
        let named = self.sentence.entities.iter().find(|e| e.first <= head && head <= e.last).map(|e| e.last);
        let end = after.into_iter().chain(named).chain([head]).max().unwrap_or(head);
        let deep = self.sentence.entities.iter().find(|e| e.first <= end && end <= e.last).map_or(end, |e| e.last);
        self.mention.first..=deep.max(end)
    }

    pub fn words(&self, first: usize, last: usize) -> &'a str {
        self.sentence.tokens[first].span.cover(self.sentence.tokens[last].span).of(self.text)
    }

    /// The agent noun at the head, or else the last one before the name; whether it is the head; its words.
    pub fn agent<'l>(&self, lexicon: &'l Lexicon) -> Option<(String, &'l Agent, bool)> {
        let head = self.mention.head;
        if let Some((first, agent)) = agent_ending_at(self.sentence, lexicon, head, self.mention.first) {
            return Some((self.words(first, head).to_owned(), agent, true));
        }
        let core = self.core();
        let name_first = self.name().map_or(*core.end() + 1, |n| n.0);
        let inside_name = self.name().filter(|n| matches!(n.2, EntityKind::Org | EntityKind::Product)).map_or(name_first, |n| n.1 + 1);
        (*core.start()..inside_name).rev().filter(|&t| t != head).find_map(|t| {
            let (first, agent) = agent_ending_at(self.sentence, lexicon, t, self.mention.first)?;
            let ours = self.part_of_name(t) || self.sentence.tokens[t].head.is_some_and(|h| h == head) && agent.title;
            ours.then(|| (self.words(first, t).to_owned(), agent, false))
        })
    }

    /// Words such as "former" and "opposition" change the sectors.
    pub fn apply_modifiers(&self, lexicon: &Lexicon, sectors: &mut Vec<String>) {
        if sectors.is_empty() && self.mention.kind == MentionKind::Name {
            return;
        }
        for token in self.core() {
            let t = &self.sentence.tokens[token];
            if token == self.mention.head || !matches!(t.deprel, Deprel::Amod | Deprel::Compound | Deprel::Advmod | Deprel::NmodDesc) {
                continue;
            }
            let Some(modifier) = lexicon.agents.modifiers.get(&t.form.to_lowercase()).or_else(|| lexicon.agents.modifiers.get(&t.lemma.to_lowercase())) else { continue };
            match modifier.position {
                Position::Replace => sectors.clone_from(&modifier.sectors),
                Position::First => {
                    sectors.retain(|s| !modifier.sectors.contains(s));
                    sectors.splice(0..0, modifier.sectors.iter().cloned());
                }
                Position::Second => sectors.extend(modifier.sectors.iter().filter(|s| !sectors.contains(s)).cloned().collect::<Vec<_>>()),
            }
        }
    }

    /// What may tell the country, strongest first: adjectives and owners; of-phrases; other places.
    pub fn modifier_tiers(&self, words: &Words) -> Vec<Vec<usize>> {
        let mut cluster: Vec<usize> = vec![self.mention.head];
        let mut at = 0;
        while let Some(&token) = cluster.get(at) {
            let parts = self.sentence.children(token).filter(|&c| {
                let t = &self.sentence.tokens[c];
                matches!(t.deprel, Deprel::Flat | Deprel::NmodDesc) || t.deprel == Deprel::Compound || t.deprel == Deprel::Appos && self.core().contains(&c)
            });
            let parts: Vec<usize> = parts.filter(|c| !cluster.contains(c)).collect();
            cluster.extend(parts);
            at += 1;
        }
        let mut near = Vec::new();
        let mut of = Vec::new();
        let mut far = Vec::new();
        for &token in &cluster {
            if token != self.mention.head && self.sentence.tokens[token].deprel == Deprel::Compound {
                near.push(token);
            }
            for child in self.sentence.children(token) {
                let t = &self.sentence.tokens[child];
                match t.deprel {
                    Deprel::Amod | Deprel::NmodPoss | Deprel::NmodUnmarked if self.core().contains(&child) || t.deprel == Deprel::NmodPoss => self.with_conjuncts(child, &mut near),
                    Deprel::Nmod => {
                        let case = self.sentence.children_by(child, Deprel::Case).next().map(|c| self.sentence.tokens[c].form.to_lowercase()).unwrap_or_default();
                        if case == words.belonging_preposition {
                            self.with_conjuncts(child, &mut of);
                        } else if words.locating_prepositions.contains(&case) {
                            self.with_conjuncts(child, &mut far);
                        }
                    }
                    _ => {}
                }
            }
        }
        for tier in [&mut near, &mut of, &mut far] {
            tier.sort_unstable();
            tier.dedup();
        }
        vec![near, of, far]
    }

    fn with_conjuncts(&self, token: usize, out: &mut Vec<usize>) {
        out.push(token);
        out.extend(self.sentence.children_by(token, Deprel::Conj));
    }

    /// The name around a token, or the token alone.
    pub fn name_around(&self, token: usize) -> (usize, usize) {
        self.sentence.entities.iter().find(|e| e.first <= token && token <= e.last).map_or((token, token), |e| (e.first, e.last))
    }

    pub fn place_like(&self, token: usize) -> bool {
        self.sentence.entities.iter().any(|e| e.first <= token && token <= e.last && e.kind == EntityKind::Gpe)
    }

    pub fn possessive(&self, token: usize) -> bool {
        self.sentence.tokens[token].deprel == Deprel::NmodPoss
    }

    /// The phrase headed by another token of the sentence.
    pub fn at(&self, token: usize) -> InnerPhrase<'a> {
        let (mut first, mut last) = self.name_around(token);
        for child in self.sentence.children(token) {
            if matches!(self.sentence.tokens[child].deprel, Deprel::Amod | Deprel::Compound | Deprel::NmodPoss | Deprel::Det | Deprel::Flat | Deprel::NmodDesc) {
                first = first.min(child);
                last = last.max(child);
            }
        }
        let span = self.sentence.tokens[first].span.cover(self.sentence.tokens[last].span);
        let entity = self.sentence.entities.iter().find(|e| e.first <= token && token <= e.last).map(|e| e.kind);
        let kind = if self.sentence.tokens[token].upos == Upos::Propn { MentionKind::Name } else { MentionKind::Nominal };
        let mention = Mention { sentence: self.mention.sentence, head: token, first, last, span, kind, entity, antecedents: Vec::new() };
        InnerPhrase { sentence: self.sentence, text: self.text, mention }
    }

    pub fn appositions(&self) -> Vec<InnerPhrase<'a>> {
        self.sentence.children_by(self.mention.head, Deprel::Appos).map(|t| self.at(t)).collect()
    }
}

/// A phrase that is no mention of its own.
pub(crate) struct InnerPhrase<'a> {
    sentence: &'a Sentence,
    text: &'a str,
    mention: Mention,
}

impl<'a> InnerPhrase<'a> {
    pub fn view(&self) -> Phrase<'_> {
        Phrase { sentence: self.sentence, text: self.text, mention: &self.mention }
    }
}

/// The longest agent noun that ends at a token and begins no earlier than `from`: its first token and the agent.
fn agent_ending_at<'l>(sentence: &Sentence, lexicon: &'l Lexicon, at: usize, from: usize) -> Option<(usize, &'l Agent)> {
    let agents = &lexicon.agents;
    let tokens = &sentence.tokens;
    (1..=agents.longest.min(at + 1 - from.min(at))).rev().find_map(|n| {
        let first = at + 1 - n;
        let words = |last: String| (first..at).map(|i| tokens[i].form.to_lowercase()).chain([last]).collect::<Vec<_>>().join(" ");
        let found = agents.nouns.get(&words(tokens[at].form.to_lowercase())).or_else(|| agents.nouns.get(&words(tokens[at].lemma.to_lowercase())));
        found.map(|a| (first, a))
    })
}

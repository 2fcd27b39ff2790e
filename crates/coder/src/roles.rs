//! Participants: paths are walked over repaired arguments, and what stands there must be able to take part.

use crate::Scene;
use crate::triggers;
use lexicon::path::{Path, RolePaths, Test};
use lexicon::{AgentKind, Filler, Pos, Roles, Where};
use schema::{Deprel, EntityKind, MentionKind, Upos};

/// Tokens that head the participants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parties {
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
}

/// Reads the roles of a trigger; `None` where a role holds what cannot take part, or a required one is empty.
pub(crate) fn parties(scene: &Scene<'_>, token: usize, pos: Pos, own: &[usize], roles: &Roles, conditions: &Where) -> Option<Parties> {
    let (actors, odd_actor) = fill(scene, token, own, &roles.actor, &conditions.actor, Side::Actor);
    let (mut recipients, odd_recipient) = fill(scene, token, own, &roles.recipient, &conditions.recipient, Side::Recipient);
    recipients.retain(|r| !actors.contains(r));
    // A subject that cannot act ("the storm killed") makes it another kind of happening.
    if odd_actor && actors.is_empty() && (pos != Pos::Noun || !conditions.actor.is_empty()) {
        return None;
    }
    if !conditions.actor.is_empty() && actors.is_empty() {
        return None;
    }
    if !conditions.recipient.is_empty() && recipients.is_empty() {
        return None;
    }
    // A verb whose whole object is a thing that belongs to nobody does nothing to anybody.
    if odd_recipient && recipients.is_empty() && actors.is_empty() {
        return None;
    }
    Some(Parties { actors, recipients })
}

/// The participants that the paths of an operator's role give.
pub(crate) fn operator_role(scene: &Scene<'_>, token: usize, own: &[usize], paths: &RolePaths, side: Side) -> Vec<usize> {
    fill(scene, token, own, paths, &[], side).0
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Actor,
    Recipient,
}

/// Fillers by the first alternative that yields any; and whether something stood there that cannot fill the role.
fn fill(scene: &Scene<'_>, token: usize, own: &[usize], paths: &RolePaths, kinds: &[Filler], side: Side) -> (Vec<usize>, bool) {
    let mut odd = false;
    for alternative in paths {
        let mut out: Vec<usize> = Vec::new();
        for (at, rel) in alternative.iter().flat_map(|p| walk(scene, token, p)) {
            if own.contains(&at) || out.contains(&at) {
                continue;
            }
            if accepts(scene, at, rel, kinds, side) {
                out.push(at);
            } else if rel == Deprel::Nsubj && side == Side::Actor {
                odd |= !instrument(scene, at);
            } else if rel == Deprel::Obj {
                odd = true;
            }
        }
        if !out.is_empty() {
            out.sort_unstable();
            return (out, odd);
        }
    }
    (Vec::new(), odd)
}

/// Tokens at the end of a path, with the last relation.
pub(crate) fn walk(scene: &Scene<'_>, from: usize, path: &Path) -> Vec<(usize, Deprel)> {
    let mut at: Vec<(usize, Deprel)> = vec![(from, Deprel::Root)];
    for step in &path.steps {
        let mut next = Vec::new();
        for (token, _) in at {
            for arg in &scene.sentence.args[token] {
                if step.accepts(arg.rel, &arg.case) && !next.iter().any(|(t, _)| *t == arg.token) {
                    next.push((arg.token, arg.rel));
                }
            }
        }
        at = next;
    }
    at
}

/// Does a constraint's test hold?
pub(crate) fn test(scene: &Scene<'_>, token: usize, test: &Test) -> bool {
    walk(scene, token, &test.path).into_iter().any(|(at, _)| {
        let lemma = triggers::lemma(scene, at);
        let form = scene.sentence.tokens[at].form.to_lowercase();
        test.words.is_empty()
            || test.words.iter().any(|w| match w.strip_prefix('#') {
                Some(class) => scene.lexicon.in_class(class, &lemma),
                None => *w == lemma || *w == form,
            })
    })
}

/// May what stands at `at` take part?
fn accepts(scene: &Scene<'_>, at: usize, rel: Deprel, kinds: &[Filler], side: Side) -> bool {
    let Some(kind) = filler(scene, at) else { return false };
    let resolved = scene.found.at(scene.at, at).is_some_and(|m| !scene.resolved.actors[m].is_empty());
    let known = scene.found.at(scene.at, at).is_some_and(|m| scene.resolved.actors[m].iter().any(|a| a.country.is_some() || a.entity.is_some()));
    // Modifiers take part only where they name somebody: "US strikes", not "air strikes".
    if matches!(rel, Deprel::Compound | Deprel::Amod | Deprel::NmodDesc) && !known {
        return false;
    }
    if !kinds.is_empty() {
        let people = |f: Filler| matches!(f, Filler::Person | Filler::Group);
        return kinds.contains(&kind)
            || people(kind) && kinds.iter().any(|k| people(*k))
            || kind == Filler::Name && kinds.iter().any(|k| people(*k) || *k == Filler::Organisation)
            || kind == Filler::Thing && resolved && known && kinds.iter().any(|k| matches!(k, Filler::Country | Filler::Organisation))
            || kind == Filler::Act && !act_parties(scene, at).is_empty() && !kinds.contains(&Filler::Thing);
    }
    match kind {
        Filler::Person | Filler::Group | Filler::Organisation | Filler::Country | Filler::Name => true,
        Filler::Place => side == Side::Recipient,
        Filler::Act => !act_parties(scene, at).is_empty(),
        Filler::Thing => resolved && known,
        Filler::Time => false,
    }
}

/// What kind of thing a token's phrase stands for.
pub(crate) fn filler(scene: &Scene<'_>, at: usize) -> Option<Filler> {
    let id = scene.found.at(scene.at, at)?;
    let mention = &scene.found.mentions[id];
    let actors = &scene.resolved.actors[id];
    let token = &scene.sentence.tokens[at];
    if mention.kind == MentionKind::Pronoun {
        let plural = token.has("Number=Plur");
        let back = mention.antecedents.first().map(|&a| &scene.found.mentions[a]);
        return Some(match back {
            Some(b) if b.sentence == scene.at && b.head != at => return filler(scene, b.head),
            _ if token.has("Gender=Masc") || token.has("Gender=Fem") || token.has("Person=1") => Filler::Person,
            _ if plural => Filler::Group,
            _ if actors.is_empty() => Filler::Thing,
            _ => Filler::Organisation,
        });
    }
    if let Some(kind) = agent_noun(scene, at) {
        return Some(match kind {
            AgentKind::Body => Filler::Organisation,
            AgentKind::Group => Filler::Group,
            AgentKind::Person if token.has("Number=Plur") => Filler::Group,
            AgentKind::Person => Filler::Person,
        });
    }
    match mention.entity {
        Some(EntityKind::Person) => return Some(Filler::Person),
        // "Four Yemenis" are people, "Yemeni" before a noun is their country.
        Some(EntityKind::Norp) if token.has("Number=Plur") && token.upos != Upos::Adj => return Some(Filler::Group),
        Some(EntityKind::Norp) => return Some(if actors.is_empty() { Filler::Group } else { Filler::Country }),
        Some(EntityKind::Org) => return Some(Filler::Organisation),
        Some(EntityKind::Gpe) => {
            return Some(if actors.iter().any(|a| a.country.is_some()) { Filler::Country } else { Filler::Place });
        }
        Some(EntityKind::Loc | EntityKind::Fac) => return Some(Filler::Place),
        Some(EntityKind::Date | EntityKind::Time) => return Some(Filler::Time),
        Some(EntityKind::Event) => return Some(Filler::Act),
        _ => {}
    }
    if triggers::is_act_noun(scene, at) {
        return Some(Filler::Act);
    }
    if token.upos == Upos::Propn {
        return Some(if actors.iter().any(|a| a.country.is_some()) { Filler::Country } else { Filler::Name });
    }
    // "The village" stands for those who are hit.
    if scene.lexicon.places.areas.contains(&triggers::lemma(scene, at)) {
        return Some(Filler::Place);
    }
    Some(Filler::Thing)
}

/// The agent noun (of one or several words) that ends at a token.
pub(crate) fn agent_noun(scene: &Scene<'_>, at: usize) -> Option<AgentKind> {
    let agents = &scene.lexicon.agents;
    let tokens = &scene.sentence.tokens;
    (1..=agents.longest.min(at + 1)).rev().find_map(|n| {
        let words: Vec<String> = (at + 1 - n..=at)
            .map(|i| if i == at { tokens[i].lemma.to_lowercase() } else { tokens[i].form.to_lowercase() })
            .collect();
        agents.nouns.get(&words.join(" ")).map(|a| a.kind)
    })
}

/// Who did the act that a noun evokes: "condemned the US strikes" is about the US.
pub(crate) fn act_parties(scene: &Scene<'_>, at: usize) -> Vec<usize> {
    // One level only: an act inside an act's own roles is not followed further.
    if !triggers::is_act_noun(scene, at) {
        return Vec::new();
    }
    let subject_like = |rel: Deprel, case: &str| matches!(rel, Deprel::Nsubj | Deprel::NmodPoss | Deprel::Compound | Deprel::Amod) || matches!(rel, Deprel::Nmod | Deprel::Obl) && scene.lexicon.words.agent_prepositions.contains(case);
    let mut out: Vec<usize> = scene.sentence.args[at]
        .iter()
        .filter(|a| a.token != at && subject_like(a.rel, &a.case))
        .filter(|a| {
            let named = scene.found.at(scene.at, a.token).map(|m| &scene.resolved.actors[m]);
            !triggers::is_act_noun(scene, a.token) && named.is_some_and(|r| r.iter().any(|x| x.country.is_some() || !x.sectors.is_empty()))
        })
        .map(|a| a.token)
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Does the token name a means ("a car bomb killed ten") rather than a doer?
fn instrument(scene: &Scene<'_>, at: usize) -> bool {
    scene.lexicon.in_class("instrument", &triggers::lemma(scene, at)) || triggers::is_act_noun(scene, at)
}

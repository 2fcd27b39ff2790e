//! Which acts and operators a word evokes: lemma, multiword shape and constraints.

use crate::Scene;
use crate::roles::{self, Parties};
use lexicon::{Act, Operator, Pos, Trigger, Where};
use schema::{Deprel, Upos};

/// What one token evokes.
#[derive(Default)]
pub(crate) struct Reading<'a> {
    pub act: Option<ActReading<'a>>,
    pub operator: Option<OperatorReading<'a>>,
}

pub(crate) struct ActReading<'a> {
    pub act: &'a Act,
    /// Tokens of the trigger, ascending; holds the head.
    pub tokens: Vec<usize>,
    pub parties: Parties,
}

pub(crate) struct OperatorReading<'a> {
    pub operator: &'a Operator,
    pub tokens: Vec<usize>,
}

/// The act and the operator that a token evokes: of several rules the one with more words, then more constraints.
pub(crate) fn read<'a>(scene: &Scene<'a>, token: usize) -> Reading<'a> {
    let Some(pos) = pos(scene, token) else { return Reading::default() };
    let lemma = lemma(scene, token);
    let mut act: Option<((usize, usize), ActReading<'a>)> = None;
    for (rule, trigger) in scene.lexicon.acts_on(pos, &lemma) {
        let Some(tokens) = matches(scene, token, trigger) else { continue };
        let weight = (trigger.rest.len(), rule.conditions.weight());
        if act.as_ref().is_some_and(|(best, _)| *best >= weight) {
            continue;
        }
        let Some(parties) = roles::parties(scene, token, pos, &tokens, rule.roles(pos), &rule.conditions) else { continue };
        if holds(scene, token, &rule.conditions) {
            act = Some((weight, ActReading { act: rule, tokens, parties }));
        }
    }
    let mut operator: Option<((usize, usize), OperatorReading<'a>)> = None;
    for (rule, trigger) in scene.lexicon.operators_on(pos, &lemma) {
        let Some(tokens) = matches(scene, token, trigger) else { continue };
        let weight = (trigger.rest.len(), rule.conditions.weight());
        if operator.as_ref().is_some_and(|(best, _)| *best >= weight) || !holds(scene, token, &rule.conditions) {
            continue;
        }
        operator = Some((weight, OperatorReading { operator: rule, tokens }));
    }
    // A trigger of more words says more: "call off the talks" is no call.
    match (&act, &operator) {
        (Some((a, _)), Some((o, _))) if a.0 > o.0 => operator = None,
        (Some((a, _)), Some((o, _))) if a.0 < o.0 => act = None,
        _ => {}
    }
    Reading { act: act.map(|(_, r)| r), operator: operator.map(|(_, r)| r) }
}

/// Could the token be a nominal act, whatever its roles?
pub(crate) fn is_act_noun(scene: &Scene<'_>, token: usize) -> bool {
    pos(scene, token) == Some(Pos::Noun)
        && scene.lexicon.acts_on(Pos::Noun, &lemma(scene, token)).any(|(_, t)| matches(scene, token, t).is_some())
}

pub(crate) fn pos(scene: &Scene<'_>, token: usize) -> Option<Pos> {
    match scene.sentence.tokens[token].upos {
        Upos::Verb => Some(Pos::Verb),
        Upos::Noun | Upos::Propn => Some(Pos::Noun),
        Upos::Adj => Some(Pos::Adjective),
        _ => None,
    }
}

pub(crate) fn lemma(scene: &Scene<'_>, token: usize) -> String {
    scene.sentence.tokens[token].lemma.to_lowercase()
}

/// The tokens of a trigger headed by `head`, if its other words hang together with it.
fn matches(scene: &Scene<'_>, head: usize, trigger: &Trigger) -> Option<Vec<usize>> {
    let tokens = &scene.sentence.tokens;
    let mut matched = vec![head];
    let mut left: Vec<&str> = trigger.rest.iter().map(String::as_str).collect();
    let mut progress = true;
    while !left.is_empty() && progress {
        progress = false;
        for at in matched.clone() {
            // A preposition stands with the phrase that it introduces: "fired on the crowd".
            for arg in &scene.sentence.args[at] {
                let word = left.iter().position(|w| *w == arg.case).zip(scene.sentence.children_by(arg.token, Deprel::Case).next());
                if let Some((n, case)) = word.filter(|(_, case)| !matched.contains(case)) {
                    left.remove(n);
                    matched.push(case);
                    progress = true;
                }
            }
            let children = scene.sentence.children(at).chain(scene.sentence.args[at].iter().map(|a| a.token));
            for child in children.collect::<Vec<_>>() {
                let token = &tokens[child];
                let known = left.iter().position(|w| *w == token.lemma.to_lowercase() || *w == token.form.to_lowercase());
                if let Some(n) = known.filter(|_| !matched.contains(&child)) {
                    left.remove(n);
                    matched.push(child);
                    progress = true;
                }
            }
        }
    }
    matched.sort_unstable();
    left.is_empty().then_some(matched)
}

/// Do the tests of a rule hold around a token? Kinds of participants are checked with the roles.
fn holds(scene: &Scene<'_>, token: usize, conditions: &Where) -> bool {
    let holds = |test: &lexicon::path::Test| roles::test(scene, token, test);
    (conditions.some.is_empty() || conditions.some.iter().any(holds))
        && conditions.all.iter().all(holds)
        && !conditions.none.iter().any(holds)
}

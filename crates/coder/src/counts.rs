//! People counted in an event: the number before those it befell (or, for its size, before those who did it).

use crate::Scene;
use crate::algebra::Draft;
use schema::{CountRange, Counts, Deprel, Role};

/// Reads the number that the act's rule names.
pub(crate) fn counts(scene: &Scene<'_>, draft: &Draft) -> Counts {
    let mut counts = Counts::default();
    let Some(role) = draft.count else { return counts };
    let side = if role == Role::Size { &draft.parties.actors } else { &draft.parties.recipients };
    let range = side.iter().find_map(|&t| number(scene, t));
    match role {
        Role::Dead => counts.dead = range,
        Role::Injured => counts.injured = range,
        Role::Arrested => counts.arrested = range,
        Role::Size => counts.size = range,
        _ => {}
    }
    counts
}

/// The number before a noun, with the bounds that the words around it set.
fn number(scene: &Scene<'_>, noun: usize) -> Option<CountRange> {
    let sentence = scene.sentence;
    let words = &scene.lexicon.words;
    let own = sentence.children(noun).find(|&c| sentence.tokens[c].deprel == Deprel::Nummod);
    let at = own.or_else(|| words.numbers.contains_key(&sentence.tokens[noun].form.to_lowercase()).then_some(noun))?;
    let (low, high) = value(scene, at)?;
    let before: String = sentence.tokens[..at].iter().rev().take(3).map(|t| t.form.to_lowercase()).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join(" ");
    if words.at_least.iter().any(|w| before.ends_with(w.as_str())) {
        return Some(CountRange { low, high: None });
    }
    if words.at_most.iter().any(|w| before.ends_with(w.as_str())) {
        return Some(CountRange { low: 0, high: Some(high) });
    }
    Some(CountRange { low, high: Some(high) })
}

fn value(scene: &Scene<'_>, at: usize) -> Option<(u64, u64)> {
    let form = scene.sentence.tokens[at].form.to_lowercase();
    if let Ok(n) = form.replace(',', "").parse::<u64>() {
        return Some((n, n));
    }
    match scene.lexicon.words.numbers.get(&form)?.as_slice() {
        [low, high] => Some((*low, *high)),
        _ => None,
    }
}

//! When an event happened: in come an event's tokens and the document's resolved dates, out goes its date with its words.
//!
//! In this order: time expressions of its own clause or noun phrase; those of the clause that carries it ("talks took place on
//! Monday"), never those of the verb that only reports it; the date told before of the act that a definite noun takes up
//! ("the strikes"); the document's own date, where the words speak of the news.

use crate::Scene;
use crate::triggers;
use lexicon::dates::tense::{Tense, tense};
use schema::{Basis, DateValue, Deprel, Sentence, Part, Span, Status, TimeExpr, Upos};
use std::collections::BTreeSet;

/// The date of the event at `trigger` (whose act is `act`), and its words where it has some of its own.
pub(crate) fn event_date(scene: &Scene<'_>, trigger: usize, act: usize, status: Status) -> Option<(DateValue, Option<Span>)> {
    let ahead = matches!(status, Status::Planned | Status::Hypothetical);
    let tokens = if ahead && act != trigger { [act, trigger] } else { [trigger, trigger] };
    for token in tokens {
        for carrier in carriers(scene, token) {
            if let Some((value, span)) = told_at(scene, carrier) {
                return Some((value, Some(span)));
            }
        }
    }
    if let Some(value) = dated_before(scene, act) {
        return Some((value, None));
    }
    if let Some(value) = setting(scene, trigger) {
        return Some((value, None));
    }
    if let Some(value) = continued(scene, trigger, |s, t| told_at(s, t).map(|d| d.0)) {
        return Some((value, None));
    }
    let before = tense(scene.sentence, trigger, &scene.lexicon.dates.vocabulary) == Tense::BeforePast;
    // Links to other reports are not of this report's day.
    if ahead || before || status == Status::Historical || scene.sentence.part == Part::Related {
        return None;
    }
    let document = scene.resolved.document_date?;
    let basis = if document.basis == Basis::Inferred { Basis::Inferred } else { Basis::Document };
    Some((DateValue { basis, ..document }, None))
}

/// The date of what a definite noun takes up.
fn dated_before(scene: &Scene<'_>, noun: usize) -> Option<DateValue> {
    let (sentence, token) = antecedent(scene, noun, |s, t| held_at(s, t).is_some())?;
    held_at(&scene_at(scene, sentence)?, token)
}

/// The date of a word itself or of the light verb that carries it ("signed an agreement").
fn held_at(scene: &Scene<'_>, token: usize) -> Option<DateValue> {
    let own = told_at(scene, token);
    let verb = || scene.sentence.tokens[token].head.filter(|&up| scene.sentence.tokens[token].deprel == Deprel::Obj && light(scene, up));
    own.or_else(|| told_at(scene, verb()?)).map(|(value, _)| value)
}

/// What is told of the clause before in which whom a pronoun stands for took part: "Riders came on Monday. They burned the
/// granary." Only a simple past goes on telling.
pub(crate) fn continued<T>(scene: &Scene<'_>, trigger: usize, told: impl Fn(&Scene<'_>, usize) -> Option<T>) -> Option<T> {
    const BACK: usize = 2;
    let verb = scene.sentence.tokens.get(trigger)?;
    let helped = scene.sentence.children(trigger).any(|c| matches!(scene.sentence.tokens[c].deprel, Deprel::Aux | Deprel::AuxPass));
    if verb.xpos != "VBD" || helped {
        return None;
    }
    let subject = scene.sentence.args.get(trigger)?.iter().find(|a| a.rel == Deprel::Nsubj)?;
    let mention = &scene.found.mentions[scene.found.at(scene.at, subject.token)?];
    let before = &scene.found.mentions[*mention.antecedents.first().filter(|_| mention.kind == schema::MentionKind::Pronoun)?];
    if before.sentence >= scene.at || scene.at - before.sentence > BACK {
        return None;
    }
    let there = scene_at(scene, before.sentence)?;
    let clause = there.sentence.tokens.get(before.head)?.head?;
    carriers(&there, clause).into_iter().find_map(|t| told(&there, t))
}

/// "Under the agreement", "during the meeting": the date of the happening that holds this one.
fn setting(scene: &Scene<'_>, trigger: usize) -> Option<DateValue> {
    let held = |a: &&schema::Arg| a.rel == Deprel::Obl && scene.lexicon.places.setting.contains(&a.case);
    scene.sentence.args.get(trigger)?.iter().filter(held).find_map(|a| told_at(scene, a.token).map(|t| t.0).or_else(|| dated_before(scene, a.token)))
}

/// The token and those above it whose adverbials hold for it too, nearest first.
pub(crate) fn carriers(scene: &Scene<'_>, token: usize) -> Vec<usize> {
    let mut out = vec![token];
    let mut at = token;
    while let Some(up) = scene.sentence.tokens.get(at).and_then(|t| t.head) {
        if out.len() > 6 || out.contains(&up) || !carries(scene, at, up) {
            break;
        }
        out.push(up);
        at = up;
    }
    out
}

/// Do adverbials of `up` hold for what its dependent `at` tells?
fn carries(scene: &Scene<'_>, at: usize, up: usize) -> bool {
    let token = &scene.sentence.tokens[at];
    // "Declared a curfew on Friday": the verb only carries its noun, whatever it means elsewhere.
    if token.deprel == Deprel::Obj && token.upos == Upos::Noun && light(scene, up) {
        return true;
    }
    if reports(scene, up) {
        return false;
    }
    match token.deprel {
        Deprel::Xcomp => true,
        Deprel::Conj => scene.sentence.tokens[up].upos == token.upos,
        // A participle or a phrase with no tense of its own shares that of its verb.
        Deprel::Advcl => !finite(scene.sentence, at),
        Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl | Deprel::Nmod | Deprel::Compound if token.upos == Upos::Noun => {
            let reading = triggers::read(scene, up);
            light(scene, up) && token.deprel != Deprel::Nmod || reading.act.is_none() && reading.operator.is_none() && scene.sentence.tokens[up].upos != Upos::Propn
        }
        _ => false,
    }
}

fn light(scene: &Scene<'_>, verb: usize) -> bool {
    scene.sentence.tokens[verb].upos == Upos::Verb && scene.lexicon.words.light_verbs.contains(&triggers::lemma(scene, verb))
}

fn finite(sentence: &Sentence, at: usize) -> bool {
    let own = &sentence.tokens[at];
    let is = |t: &schema::Token| matches!(t.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD") || t.has("VerbForm=Fin");
    is(own) || sentence.children(at).any(|c| matches!(sentence.tokens[c].deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop) && is(&sentence.tokens[c]))
}

/// A word that only says who says so.
fn reports(scene: &Scene<'_>, token: usize) -> bool {
    let Some(pos) = triggers::pos(scene, token) else { return false };
    let lemma = triggers::lemma(scene, token);
    scene.lexicon.operators_on(pos, &lemma).any(|(o, _)| scene.lexicon.operator_kinds.get(&o.kind).is_some_and(|k| k.attributes))
}

/// The time expression that belongs to a token itself, the nearest one first.
fn told_at(scene: &Scene<'_>, token: usize) -> Option<(DateValue, Span)> {
    let mut best: Option<((usize, usize), (DateValue, Span))> = None;
    for n in scene.found.times_in(scene.at..=scene.at) {
        let time = &scene.found.times[n];
        let Some(resolved) = scene.resolved.dates.get(n).and_then(Option::as_ref) else { continue };
        if let Some((of, value)) = resolved.clause.filter(|(of, _)| *of == token) {
            let rank = (0, of);
            if best.is_none_or(|(b, _)| rank < b) {
                best = Some((rank, (value, time.span)));
            }
        }
        // "since 2011" tells when something began to be so.
        if matches!(time.expr, TimeExpr::Bound { .. }) {
            continue;
        }
        let head = scene.sentence.head_of(time.first, time.last);
        let depth = match passed_on(scene, n, head) {
            Some(act) if act == token => Some(1),
            Some(act) => shared(scene, act).then(|| depth_below(scene, act, token)).flatten().map(|d| d + 1),
            None => depth_below(scene, head, token),
        };
        if let Some(depth) = depth {
            let rank = (depth, time.first.abs_diff(token));
            if best.is_none_or(|(b, _)| rank < b) {
                best = Some((rank, (resolved.value, time.span)));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// A date that the tree hangs on a verb dated otherwise belongs to the act named last before it: "three days after planes
/// hit bases over the death of soldiers in a raid on May 3".
fn passed_on(scene: &Scene<'_>, n: usize, head: usize) -> Option<usize> {
    let verb = scene.sentence.tokens.get(head)?.head?;
    let first = scene.found.times[n].first;
    let mut others = scene.found.times_in(scene.at..=scene.at).filter(|o| *o != n);
    let dated = others.any(|o| {
        let t = &scene.found.times[o];
        let resolved = scene.resolved.dates.get(o).and_then(Option::as_ref);
        let by_clause = resolved.is_some_and(|r| r.clause.is_some_and(|(of, _)| of == verb));
        let by_tree = scene.sentence.tokens.get(scene.sentence.head_of(t.first, t.last)).is_some_and(|h| h.head == Some(verb));
        by_clause || resolved.is_some() && by_tree && o < n
    });
    (verb + 1..first).rev().find(|&t| dated && triggers::is_act_noun(scene, t))
}

/// Does a phrase name the happening that holds what it hangs on ("killed in a strike")?
fn shared(scene: &Scene<'_>, at: usize) -> bool {
    preposition(scene.sentence, at).is_some_and(|case| scene.lexicon.places.setting.contains(&case))
}

/// The preposition of a phrase, several words joined by `_`.
pub(crate) fn preposition(sentence: &Sentence, at: usize) -> Option<String> {
    let first = sentence.children_by(at, Deprel::Case).find(|&c| c < at)?;
    let fixed = sentence.children_by(first, Deprel::Fixed).map(|f| sentence.tokens[f].form.to_lowercase());
    Some(std::iter::once(sentence.tokens[first].form.to_lowercase()).chain(fixed).collect::<Vec<_>>().join("_"))
}

/// Steps from an adjunct's head up to `token`, where no other clause and no other act lies between.
pub(crate) fn depth_below(scene: &Scene<'_>, head: usize, token: usize) -> Option<usize> {
    let mut at = head;
    for depth in 0..12 {
        if at == token {
            return Some(depth);
        }
        let here = scene.sentence.tokens.get(at)?;
        let clause = matches!(
            here.deprel,
            Deprel::Acl | Deprel::AclRelcl | Deprel::Advcl | Deprel::AdvclRelcl | Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass | Deprel::Parataxis | Deprel::Root
        );
        let other = at != head && triggers::is_act_noun(scene, at) && !shared(scene, at);
        if at != head && (clause || here.deprel == Deprel::Conj) || other {
            return None;
        }
        at = here.head?;
    }
    None
}

/// The same document at another sentence.
pub(crate) fn scene_at<'a>(scene: &Scene<'a>, at: usize) -> Option<Scene<'a>> {
    let Scene { parsed, found, resolved, lexicon, .. } = *scene;
    Some(Scene { parsed, found, resolved, lexicon, at, sentence: parsed.sentences.get(at)? })
}

/// The act that a definite noun takes up: an earlier word of its lemma that is `told`, by the same countries first, then the
/// nearest one. Gives sentence and token.
pub(crate) fn antecedent(scene: &Scene<'_>, act: usize, told: impl Fn(&Scene<'_>, usize) -> bool) -> Option<(usize, usize)> {
    const FAR: usize = 12;
    if scene.sentence.tokens.get(act)?.upos != Upos::Noun || !definite(scene.sentence, act) {
        return None;
    }
    let lemma = triggers::lemma(scene, act);
    let ours = countries(scene, act);
    let mut best: Option<((usize, usize, usize), (usize, usize))> = None;
    for at in scene.at.saturating_sub(FAR)..=scene.at {
        let other = scene_at(scene, at)?;
        for token in 0..other.sentence.tokens.len() {
            if at == scene.at && token >= act || triggers::lemma(&other, token) != lemma || !told(&other, token) {
                continue;
            }
            let theirs = countries(&other, token);
            if !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs) {
                continue;
            }
            let rank = (ours.intersection(&theirs).count(), at, token);
            if best.is_none_or(|(b, _)| rank > b) {
                best = Some((rank, (at, token)));
            }
        }
    }
    best.map(|(_, found)| found)
}

fn definite(sentence: &Sentence, at: usize) -> bool {
    sentence.children(at).any(|c| {
        let token = &sentence.tokens[c];
        token.has("Definite=Def") || token.has("PronType=Dem") || token.deprel == Deprel::NmodPoss
    })
}

/// Countries of those who stand right at an act.
fn countries(scene: &Scene<'_>, act: usize) -> BTreeSet<String> {
    let near = scene.sentence.args.get(act).into_iter().flatten().filter(|a| !matches!(a.rel, Deprel::Obl | Deprel::Nmod));
    near.filter_map(|a| scene.found.at(scene.at, a.token))
        .flat_map(|id| scene.resolved.actors.get(id).into_iter().flatten())
        .filter_map(|a| a.country.clone())
        .collect()
}

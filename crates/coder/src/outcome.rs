//! What becomes of drafts: one row of an operator's table applied to a draft, and drafts of one event joined.

use crate::Scene;
use crate::algebra::Draft;
use crate::roles::Parties;
use crate::triggers::{self, OperatorReading};
use lexicon::{Operator, OperatorResult, Pos, Whence};
use schema::{Deprel, Status};
use std::collections::BTreeMap;

/// Applies one row of an operator's table.
pub(crate) fn transform(
    scene: &Scene<'_>,
    draft: Draft,
    result: &OperatorResult,
    by: Option<(&Operator, &OperatorReading<'_>, usize)>,
    own: &Parties,
    out: &mut Vec<Draft>,
) {
    if result.drop {
        return;
    }
    let from = |whence: &[Whence], not: &[usize]| -> Vec<usize> {
        let choices = whence.iter().map(|w| match w {
            Whence::OperatorActor => &own.actors,
            Whence::OperatorRecipient => &own.recipients,
            Whence::ActActor => &draft.parties.actors,
            Whence::ActRecipient => &draft.parties.recipients,
        });
        choices.map(|c| c.iter().copied().filter(|t| !not.contains(t)).collect::<Vec<_>>()).find(|c| !c.is_empty()).unwrap_or_default()
    };
    let parties = if result.actor.is_empty() && result.recipient.is_empty() {
        draft.parties.clone()
    } else {
        let actors = from(&result.actor, &[]);
        let recipients = from(&result.recipient, &actors);
        Parties { actors, recipients }
    };
    let full = draft.mode.as_ref().map(|m| format!("{}/{m}", draft.event)).unwrap_or_default();
    let by_type = |table: &BTreeMap<String, String>| table.get(&full).or_else(|| table.get(&draft.event)).cloned();
    let keeps_conceding = scene.lexicon.ontology.future_concede == lexicon::FutureConcede::Concede;
    let event = result.event.clone().filter(|_| !(keeps_conceding && result.keeps_type(&draft.event)));
    let mut made = draft.clone();
    if let Some(event) = event {
        made.event = event;
        made.mode = by_type(&result.mode_by).or_else(|| result.mode.clone());
        made.cameo = by_type(&result.cameo_by).or_else(|| result.cameo.clone());
        if let Some((_, reading, token)) = by {
            made.trigger = token;
            made.tokens = reading.tokens.clone();
            made.count = None;
        }
    }
    made.parties = parties;
    if let Some(status) = result.status {
        made.status = stronger(draft.status, status);
    }
    if let Some((operator, _, _)) = by {
        made.operators.push(operator.id.clone());
    }
    out.push(made);
    if result.keep {
        let mut kept = draft;
        kept.sealed = true;
        if let Some(status) = result.keep_status {
            kept.status = status;
        }
        out.push(kept);
    }
}

/// Of two statuses, that which says less happened: what may be is not, whatever else holds.
fn stronger(old: Status, new: Status) -> Status {
    match (old, new) {
        // Twice denied is left denied: the text does not say that it happened.
        (Status::Denied | Status::Hypothetical, Status::Ongoing | Status::Planned | Status::Happened) => old,
        (_, new) => new,
    }
}

/// One trigger makes one event of a type, however many acts stand in its scope.
pub(crate) fn join_same(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    for draft in drafts {
        let same = out.iter_mut().find(|o| o.trigger == draft.trigger && o.event == draft.event && o.sealed == draft.sealed);
        match same {
            Some(other) => {
                for (have, more) in [(&mut other.parties.actors, &draft.parties.actors), (&mut other.parties.recipients, &draft.parties.recipients)] {
                    if have.is_empty() {
                        *have = more.clone();
                    }
                }
                if other.mode != draft.mode {
                    other.mode = other.mode.take().or(draft.mode);
                }
            }
            None => out.push(draft),
        }
    }
    out
}

/// Drops what no one takes part in, and the noun that only names what its verb says again.
pub(crate) fn tidy(scene: &Scene<'_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut out = join_same(drafts);
    // "The strike killed ten": one act; the noun gives the verb its actor.
    let echoes: Vec<(usize, usize)> = out
        .iter()
        .flat_map(|verb| {
            scene.sentence.args[verb.trigger].iter().filter(|a| matches!(a.rel, Deprel::Nsubj | Deprel::Obj) || a.rel == Deprel::Obl).map(move |a| (verb, a))
        })
        .filter(|(verb, arg)| out.iter().any(|noun| noun.trigger == arg.token && noun.event == verb.event && triggers::pos(scene, verb.trigger) == Some(Pos::Verb)))
        .map(|(verb, arg)| (verb.trigger, arg.token))
        .collect();
    for (verb, noun) in echoes {
        let Some(echo) = out.iter().find(|d| d.trigger == noun).cloned() else { continue };
        if let Some(main) = out.iter_mut().find(|d| d.trigger == verb && d.event == echo.event) {
            main.parties.actors.retain(|a| *a != noun);
            if main.parties.actors.is_empty() {
                main.parties.actors = echo.parties.actors.iter().copied().filter(|a| !main.parties.recipients.contains(a)).collect();
            }
            if main.parties.recipients.is_empty() {
                main.parties.recipients = echo.parties.recipients.clone();
            }
            main.mode = main.mode.take().or(echo.mode.clone());
            main.act = main.act.min(main.trigger);
            out.retain(|d| d.trigger != noun || d.event != echo.event);
        }
    }
    out.retain(|d| !d.parties.actors.is_empty() || !d.parties.recipients.is_empty());
    out.sort_by_key(|d| (d.trigger, d.event.clone()));
    out
}

//! Rule and model are two witnesses: in come the drafts that rules made and what the learned heads say, out go the drafts that
//! stand, each with who spoke for it.
//!
//! How much each witness counts is learned on annotated text ([`Odds`]); none wins by standing first.

use crate::algebra::Draft;
use crate::outcome::join_same;
use crate::roles::{self, Parties};
use crate::{Scene, Settings, Witnesses};
use lexicon::Filler;
use schema::{LearnedTrigger, Role, Status};
use std::collections::BTreeMap;

/// From which probability on the model's word counts. Probabilities are of the type at the trigger, of a role at a word.
#[derive(Clone, Copy, Debug)]
pub struct Odds {
    /// A rule's event stands if the model gives its type at least this.
    pub keep: f32,
    /// The model's event stands alone from here on.
    pub alone: f32,
    /// The model's type replaces the rule's where it has this much more.
    pub overrule: f32,
    /// A word fills a role that the rule left empty.
    pub fill: f32,
    /// A word joins others in a role.
    pub join: f32,
    /// A word that the rule put into a role leaves it below this, if it fits the other role from `join` on.
    pub leave: f32,
    /// The model's mode stands where the rule has none.
    pub mode: f32,
}

impl Default for Odds {
    fn default() -> Odds {
        Odds { keep: 0.12, alone: 0.5, overrule: 0.4, fill: 0.5, join: 0.75, leave: 0.05, mode: 0.5 }
    }
}

/// Decides between the witnesses. Where the weights hold no learned heads, the rules stand as they are.
pub(crate) fn arbitrate(scene: &Scene<'_>, drafts: Vec<Draft>, settings: &Settings) -> Vec<Draft> {
    let learned = &scene.sentence.learned;
    if settings.witnesses == Witnesses::Rules || !settings.learned {
        return drafts;
    }
    let odds = &settings.odds;
    let mut out: Vec<Draft> = Vec::new();
    let mut heard = vec![false; learned.len()];
    if settings.witnesses == Witnesses::Both {
        for mut draft in drafts {
            let near = nearest(&draft, learned);
            let same = near.map_or(0.0, |n| of_type(&learned[n], &draft.event));
            let best = near.and_then(|n| best_type(&learned[n]));
            if let (Some(n), Some((event, probability))) = (near, best) {
                // Only at the trigger's own words is it the same event that both speak of.
                let own = draft.tokens.contains(&learned[n].token) || draft.trigger == learned[n].token;
                if own && event != draft.event && probability - same >= odds.overrule && probability >= odds.alone {
                    draft = retyped(draft, &event, &learned[n]);
                }
            }
            let probability = near.map_or(0.0, |n| of_type(&learned[n], &draft.event));
            if probability < odds.keep {
                continue;
            }
            if let Some(n) = near {
                heard[n] = true;
                draft.model = Some(probability);
                mend(scene, &mut draft, &learned[n], odds);
            }
            out.push(draft);
        }
    }
    for (trigger, _) in learned.iter().zip(&heard).filter(|(_, heard)| !**heard) {
        let Some((event, probability)) = best_type(trigger).filter(|(_, p)| *p >= odds.alone) else { continue };
        // Another word of a trigger that has spoken already.
        let again = out.iter().any(|d| d.event == event && (d.tokens.contains(&trigger.token) || d.trigger.abs_diff(trigger.token) <= 2));
        if !again {
            out.push(alone(scene, trigger, event, probability, odds));
        }
    }
    let mut out = join_same(out);
    out.retain(|d| !d.parties.actors.is_empty() || !d.parties.recipients.is_empty());
    out.sort_by(|a, b| (a.trigger, &a.event).cmp(&(b.trigger, &b.event)));
    out
}

/// What the model says at a draft's trigger, or else close by of the same type.
fn nearest(draft: &Draft, learned: &[LearnedTrigger]) -> Option<usize> {
    const NEAR: usize = 4;
    let own = |t: &LearnedTrigger| draft.tokens.contains(&t.token) || t.token == draft.trigger;
    let rank = |t: &LearnedTrigger| {
        let close = t.token.abs_diff(draft.trigger) <= NEAR && of_type(t, &draft.event) > 0.3;
        (own(t) || close).then(|| (of_type(t, &draft.event) * 1000.0) as i64 + i64::from(own(t)) * 200)
    };
    learned.iter().enumerate().filter_map(|(n, t)| rank(t).map(|r| (r, std::cmp::Reverse(n)))).max().map(|(_, n)| n.0)
}

/// The probability of a type with all its modes.
fn of_type(trigger: &LearnedTrigger, event: &str) -> f32 {
    trigger.labels.iter().filter(|l| l.event_type == event).map(|l| l.probability).sum()
}

fn best_type(trigger: &LearnedTrigger) -> Option<(String, f32)> {
    let mut sums: BTreeMap<&str, f32> = BTreeMap::new();
    for label in &trigger.labels {
        *sums.entry(&label.event_type).or_default() += label.probability;
    }
    sums.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(a.0))).map(|(t, p)| (t.to_owned(), p))
}

/// The likeliest mode of a type, and its share of the type's probability.
fn mode_of(trigger: &LearnedTrigger, event: &str) -> Option<(String, f32)> {
    let best = trigger.labels.iter().find(|l| l.event_type == event)?;
    Some((best.mode.clone()?, best.probability / of_type(trigger, event)))
}

fn retyped(draft: Draft, event: &str, trigger: &LearnedTrigger) -> Draft {
    Draft { event: event.to_owned(), mode: mode_of(trigger, event).map(|m| m.0), cameo: None, count: None, rule: None, operators: Vec::new(), status: trigger.status, ..draft }
}

/// Fills and mends what the rule left open, by what the model says of the same trigger.
fn mend(scene: &Scene<'_>, draft: &mut Draft, trigger: &LearnedTrigger, odds: &Odds) {
    if draft.mode.is_none() {
        draft.mode = mode_of(trigger, &draft.event).filter(|(_, share)| *share >= odds.mode).map(|m| m.0);
    }
    let sure = |role: Role, word: usize| trigger.roles.iter().filter(|r| r.0 == role && r.1 == word).map(|r| r.2).fold(0.0, f32::max);
    for (role, other) in [(Role::Actor, Role::Recipient), (Role::Recipient, Role::Actor)] {
        let (side, opposite) = match role {
            Role::Actor => (&mut draft.parties.actors, &draft.parties.recipients),
            _ => (&mut draft.parties.recipients, &draft.parties.actors),
        };
        side.retain(|&t| sure(role, t) >= odds.leave || sure(other, t) < odds.join);
        let least = if side.is_empty() { odds.fill } else { odds.join };
        for word in fillers(scene, trigger, role, least) {
            if !side.contains(&word) && !opposite.contains(&word) && word != draft.trigger {
                side.push(word);
            }
        }
        side.sort_unstable();
    }
}

/// Heads of the phrases that fill a role.
fn fillers(scene: &Scene<'_>, trigger: &LearnedTrigger, role: Role, least: f32) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    for &(_, word, _) in trigger.roles.iter().filter(|r| r.0 == role && r.2 >= least) {
        if let Some(head) = phrase_head(scene, word).filter(|h| !out.contains(h) && roles::filler(scene, *h) != Some(Filler::Time)) {
            out.push(head);
        }
    }
    out
}

/// The head of the smallest phrase that holds a word.
fn phrase_head(scene: &Scene<'_>, word: usize) -> Option<usize> {
    if scene.found.at(scene.at, word).is_some() {
        return Some(word);
    }
    let holds = |m: &&schema::Mention| m.sentence == scene.at && m.first <= word && word <= m.last;
    scene.found.mentions.iter().filter(holds).min_by_key(|m| (m.last - m.first, m.head)).map(|m| m.head)
}

/// An event that the model alone speaks for.
fn alone(scene: &Scene<'_>, trigger: &LearnedTrigger, event: String, probability: f32, odds: &Odds) -> Draft {
    let actors = fillers(scene, trigger, Role::Actor, odds.fill);
    let mut recipients = fillers(scene, trigger, Role::Recipient, odds.fill);
    recipients.retain(|r| !actors.contains(r));
    Draft {
        trigger: trigger.token,
        tokens: vec![trigger.token],
        mode: mode_of(trigger, &event).filter(|(_, share)| *share >= odds.mode).map(|m| m.0),
        event,
        cameo: None,
        contexts: Vec::new(),
        parties: Parties { actors, recipients },
        status: if trigger.status == Status::Historical { Status::Happened } else { trigger.status },
        rule: None,
        operators: Vec::new(),
        act: trigger.token,
        count: None,
        source: None,
        sealed: false,
        model: Some(probability),
    }
}

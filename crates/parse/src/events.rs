//! Comes in: word vectors. Goes out: which words evoke an event, of what type and status, and who takes part in it.
//!
//! The labels are those of the weights; this file knows none of them by name. A role's score is biaffine in the vectors of
//! the trigger and of the word (as the relations of the parser are), and every role of every word is judged by itself.

use crate::encoder::math::Step;
use crate::encoder::{Bytes, Matrix, Path, sized};
use crate::heads::by_component;
use crate::names::argmax;
use crate::weights::{ModelError, Stack, Tensors};
use schema::{LearnedLabel, LearnedTrigger, Role, Status};
use std::ops::Range;

/// Words that evoke an event less probably than this are not told.
const LEAST: f32 = 0.04;
/// Roles less probable than this are not told.
const LEAST_ROLE: f32 = 0.1;
/// Types and modes told of one trigger.
const LABELS: usize = 4;

pub(crate) struct EventHeads {
    /// Rows of all parts that read the word vector; the ranges say whose.
    all: Matrix,
    /// The first label stands for no event.
    event: (Range<usize>, Vec<(String, Option<String>)>),
    status: (Range<usize>, Vec<Status>),
    trigger: Range<usize>,
    filler: Range<usize>,
    /// Output `c * columns + r` weighs component c of the filler for role r.
    role: Matrix,
    columns: usize,
    roles: Vec<Role>,
}

/// Buffers of one thread.
#[derive(Default)]
pub(crate) struct Scratch {
    all: Vec<f32>,
    triggers: Vec<f32>,
    fillers: Vec<f32>,
    rows: Vec<f32>,
}

impl EventHeads {
    /// `None` where the weights hold no such heads.
    pub(crate) fn read(file: &Tensors, width: usize) -> Result<Option<EventHeads>, ModelError> {
        if file.text("event").is_empty() {
            return Ok(None);
        }
        let bad = |kind: &str, label: &str| ModelError::Labels { kind: kind.into(), why: format!("cannot read {label:?}") };
        let (event, status, roles) = (file.labels("event")?, file.labels("status")?, file.labels("role")?);
        let statuses = status.iter().map(|l| l.parse().map_err(|_| bad("status", l))).collect::<Result<Vec<Status>, _>>()?;
        let roles = roles.iter().map(|l| l.parse().map_err(|_| bad("role", l))).collect::<Result<Vec<Role>, _>>()?;
        let mut stack = Stack::new(file, width);
        let labels = event.iter().map(|l| match l.split_once('/') {
            Some((kind, mode)) => (kind.to_owned(), Some(mode.to_owned())),
            None => (l.clone(), None),
        });
        let event = (stack.add("event", Some(event.len()))?, labels.collect());
        let status = (stack.add("status", Some(statuses.len()))?, statuses);
        let trigger = stack.add("role.trigger", None)?;
        let filler = stack.add("role.filler", None)?;
        let all = stack.matrix();
        let rows = file.rows("role.bilinear", trigger.len() + 1, Some(roles.len() * (filler.len() + 1)))?;
        let columns = roles.len().next_multiple_of(16);
        let role = by_component(&rows, roles.len(), columns).pack();
        Ok(Some(EventHeads { all, event, status, trigger, filler, role, columns, roles }))
    }

    /// Triggers of sentences laid end to end (`lengths` in words); `words` are rows of `stride` values.
    pub(crate) fn run(&self, path: Path, words: &[f32], stride: usize, lengths: &[usize], scratch: &mut Scratch, bytes: &mut Bytes) -> Vec<Vec<LearnedTrigger>> {
        let n = words.len() / stride;
        let Scratch { all, triggers, fillers, rows } = scratch;
        path.linear(&self.all, words, stride, all, bytes);
        let all = &all[..n * self.all.stride()];
        let activated = |at: &Range<usize>, out: &mut Vec<f32>| {
            let out_stride = at.len() + 1;
            let out = sized(out, n * out_stride);
            path.float(Step::LeakyOne { x: all, stride: self.all.stride(), at: at.start, width: at.len(), out, out_stride });
        };
        activated(&self.filler, fillers);
        activated(&self.trigger, triggers);
        let probability = |x: &[f32], at: usize| {
            let mut out = 0.0;
            path.float(Step::Probability { x, at, out: &mut out });
            out
        };
        let (across, part) = (self.trigger.len() + 1, self.filler.len() + 1);
        let mut scores = vec![0.0; self.columns];
        let mut out = Vec::with_capacity(lengths.len());
        let mut first = 0;
        for &len in lengths {
            let mut found = Vec::new();
            for token in 0..len {
                let row = &all[(first + token) * self.all.stride()..][..self.all.stride()];
                let events = &row[self.event.0.clone()];
                let event = 1.0 - probability(events, 0);
                if event < LEAST {
                    continue;
                }
                let own = &triggers[(first + token) * across..][..across];
                path.linear(&self.role, own, across, rows, bytes);
                let mut roles = Vec::new();
                for word in 0..len {
                    let weights = &fillers[(first + word) * part..][..part];
                    path.float(Step::Mix { weights, rows: &rows[..self.role.stride()], out: &mut scores });
                    for (role, score) in self.roles.iter().zip(&scores) {
                        // The sigmoid is the softmax over the score and zero.
                        let sure = probability(&[*score, 0.0], 0);
                        if sure >= LEAST_ROLE {
                            roles.push((*role, word, sure));
                        }
                    }
                }
                let status = self.status.1[argmax(&row[self.status.0.clone()])];
                found.push(LearnedTrigger { token, event, labels: self.likeliest(events, probability), status, roles });
            }
            out.push(found);
            first += len;
        }
        out
    }

    fn likeliest(&self, scores: &[f32], probability: impl Fn(&[f32], usize) -> f32) -> Vec<LearnedLabel> {
        let mut order: Vec<usize> = (1..scores.len()).collect();
        order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
        let label = |&l: &usize| LearnedLabel { event_type: self.event.1[l].0.clone(), mode: self.event.1[l].1.clone(), probability: probability(scores, l) };
        order.iter().take(LABELS).map(label).collect()
    }
}

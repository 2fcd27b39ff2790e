//! Operators over acts, inside out: "denied that it had threatened to cut off aid" is read from `aid` outwards.
//!
//! What a kind of operator makes of an act is data (`ontology/operators.toml`); here is only how it is applied.

use crate::Scene;
use crate::outcome::{join_same, tidy, transform};
use crate::roles::{self, Parties, Side};
use crate::triggers::{self, ActReading, OperatorReading, Reading};
use lexicon::{Alone, OperatorResult, Pos};
use schema::{Deprel, Status, Upos};
use std::collections::BTreeSet;

/// An event of one sentence before its date, place and the rest are read.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Head of the trigger, and all its tokens.
    pub trigger: usize,
    pub tokens: Vec<usize>,
    pub event: String,
    pub mode: Option<String>,
    pub cameo: Option<String>,
    pub contexts: Vec<String>,
    pub parties: Parties,
    pub status: Status,
    pub rule: Option<String>,
    pub operators: Vec<String>,
    /// Token of the act itself: around it stand instruments, dates, places and numbers.
    pub act: usize,
    /// What the act's rule counts (`dead`, `arrested` …).
    pub count: Option<schema::Role>,
    /// Who says so, where an operator has it.
    pub source: Option<usize>,
    /// Stays as it is, whatever operators stand further out.
    pub sealed: bool,
    /// Probability that the model gives the type at this trigger, where it spoke.
    pub model: Option<f32>,
}

/// All events that a sentence reports.
pub(crate) fn drafts(scene: &Scene<'_>) -> Vec<Draft> {
    let n = scene.sentence.tokens.len();
    let readings: Vec<Reading<'_>> = (0..n).map(|t| triggers::read(scene, t)).collect();
    let algebra = Algebra { scene, inside: consumed_words(&readings), readings };
    let scopes: Vec<Vec<usize>> = (0..n).map(|t| algebra.scope(t)).collect();
    let governed: BTreeSet<usize> = scopes.iter().enumerate().flat_map(|(o, s)| s.iter().filter(move |&&t| t != o)).copied().collect();
    let mut out: Vec<Draft> = Vec::new();
    for token in 0..n {
        // A loop of scopes has no outermost operator; its acts then stand for themselves.
        if governed.contains(&token) && !in_loop(token, &scopes) {
            continue;
        }
        out.extend(algebra.evaluate(token, &mut Vec::new()));
    }
    tidy(scene, out)
}

/// Tokens that are part of a longer trigger headed elsewhere.
fn consumed_words(readings: &[Reading<'_>]) -> BTreeSet<usize> {
    let mut inside = BTreeSet::new();
    for (head, reading) in readings.iter().enumerate() {
        let acts = reading.act.iter().flat_map(|a| &a.tokens);
        let operators = reading.operator.iter().flat_map(|o| &o.tokens);
        inside.extend(acts.chain(operators).copied().filter(|&t| t != head));
    }
    inside
}

fn in_loop(token: usize, scopes: &[Vec<usize>]) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = scopes[token].clone();
    while let Some(next) = open.pop() {
        if next == token {
            return true;
        }
        if seen.insert(next) {
            open.extend(&scopes[next]);
        }
    }
    false
}

struct Algebra<'a> {
    scene: &'a Scene<'a>,
    readings: Vec<Reading<'a>>,
    /// Tokens swallowed by longer triggers.
    inside: BTreeSet<usize>,
}

impl<'a> Algebra<'a> {
    fn active(&self, token: usize) -> bool {
        let reading = &self.readings[token];
        !self.inside.contains(&token) && (reading.act.is_some() || reading.operator.is_some())
    }

    /// Acts and operators in the scope of the operator at `token`.
    fn scope(&self, token: usize) -> Vec<usize> {
        let Some(reading) = self.readings[token].operator.as_ref().filter(|_| !self.inside.contains(&token)) else {
            return Vec::new();
        };
        let mut out = Vec::new();
        for path in reading.operator.scope.iter().flatten() {
            for (at, _) in roles::walk(self.scene, token, path) {
                self.reach(at, &reading.tokens, &mut out, 0);
            }
        }
        out.retain(|&t| t != token);
        out
    }

    /// The nearest active words at or under a token: through light verbs, and nouns of no meaning of their own.
    fn reach(&self, at: usize, own: &[usize], out: &mut Vec<usize>, depth: usize) {
        if own.contains(&at) && depth == 0 {
            for arg in &self.scene.sentence.args[at] {
                if arg.token != at && matches!(arg.rel, Deprel::Nmod | Deprel::Acl) {
                    self.reach(arg.token, own, out, depth + 1);
                }
            }
            return;
        }
        if self.active(at) {
            if !out.contains(&at) {
                out.push(at);
            }
            return;
        }
        if depth >= 3 {
            return;
        }
        let token = &self.scene.sentence.tokens[at];
        for arg in &self.scene.sentence.args[at] {
            let deeper = match token.upos {
                Upos::Verb | Upos::Aux => matches!(arg.rel, Deprel::Obj | Deprel::Xcomp | Deprel::Ccomp) || arg.rel == Deprel::Obl && triggers::is_act_noun(self.scene, arg.token) && !self.adjunct(at),
                Upos::Noun => matches!(arg.rel, Deprel::Acl) || arg.rel == Deprel::Nmod && (arg.case == "of" || triggers::is_act_noun(self.scene, arg.token) && self.scene.lexicon.words.vague_nouns.contains(&triggers::lemma(self.scene, at))),
                _ => matches!(arg.rel, Deprel::Xcomp | Deprel::Ccomp),
            };
            if deeper && arg.token != at {
                self.reach(arg.token, own, out, depth + 1);
            }
        }
    }

    fn adjunct(&self, verb: usize) -> bool {
        self.scene.sentence.args[verb].iter().any(|a| a.rel == Deprel::Obj)
    }

    /// The events at a token and under it. `path` guards against loops.
    fn evaluate(&self, token: usize, path: &mut Vec<usize>) -> Vec<Draft> {
        if !self.active(token) || path.contains(&token) || path.len() > 12 {
            return Vec::new();
        }
        path.push(token);
        let reading = &self.readings[token];
        let mut out = Vec::new();
        let mut inner = Vec::new();
        if reading.operator.is_some() {
            for at in self.scope(token) {
                inner.extend(self.evaluate(at, path));
            }
        }
        path.pop();
        match (&reading.operator, &reading.act) {
            (Some(operator), _) if inner.iter().any(|d| !d.sealed) => out.extend(self.apply(operator, token, inner)),
            (_, Some(act)) => {
                out.push(self.draft(token, act));
                out.extend(inner);
            }
            (Some(operator), None) => {
                if let Some(alone) = &operator.operator.alone {
                    out.extend(self.alone(operator, alone, token));
                }
                out.extend(inner);
            }
            (None, None) => {}
        }
        self.modality(token, out)
    }

    fn draft(&self, token: usize, reading: &ActReading<'_>) -> Draft {
        let act = reading.act;
        Draft {
            trigger: token,
            tokens: reading.tokens.clone(),
            event: act.event.clone(),
            mode: act.mode.clone(),
            cameo: act.cameo.clone(),
            contexts: act.contexts.clone(),
            parties: reading.parties.clone(),
            status: Status::Happened,
            rule: Some(act.id.clone()),
            operators: Vec::new(),
            act: token,
            count: act.count,
            source: None,
            sealed: false,
            model: None,
        }
    }

    fn alone(&self, reading: &OperatorReading<'_>, alone: &Alone, token: usize) -> Option<Draft> {
        let parties = self.own_parties(reading, token);
        let draft = Draft {
            trigger: token,
            tokens: reading.tokens.clone(),
            event: alone.event.clone(),
            mode: alone.mode.clone(),
            cameo: alone.cameo.clone(),
            contexts: Vec::new(),
            parties,
            status: Status::Happened,
            rule: Some(reading.operator.id.clone()),
            operators: Vec::new(),
            act: token,
            count: None,
            source: None,
            sealed: false,
            model: None,
        };
        (!draft.parties.actors.is_empty()).then_some(draft)
    }

    fn own_parties(&self, reading: &OperatorReading<'_>, token: usize) -> Parties {
        let own = &reading.tokens;
        let actors = roles::operator_role(self.scene, token, own, &reading.operator.roles.actor, Side::Actor);
        let mut recipients = roles::operator_role(self.scene, token, own, &reading.operator.roles.recipient, Side::Recipient);
        recipients.retain(|r| !actors.contains(r));
        Parties { actors, recipients }
    }

    /// What an operator makes of the events in its scope.
    fn apply(&self, reading: &OperatorReading<'_>, token: usize, inner: Vec<Draft>) -> Vec<Draft> {
        let own = self.own_parties(reading, token);
        let operator = reading.operator;
        let mut out = Vec::new();
        for draft in inner {
            match (draft.sealed, self.result(&operator.kind, &draft)) {
                (true, _) | (_, None) => out.push(draft),
                (false, Some(result)) => transform(self.scene, draft, result, Some((operator, reading, token)), &own, &mut out),
            }
        }
        let attributes = self.scene.lexicon.operator_kinds.get(&operator.kind).is_some_and(|k| k.attributes);
        if attributes {
            for draft in out.iter_mut().filter(|d| d.trigger != token && d.source.is_none()) {
                draft.source = roles::operator_role(self.scene, token, &reading.tokens, &operator.roles.actor, Side::Actor).first().copied();
            }
        }
        join_same(out)
    }

    fn result(&self, kind: &str, draft: &Draft) -> Option<&'a OperatorResult> {
        let full = draft.mode.as_ref().map(|m| format!("{}/{m}", draft.event));
        let fits = |on: &String| on == "*" || *on == draft.event || Some(on) == full.as_ref();
        self.scene.lexicon.operator_kinds.get(kind)?.result.iter().find(|r| r.on.iter().any(fits))
    }

    /// Auxiliaries, negation and conjunctions of the clause that the token heads.
    fn modality(&self, token: usize, mut drafts: Vec<Draft>) -> Vec<Draft> {
        if drafts.is_empty() {
            return drafts;
        }
        for (lemma, form, rel, clause) in self.function_words(token) {
            let found = self.scene.lexicon.modalities.iter().find(|m| {
                (m.lemmas.contains(&lemma) || m.lemmas.contains(&form))
                    && m.relations.iter().any(|r| r == rel.label())
                    && (m.clause.is_empty() || m.clause.iter().any(|c| c == clause.label()))
            });
            let Some(modality) = found else { continue };
            let kind = if self.reported(token) { modality.reported.as_ref().unwrap_or(&modality.kind) } else { &modality.kind };
            let mut out = Vec::new();
            for mut draft in drafts {
                // What lies inside an operator keeps its own clause's modality.
                let result = if draft.sealed || draft.trigger != token { None } else { self.result(kind, &draft) };
                match result {
                    Some(result) => {
                        draft.operators.push(modality.id.clone());
                        transform(self.scene, draft, result, None, &Parties::default(), &mut out);
                    }
                    None => out.push(draft),
                }
            }
            drafts = out;
        }
        drafts
    }

    /// Function words that act on the token: its own, those of the light verb that carries it, and of the first conjunct.
    fn function_words(&self, token: usize) -> Vec<(String, String, Deprel, Deprel)> {
        let sentence = self.scene.sentence;
        let mut heads = vec![token];
        let mut at = token;
        if triggers::pos(self.scene, token) == Some(Pos::Noun) {
            let carried = sentence.args[token].iter().any(|a| a.repair == schema::Repair::LightVerb);
            if let Some(verb) = sentence.tokens[token].head.filter(|_| carried) {
                heads.push(verb);
                at = verb;
            }
        }
        // "will meet and sign"; "would visit Paris and hold talks"
        while sentence.tokens[at].deprel == Deprel::Conj {
            let Some(first) = sentence.tokens[at].head else { break };
            let bare = sentence.children_by(at, Deprel::Aux).next().is_none();
            if !(bare && sentence.tokens[at].xpos == sentence.tokens[first].xpos && sentence.tokens[at].xpos == "VB") {
                break;
            }
            heads.push(first);
            at = first;
        }
        let mut out = Vec::new();
        for head in heads {
            let clause = sentence.tokens[head].deprel;
            for child in sentence.children(head) {
                let t = &sentence.tokens[child];
                out.push((t.lemma.to_lowercase(), t.form.to_lowercase(), t.deprel, clause));
            }
        }
        // A condition further out covers all inside it: "if talks fail".
        let mut node = sentence.tokens[at].head;
        let mut guard = 0;
        while let Some(up) = node.filter(|_| guard < sentence.tokens.len()) {
            for mark in sentence.children_by(up, Deprel::Mark) {
                let t = &sentence.tokens[mark];
                out.push((t.lemma.to_lowercase(), t.form.to_lowercase(), Deprel::Mark, Deprel::Root));
            }
            node = sentence.tokens[up].head;
            guard += 1;
        }
        out
    }

    /// Is the clause the complement of a word that attributes it to somebody?
    fn reported(&self, token: usize) -> bool {
        let sentence = self.scene.sentence;
        let mut at = token;
        for _ in 0..sentence.tokens.len() {
            let t = &sentence.tokens[at];
            let Some(head) = t.head else { return false };
            let kind = self.readings[head].operator.as_ref().and_then(|o| self.scene.lexicon.operator_kinds.get(&o.operator.kind));
            if matches!(t.deprel, Deprel::Ccomp | Deprel::Parataxis | Deprel::Xcomp) && kind.is_some_and(|k| k.attributes) {
                return true;
            }
            at = head;
        }
        false
    }
}

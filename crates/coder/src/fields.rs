//! From a draft to an event mention: mode, participants, attribution, confidence; date and place by their own files.

use crate::{Scene, Settings};
use crate::algebra::Draft;
use crate::{counts, roles, triggers, when, whereabouts};
use lexicon::ModeRule;
use schema::{Actor, Attribution, Basis, Confidence, DateValue, Deprel, EventMention, Evidence, MentionKind, Problem, ProblemKind, Span, Status};
use std::collections::BTreeSet;

/// Completes a draft; `None` where nobody is left to take part.
pub(crate) fn finish(scene: &Scene<'_>, draft: Draft, settings: &Settings) -> Option<EventMention> {
    let actors = participants(scene, &draft.parties.actors);
    let mut recipients = participants(scene, &draft.parties.recipients);
    recipients.retain(|r| !actors.iter().any(|a| a.span == r.span && a.country == r.country));
    if actors.is_empty() && recipients.is_empty() {
        return None;
    }
    let mode_rule = draft.mode.is_none().then(|| mode(scene, &draft)).flatten();
    let mode = draft.mode.clone().or_else(|| mode_rule.map(|m| m.mode.clone()));
    let cameo = mode_rule.and_then(|m| m.cameo.clone()).or_else(|| draft.cameo.clone());
    let cameo = cameo.or_else(|| scene.lexicon.ontology.default_cameo(&draft.event, mode.as_deref()));
    let trigger = trigger_span(scene, &draft);
    let contexts = contexts(scene, &draft, mode.as_deref());
    let problems = problems(scene, &draft);
    let dated = when::event_date(scene, draft.trigger, draft.act, draft.status);
    let date = dated.map(|d| d.0);
    let status = if draft.status == Status::Happened && long_ago(scene, date) { Status::Historical } else { draft.status };
    let countries: Vec<&str> = actors.iter().chain(&recipients).filter_map(|a| a.country.as_deref()).collect();
    let place = whereabouts::event_place(scene, draft.trigger, draft.act, &countries, date);
    let confidence = Confidence {
        date: date.map(|d| if d.basis == Basis::Document { 0.6 } else { 0.9 }),
        place: place.as_ref().map(|p| p.confidence),
        ..confidence(scene, &draft, &actors, &recipients)
    };
    Some(EventMention {
        sentence: scene.at,
        trigger,
        trigger_token: draft.trigger,
        event_type: draft.event.clone(),
        mode,
        cameo,
        contexts,
        date,
        date_span: dated.and_then(|d| d.1),
        place,
        status,
        attribution: attribution(scene, &draft),
        counts: counts::counts(scene, &draft),
        confidence,
        evidence: Evidence { rule: draft.rule.clone(), why: why(scene, &draft), operators: draft.operators, model: draft.model.map(|_| settings.model.clone()) },
        problems,
        event: None,
        actors,
        recipients,
    })
}

/// Does a date end over a year before the document's?
fn long_ago(scene: &Scene<'_>, date: Option<DateValue>) -> bool {
    const YEAR: i32 = 365;
    date.zip(scene.resolved.document_date).is_some_and(|(event, report)| event.end.until(report.start).is_ok_and(|s| s.get_days() > YEAR))
}

/// What the text left open about the participants: pronouns that stand for nobody who was named.
fn problems(scene: &Scene<'_>, draft: &Draft) -> Vec<Problem> {
    let tokens = draft.parties.actors.iter().chain(&draft.parties.recipients);
    let mentions = tokens.filter_map(|&t| scene.found.at(scene.at, t)).map(|id| &scene.found.mentions[id]);
    mentions
        .filter(|m| m.kind == MentionKind::Pronoun && m.antecedents.is_empty())
        .map(|m| {
            let why = format!("whom \"{}\" stands for is not told", m.span.of(&scene.parsed.document.text));
            Problem { kind: ProblemKind::UnresolvedReference, span: m.span, why }
        })
        .collect()
}

/// What the event is about: what its rule and mode always bring, then what the words of its sentence suggest.
fn contexts(scene: &Scene<'_>, draft: &Draft, mode: Option<&str>) -> Vec<String> {
    let kind = scene.lexicon.ontology.types.get(&draft.event);
    let of_mode = kind.and_then(|k| k.mode.iter().find(|m| Some(m.id.as_str()) == mode)).map(|m| m.contexts.as_slice()).unwrap_or_default();
    let tokens: Vec<(&str, &str)> = scene.sentence.tokens.iter().map(|t| (t.lemma.as_str(), t.form.as_str())).collect();
    let of_words = scene.lexicon.contexts.of(&tokens);
    let mut out: Vec<String> = Vec::new();
    for context in draft.contexts.iter().chain(of_mode).map(String::as_str).chain(of_words.into_iter().map(|(_, c)| c)) {
        if !out.iter().any(|c| c == context) {
            out.push(context.to_owned());
        }
    }
    out
}

/// What stands for each participant; an act among them gives those who did it.
fn participants(scene: &Scene<'_>, tokens: &[usize]) -> Vec<Actor> {
    let mut out: Vec<Actor> = Vec::new();
    for &token in tokens {
        let heads = match roles::act_parties(scene, token) {
            by if !by.is_empty() && roles::filler(scene, token) == Some(lexicon::Filler::Act) => by,
            _ => vec![token],
        };
        for head in heads {
            let Some(id) = scene.found.at(scene.at, head) else { continue };
            let known = &scene.resolved.actors[id];
            let unknown = [Actor { span: scene.found.mentions[id].span, ..Actor::default() }];
            for actor in if known.is_empty() { &unknown[..] } else { &known[..] } {
                if !out.contains(actor) {
                    out.push(actor.clone());
                }
            }
        }
    }
    out
}

/// All tokens of the trigger where they stand together, else its head alone.
fn trigger_span(scene: &Scene<'_>, draft: &Draft) -> Span {
    let tokens = &scene.sentence.tokens;
    let (first, last) = (draft.tokens.first().copied().unwrap_or(draft.trigger), draft.tokens.last().copied().unwrap_or(draft.trigger));
    if last - first + 1 == draft.tokens.len() { tokens[first].span.cover(tokens[last].span) } else { tokens[draft.trigger].span }
}

/// The mode that an instrument or manner around the act tells.
fn mode<'a>(scene: &Scene<'a>, draft: &Draft) -> Option<&'a ModeRule> {
    let nearby = nearby(scene, draft);
    scene.lexicon.modes.iter().filter(|m| m.event == draft.event).find(|m| {
        let at = |t: usize| m.words.iter().any(|words| phrase_ends(scene, t, words));
        if m.paths.is_empty() {
            nearby.iter().any(|&t| at(t))
        } else {
            m.paths.iter().flat_map(|p| roles::walk(scene, draft.act, p)).any(|(t, _)| at(t)) || at(draft.act)
        }
    })
}

/// The act, its arguments and theirs, without other clauses.
fn nearby(scene: &Scene<'_>, draft: &Draft) -> BTreeSet<usize> {
    let mut out: BTreeSet<usize> = draft.tokens.iter().copied().chain([draft.act, draft.trigger]).collect();
    for _ in 0..2 {
        let reached: Vec<usize> = out
            .iter()
            .flat_map(|&t| &scene.sentence.args[t])
            .filter(|a| matches!(a.rel, Deprel::Nsubj | Deprel::Obj | Deprel::Obl | Deprel::Nmod | Deprel::Compound | Deprel::Amod | Deprel::NmodPoss | Deprel::Advmod | Deprel::NmodDesc))
            .map(|a| a.token)
            .collect();
        out.extend(reached);
    }
    out
}

/// Do the words end at the token, as lemmas or as they stand?
fn phrase_ends(scene: &Scene<'_>, at: usize, words: &[String]) -> bool {
    let tokens = &scene.sentence.tokens;
    at + 1 >= words.len()
        && words.iter().zip(at + 1 - words.len()..).all(|(w, i)| *w == tokens[i].lemma.to_lowercase() || *w == tokens[i].form.to_lowercase())
}

/// Who is said to say so: the subject of a reporting word, or a source phrase.
fn attribution(scene: &Scene<'_>, draft: &Draft) -> Option<Attribution> {
    let source = draft.source.or_else(|| source_phrase(scene, draft)).or_else(|| reporting_clause(scene, draft))?;
    let id = scene.found.at(scene.at, source)?;
    if draft.parties.actors == [source] && draft.source.is_none() {
        return None;
    }
    Some(Attribution { span: scene.found.mentions[id].span, kind: source_kind(scene, source)? })
}

/// "According to officials".
fn source_phrase(scene: &Scene<'_>, draft: &Draft) -> Option<usize> {
    let mut at = Some(draft.trigger);
    for _ in 0..scene.sentence.tokens.len() {
        let token = at?;
        let named = scene.sentence.args[token].iter().find(|a| scene.lexicon.words.source_prepositions.contains(&a.case));
        if let Some(arg) = named {
            return Some(arg.token);
        }
        at = scene.sentence.tokens[token].head;
    }
    None
}

/// "..., the ministry said": a reporting word beside the clause or above it.
fn reporting_clause(scene: &Scene<'_>, draft: &Draft) -> Option<usize> {
    let sentence = scene.sentence;
    let mut at = draft.trigger;
    for _ in 0..sentence.tokens.len() {
        let beside = sentence.children_by(at, Deprel::Parataxis).find(|&p| reports(scene, p));
        let above = sentence.tokens[at].head.filter(|&h| matches!(sentence.tokens[at].deprel, Deprel::Ccomp | Deprel::Parataxis) && reports(scene, h));
        if let Some(word) = beside.or(above) {
            return sentence.args[word].iter().find(|a| a.rel == Deprel::Nsubj).map(|a| a.token);
        }
        at = sentence.tokens[at].head?;
    }
    None
}

fn reports(scene: &Scene<'_>, token: usize) -> bool {
    let Some(pos) = triggers::pos(scene, token) else { return false };
    let lemma = triggers::lemma(scene, token);
    scene
        .lexicon
        .operators_on(pos, &lemma)
        .any(|(o, _)| scene.lexicon.operator_kinds.get(&o.kind).is_some_and(|k| k.attributes))
}

/// The kind of source a phrase names; its name alone is no kind.
fn source_kind(scene: &Scene<'_>, token: usize) -> Option<String> {
    let lemma = triggers::lemma(scene, token);
    let sources = &scene.lexicon.words.sources;
    let by_word = sources.iter().find(|(_, words)| words.contains(&lemma)).map(|(kind, _)| kind.clone());
    by_word.or_else(|| {
        let id = scene.found.at(scene.at, token)?;
        let sectors = scene.resolved.actors[id].iter().flat_map(|a| &a.sectors);
        sectors.filter_map(|s| scene.lexicon.words.source_sectors.get(s)).next().cloned()
    }).or_else(|| scene.lexicon.words.source_sectors.get("other").cloned())
}

/// How sure the rules are, before calibration on left-out text: fewer supports, less confidence.
fn confidence(scene: &Scene<'_>, draft: &Draft, actors: &[Actor], recipients: &[Actor]) -> Confidence {
    let known = |side: &[Actor]| match side {
        [] => None,
        _ if side.iter().all(|a| a.country.is_some()) => Some(0.9),
        _ if side.iter().any(|a| a.country.is_some() || !a.sectors.is_empty()) => Some(0.7),
        _ => Some(0.4),
    };
    let verbal = triggers::pos(scene, draft.trigger) == Some(lexicon::Pos::Verb);
    let by_rule: f32 = if verbal { 0.8 } else { 0.65 };
    let mut kind: f32 = match (draft.model, &draft.rule) {
        (Some(p), Some(_)) => (p + by_rule).min(1.9) / 2.0,
        (Some(p), None) => p * 0.9,
        (None, _) => by_rule,
    };
    if matches!(draft.status, Status::Hypothetical | Status::Denied) {
        kind -= 0.2;
    }
    let (actor, recipient) = (known(actors), known(recipients));
    let overall = kind * actor.unwrap_or(0.6f32).max(recipient.unwrap_or(0.0));
    Confidence { event_type: Some(kind), actor, recipient, date: None, place: None, overall: (overall * 100.0).round() / 100.0 }
}

fn why(scene: &Scene<'_>, draft: &Draft) -> String {
    let words = trigger_span(scene, draft).of(&scene.parsed.document.text);
    let Some(rule) = draft.rule.as_deref() else {
        return format!("\"{words}\" by the model alone ({:.2})", draft.model.unwrap_or_default());
    };
    let mut out = if draft.act == draft.trigger {
        format!("\"{words}\" by {rule}")
    } else {
        let act = scene.sentence.tokens[draft.act].span.of(&scene.parsed.document.text);
        format!("\"{act}\" by {rule}, under \"{words}\"")
    };
    if let Some(p) = draft.model {
        out.push_str(&format!(", and by the model ({p:.2})"));
    }
    if !draft.operators.is_empty() {
        out.push_str(&format!(" with {}", draft.operators.join(", ")));
    }
    out
}

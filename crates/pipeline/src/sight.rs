//! What the rooms saw in one sentence, for `explain`: in comes a coded document, out go the tree, mentions, dates, places, and
//! what rules and model read at each word.

use crate::{Coded, Resources};
use schema::{Actor, Arg, MentionKind, Span};
use std::fmt::Write;

/// A sentence as lines of text: one word a line with its governor, then what was found. Empty where there is no such sentence.
pub fn sight(resources: &Resources, coded: &Coded, at: usize) -> String {
    let Some(sentence) = coded.parsed.sentences.get(at) else { return String::new() };
    let text = &coded.parsed.document.text;
    let mut out = String::new();
    let words = |span: Span| span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let width = |w: usize, s: &str| w.max(s.chars().count());
    let forms = sentence.tokens.iter().fold(4, |w, t| width(w, &t.form));
    let lemmas = sentence.tokens.iter().fold(4, |w, t| width(w, &t.lemma));
    for (n, token) in sentence.tokens.iter().enumerate() {
        let governor = token.head.map_or_else(|| "root".to_owned(), |h| format!("{} of {} {}", token.deprel, h + 1, sentence.tokens[h].form));
        let repaired: Vec<String> = sentence.args[n].iter().map(|a| argument(a, &sentence.tokens[a.token].form)).collect();
        let repaired = if repaired.is_empty() { String::new() } else { format!("  ← {}", repaired.join(", ")) };
        let _ = writeln!(out, "{:>3} {:forms$} {:lemmas$} {:5} {governor}{repaired}", n + 1, token.form, token.lemma, token.upos.to_string());
    }
    for entity in &sentence.entities {
        let span = sentence.tokens[entity.first].span.cover(sentence.tokens[entity.last].span);
        let _ = writeln!(out, "name      {} \"{}\"", entity.kind, words(span));
    }
    for (mention, actors) in coded.found.mentions.iter().zip(&coded.resolved.actors).filter(|(m, _)| m.sentence == at) {
        let kind = match mention.kind {
            MentionKind::Name => "name",
            MentionKind::Nominal => "nominal",
            MentionKind::Pronoun => "pronoun",
        };
        let back = mention.antecedents.iter().map(|&a| format!(" = \"{}\"", words(coded.found.mentions[a].span))).collect::<String>();
        let who: Vec<String> = actors.iter().map(actor).collect();
        let _ = writeln!(out, "mention   \"{}\" ({kind}){back} {}", words(mention.span), who.join("; "));
    }
    for (time, date) in coded.found.times.iter().zip(&coded.resolved.dates).filter(|(t, _)| t.sentence == at) {
        let value = date.as_ref().map_or_else(|| "open".to_owned(), |d| format!("{}..{} ({})", d.value.start, d.value.end, d.value.basis));
        let _ = writeln!(out, "date      \"{}\" {value} by {}", words(time.span), time.rule);
    }
    for (toponym, place) in coded.found.toponyms.iter().zip(&coded.resolved.places).filter(|(t, _)| t.sentence == at) {
        let value = place.as_ref().map_or_else(|| "open".to_owned(), |p| format!("{} {}", p.name, p.country.as_deref().unwrap_or("")));
        let _ = writeln!(out, "place     \"{}\" {value}", words(toponym.span));
    }
    for (span, rule) in coder::readings(&coded.parsed, &coded.found, &coded.resolved, &resources.lexicon, at) {
        let _ = writeln!(out, "rule      \"{}\" {rule}", words(span));
    }
    for trigger in &sentence.learned {
        let labels: Vec<String> = trigger.labels.iter().take(2).map(|l| format!("{}{} {:.2}", l.event_type, l.mode.as_ref().map(|m| format!("/{m}")).unwrap_or_default(), l.probability)).collect();
        let _ = writeln!(out, "model     \"{}\" {}", words(sentence.tokens[trigger.token].span), labels.join(", "));
    }
    out
}

fn argument(arg: &Arg, form: &str) -> String {
    let case = if arg.case.is_empty() { String::new() } else { format!(":{}", arg.case) };
    format!("{}{case} {form}", arg.rel)
}

fn actor(actor: &Actor) -> String {
    let codes: Vec<&str> = actor.country.iter().chain(&actor.sectors).map(String::as_str).collect();
    let via = actor.via.map(|v| format!(" by {}", format!("{v:?}").to_lowercase())).unwrap_or_default();
    format!("{}{via}", codes.join(" "))
}

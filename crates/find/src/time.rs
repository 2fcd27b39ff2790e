//! Time expressions: in come sentences and the date rules, out go [`TimeMention`]s in text order, not overlapping.
//!
//! Reads the surface text (letters, figures, signs), so that it does not depend on how a tokenizer cut "2024-02-05"; tags and
//! entities only take readings away ("May" the auxiliary or the person, "2000" the count).

mod build;
mod chart;
mod lexeme;
mod slots;

use lexicon::dates::{DateRules, TimeKind};
use schema::{Calendar, EntityKind, Parsed, Sentence, TimeExpr, TimeMention};

/// All time expressions of a document; of overlapping ones the longest is taken.
pub fn times(parsed: &Parsed, rules: &DateRules) -> Vec<TimeMention> {
    let mut found = Vec::new();
    for (index, sentence) in parsed.sentences.iter().enumerate() {
        times_of(index, sentence, &parsed.document.text, rules, &mut found);
    }
    found
}

fn times_of(index: usize, sentence: &Sentence, text: &str, rules: &DateRules, found: &mut Vec<TimeMention>) {
    let lexemes = lexeme::lexemes(sentence, text);
    let chart = chart::fill(&lexemes, rules);
    let mut edges: Vec<(usize, &chart::Edge)> = chart
        .iter()
        .enumerate()
        .flat_map(|(start, edges)| edges.iter().map(move |e| (start, e)))
        .filter(|(start, e)| stands(*start, e, &lexemes, sentence, rules))
        .collect();
    // Longest first; then the rule's own preference; then text order and id, so that file order never decides.
    edges.sort_by_key(|(start, e)| {
        let rule = &rules.rules[e.rule];
        (std::cmp::Reverse(e.end - start), std::cmp::Reverse(rule.prefer), *start, rule.id.as_str())
    });
    let mut taken = vec![false; lexemes.len()];
    let first_new = found.len();
    for (start, edge) in edges {
        if taken[start..edge.end].iter().any(|t| *t) {
            continue;
        }
        taken[start..edge.end].fill(true);
        let last = &lexemes[edge.end - 1];
        found.push(TimeMention {
            sentence: index,
            first: lexemes[start].token,
            last: last.token,
            span: lexemes[start].span.cover(last.span),
            rule: rules.rules[edge.rule].id.clone(),
            expr: edge.expr.clone(),
        });
    }
    found[first_new..].sort_by_key(|m| m.span);
}

/// May the words be a time expression by themselves here?
fn stands(start: usize, edge: &chart::Edge, lexemes: &[lexeme::Lexeme], sentence: &Sentence, rules: &DateRules) -> bool {
    let rule = &rules.rules[edge.rule];
    if rule.inner {
        return false;
    }
    // "2019-nCoV": a number that begins a longer name.
    let glued = |n: usize| lexemes.get(n).is_some_and(|l| !l.space);
    let named = matches!(&edge.expr, TimeExpr::Calendar(Calendar { year: Some(_), month: None, .. })) && edge.end == start + 1;
    if named && glued(edge.end) && lexemes[edge.end].text == "-" && glued(edge.end + 1) && !lexemes[edge.end + 1].digits {
        return false;
    }
    let (first, last) = (lexemes[start].token, lexemes[edge.end - 1].token);
    let Some(entity) = sentence.entities.iter().find(|e| e.first <= first && last <= e.last) else { return true };
    match entity.kind {
        EntityKind::Date | EntityKind::Time => true,
        EntityKind::Cardinal | EntityKind::Money | EntityKind::Percent | EntityKind::Quantity | EntityKind::Ordinal => {
            !rule.weak && !matches!(rule.kind, TimeKind::Clock)
        }
        // "the September 11 attacks" tells a date, "the Arab Spring" does not.
        EntityKind::Event => {
            matches!(&edge.expr, TimeExpr::Calendar(Calendar { year, month, .. }) if year.is_some() || month.is_some())
                || !matches!(edge.expr, TimeExpr::Calendar(_))
        }
        _ => false,
    }
}

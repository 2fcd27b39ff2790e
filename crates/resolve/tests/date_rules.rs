//! Every example beside a date rule: the text holds exactly that value; no text under `none` is read by its rule.

mod support;

use lexicon::DateRules;
use resolve::date::bounds;
use schema::Date;

fn rules() -> DateRules {
    match DateRules::read(&lexicon::embedded()) {
        Ok(rules) => rules,
        Err(e) => panic!("{e}"),
    }
}

#[test]
fn every_rule_reads_its_examples_and_nothing_else() {
    let rules = rules();
    let mut wrong = Vec::new();
    let mut count = 0;
    for rule in &rules.rules {
        for example in &rule.examples {
            let anchor: Option<Date> = example.anchor.as_deref().and_then(|a| a.parse().ok()).or(rule.anchor);
            for text in &example.text {
                count += 1;
                let times = find::time::times(&support::parsed(text), &rules);
                let mine: Vec<_> = times.iter().filter(|t| t.rule == rule.id).collect();
                let [time] = mine.as_slice() else {
                    let got: Vec<&str> = times.iter().map(|t| t.rule.as_str()).collect();
                    wrong.push(format!("{}: `{text}` is read by {got:?}", rule.id));
                    continue;
                };
                let got = bounds(&time.expr, anchor, example.future);
                let shown = match got {
                    Some((Some(start), Some(end), _)) if start == end => format!("{start}"),
                    Some((Some(start), Some(end), _)) => format!("{start}/{end}"),
                    _ => "none".to_owned(),
                };
                let grain = got.map(|g| g.2);
                if shown != example.date || (example.grain.is_some() && grain != example.grain) {
                    wrong.push(format!(
                        "{}:{} {}: `{text}` gives {shown} {grain:?}, not {} {:?}",
                        rule.path, rule.line, rule.id, example.date, example.grain
                    ));
                }
            }
        }
        for text in &rule.none {
            count += 1;
            if find::time::times(&support::parsed(text), &rules).iter().any(|t| t.rule == rule.id) {
                wrong.push(format!("{}: `{text}` should not be read", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 150, "only {count} examples ran");
}

//! What the lexicon as a whole must satisfy: one meaning for an id, and no two rules that tie on a trigger.

use crate::path::Test;
use crate::rules::{Pos, Trigger, Where};
use crate::source::{LexiconError, SourceFile};
use crate::{Filler, Lexicon};
use std::collections::BTreeMap;

pub(crate) fn check(lexicon: &Lexicon, files: &[SourceFile]) -> Result<(), LexiconError> {
    let acts = lexicon.acts.iter().map(|a| (a.id.as_str(), a.file.as_str()));
    let operators = lexicon.operators.iter().map(|o| (o.id.as_str(), o.file.as_str()));
    let mut ids: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, path) in acts.chain(operators) {
        if let Some(other) = ids.insert(id, path) {
            return Err(point(files, path, id, format!("rule id `{id}` is taken already in {other}; ids are permanent and unique")));
        }
    }
    classes_exist(lexicon, files)?;
    let mut seen: BTreeMap<(Pos, &str, &[String]), Vec<Fires<'_>>> = BTreeMap::new();
    for act in &lexicon.acts {
        let result = (act.event.as_str(), act.mode.as_deref());
        let fires = Fires { id: &act.id, file: &act.file, conditions: &act.conditions, result: Some(result) };
        place(&mut seen, &act.triggers, fires, files)?;
    }
    let mut seen = BTreeMap::new();
    for operator in &lexicon.operators {
        let fires = Fires { id: &operator.id, file: &operator.file, conditions: &operator.conditions, result: None };
        place(&mut seen, &operator.triggers, fires, files)?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Fires<'a> {
    id: &'a str,
    file: &'a str,
    conditions: &'a Where,
    result: Option<(&'a str, Option<&'a str>)>,
}

type Seen<'a> = BTreeMap<(Pos, &'a str, &'a [String]), Vec<Fires<'a>>>;

fn place<'a>(seen: &mut Seen<'a>, triggers: &'a [Trigger], fires: Fires<'a>, files: &[SourceFile]) -> Result<(), LexiconError> {
    for trigger in triggers {
        let others = seen.entry((trigger.pos, &trigger.head, &trigger.rest)).or_default();
        for other in others.iter() {
            if fires.id == other.id {
                let message = format!("`{}` stands twice among the triggers of `{}`: take one out", words(trigger), fires.id);
                return Err(point(files, fires.file, fires.id, message));
            }
            let same_result = fires.result.is_some() && fires.result == other.result && fires.id != other.id;
            let ties = fires.conditions.weight() == other.conditions.weight() && !disjoint(fires.conditions, other.conditions);
            if ties && (!same_result || fires.conditions == other.conditions) {
                let message = format!(
                    "`{}` evokes both `{}` and `{}` ({}) with equal weight: neither may win by order; \
                     add a constraint to one of them, or take the word out of one",
                    words(trigger), fires.id, other.id, other.file
                );
                return Err(point(files, fires.file, fires.id, message));
            }
        }
        others.push(fires);
    }
    Ok(())
}

/// The trigger as a reader would write it, its head last.
fn words(trigger: &Trigger) -> String {
    trigger.rest.iter().chain([&trigger.head]).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Can the two never hold together?
fn disjoint(a: &Where, b: &Where) -> bool {
    let apart = |x: &[Filler], y: &[Filler]| !x.is_empty() && !y.is_empty() && x.iter().all(|f| !y.contains(f));
    // What one demands, the other forbids.
    let forbids = |x: &Where, y: &Where| {
        let demanded = x.all.iter().chain(x.some.iter().take(if x.some.len() == 1 { 1 } else { 0 }));
        demanded.into_iter().any(|t| y.none.iter().any(|n| covers(n, t)))
            || (!x.some.is_empty() && x.some.iter().all(|t| y.none.iter().any(|n| covers(n, t))))
    };
    apart(&a.actor, &b.actor) || apart(&a.recipient, &b.recipient) || forbids(a, b) || forbids(b, a)
}

/// Does the exception `none` cover whatever satisfies `test`?
fn covers(none: &Test, test: &Test) -> bool {
    none.path == test.path && (none.words.is_empty() || (!test.words.is_empty() && test.words.iter().all(|w| none.words.contains(w))))
}

fn classes_exist(lexicon: &Lexicon, files: &[SourceFile]) -> Result<(), LexiconError> {
    let acts = lexicon.acts.iter().map(|a| (&a.id, &a.file, &a.conditions));
    let operators = lexicon.operators.iter().map(|o| (&o.id, &o.file, &o.conditions));
    for (id, file, conditions) in acts.chain(operators) {
        let tests = conditions.some.iter().chain(&conditions.all).chain(&conditions.none);
        for class in tests.flat_map(|t| &t.words).filter_map(|w| w.strip_prefix('#')) {
            if class != "agent" && !lexicon.classes.contains_key(class) {
                let known = lexicon.classes.keys().map(String::as_str);
                return Err(point(files, file, id, crate::ontology::unknown("class", class, known)));
            }
        }
    }
    Ok(())
}

/// An error at the line where the rule's id stands.
fn point(files: &[SourceFile], path: &str, id: &str, message: String) -> LexiconError {
    let quoted = format!("\"{id}\"");
    match files.iter().find(|f| f.path == path) {
        Some(file) => {
            let at = file.text.rfind(&quoted).unwrap_or(0);
            LexiconError::at(file, at..at + quoted.len(), message)
        }
        None => LexiconError::whole(path, message),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Lexicon, SourceFile, embedded};

    fn with(rules: &str) -> Result<Lexicon, String> {
        let mut files = embedded();
        files.push(SourceFile { path: "own/acts/zz.toml".to_owned(), text: format!("about = \"x\"\n{rules}") });
        Lexicon::read(&files).map_err(|e| e.to_string())
    }

    const EXAMPLES: &str = "example = [{ text = \"[actor Peru] [event blicketed] [recipient Chile].\" }, { none = \"It rained.\" }]\n";

    fn rule(id: &str, event: &str, more: &str) -> String {
        format!("[[rule]]\nid = \"{id}\"\nevent = \"{event}\"\nframe = \"act-on\"\nverbs = [\"blicket\"]\n{more}{EXAMPLES}")
    }

    #[test]
    fn rules_that_could_tie_are_refused() {
        let error = with(&(rule("zz.a", "AID", "") + &rule("zz.b", "ASSAULT", ""))).expect_err("a tie");
        assert!(error.contains("neither may win by order") && error.contains("own/acts/zz.toml"), "{error}");
        let narrower = rule("zz.b", "ASSAULT", "where = { all = [\"obj=town\"] }\n");
        assert!(with(&(rule("zz.a", "AID", "") + &narrower)).is_ok(), "more constraints win");
    }
}

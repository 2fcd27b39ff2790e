//! Paths over repaired trees and tests on what stands at their end, as rule files write them.
//!
//! `nsubj` · `obl:with|against` · `compound|amod` · `obj > nmod:of`; a role is a list of alternatives, each a union:
//! `["nsubj", "obj + obl:with"]`. A test is `PATH`, or `PATH=lemma|lemma|#class`.

use schema::Deprel;

/// Alternatives in order; the first that yields something wins. Each is a union of paths.
pub type RolePaths = Vec<Vec<Path>>;

/// Steps from a trigger to a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub steps: Vec<Step>,
}

/// One step: any of these relations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub arms: Vec<Arm>,
}

/// A relation, with the prepositions it must carry (any, where empty).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arm {
    /// `None`: any relation.
    pub rel: Option<Deprel>,
    pub cases: Vec<String>,
}

impl Step {
    pub fn accepts(&self, rel: Deprel, case: &str) -> bool {
        self.arms.iter().any(|arm| {
            arm.rel.is_none_or(|r| r == rel) && (arm.cases.is_empty() || arm.cases.iter().any(|c| c == case))
        })
    }
}

/// What must, or must not, stand somewhere around a trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    pub path: Path,
    /// Lemmas and `#classes`; empty: anything may stand there.
    pub words: Vec<String>,
    /// As written, for messages and `explain`.
    pub text: String,
}

pub fn parse_path(text: &str) -> Result<Path, String> {
    let steps = text.split('>').map(|s| parse_step(s.trim())).collect::<Result<Vec<_>, _>>()?;
    Ok(Path { steps })
}

pub fn parse_role(alternatives: &[String]) -> Result<RolePaths, String> {
    alternatives.iter().map(|a| a.split('+').map(|p| parse_path(p.trim())).collect()).collect()
}

pub fn parse_test(text: &str) -> Result<Test, String> {
    let (path, words) = match text.split_once('=') {
        Some((path, words)) => (path, words.split('|').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect()),
        None => (text, Vec::new()),
    };
    Ok(Test { path: parse_path(path.trim())?, words, text: text.to_owned() })
}

fn parse_step(text: &str) -> Result<Step, String> {
    let mut arms: Vec<Arm> = Vec::new();
    for item in text.split('|').map(str::trim) {
        if item == "any" {
            arms.push(Arm { rel: None, cases: Vec::new() });
        } else if let Ok(rel) = item.parse::<Deprel>() {
            arms.push(Arm { rel: Some(rel), cases: Vec::new() });
        } else if let Some((rel, case)) = item.split_once(':') {
            let rel = match rel {
                "any" => None,
                _ => Some(rel.parse::<Deprel>().map_err(|_| unknown(item))?),
            };
            arms.push(Arm { rel, cases: vec![case.to_owned()] });
        } else {
            match arms.last_mut() {
                Some(arm) if !item.is_empty() && !arm.cases.is_empty() => arm.cases.push(item.to_owned()),
                _ => return Err(unknown(item)),
            }
        }
    }
    Ok(Step { arms })
}

fn unknown(item: &str) -> String {
    format!("`{item}` is no path: write a dependency relation such as `nsubj`, `obj`, `obl:with`, `nmod:of`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_and_prepositions_are_told_apart() {
        let step = parse_step("nmod:poss|compound|obl:with|against").expect("a path");
        assert!(step.accepts(Deprel::NmodPoss, "") && step.accepts(Deprel::Compound, ""));
        assert!(step.accepts(Deprel::Obl, "with") && step.accepts(Deprel::Obl, "against"));
        assert!(!step.accepts(Deprel::Obl, "in") && !step.accepts(Deprel::Nmod, "with"));
        assert!(parse_step("banana").is_err() && parse_step("compound|banana").is_err());
        assert!(parse_step("any:of").expect("a path").accepts(Deprel::Nmod, "of"));
        assert_eq!(parse_path("obj > nmod:of").expect("a path").steps.len(), 2);
    }
}

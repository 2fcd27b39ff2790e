//! Words that suggest what an event is about: in comes `lexicon/en/contexts.toml`, out goes [`Contexts`].

use crate::ontology::{Ontology, unknown};
use crate::source::{LexiconError, SourceFile, read_toml};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Phrases by the context of `ontology/contexts.toml` that they suggest.
#[derive(Clone, Debug, Default)]
pub struct Contexts {
    /// First word, in lower case, to the words after it and the context.
    by_first: BTreeMap<String, Vec<(Vec<String>, String)>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextFile {
    context: Vec<RawContext>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContext {
    id: Spanned<String>,
    words: Vec<String>,
}

impl Contexts {
    pub(crate) fn read(file: &SourceFile, ontology: &Ontology) -> Result<Contexts, LexiconError> {
        let mut contexts = Contexts::default();
        for raw in read_toml::<ContextFile>(file)?.context {
            if !ontology.contexts.contains_key(raw.id.get_ref()) {
                let known = ontology.contexts.keys().map(String::as_str);
                return Err(LexiconError::at(file, raw.id.span(), unknown("context", raw.id.get_ref(), known)));
            }
            for phrase in &raw.words {
                let mut words = phrase.split(' ').map(str::to_lowercase);
                if let Some(first) = words.next() {
                    contexts.by_first.entry(first).or_default().push((words.collect(), raw.id.get_ref().clone()));
                }
            }
        }
        Ok(contexts)
    }

    /// The contexts that a run of tokens suggests, with the index of the phrase's first token; a token is given as its lemma
    /// and its form.
    pub fn of<'a>(&'a self, tokens: &[(&str, &str)]) -> Vec<(usize, &'a str)> {
        let same = |word: &str, (lemma, form): &(&str, &str)| lemma.to_lowercase() == word || form.to_lowercase() == word;
        let mut out = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let (lemma, form) = (token.0.to_lowercase(), token.1.to_lowercase());
            let entries = self.by_first.get(&lemma).into_iter().chain(self.by_first.get(&form).filter(|_| form != lemma));
            for (rest, context) in entries.flatten() {
                let after = &tokens[at + 1..];
                if after.len() >= rest.len() && rest.iter().zip(after).all(|(w, t)| same(w, t)) {
                    out.push((at, context.as_str()));
                }
            }
        }
        out.dedup();
        out
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn phrases_match_by_lemma_or_form() {
        let lexicon = crate::Lexicon::embedded().unwrap();
        let found = lexicon.contexts.of(&[("the", "The"), ("air", "Air"), ("force", "Force"), ("vote", "voted")]);
        assert!(found.contains(&(1, "military")), "{found:?}");
        assert!(found.contains(&(3, "election")), "{found:?}");
    }
}

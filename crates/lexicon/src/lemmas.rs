//! Dictionary forms: in comes `lexicon/en/lemmas.toml`, out goes [`Lemmas`], which mends what a model of the language says.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Irregular forms and regular endings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lemmas {
    #[serde(rename = "about")]
    pub about: String,
    irregular: Irregular,
    ending: Vec<Ending>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Irregular {
    verb: BTreeMap<String, String>,
    noun: BTreeMap<String, String>,
}

/// Endings of forms with these tags, and what may stand in their place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ending {
    tags: Vec<String>,
    from: Vec<String>,
    to: Vec<Vec<String>>,
    /// The consonant before the ending may be a doubled one.
    doubled: bool,
}

/// Tags (Penn Treebank) of the forms that the tables of irregular verbs and nouns hold.
const VERBS: [&str; 2] = ["VBD", "VBN"];
const BASES: [&str; 2] = ["VB", "VBP"];
const PLURAL: &str = "NNS";
const NOUNS: [&str; 2] = ["NNS", "NN"];

impl Lemmas {
    /// The lemma of a form with this tag: that of the tables; else `said`, unless only a regular ending gives one that is `known`.
    pub fn mend(&self, form: &str, tag: &str, said: String, known: impl Fn(&str) -> bool) -> String {
        let form = form.to_lowercase();
        let table = if VERBS.contains(&tag) {
            Some(&self.irregular.verb)
        } else if NOUNS.contains(&tag) {
            Some(&self.irregular.noun)
        } else {
            None
        };
        if let Some(lemma) = table.and_then(|t| t.get(&form)) {
            return lemma.clone();
        }
        let unchanged = said.eq_ignore_ascii_case(&form);
        // A past tense taken for another form of the verb: no verb has it for its base.
        if BASES.contains(&tag) && unchanged && !known(&said) {
            return self.irregular.verb.get(&form).cloned().unwrap_or(said);
        }
        if known(&said) && !(unchanged && tag == PLURAL) {
            return said;
        }
        let regular = self.ending.iter().filter(|e| e.tags.iter().any(|t| t == tag)).flat_map(|e| e.candidates(&form));
        regular.into_iter().find(|c| known(c)).unwrap_or(said)
    }
}

impl Ending {
    fn candidates(&self, form: &str) -> Vec<String> {
        let mut out = Vec::new();
        for (ending, replacements) in self.from.iter().zip(&self.to) {
            let Some(stem) = form.strip_suffix(ending.as_str()) else { continue };
            out.extend(replacements.iter().map(|r| format!("{stem}{r}")));
            let mut last = stem.chars().rev();
            if self.doubled && last.next().is_some_and(|c| last.next() == Some(c)) {
                out.push(stem[..stem.len() - stem.chars().next_back().map_or(0, char::len_utf8)].to_owned());
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn tables_come_first_and_known_words_before_unknown_ones() {
        let lexicon = crate::Lexicon::embedded().expect("the built-in lexicon");
        let known = |w: &str| ["clash", "expel", "ban", "seize", "carry", "police", "flee"].contains(&w);
        let mend = |form: &str, tag: &str, said: &str| lexicon.lemmas.mend(form, tag, said.to_owned(), known);
        for (form, tag, said, lemma) in [
            ("shot", "VBD", "shot", "shoot"),
            ("clashed", "VBD", "clashe", "clash"),
            ("expelled", "VBN", "expell", "expel"),
            ("banning", "VBG", "bann", "ban"),
            ("seized", "VBD", "seiz", "seize"),
            ("carries", "VBZ", "carrie", "carry"),
            ("Police", "NNS", "polic", "police"),
            ("fleeing", "VBG", "flee", "flee"),
            ("frobbed", "VBD", "frob", "frob"),
            ("retook", "VBP", "retook", "retake"),
        ] {
            assert_eq!(mend(form, tag, said), lemma, "{form}");
        }
    }
}

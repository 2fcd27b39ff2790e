//! Sentences as Universal Dependencies trees, before and after repair.

use crate::{Document, LearnedTrigger, Part, Problem, Span};
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

/// A document with its sentences: what the `parse` room gives.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub document: Document,
    /// In text order; spans do not overlap.
    pub sentences: Vec<Sentence>,
    pub problems: Vec<Problem>,
}

/// One sentence. Token indices are positions in `tokens`.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    pub span: Span,
    pub part: Part,
    pub tokens: Vec<Token>,
    /// Named entities and other OntoNotes kinds, in text order, not overlapping.
    pub entities: Vec<Entity>,
    /// Words that may evoke an event, as the model learned it; in text order.
    pub learned: Vec<LearnedTrigger>,
    /// Repaired arguments of each token (same length as `tokens`): what rules see.
    pub args: Vec<Vec<Arg>>,
}

/// A syntactic word (clitics such as `'s` and `n't` are words of their own).
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub span: Span,
    pub form: String,
    /// Lower case except for proper nouns.
    pub lemma: String,
    pub upos: Upos,
    pub xpos: String,
    /// UD features as `Key=Value` joined by `|`, or empty.
    pub feats: String,
    /// Index of the governor; `None` for the root.
    pub head: Option<usize>,
    pub deprel: Deprel,
}

impl Token {
    /// Does the token carry the UD feature, written as `Key=Value`?
    pub fn has(&self, feature: &str) -> bool {
        self.feats.split('|').any(|f| f == feature)
    }
}

/// A named entity over the tokens `first..=last`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    pub first: usize,
    pub last: usize,
    pub kind: EntityKind,
}

/// OntoNotes kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr, Serialize, Deserialize)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EntityKind {
    Person,
    Norp,
    Org,
    Gpe,
    Loc,
    Fac,
    Event,
    Law,
    Product,
    WorkOfArt,
    Language,
    Date,
    Time,
    Money,
    Percent,
    Quantity,
    Cardinal,
    Ordinal,
}

/// A repaired argument of a predicate: `token` stands in relation `rel` to it.
///
/// After repair, `nsubj` is the logical subject and `obj` the logical object, whatever the voice; conjuncts, relative
/// clauses, control and light verbs are resolved; `obl` and `nmod` carry the lemma of their preposition in `case`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arg {
    pub rel: Deprel,
    /// Lemma of the preposition (`with`, `in`, `because_of`), empty where there is none.
    pub case: String,
    pub token: usize,
    pub repair: Repair,
}

/// How a repaired argument was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display)]
#[strum(serialize_all = "kebab-case")]
pub enum Repair {
    /// As the parser gave it.
    Plain,
    Passive,
    /// Shared over a coordination.
    Conjunct,
    Relative,
    /// Understood subject of a non-finite clause.
    Control,
    LightVerb,
    Copula,
}

/// Universal parts of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr, Serialize, Deserialize)]
#[strum(serialize_all = "UPPERCASE")]
#[serde(rename_all = "UPPERCASE")]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

macro_rules! deprels {
    ($($name:ident $text:literal),* $(,)?) => {
        /// Universal Dependencies relations with the English subtypes of EWT and GUM.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr)]
        pub enum Deprel { $(#[strum(serialize = $text)] $name),* }
    };
}

deprels! {
    Acl "acl", AclRelcl "acl:relcl", Advcl "advcl", AdvclRelcl "advcl:relcl", Advmod "advmod", Amod "amod", Appos "appos",
    Aux "aux", AuxPass "aux:pass", Case "case", Cc "cc", CcPreconj "cc:preconj", Ccomp "ccomp", Compound "compound",
    CompoundPrt "compound:prt", Conj "conj", Cop "cop", Csubj "csubj", CsubjOuter "csubj:outer", CsubjPass "csubj:pass",
    Dep "dep", Det "det", DetPredet "det:predet", Discourse "discourse", Dislocated "dislocated", Expl "expl", Fixed "fixed",
    Flat "flat", Goeswith "goeswith", Iobj "iobj", List "list", Mark "mark", Nmod "nmod", NmodDesc "nmod:desc",
    NmodPoss "nmod:poss", NmodUnmarked "nmod:unmarked", Nsubj "nsubj", NsubjOuter "nsubj:outer", NsubjPass "nsubj:pass",
    Nummod "nummod", Obj "obj", Obl "obl", OblAgent "obl:agent", OblUnmarked "obl:unmarked", Orphan "orphan",
    Parataxis "parataxis", Punct "punct", Reparandum "reparandum", Root "root", Vocative "vocative", Xcomp "xcomp",
}

impl Deprel {
    /// The relation of a label; labels outside the list read as `dep`, since a tree must never fail.
    pub fn parse(label: &str) -> Deprel {
        label.parse().or_else(|_| label.split(':').next().unwrap_or("").parse()).unwrap_or(Deprel::Dep)
    }

    pub fn label(self) -> &'static str {
        self.into()
    }

    /// The universal relation without its subtype (`nsubj` for `nsubj:pass`).
    pub fn universal(self) -> &'static str {
        self.label().split(':').next().unwrap_or("")
    }
}

impl Sentence {
    /// Tokens whose governor is `head`, in order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.tokens.iter().enumerate().filter(move |(_, t)| t.head == Some(head)).map(|(i, _)| i)
    }

    /// Children of `head` in relation `rel`.
    pub fn children_by(&self, head: usize, rel: Deprel) -> impl Iterator<Item = usize> + '_ {
        self.children(head).filter(move |&i| self.tokens[i].deprel == rel)
    }

    /// The token of the stretch `first..=last` that the others hang on: the first whose governor lies outside.
    pub fn head_of(&self, first: usize, last: usize) -> usize {
        let outside = |t: &Token| t.upos != Upos::Adp && t.head.is_none_or(|h| h < first || h > last);
        (first..=last).find(|&i| self.tokens.get(i).is_some_and(outside)).unwrap_or(last)
    }

    /// Is `token` in the subtree of `head` (itself included)? Ends on any input, even one with a cycle.
    pub fn dominates(&self, head: usize, token: usize) -> bool {
        let mut at = Some(token);
        for _ in 0..=self.tokens.len() {
            match at {
                Some(i) if i == head => return true,
                Some(i) => at = self.tokens.get(i).and_then(|t| t.head),
                None => return false,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_round_trip_and_unknown_ones_degrade() {
        for label in ["nsubj:pass", "acl:relcl", "obl", "nmod:poss"] {
            assert_eq!(Deprel::parse(label).label(), label);
        }
        assert_eq!(Deprel::parse("obl:tmod"), Deprel::Obl);
        assert_eq!(Deprel::parse("nonsense"), Deprel::Dep);
        assert_eq!(Deprel::NsubjPass.universal(), "nsubj");
        assert_eq!("WORK_OF_ART".parse(), Ok(EntityKind::WorkOfArt));
    }
}

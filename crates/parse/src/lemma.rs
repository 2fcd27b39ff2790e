//! Comes in: a word form and an edit script. Goes out: the lemma.

/// How a form becomes its lemma. As text: `L|cut|suffix` cuts letters off the lower-cased form and adds a suffix,
/// `K|cut|suffix` does so with the form as it stands (names), `W|lemma` gives the lemma as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    base: Base,
    cut: usize,
    suffix: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    Lower,
    Kept,
    Whole,
}

impl Script {
    /// Reads a script; `None` where it has not one of the three forms.
    pub fn parse(text: &str) -> Option<Script> {
        let (kind, rest) = text.split_once('|')?;
        let base = match kind {
            "L" => Base::Lower,
            "K" => Base::Kept,
            "W" => return Some(Script { base: Base::Whole, cut: 0, suffix: rest.to_string() }),
            _ => return None,
        };
        let (cut, suffix) = rest.split_once('|')?;
        Some(Script { base, cut: cut.parse().ok()?, suffix: suffix.to_string() })
    }

    /// The lemma, or `None` where the script cuts all there is (a script learned from longer words).
    pub fn apply(&self, form: &str) -> Option<String> {
        let mut lemma = match self.base {
            Base::Lower => form.to_lowercase(),
            Base::Kept => form.to_string(),
            Base::Whole => String::new(),
        };
        for _ in 0..self.cut {
            lemma.pop();
        }
        if lemma.is_empty() && self.base != Base::Whole {
            return None;
        }
        lemma.push_str(&self.suffix);
        (!lemma.is_empty()).then_some(lemma)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemma(script: &str, form: &str) -> Option<String> {
        Script::parse(script).and_then(|s| s.apply(form))
    }

    #[test]
    fn scripts_edit_the_end_of_the_word() {
        assert_eq!(lemma("L|3|y", "Countries").as_deref(), Some("country"));
        assert_eq!(lemma("K|2|", "Iran's").as_deref(), Some("Iran"));
        assert_eq!(lemma("W|be", "is").as_deref(), Some("be"));
        assert_eq!(lemma("W||", "|").as_deref(), Some("|"));
        assert_eq!(lemma("L|1||", "ab").as_deref(), Some("a|"));
        assert_eq!(lemma("L|1|é", "Élysée").as_deref(), Some("élysé\u{e9}"));
    }

    #[test]
    fn scripts_that_do_not_fit_give_nothing() {
        assert_eq!(lemma("L|4|y", "is"), None);
        assert_eq!(lemma("L|2|be", "is"), None);
        assert_eq!(lemma("L|0|", ""), None);
        for broken in ["", "L", "L|x|", "L|1", "Q|1|a"] {
            assert_eq!(Script::parse(broken), None);
        }
    }
}

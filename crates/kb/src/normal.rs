//! Names in, look-up keys out. Which letters, words and articles count as the same stands in `kb/transliteration.tsv`.

use crate::{KbError, table::Table};
use std::collections::BTreeMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Makes the key under which a name is looked up: same key, same name.
#[derive(Clone, Debug, Default)]
pub struct Normaliser {
    letters: BTreeMap<char, String>,
    leading: Vec<String>,
    articles: BTreeMap<String, Vec<(String, String)>>,
    words: BTreeMap<String, String>,
    /// Words such as "province" that a region's name may carry at its end or not.
    divisions: Vec<String>,
}

impl Normaliser {
    /// Reads the table `what  from  to  before`.
    ///
    /// # Errors
    /// Where a row cannot be read; the message names file and line.
    pub fn parse(file: &str, text: &str) -> Result<Normaliser, KbError> {
        let table = Table::parse(file, text, &["what", "from", "to", "before"])?;
        let mut normaliser = Normaliser::default();
        for row in table.rows() {
            let (from, to) = (row.get("from").to_owned(), row.get("to").to_owned());
            match row.get("what") {
                "letter" => {
                    let letter = from.chars().next().ok_or_else(|| row.error("a letter is missing", "write it into column 'from'"))?;
                    normaliser.letters.insert(letter, to.replace('_', " "));
                }
                "leading" => normaliser.leading.push(from),
                "article" => normaliser.articles.entry(from).or_default().push((row.get("before").to_owned(), to)),
                "word" => from.split('|').for_each(|word| drop(normaliser.words.insert(word.to_owned(), to.clone()))),
                "division" => normaliser.divisions.push(from),
                other => return Err(row.error(format!("'{other}' is no kind of rule"), "use letter, leading, article, word or division")),
            }
        }
        Ok(normaliser)
    }

    /// The key of a name: compatibility forms and accents folded, lower case, apostrophes and full stops taken out,
    /// other punctuation as a space, a leading article dropped, spellings of the table unified. Empty for no letters.
    pub fn key(&self, name: &str) -> String {
        let folded = self.fold(name);
        let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        if words.len() > 1 && self.leading.iter().any(|word| word == words[0]) {
            words.remove(0);
        }
        let mut key = String::with_capacity(folded.len());
        for (i, word) in words.iter().enumerate() {
            if i > 0 {
                key.push(' ');
            }
            key.push_str(self.unify(word, words.get(i + 1).copied()));
        }
        key
    }

    /// The key without its last word, where that is a word for an administrative division.
    pub fn without_division<'k>(&self, key: &'k str) -> Option<&'k str> {
        let (head, last) = key.rsplit_once(' ')?;
        self.divisions.iter().any(|word| word == last).then_some(head)
    }

    fn fold(&self, name: &str) -> String {
        if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ') {
            return name.to_ascii_lowercase();
        }
        let mut out = String::with_capacity(name.len());
        for c in name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            match self.letters.get(&c) {
                Some(to) => out.push_str(to),
                None if c.is_alphanumeric() => out.push(c),
                None if is_combining_mark(c) => {}
                None => out.push(' '),
            }
        }
        out
    }

    fn unify<'s>(&'s self, word: &'s str, next: Option<&str>) -> &'s str {
        let rules = self.articles.get(word).zip(next);
        if let Some((_, to)) = rules.and_then(|(rules, next)| rules.iter().find(|(before, _)| next.starts_with(before.as_str()))) {
            return to;
        }
        self.words.get(word).map_or(word, String::as_str)
    }
}

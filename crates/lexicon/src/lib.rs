//! Loads and checks `ontology/` and `lexicon/`: in come TOML files, out goes [`Lexicon`], which every room may read.

mod dates;

pub use dates::DateRules;

/// All that the program knows of English and of categories.
#[derive(Debug, Default)]
pub struct Lexicon {
    pub dates: DateRules,
}

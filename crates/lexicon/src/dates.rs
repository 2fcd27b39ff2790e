//! Date rules: in come the files of `lexicon/en/dates/`, out goes [`DateRules`].

#[derive(Debug, Default)]
pub struct DateRules {}

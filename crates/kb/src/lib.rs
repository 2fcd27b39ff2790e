//! Loads `kb/`; looks names up as of a date.

#[derive(Debug, Default)]
pub struct Kb {}

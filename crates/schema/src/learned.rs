//! What the learned heads say of a sentence: which words evoke an event, and who takes part in it.

use crate::{Role, Status};

/// A word that may evoke an event. Probabilities are those of the model, not calibrated.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnedTrigger {
    /// Index of the word in its sentence.
    pub token: usize,
    /// Probability that it evokes an event of any type.
    pub event: f32,
    /// The likeliest types and modes, likeliest first.
    pub labels: Vec<LearnedLabel>,
    pub status: Status,
    /// Who and what may take part: role, word, probability; in order of words.
    pub roles: Vec<(Role, usize, f32)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct LearnedLabel {
    pub event_type: String,
    pub mode: Option<String>,
    pub probability: f32,
}

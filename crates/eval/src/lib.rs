//! Scores records against annotated reports. Comes in: gold mentions (`gold/README.md`) and records. Goes out: [`Scores`].

mod gold;
mod score;

pub use gold::{GoldActor, GoldDate, GoldError, GoldMention, GoldPlace, read_gold};
pub use score::{Rate, Scores, score};

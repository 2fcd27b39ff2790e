//! The records that pass between the rooms. Nothing here reads, decides or prints.
//!
//! Data's way: bytes → [`Document`] → [`Parsed`] (sentences, trees) → [`Found`] (mentions, time expressions, toponyms)
//! → [`Resolved`] (actors, dates, places) → [`EventMention`] → merged [`EventMention`]s → [`Record`] (the public JSON).
//! Every stage returns a new type; spans inside the program are byte ranges of [`Document::text`], and only
//! [`Record`] counts code points.

mod actor;
mod date;
mod document;
mod event;
mod learned;
mod mention;
mod place;
mod problem;
mod record;
mod span;
mod time;
mod tree;

pub use actor::{Actor, Via};
pub use date::{Basis, DateGrain, DateValue};
pub use document::{Document, Part};
pub use event::{Attribution, Confidence, Counts, EventMention, Evidence, Range as CountRange, Role, Status};
pub use learned::{LearnedLabel, LearnedTrigger};
pub use mention::{Found, Mention, MentionId, MentionKind, Resolved, ResolvedDate, TimeMention, Toponym};
pub use place::{Place, PlaceGrain};
pub use problem::{Problem, ProblemKind};
pub use record::{
    RecordActor, RecordAttribution, RecordDate, RecordDocument, RecordDocumentDate, RecordPlace, RecordProblem,
    RecordSentence, RecordTrigger, Record,
};
pub use span::{CodePoints, Span};
pub use time::{Amount, Bound, Calendar, Direction, Feast, Portion, TimeExpr, TimeUnit, Which};
pub use tree::{Arg, Deprel, Entity, EntityKind, Parsed, Repair, Sentence, Token, Upos};

/// Re-exported so that every room names the same date type.
pub use jiff::civil::Date;

//! Comes in / goes out: CoNLL-U.

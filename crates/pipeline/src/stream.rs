//! Many documents over many threads: in comes an iterator of documents, out go their records in the same order.
//!
//! A batch is read, coded by all threads, handed on, and only then the next one is read: memory stays flat.

use crate::{Resources, code_document};
use rayon::prelude::*;
use schema::{Document, Record, RecordProblem};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How to run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Threads; `None` for one a core.
    pub threads: Option<usize>,
}

/// What became of one input.
#[derive(Debug)]
pub enum Outcome<E> {
    Coded { id: String, records: Vec<Record>, problems: Vec<RecordProblem> },
    /// The input could not be read; the run goes on.
    Failed(E),
}

/// Documents of one batch, per thread: enough to keep all threads busy to the batch's end.
const PER_THREAD: usize = 16;

/// Codes documents in order and hands each outcome to `sink`; `false` from it ends the run.
pub fn code_stream<E: Send>(
    resources: &Resources,
    documents: impl IntoIterator<Item = Result<Document, E>>,
    options: &Options,
    sink: &mut dyn FnMut(Outcome<E>) -> bool,
) {
    let mut builder = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = options.threads {
        builder = builder.num_threads(threads);
    }
    let Ok(pool) = builder.build() else {
        // No threads to be had: this one does the work.
        for document in documents {
            if !sink(outcome(resources, document)) {
                return;
            }
        }
        return;
    };
    let size = pool.current_num_threads() * PER_THREAD;
    let mut documents = documents.into_iter();
    loop {
        let batch: Vec<Result<Document, E>> = documents.by_ref().take(size).collect();
        if batch.is_empty() {
            return;
        }
        let outcomes: Vec<Outcome<E>> = pool.install(|| batch.into_par_iter().with_max_len(1).map(|d| outcome(resources, d)).collect());
        for outcome in outcomes {
            if !sink(outcome) {
                return;
            }
        }
    }
}

fn outcome<E>(resources: &Resources, document: Result<Document, E>) -> Outcome<E> {
    let document = match document {
        Ok(document) => document,
        Err(error) => return Outcome::Failed(error),
    };
    let id = document.id.clone();
    // Text must not fail; should it all the same, that document is lost with a record of it and no other.
    match catch_unwind(AssertUnwindSafe(|| code_document(resources, document))) {
        Ok((records, problems)) => Outcome::Coded { id, records, problems },
        Err(_) => {
            let why = "the program failed on this text; please report it".to_owned();
            let problem = RecordProblem { kind: schema::ProblemKind::Failed, start: 0, end: 0, why };
            Outcome::Coded { id, records: Vec::new(), problems: vec![problem] }
        }
    }
}

//! Comes in: sentences as lists of words. Goes out: tags, lemmas, dependency trees and names of those sentences.

use crate::encoder::{self, Encoder, Path};
use crate::heads::{self, Found, Heads};
use crate::weights::{ModelError, Tensors};
use crate::wordpiece::{Letters, MAX_PIECES, WordPieces, shape};
use schema::{Deprel, Entity, LearnedTrigger, Upos};
use std::cell::RefCell;

/// Pieces encoded at once: enough rows to keep the matrices busy, few enough to stay in the cache.
const BATCH: usize = 192;

/// The language model: an int8 encoder with heads for tags, lemmas, trees and names.
///
/// Results are the same bits on every CPU, whatever else is analysed in the same call.
pub struct Model {
    path: Path,
    encoder: Encoder,
    pieces: WordPieces,
    heads: Heads,
    version: String,
}

/// What the model says about one sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis<'m> {
    /// One for each word given. A tree with one root, unless there are no words.
    pub words: Vec<Word<'m>>,
    /// In order, not overlapping.
    pub entities: Vec<Entity>,
    /// Words that may evoke an event, in order; empty where the weights hold no heads for it.
    pub learned: Vec<LearnedTrigger>,
}

/// What the model says about one word.
#[derive(Clone, Debug, PartialEq)]
pub struct Word<'m> {
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: &'m str,
    /// UD features as `Key=Value` joined by `|`, or empty.
    pub feats: &'m str,
    pub lemma: String,
    /// Index of the governor in the sentence; `None` for the root.
    pub head: Option<usize>,
    pub deprel: Deprel,
    /// Probabilities that the model gives to what it chose, in 0..=1 and not calibrated.
    pub upos_confidence: f32,
    pub head_confidence: f32,
    pub deprel_confidence: f32,
}

/// Sentences, or windows of long ones, laid end to end.
#[derive(Default)]
struct Batch<'w> {
    pieces: Vec<u32>,
    /// Pieces of each window, and the row of each word's first piece.
    lengths: Vec<usize>,
    kept: Vec<usize>,
    shapes: Vec<usize>,
    forms: Vec<&'w str>,
    /// Sentence and number of words of each window.
    windows: Vec<(usize, usize)>,
}

#[derive(Default)]
struct Scratch {
    letters: Letters,
    encoder: encoder::Scratch,
    heads: heads::Scratch,
}

thread_local! {
    /// Buffers that only grow, so that a document costs no allocation of matrices. They carry nothing over.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Model {
    /// Loads a model from the bytes of `model.safetensors` and the text of `vocab.txt`.
    ///
    /// # Errors
    /// Where the file is broken, of another format, or its parts do not fit each other.
    pub fn from_bytes(safetensors: &[u8], vocab: &str) -> Result<Model, ModelError> {
        let file = Tensors::open(safetensors)?;
        let path = Path::best();
        let encoder = file.encoder()?;
        let pieces = WordPieces::read(vocab, encoder.word_scale.len())?;
        let heads = Heads::read(&file, encoder.width, path)?;
        Ok(Model { path, encoder, pieces, heads, version: file.text("version").to_string() })
    }

    /// The same model computed in another way: for tests and measurements, the results do not change.
    pub fn on(mut self, path: Path) -> Model {
        self.path = path;
        self
    }

    /// How this model is computed here.
    pub fn path(&self) -> Path {
        self.path
    }

    /// Do the weights hold heads for events?
    pub fn codes_events(&self) -> bool {
        self.heads.code_events()
    }

    /// The version that the weights carry.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Analyses sentences given as words; the result has one analysis per sentence and one entry per word.
    ///
    /// Sentences of more pieces than the model has positions are read in windows; the roots of later windows hang from
    /// the first one's root as `parataxis`.
    pub fn analyse(&self, sentences: &[Vec<&str>]) -> Vec<Analysis<'_>> {
        let mut out: Vec<Analysis> = sentences.iter().map(|_| Analysis::default()).collect();
        SCRATCH.with_borrow_mut(|scratch| {
            self.batches(sentences, BATCH, scratch, |batch, scratch| {
                self.encode(batch, scratch);
                let Scratch { encoder, heads, .. } = scratch;
                let x = &encoder.x[..batch.kept.len() * encoder::stride(self.encoder.width)];
                let lengths: Vec<usize> = batch.windows.iter().map(|w| w.1).collect();
                let found = self.heads.run(self.path, x, &batch.shapes, &batch.forms, &lengths, heads, &mut encoder.bytes);
                for (&(sentence, _), found) in batch.windows.iter().zip(found) {
                    append(&mut out[sentence], found);
                }
            });
        });
        out
    }

    /// The vector of each word of a sentence: what all heads read.
    pub fn vectors(&self, sentence: &[&str]) -> Vec<Vec<f32>> {
        let mut out = Vec::with_capacity(sentence.len());
        SCRATCH.with_borrow_mut(|scratch| {
            self.batches(&[sentence.to_vec()], BATCH, scratch, |batch, scratch| {
                self.encode(batch, scratch);
                let Scratch { encoder, heads, .. } = scratch;
                let across = encoder::stride(self.encoder.width);
                let x = &encoder.x[..batch.kept.len() * across];
                let words = self.heads.words(self.path, x, &batch.shapes, heads, &mut encoder.bytes);
                out.extend(words.chunks_exact(across).map(|row| row[..self.encoder.width].to_vec()));
            });
        });
        out
    }

    fn encode(&self, batch: &Batch, scratch: &mut Scratch) {
        self.encoder.run(self.path, &batch.pieces, &batch.lengths, &batch.kept, &mut scratch.encoder);
    }

    /// Lays sentences end to end in batches of about `size` pieces.
    fn batches<'w>(&self, sentences: &[Vec<&'w str>], size: usize, scratch: &mut Scratch, mut full: impl FnMut(&Batch<'w>, &mut Scratch)) {
        let room = self.encoder.positions() - 2;
        let mut batch = Batch::default();
        let mut ids: Vec<u32> = Vec::new();
        for (sentence, words) in sentences.iter().enumerate() {
            ids.clear();
            let mut ends = Vec::with_capacity(words.len());
            for word in words {
                self.pieces.word(word, MAX_PIECES.min(room), &mut scratch.letters, &mut ids);
                ends.push(ids.len());
            }
            for (first, end) in windows(&ends, room) {
                let start = if first == 0 { 0 } else { ends[first - 1] };
                let pieces = &ids[start..ends[end - 1]];
                if !batch.pieces.is_empty() && batch.pieces.len() + pieces.len() + 2 > size {
                    full(&batch, scratch);
                    batch.clear();
                }
                let at = batch.pieces.len() + 1;
                batch.pieces.push(self.pieces.cls);
                batch.pieces.extend_from_slice(pieces);
                batch.pieces.push(self.pieces.sep);
                batch.lengths.push(pieces.len() + 2);
                batch.windows.push((sentence, end - first));
                for i in first..end {
                    let before = if i == 0 { 0 } else { ends[i - 1] };
                    batch.kept.push(at + before - start);
                    batch.shapes.push(shape(words[i], i == 0));
                    batch.forms.push(words[i]);
                }
            }
        }
        if !batch.pieces.is_empty() {
            full(&batch, scratch);
        }
    }
}

impl Batch<'_> {
    fn clear(&mut self) {
        self.pieces.clear();
        self.lengths.clear();
        self.kept.clear();
        self.shapes.clear();
        self.forms.clear();
        self.windows.clear();
    }
}

/// Cuts words whose pieces end at `ends` into windows (first word, word after the last) of at most `room` pieces and
/// of about the same size. No word has more than `room` pieces.
fn windows(ends: &[usize], room: usize) -> Vec<(usize, usize)> {
    let total = ends.last().copied().unwrap_or(0);
    let wanted = total.div_ceil(total.div_ceil(room).max(1));
    let mut out = Vec::new();
    let (mut first, mut start) = (0, 0);
    for i in 0..ends.len() {
        let last = i + 1 == ends.len();
        if last || ends[i] - start >= wanted || ends[i + 1] - start > room {
            out.push((first, i + 1));
            (first, start) = (i + 1, ends[i]);
        }
    }
    out
}

/// Adds the analysis of the next window to its sentence.
fn append<'m>(whole: &mut Analysis<'m>, found: Found<'m>) {
    let offset = whole.words.len();
    let root = whole.words.iter().position(|w| w.head.is_none());
    for mut word in found.words {
        match (word.head, root) {
            (Some(head), _) => word.head = Some(head + offset),
            (None, Some(root)) => {
                word.head = Some(root);
                word.deprel = Deprel::Parataxis;
            }
            (None, None) => {}
        }
        whole.words.push(word);
    }
    let moved = found.names.into_iter().map(|e| Entity { first: e.first + offset, last: e.last + offset, kind: e.kind });
    whole.entities.extend(moved);
    whole.learned.extend(found.learned.into_iter().map(|mut trigger| {
        trigger.token += offset;
        trigger.roles.iter_mut().for_each(|r| r.1 += offset);
        trigger
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn windows_hold_all_words_in_order(counts in prop::collection::vec(1usize..=12, 0..200), room in 12usize..40) {
            let ends: Vec<usize> = counts.iter().scan(0, |sum, &c| { *sum += c; Some(*sum) }).collect();
            let mut at = 0;
            for (first, end) in windows(&ends, room) {
                prop_assert!(first == at && end > first);
                let start = if first == 0 { 0 } else { ends[first - 1] };
                prop_assert!(ends[end - 1] - start <= room);
                at = end;
            }
            prop_assert_eq!(at, counts.len());
        }
    }
}

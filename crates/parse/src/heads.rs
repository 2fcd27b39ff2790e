//! Comes in: encoder vectors of words. Goes out: tags, features, lemmas, trees and names.
//!
//! One product gives all tag scores and the inputs of both biaffine scorers (Dozat & Manning 2017).

use crate::encoder::math::Step;
use crate::encoder::{Bytes, Matrix, Path, sized, stride};
use crate::lemma::Script;
use crate::model::Word;
use crate::names::{NameTags, argmax, argmax_where, trimmed};
use crate::tree::best_tree;
use crate::weights::{ModelError, Rows, Stack, Tensors};
use crate::wordpiece::SHAPES;
use crate::events::{self, EventHeads};
use schema::{Deprel, Entity, LearnedTrigger, Upos};
use std::ops::Range;

/// Words whose relation scores are computed at once (they are long rows).
const RELATION_ROWS: usize = 32;

/// Weights and labels of everything after the encoder.
pub(crate) struct Heads {
    width: usize,
    /// `[SHAPES, shape_width]`
    shapes: Vec<f32>,
    shape_width: usize,
    word: Matrix,
    /// Rows of all heads that read the word vector; the ranges say whose.
    all: Matrix,
    upos: (Range<usize>, Vec<Upos>),
    xpos: (Range<usize>, Vec<String>),
    feats: (Range<usize>, Vec<String>),
    lemma: (Range<usize>, Vec<Script>),
    names: (Range<usize>, NameTags),
    arc_dep: Range<usize>,
    arc_head: Range<usize>,
    rel_dep: Range<usize>,
    rel_head: Range<usize>,
    arc: Matrix,
    /// Output `c * columns + l` weighs component c of the head for relation l.
    rel: Matrix,
    rel_columns: usize,
    deprel: Vec<Deprel>,
    /// The root as candidate head, after activation; the second one ends in 1.
    root_arc: Vec<f32>,
    root_rel: Vec<f32>,
    events: Option<EventHeads>,
}

/// Buffers of one thread.
#[derive(Default)]
pub(crate) struct Scratch {
    input: Vec<f32>,
    words: Vec<f32>,
    all: Vec<f32>,
    with_one: Vec<f32>,
    arcs: Vec<f32>,
    heads: Vec<f32>,
    transposed: Vec<f32>,
    dots: Vec<f32>,
    rel_heads: Vec<f32>,
    rel_deps: Vec<f32>,
    relations: Vec<f32>,
    events: events::Scratch,
}

/// What the heads say of one sentence or window.
pub(crate) struct Found<'m> {
    pub words: Vec<Word<'m>>,
    pub names: Vec<Entity>,
    pub learned: Vec<LearnedTrigger>,
}

impl Heads {
    pub(crate) fn read(file: &Tensors, width: usize, path: Path) -> Result<Heads, ModelError> {
        let (shapes, shape) = file.floats("shape")?;
        if shape.len() != 2 || shape[0] != SHAPES {
            return Err(ModelError::Tensor { name: "shape".into(), why: format!("its shape is {shape:?}, wanted [{SHAPES}, _]") });
        }
        let shape_width = shape[1];
        let word = file.rows("word", width + shape_width, Some(width))?.pack();

        let lists = ["upos", "xpos", "feats", "lemma", "ner"].map(|kind| file.labels(kind));
        let [upos, xpos, feats, lemma, names] = lists;
        let (upos, xpos, feats, lemma, names) = (upos?, xpos?, feats?, lemma?, names?);
        let mut stack = Stack::new(file, width);
        let upos = (stack.add("upos", Some(upos.len()))?, upos.iter().map(|l| l.parse().unwrap_or(Upos::X)).collect());
        let blank = |labels: Vec<String>| labels.into_iter().map(|l| if l == "_" { String::new() } else { l }).collect();
        let xpos = (stack.add("xpos", Some(xpos.len()))?, blank(xpos));
        let feats = (stack.add("feats", Some(feats.len()))?, blank(feats));
        let bad = |kind: &str, label: &str| ModelError::Labels { kind: kind.into(), why: format!("cannot read {label:?}") };
        let scripts = lemma.iter().map(|l| Script::parse(l).ok_or_else(|| bad("lemma", l)));
        let lemma = (stack.add("lemma", Some(lemma.len()))?, scripts.collect::<Result<Vec<Script>, ModelError>>()?);
        let tags = NameTags::read(&names).map_err(|l| bad("ner", &l))?;
        let names = (stack.add("ner", Some(names.len()))?, tags);
        let arc_dep = stack.add("arc.dep", None)?;
        let arc_head = stack.add("arc.head", None)?;
        let rel_dep = stack.add("rel.dep", None)?;
        let rel_head = stack.add("rel.head", None)?;
        let all = stack.matrix();

        let arc = file.rows("arc.bilinear", arc_dep.len() + 1, Some(arc_head.len()))?.pack();
        let labels = file.labels("deprel")?;
        let deprel: Vec<Deprel> = labels.iter().map(|l| Deprel::parse(l)).collect();
        let parts = rel_head.len() + 1;
        let rows = file.rows("rel.bilinear", rel_dep.len() + 1, Some(deprel.len() * parts))?;
        let rel_columns = deprel.len().next_multiple_of(16);
        let rel = by_component(&rows, deprel.len(), rel_columns).pack();

        let mut heads = Heads {
            width, shapes, shape_width, word, all, upos, xpos, feats, lemma, names, arc_dep, arc_head, rel_dep, rel_head,
            arc, rel, rel_columns, deprel, root_arc: Vec::new(), root_rel: Vec::new(),
            events: EventHeads::read(file, width)?,
        };
        let mut root = file.vector("root", width)?;
        root.resize(stride(width), 0.0);
        let mut scores = Vec::new();
        path.linear(&heads.all, &root, stride(width), &mut scores, &mut Bytes::default());
        for (part, at) in [(&mut heads.root_arc, &heads.arc_head), (&mut heads.root_rel, &heads.rel_head)] {
            part.resize(at.len() + 1, 0.0);
            let (width, stride) = (at.len(), heads.all.stride());
            path.float(Step::LeakyOne { x: &scores, stride, at: at.start, width, out: part, out_stride: at.len() + 1 });
        }
        heads.root_arc.pop();
        Ok(heads)
    }

    pub(crate) fn code_events(&self) -> bool {
        self.events.is_some()
    }

    /// Word vectors from encoder vectors (rows of `stride(width)`): rows of the word matrix's stride.
    pub(crate) fn words<'s>(&self, path: Path, x: &[f32], shapes: &[usize], scratch: &'s mut Scratch, bytes: &mut Bytes) -> &'s [f32] {
        let Scratch { input, words, .. } = scratch;
        let across = stride(self.word.inputs());
        let input = sized(input, shapes.len() * across);
        for ((row, x), &shape) in input.chunks_exact_mut(across).zip(x.chunks_exact(stride(self.width))).zip(shapes) {
            row[..self.width].copy_from_slice(&x[..self.width]);
            row[self.width..self.word.inputs()].copy_from_slice(&self.shapes[shape * self.shape_width..(shape + 1) * self.shape_width]);
        }
        path.linear(&self.word, input, across, words, bytes);
        let words = &mut words[..shapes.len() * self.word.stride()];
        path.float(Step::Gelu { x: words });
        words
    }

    /// Reads the scores of sentences laid end to end: `forms` of all words, `lengths` in words.
    ///
    /// Heads and entities count from the beginning of their own sentence; each has exactly one root.
    pub(crate) fn run(&self, path: Path, x: &[f32], shapes: &[usize], forms: &[&str], lengths: &[usize], scratch: &mut Scratch, bytes: &mut Bytes) -> Vec<Found<'_>> {
        let n = forms.len();
        self.words(path, x, shapes, scratch, bytes);
        let Scratch { words, all, with_one, arcs, heads, rel_heads, rel_deps, relations, transposed, dots, events, .. } = scratch;
        let words = &words[..n * self.word.stride()];
        let learned = self.events.as_ref().map(|e| e.run(path, words, self.word.stride(), lengths, events, bytes));
        let mut learned = learned.unwrap_or_default().into_iter();
        path.linear(&self.all, words, self.word.stride(), all, bytes);
        let all = &all[..n * self.all.stride()];
        let activated = |at: &Range<usize>, out: &mut Vec<f32>| {
            let out_stride = at.len() + 1;
            let out = sized(out, n * out_stride);
            path.float(Step::LeakyOne { x: all, stride: self.all.stride(), at: at.start, width: at.len(), out, out_stride });
        };
        activated(&self.arc_dep, with_one);
        let across = self.arc_dep.len() + 1;
        path.linear(&self.arc, &with_one[..n * across], across, arcs, bytes);
        activated(&self.arc_head, heads);
        activated(&self.rel_dep, rel_deps);
        activated(&self.rel_head, rel_heads);

        // (first word of the sentence, head within the sentence with 0 for the root, its probability) of each word
        let mut chosen: Vec<(usize, usize, f32)> = Vec::with_capacity(n);
        let mut first = 0;
        for &len in lengths {
            let columns = (len + 1).next_multiple_of(16);
            let width = self.arc_head.len();
            let b = sized(transposed, width * columns);
            for c in 0..width {
                b[c * columns] = self.root_arc[c];
                for j in 0..len {
                    b[c * columns + 1 + j] = heads[(first + j) * (width + 1) + c];
                }
                b[c * columns + 1 + len..(c + 1) * columns].fill(0.0);
            }
            let out = sized(dots, len * columns);
            let a = &arcs[first * self.arc.stride()..(first + len) * self.arc.stride()];
            path.float(Step::Dots { a, stride: self.arc.stride(), width, transposed: b, columns, out });
            for (row, head) in out.chunks_exact(columns).zip(best_tree(out, len, columns)) {
                let mut sure = 0.0;
                path.float(Step::Probability { x: &row[..len + 1], at: head, out: &mut sure });
                chosen.push((first, head, sure));
            }
            first += len;
        }

        let mut out = Vec::with_capacity(lengths.len());
        let mut scores = vec![0.0; self.rel_columns];
        let across = self.rel_dep.len() + 1;
        let part = self.rel_head.len() + 1;
        let mut found = Vec::with_capacity(n);
        for (chunk, deps) in rel_deps[..n * across].chunks(RELATION_ROWS * across).enumerate() {
            path.linear(&self.rel, deps, across, relations, bytes);
            for (r, rows) in relations.chunks_exact(self.rel.stride()).take(deps.len() / across).enumerate() {
                let i = chunk * RELATION_ROWS + r;
                let (first, head, _) = chosen[i];
                let weights = if head == 0 { &self.root_rel[..] } else { &rel_heads[(first + head - 1) * part..][..part] };
                path.float(Step::Mix { weights, rows, out: &mut scores });
                found.push(self.word(path, forms[i], &all[i * self.all.stride()..(i + 1) * self.all.stride()], &scores[..self.deprel.len()], chosen[i]));
            }
        }
        let mut found = found.into_iter();
        let mut at = 0;
        for &len in lengths {
            let rows = &all[at * self.all.stride()..(at + len) * self.all.stride()];
            let tags: Vec<&[f32]> = rows.chunks_exact(self.all.stride()).map(|row| &row[self.names.0.clone()]).collect();
            let words: Vec<Word> = found.by_ref().take(len).collect();
            let names = trimmed(self.names.1.entities(&tags), &words);
            out.push(Found { words, names, learned: learned.next().unwrap_or_default() });
            at += len;
        }
        out
    }

    fn word(&self, path: Path, form: &str, row: &[f32], relations: &[f32], (_, head, head_sure): (usize, usize, f32)) -> Word<'_> {
        let sure = |x: &[f32], at: usize| {
            let mut out = 0.0;
            path.float(Step::Probability { x, at, out: &mut out });
            out
        };
        let upos_scores = &row[self.upos.0.clone()];
        let upos = argmax(upos_scores);
        let (deprel, deprel_confidence) = if head == 0 {
            (Deprel::Root, 1.0)
        } else {
            match argmax_where(relations, |l| self.deprel[l] != Deprel::Root) {
                Some(l) => (self.deprel[l], sure(relations, l)),
                None => (Deprel::Dep, 0.0),
            }
        };
        Word {
            upos: self.upos.1[upos],
            xpos: &self.xpos.1[argmax(&row[self.xpos.0.clone()])],
            feats: &self.feats.1[argmax(&row[self.feats.0.clone()])],
            lemma: self.lemma(form, &row[self.lemma.0.clone()]),
            head: head.checked_sub(1),
            deprel,
            upos_confidence: sure(upos_scores, upos),
            head_confidence: head_sure,
            deprel_confidence,
        }
    }

    /// The lemma by the best script that fits the form; the form in lower case where none does.
    fn lemma(&self, form: &str, scores: &[f32]) -> String {
        let scripts = &self.lemma.1;
        let first = scripts[argmax(scores)].apply(form);
        let other = || argmax_where(scores, |l| scripts[l].apply(form).is_some()).and_then(|l| scripts[l].apply(form));
        first.or_else(other).unwrap_or_else(|| form.to_lowercase())
    }
}

/// Reorders rows `relation * components + component` to `component * columns + relation`, zero where there is no
/// relation, so that the scores of all relations add up side by side.
pub(crate) fn by_component(rows: &Rows, relations: usize, columns: usize) -> Rows {
    let components = rows.outputs() / relations;
    let outputs = components * columns;
    let mut out = Rows { inputs: rows.inputs, weights: vec![0; outputs * rows.inputs], scale: vec![0.0; outputs], bias: vec![0.0; outputs] };
    for l in 0..relations {
        for c in 0..components {
            let (from, to) = (l * components + c, c * columns + l);
            let inputs = rows.inputs;
            out.weights[to * inputs..(to + 1) * inputs].copy_from_slice(&rows.weights[from * inputs..(from + 1) * inputs]);
            out.scale[to] = rows.scale[from];
            out.bias[to] = rows.bias[from];
        }
    }
    out
}

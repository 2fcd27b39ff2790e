//! Measures parser, tokeniser and sentence splitter against treebanks.
//!
//! `eval_ud FILE.conllu… [--errors N] [--no-trees]`: per file one line for the parser on gold words (per cent of words right: tags, features,
//! lemmas, attachment; LAS counts universal relations, punctuation included) and one for words and sentences cut from
//! the raw text (F1 of spans), the latter also for the parser on those words. `--errors` prints that many places where the splitter or
//! tokeniser differ from the treebank. `MODEL_DIR` in the environment takes the place of the embedded weights,
//! `TEXT_RULES` that of the embedded `text.toml`.
#![allow(clippy::disallowed_methods, reason = "a tool for measuring takes its settings from the environment")]

use lexicon::{Lexicon, SourceFile, TextRules};
use parse::conllu::{self, Tree};
use parse::{Model, Parser, RawSentence, segment};
use schema::{Part, Sentence, Span};
use std::collections::BTreeMap;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let trees = !args.iter().any(|a| a == "--no-trees");
    args.retain(|a| a != "--no-trees");
    let mut errors = 0;
    if let Some(at) = args.iter().position(|a| a == "--errors") {
        errors = args.get(at + 1).ok_or("--errors wants a number")?.parse()?;
        args.drain(at..at + 2);
    }
    let mut lexicon = Lexicon::default();
    lexicon.text = rules()?;
    let parser = match std::env::var("MODEL_DIR") {
        Ok(folder) => {
            let weights = std::fs::read(format!("{folder}/model.safetensors"))?;
            Parser::with_model(Model::from_bytes(&weights, &std::fs::read_to_string(format!("{folder}/vocab.txt"))?)?)
        }
        Err(_) => Parser::embedded()?,
    };
    for path in &args {
        let gold = conllu::read(&std::fs::read_to_string(path)?).map_err(|e| format!("{path}: {e}"))?;
        let name = path.rsplit('/').next().unwrap_or(path);
        for (kind, documents) in genres(gold) {
            measure(name, &kind, &documents, trees.then_some(&parser), &lexicon, errors);
        }
    }
    Ok(())
}

/// The rules of script; nothing else of the lexicon is needed, so a fault in another file does not stop the measurement.
fn rules() -> Result<TextRules, Box<dyn Error>> {
    if let Ok(path) = std::env::var("TEXT_RULES") {
        return Ok(TextRules::read(&SourceFile { text: std::fs::read_to_string(&path)?, path })?);
    }
    let file = lexicon::embedded().into_iter().find(|f| f.path.ends_with("en/text.toml")).ok_or("no rules of script")?;
    Ok(TextRules::read(&file)?)
}

/// Documents by genre where the file tells it (GUM), under "" otherwise; "" also holds all of GUM.
fn genres(trees: Vec<Tree>) -> BTreeMap<String, Vec<Vec<Tree>>> {
    let mut out: BTreeMap<String, Vec<Vec<Tree>>> = BTreeMap::new();
    let mut documents: Vec<Vec<Tree>> = Vec::new();
    for tree in trees {
        if documents.is_empty() || tree.opens("newdoc") {
            documents.push(Vec::new());
        }
        documents.last_mut().expect("one was pushed").push(tree);
    }
    for document in documents {
        let id = document[0].comment("newdoc id").unwrap_or("").to_owned();
        if let Some(genre) = id.strip_prefix("GUM_").and_then(|rest| rest.split('_').next()) {
            out.entry(genre.to_owned()).or_default().push(document.clone());
        }
        out.entry(String::new()).or_default().push(document);
    }
    out
}

#[derive(Default)]
struct Count {
    words: usize,
    right: [usize; 6],
}

impl Count {
    fn add(&mut self, gold: &Tree, got: &Sentence) {
        for (gold, got) in gold.words.iter().zip(&got.tokens) {
            let head = got.head.map_or(0, |h| h + 1) == gold.head;
            let universal = |label: &str| label.split(':').next().unwrap_or("").to_owned();
            let relation = universal(got.deprel.label()) == universal(&gold.deprel);
            let right = [
                got.upos.to_string() == gold.upos,
                got.xpos == gold.xpos,
                got.feats == gold.feats,
                got.lemma == gold.lemma || gold.lemma == "_",
                head,
                head && relation,
            ];
            self.words += 1;
            self.right.iter_mut().zip(right).for_each(|(n, r)| *n += usize::from(r));
        }
    }
}

fn measure(file: &str, genre: &str, documents: &[Vec<Tree>], parser: Option<&Parser>, lexicon: &Lexicon, errors: usize) {
    let mut trees = Count::default();
    let (mut words, mut sentences) = (F1::default(), F1::default());
    let mut attached = 0;
    let mut shown = 0;
    for document in documents {
        let (text, spans) = conllu::text(document);
        let gold: Vec<RawSentence> = spans.iter().filter(|s| !s.is_empty()).map(|s| raw(s)).collect();
        let cut = segment(&text, &lexicon.text);
        words.add(gold.iter().flat_map(|s| &s.tokens), cut.iter().flat_map(|s| &s.tokens));
        sentences.add(gold.iter().map(|s| &s.span), cut.iter().map(|s| &s.span));
        if shown < errors && genre.is_empty() {
            shown += differences(&text, &gold, &cut, errors - shown);
        }
        let Some(parser) = parser else { continue };
        let parsed = parser.trees(&text, &gold, lexicon);
        document.iter().zip(&parsed).for_each(|(gold, got)| trees.add(gold, got));
        attached += same_arcs(document, &spans, &parser.trees(&text, &cut, lexicon));
    }
    let percent = |n: usize, of: usize| 100.0 * n as f64 / of.max(1) as f64;
    let [upos, xpos, feats, lemma, uas, las] = trees.right.map(|n| percent(n, trees.words));
    if parser.is_some() {
        println!("{file:20} {genre:12} gold words {:6}: UPOS {upos:.2} XPOS {xpos:.2} feats {feats:.2} lemma {lemma:.2} UAS {uas:.2} LAS {las:.2}", trees.words);
    }
    let raw_las = if parser.is_some() { format!(" LAS {:.2}", 200.0 * attached as f64 / (words.gold + words.got).max(1) as f64) } else { String::new() };
    println!("{file:20} {genre:12} raw text {:8}: words F1 {:.2} (P {:.2} R {:.2}) sentences F1 {:.2} (P {:.2} R {:.2}){raw_las}",
        words.gold, words.f1(), words.precision(), words.recall(), sentences.f1(), sentences.precision(), sentences.recall());
}

fn raw(tokens: &[Span]) -> RawSentence {
    let span = Span::new(tokens.first().map_or(0, |t| t.start), tokens.last().map_or(0, |t| t.end));
    RawSentence { span, part: Part::Body, tokens: tokens.to_vec() }
}

/// Words of raw text whose span, head's span and universal relation are those of the treebank.
fn same_arcs(gold: &[Tree], spans: &[Vec<Span>], got: &[Sentence]) -> usize {
    let universal = |label: &str| label.split(':').next().unwrap_or("").to_owned();
    let mut arcs = BTreeMap::new();
    for (tree, spans) in gold.iter().zip(spans) {
        for (word, span) in tree.words.iter().zip(spans) {
            let head = word.head.checked_sub(1).map(|h| (spans[h].start, spans[h].end));
            arcs.insert((span.start, span.end), (head, universal(&word.deprel)));
        }
    }
    let mut same = 0;
    for sentence in got {
        for token in &sentence.tokens {
            let head = token.head.map(|h| (sentence.tokens[h].span.start, sentence.tokens[h].span.end));
            same += usize::from(arcs.get(&(token.span.start, token.span.end)) == Some(&(head, universal(token.deprel.label()))));
        }
    }
    same
}

#[derive(Default)]
struct F1 {
    gold: usize,
    got: usize,
    both: usize,
}

impl F1 {
    fn add<'a>(&mut self, gold: impl Iterator<Item = &'a Span>, got: impl Iterator<Item = &'a Span>) {
        let mut wanted: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for span in gold {
            *wanted.entry((span.start, span.end)).or_default() += 1;
            self.gold += 1;
        }
        for span in got {
            self.got += 1;
            if let Some(n) = wanted.get_mut(&(span.start, span.end)).filter(|n| **n > 0) {
                *n -= 1;
                self.both += 1;
            }
        }
    }

    fn precision(&self) -> f64 {
        100.0 * self.both as f64 / self.got.max(1) as f64
    }

    fn recall(&self) -> f64 {
        100.0 * self.both as f64 / self.gold.max(1) as f64
    }

    fn f1(&self) -> f64 {
        200.0 * self.both as f64 / (self.gold + self.got).max(1) as f64
    }
}

/// Prints up to `most` places where words or ends of sentences differ: `-` the treebank's, `+` ours.
fn differences(text: &str, gold: &[RawSentence], got: &[RawSentence], most: usize) -> usize {
    let tokens = |s: &[RawSentence]| s.iter().flat_map(|s| &s.tokens).map(|t| (t.start, t.end)).collect::<Vec<_>>();
    let ends = |s: &[RawSentence]| s.iter().map(|s| s.span.end).collect::<Vec<_>>();
    let (a, b) = (tokens(gold), tokens(got));
    let mut shown = 0;
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() && shown < most {
        if a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (i0, j0) = (i, j);
        while i < a.len() && j < b.len() && a[i].1 != b[j].1 {
            if a[i].1 < b[j].1 { i += 1 } else { j += 1 }
        }
        (i, j) = ((i + 1).min(a.len()), (j + 1).min(b.len()));
        let list = |s: &[(usize, usize)]| s.iter().map(|&(s, e)| &text[s..e]).collect::<Vec<_>>().join(" · ");
        println!("WORD\t- {}\t+ {}\t{}", list(&a[i0..i]), list(&b[j0..j]), around(text, a[i0].0, "‹"));
        shown += 1;
    }
    let (a, b) = (ends(gold), ends(got));
    for (sign, list, other) in [("MISSED END", &a, &b), ("FALSE END", &b, &a)] {
        for &end in list.iter().filter(|end| !other.contains(end)).take(most.saturating_sub(shown)) {
            println!("{sign}\t{}", around(text, end, " ‖ "));
            shown += 1;
        }
    }
    shown
}

/// The text around `at`, with a mark there.
fn around(text: &str, at: usize, mark: &str) -> String {
    let from = (0..=at.saturating_sub(50)).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let to = (at + 40..text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len());
    format!("{}{mark}{}", &text[from..at], &text[at..to]).replace('\n', "⏎")
}

//! Room 2. Comes in: a document. Goes out: sentences, tokens, tags, lemmas, dependency trees, names; syntax repaired.

pub mod conllu;
mod encoder;
mod events;
mod heads;
mod lemma;
mod model;
mod names;
mod parts;
mod repair;
mod split;
mod tokenise;
mod tree;
mod weights;
mod wordpiece;

pub use encoder::Path;
pub use model::{Analysis, Model, Word};
pub use repair::repair;
pub use split::{MAX_TOKENS, RawSentence, segment};
pub use weights::ModelError;

use lexicon::Lexicon;
use schema::{Document, Parsed, Problem, ProblemKind, Sentence, Span, Token, Upos};
use std::borrow::Cow;

static WEIGHTS: &[u8] = include_bytes!("../../../models/en/model.safetensors");
static VOCABULARY: &str = include_str!("../../../models/en/vocab.txt");

/// Bytes of text that are read of one document; the rest is left aside with a problem.
pub const MAX_TEXT: usize = 4 << 20;

/// The language model with all it needs.
pub struct Parser {
    model: Model,
}

impl Parser {
    /// The parser with the weights that are part of the program.
    ///
    /// # Errors
    /// Where the embedded weights are broken, which a test excludes.
    pub fn embedded() -> Result<Parser, ModelError> {
        Ok(Parser { model: Model::from_bytes(WEIGHTS, VOCABULARY)? })
    }

    /// A parser with weights of one's own.
    pub fn with_model(model: Model) -> Parser {
        Parser { model }
    }

    /// Do the weights hold heads for events?
    pub fn codes_events(&self) -> bool {
        self.model.codes_events()
    }

    /// The version that the weights carry.
    pub fn version(&self) -> &str {
        self.model.version()
    }

    /// Reads text into trees. Never fails: odd text gives fewer results and a recorded problem.
    pub fn parse(&self, document: Document, lexicon: &Lexicon) -> Parsed {
        let mut problems = Vec::new();
        let mut end = document.text.len();
        if end > MAX_TEXT {
            end = (0..=MAX_TEXT).rev().find(|&i| document.text.is_char_boundary(i)).unwrap_or(0);
            let why = format!("only the first {MAX_TEXT} bytes of the text are read");
            problems.push(Problem { kind: ProblemKind::TooLong, span: Span::new(end, document.text.len()), why });
        }
        let raw = segment(&document.text[..end], &lexicon.text);
        if raw.is_empty() {
            problems.push(Problem { kind: ProblemKind::Empty, span: Span::default(), why: "the text holds no words".to_owned() });
        }
        let sentences = self.trees(&document.text, &raw, lexicon);
        Parsed { document, sentences, problems }
    }

    /// Parses sentences that are already cut into words.
    pub fn trees(&self, text: &str, raw: &[RawSentence], lexicon: &Lexicon) -> Vec<Sentence> {
        let plain: Vec<Vec<Cow<'_, str>>> = raw.iter().map(|s| s.tokens.iter().map(|t| plain(t.of(text))).collect()).collect();
        let words: Vec<Vec<&str>> = plain.iter().map(|s| s.iter().map(|w| w.as_ref()).collect()).collect();
        let mut sentences = Vec::with_capacity(raw.len());
        for (raw, analysis) in raw.iter().zip(self.model.analyse(&words)) {
            let mut sentence = sentence(text, raw, analysis, lexicon);
            common_noun(&mut sentence, lexicon);
            repair(&mut sentence, &lexicon.words);
            sentences.push(sentence);
        }
        sentences
    }
}

/// A plural noun for people at the beginning of a sentence is no name because of its capital: "Mobs looted shops".
fn common_noun(sentence: &mut Sentence, lexicon: &Lexicon) {
    let Some(first) = sentence.tokens.first_mut() else { return };
    let name = first.upos == Upos::Propn && first.form.chars().skip(1).any(char::is_lowercase);
    let alone = !sentence.entities.iter().any(|e| e.first == 0 && e.last > 0);
    let lemma = lexicon.lemmas.mend(&first.form, "NNS", first.form.to_lowercase(), |w| lexicon.agents.nouns.contains_key(w));
    if name && alone && !first.form.eq_ignore_ascii_case(&lemma) && lexicon.agents.nouns.contains_key(&lemma) {
        first.upos = Upos::Noun;
        first.xpos = "NNS".to_owned();
        first.lemma = lemma;
        sentence.entities.retain(|e| e.first > 0);
    }
}

/// The word as the model knows it: with straight quotation marks.
pub fn plain(word: &str) -> Cow<'_, str> {
    if !word.contains(['’', '‘', '“', '”', '\u{ad}', '\u{200b}']) {
        return Cow::Borrowed(word);
    }
    let replaced = word.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}')).map(|c| match c {
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        c => c,
    });
    Cow::Owned(replaced.collect())
}

fn sentence(text: &str, raw: &RawSentence, analysis: Analysis<'_>, lexicon: &Lexicon) -> Sentence {
    let token = |(span, word): (&Span, Word<'_>)| Token {
        span: *span,
        form: span.of(text).to_owned(),
        lemma: lexicon.lemmas.mend(span.of(text), word.xpos, word.lemma, |w| lexicon.knows(w)),
        upos: word.upos,
        xpos: word.xpos.to_owned(),
        feats: word.feats.to_owned(),
        head: word.head,
        deprel: word.deprel,
    };
    Sentence {
        span: raw.span,
        part: raw.part,
        tokens: raw.tokens.iter().zip(analysis.words).map(token).collect(),
        entities: analysis.entities,
        learned: analysis.learned,
        args: vec![Vec::new(); raw.tokens.len()],
    }
}

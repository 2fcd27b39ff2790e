//! Comes in: the bytes of `model.safetensors`. Goes out: checked tensors, packed matrices and label lists.
//!
//! Sizes are read from the tensors; only the width of an attention head and the number of word shapes are fixed.
//! The exchange format is written down in `models/en/MODEL_CARD.md` and by `training/export.py`.

use crate::encoder::math::HEAD;
use crate::encoder::{Encoder, Layer, Matrix, Norm};
use safetensors::{Dtype, SafeTensors};
use std::collections::HashMap;
use std::ops::Range;

/// What `format` in the file's metadata must say.
pub(crate) const FORMAT: &str = "demarche-model-1";

/// Why a model could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("the model is not a readable safetensors file: {0}; fetch or export it again")]
    File(#[from] safetensors::SafeTensorError),
    #[error("the model's format is {found:?}, this program reads {FORMAT:?}; export it again with training/export.py")]
    Format { found: String },
    #[error("tensor {name} of the model: {why}; export it again with training/export.py")]
    Tensor { name: String, why: String },
    #[error("labels {kind} of the model: {why}; export it again with training/export.py")]
    Labels { kind: String, why: String },
    #[error("the vocabulary does not fit the model: {0}; take vocab.txt from the model's own folder")]
    Vocabulary(String),
}

/// An open model file.
pub(crate) struct Tensors<'a> {
    file: SafeTensors<'a>,
    metadata: HashMap<String, String>,
}

/// An int8 matrix as it lies in the file.
pub(crate) struct Rows {
    pub inputs: usize,
    /// `[outputs, inputs]`, each within -127..=127.
    pub weights: Vec<i8>,
    pub scale: Vec<f32>,
    pub bias: Vec<f32>,
}

impl Rows {
    pub(crate) fn pack(&self) -> Matrix {
        Matrix::pack(&self.weights, self.inputs, &self.scale, &self.bias)
    }

    pub(crate) fn outputs(&self) -> usize {
        self.scale.len()
    }

    /// Puts the rows of matrices with the same inputs under each other: one product instead of many.
    fn stack(parts: &[Rows]) -> Matrix {
        let join = |field: fn(&Rows) -> &[f32]| parts.iter().flat_map(field).copied().collect::<Vec<f32>>();
        let weights: Vec<i8> = parts.iter().flat_map(|p| &p.weights).copied().collect();
        let inputs = parts.first().map_or(0, |p| p.inputs);
        Matrix::pack(&weights, inputs, &join(|p| &p.scale), &join(|p| &p.bias))
    }
}

/// Heads that read the same vector, laid under each other as they are read.
pub(crate) struct Stack<'f, 'b> {
    file: &'f Tensors<'b>,
    width: usize,
    parts: Vec<Rows>,
    end: usize,
}

impl<'f, 'b> Stack<'f, 'b> {
    pub(crate) fn new(file: &'f Tensors<'b>, width: usize) -> Stack<'f, 'b> {
        Stack { file, width, parts: Vec::new(), end: 0 }
    }

    /// Adds a head; which of the rows are its own.
    pub(crate) fn add(&mut self, name: &str, outputs: Option<usize>) -> Result<Range<usize>, ModelError> {
        let rows = self.file.rows(name, self.width, outputs)?;
        let range = self.end..self.end + rows.outputs();
        self.end = range.end;
        self.parts.push(rows);
        Ok(range)
    }

    pub(crate) fn matrix(self) -> Matrix {
        Rows::stack(&self.parts)
    }
}

fn wrong(name: &str, why: impl Into<String>) -> ModelError {
    ModelError::Tensor { name: name.to_string(), why: why.into() }
}

impl<'a> Tensors<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Tensors<'a>, ModelError> {
        let file = SafeTensors::deserialize(bytes)?;
        let (_, header) = SafeTensors::read_metadata(bytes)?;
        let metadata = header.metadata().clone().unwrap_or_default();
        let found = metadata.get("format").cloned().unwrap_or_default();
        if found != FORMAT {
            return Err(ModelError::Format { found });
        }
        Ok(Tensors { file, metadata })
    }

    /// Free text of the metadata (`version`, `trained_on`), empty where it is missing.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.metadata.get(key).map_or("", String::as_str)
    }

    /// A list of labels, not empty.
    pub(crate) fn labels(&self, kind: &str) -> Result<Vec<String>, ModelError> {
        let broken = |why: String| ModelError::Labels { kind: kind.to_string(), why };
        let text = self.metadata.get(kind).ok_or_else(|| broken("they are missing".into()))?;
        let labels: Vec<String> = serde_json::from_str(text).map_err(|e| broken(e.to_string()))?;
        if labels.is_empty() {
            return Err(broken("the list is empty".into()));
        }
        Ok(labels)
    }

    /// A tensor of floats with its shape. Every value is finite.
    pub(crate) fn floats(&self, name: &str) -> Result<(Vec<f32>, Vec<usize>), ModelError> {
        let tensor = self.file.tensor(name)?;
        if tensor.dtype() != Dtype::F32 {
            return Err(wrong(name, format!("it holds {:?}, wanted F32", tensor.dtype())));
        }
        let read = |b: &[u8]| f32::from_le_bytes([b[0], b[1], b[2], b[3]]);
        let values: Vec<f32> = tensor.data().chunks_exact(4).map(read).collect();
        if values.iter().any(|v| !v.is_finite()) {
            return Err(wrong(name, "it holds a value that is no number"));
        }
        Ok((values, tensor.shape().to_vec()))
    }

    /// A vector of floats of the given length.
    pub(crate) fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, ModelError> {
        let (values, shape) = self.floats(name)?;
        if shape != [length] {
            return Err(wrong(name, format!("its shape is {shape:?}, wanted [{length}]")));
        }
        Ok(values)
    }

    /// A table of floats with rows of the given width, and at least one.
    pub(crate) fn table(&self, name: &str, width: usize) -> Result<Vec<f32>, ModelError> {
        let (values, shape) = self.floats(name)?;
        if shape.len() != 2 || shape[1] != width || values.is_empty() {
            return Err(wrong(name, format!("its shape is {shape:?}, wanted [_, {width}]")));
        }
        Ok(values)
    }

    /// The int8 tensor `NAME.weight` with its row scales, as (weights, inputs, scales).
    pub(crate) fn bytes(&self, name: &str) -> Result<(Vec<i8>, usize, Vec<f32>), ModelError> {
        let whole = format!("{name}.weight");
        let tensor = self.file.tensor(&whole)?;
        let shape = tensor.shape();
        if tensor.dtype() != Dtype::I8 || shape.len() != 2 || tensor.data().is_empty() {
            return Err(wrong(&whole, format!("it holds {:?} {shape:?}, wanted I8 [outputs, inputs]", tensor.dtype())));
        }
        let weights: Vec<i8> = tensor.data().iter().map(|&b| b as i8).collect();
        if weights.contains(&i8::MIN) {
            return Err(wrong(&whole, "it holds -128, wanted -127..=127"));
        }
        let scale = self.vector(&format!("{name}.scale"), shape[0])?;
        Ok((weights, shape[1], scale))
    }

    /// The int8 matrix `NAME` with the given number of inputs, and of outputs where that is known.
    pub(crate) fn rows(&self, name: &str, inputs: usize, outputs: Option<usize>) -> Result<Rows, ModelError> {
        let (weights, found, scale) = self.bytes(name)?;
        if found != inputs || outputs.is_some_and(|n| n != scale.len()) {
            let shape = [scale.len(), found];
            return Err(wrong(name, format!("its shape is {shape:?}, wanted [{outputs:?}, {inputs}]")));
        }
        let bias = self.vector(&format!("{name}.bias"), scale.len())?;
        Ok(Rows { inputs, weights, scale, bias })
    }

    fn norm(&self, name: &str, width: usize) -> Result<Norm, ModelError> {
        Ok(Norm {
            weight: self.vector(&format!("{name}.weight"), width)?,
            bias: self.vector(&format!("{name}.bias"), width)?,
        })
    }

    pub(crate) fn encoder(&self) -> Result<Encoder, ModelError> {
        let (words, width, word_scale) = self.bytes("embed.word")?;
        if !width.is_multiple_of(HEAD) {
            return Err(wrong("embed.word.weight", format!("its width {width} is no multiple of {HEAD}")));
        }
        let positions = self.table("embed.position", width)?;
        if positions.len() < 3 * width {
            return Err(wrong("embed.position", "it has fewer than three positions"));
        }
        let mut layers = Vec::new();
        while self.file.tensor(&format!("layer.{}.qkv.weight", layers.len())).is_ok() {
            let name = |part: &str| format!("layer.{}.{part}", layers.len());
            let up = self.rows(&name("up"), width, None)?;
            layers.push(Layer {
                qkv: self.rows(&name("qkv"), width, Some(3 * width))?.pack(),
                out: self.rows(&name("out"), width, Some(width))?.pack(),
                norm1: self.norm(&name("norm1"), width)?,
                down: self.rows(&name("down"), up.outputs(), Some(width))?.pack(),
                up: up.pack(),
                norm2: self.norm(&name("norm2"), width)?,
            });
        }
        let norm = self.norm("embed.norm", width)?;
        Ok(Encoder { width, words, word_scale, positions, norm, layers })
    }
}

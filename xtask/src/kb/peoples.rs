//! stub
use super::Work;
pub fn write(_: &Work) -> anyhow::Result<usize> { Ok(0) }

//! Frames: where the participants of a kind of act stand, for verbs, nouns and adjectives; in comes `lexicon/en/frames.toml`.

use crate::rules::{Roles, roles};
use crate::source::{LexiconError, SourceFile, read_toml};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Role paths of a frame by part of speech.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub verb: Roles,
    pub noun: Roles,
    pub adjective: Roles,
}

pub type Frames = BTreeMap<String, Frame>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameFile {
    #[serde(rename = "about")]
    _about: String,
    frame: Vec<RawFrame>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrame {
    id: String,
    #[serde(rename = "about")]
    _about: String,
    #[serde(default)]
    verb: RawRoles,
    #[serde(default)]
    noun: RawRoles,
    #[serde(default)]
    adjective: RawRoles,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawRoles {
    actor: Option<Spanned<Vec<String>>>,
    recipient: Option<Spanned<Vec<String>>>,
}

pub(crate) fn read(file: &SourceFile, frames: &mut Frames) -> Result<(), LexiconError> {
    for raw in read_toml::<FrameFile>(file)?.frame {
        let part = |r: &RawRoles| roles(file, r.actor.as_ref(), r.recipient.as_ref(), &Roles::default());
        let frame = Frame { verb: part(&raw.verb)?, noun: part(&raw.noun)?, adjective: part(&raw.adjective)? };
        frames.insert(raw.id, frame);
    }
    Ok(())
}

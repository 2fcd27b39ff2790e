//! XML in general: in comes the text of a file, out goes its outermost element, or why such XML is not read.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Entities that a file defines for itself can be built to grow without end, and no feed needs them.
pub(crate) const ENTITIES: &str = "this XML defines entities of its own, which could grow without end";
pub(crate) const NO_ENTITIES: &str = "write out what the entities stand for, and take the definitions away";

/// The name of the outermost element, without its prefix.
pub(crate) fn root(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => return Some(local(&element)),
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

/// Does what stands before the outermost element define entities?
pub(crate) fn defines_entities(text: &str) -> bool {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::DocType(declaration)) if entities(&declaration) => return true,
            Ok(Event::Start(_) | Event::Empty(_) | Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

pub(crate) fn entities(declaration: &str) -> bool {
    declaration.contains("<!ENTITY")
}

/// What is read is decoded already, so the declaration, which would have it decoded again, goes.
pub(crate) fn without_declaration(text: &str) -> &str {
    let start = text.trim_start();
    match start.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => start,
    }
}

pub(crate) fn local(element: &quick_xml::events::BytesStart<'_>) -> String {
    element.name().local_name().into_inner().to_owned()
}

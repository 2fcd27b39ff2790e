//! Actors in a few characters: `Iraqi troops (IRQ MIL)`.

use schema::RecordActor;

/// The resolved name, or the words where there is none; white space, line ends too, as single spaces.
pub(crate) fn name(actor: &RecordActor) -> String {
    one_line(actor.name.as_deref().unwrap_or(&actor.text))
}

/// Country and sectors, as far as known: `IRQ MIL`.
pub(crate) fn codes(actor: &RecordActor) -> String {
    let parts: Vec<&str> = actor.country.as_deref().into_iter().chain(actor.sectors.iter().map(String::as_str)).collect();
    parts.join(" ")
}

/// Actors by phrase: `the ministers of France and Iran` with `FRA GOV; IRN GOV`, where several countries share one phrase.
pub(crate) fn phrases(actors: &[RecordActor]) -> Vec<(String, String)> {
    let groups = actors.chunk_by(|a, b| (a.start, a.end) == (b.start, b.end) && name(a) == name(b));
    let all = |group: &[RecordActor]| group.iter().map(codes).filter(|c| !c.is_empty()).collect::<Vec<_>>().join("; ");
    groups.map(|group| (name(&group[0]), all(group))).collect()
}

pub(crate) fn short(actor: &RecordActor) -> String {
    let (name, codes) = (name(actor), codes(actor));
    if codes.is_empty() { name } else { format!("{name} ({codes})") }
}

pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The JSON name of one of the closed lists' values.
pub(crate) fn label(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

//! A phrase by itself: in come words and a day, out goes who is meant. For `demarche actors` and the tests of agent nouns.

use crate::Resources;
use schema::{Actor, Date, Document, Span};

/// Who a phrase such as "the Turkish foreign minister" means on a day.
///
/// `about`: the country that the text around the phrase is about, where known; a phrase that names an office or a kind of
/// people without a country is read as that country's. Empty where nothing is known.
pub fn actors(resources: &Resources, phrase: &str, on: Option<Date>, about: Option<&str>) -> Vec<Actor> {
    let whole = Span::new(0, phrase.len());
    let mut actors = resolve::actor::by_name(phrase, whole, &resources.lexicon, &resources.kb, on);
    if actors.is_empty() {
        actors = in_tree(resources, phrase, on);
    }
    for actor in actors.iter_mut().filter(|a| a.country.is_none() && !a.sectors.is_empty()) {
        actor.country = about.map(str::to_owned);
    }
    actors
}

/// As the phrase is read in a text: the mention that covers most of it and of which something is known.
fn in_tree(resources: &Resources, phrase: &str, on: Option<Date>) -> Vec<Actor> {
    let document = Document { text: phrase.to_owned(), published: on, ..Document::default() };
    let parsed = resources.parser.parse(document, &resources.lexicon);
    let found = find::find(&parsed, &resources.lexicon, &resources.kb);
    let resolved = resolve::resolve(&parsed, &found, &resources.lexicon, &resources.kb);
    let known = resolved.actors.into_iter().zip(&found.mentions).filter(|(actors, _)| !actors.is_empty());
    known.max_by_key(|(_, m)| (m.span.len(), std::cmp::Reverse(m.span.start))).map(|(actors, _)| actors).unwrap_or_default()
}

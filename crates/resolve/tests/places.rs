//! Names of several places: what stands beside them and what the text is about decides.

mod support;

use kb::Kb;
use resolve::place::places;
use schema::{EntityKind, Found, Toponym};

/// Country of each `*marked*` name, which is its own token.
fn countries(text: &str) -> Vec<Option<String>> {
    let parsed = support::parsed(&text.replace('*', ""));
    let marked: Vec<bool> = text.split_whitespace().map(|w| w.starts_with('*')).collect();
    let toponyms = parsed.sentences[0]
        .tokens
        .iter()
        .enumerate()
        .filter(|(i, _)| marked[*i])
        .map(|(i, t)| Toponym { sentence: 0, first: i, last: i, span: t.span, entity: Some(EntityKind::Gpe) })
        .collect();
    let kb = Kb::embedded().expect("the embedded tables are sound");
    let found = Found { toponyms, ..Found::default() };
    places(&parsed, &found, &kb).into_iter().map(|p| p.and_then(|p| p.country)).collect()
}

fn all(codes: &[&str]) -> Vec<Option<String>> {
    codes.iter().map(|c| Some((*c).to_owned())).collect()
}

#[test]
fn the_best_known_place_is_meant_where_nothing_speaks_against_it() {
    assert_eq!(countries("The talks took place in *Paris* ."), all(&["FRA"]));
    assert_eq!(countries("Clashes broke out in *Tripoli* ."), all(&["LBY"]));
}

#[test]
fn a_containing_place_beside_it_and_the_countries_spoken_of_decide() {
    assert_eq!(countries("A storm hit *Paris* , *Texas* , on Monday ."), all(&["USA", "USA"]));
    assert_eq!(countries("The Lebanese army moved from *Beirut* and *Sidon* to *Tripoli* in northern *Lebanon* ."), all(&["LBN"; 4]));
}

#[test]
fn an_unknown_name_has_no_place() {
    assert_eq!(countries("They met in *Xyzzyvik* ."), [None]);
}

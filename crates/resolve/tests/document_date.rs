//! The day of a report: stated above it, or worked out from what it says.

mod support;

use find::time::times;
use kb::Kb;
use lexicon::Lexicon;
use resolve::{date::dates, document_date::document_date};
use schema::{Basis, Found};

/// The document's date with its basis, and the dates of its time expressions.
fn read(text: &str, published: Option<&str>) -> (Option<(String, Basis)>, Vec<String>) {
    let mut lexicon = Lexicon::default();
    lexicon.dates = lexicon::DateRules::read(&lexicon::embedded()).expect("the embedded rules are sound");
    let mut parsed = support::parsed(text);
    parsed.document.published = published.map(|d| d.parse().expect("an ISO day"));
    let found = Found { times: times(&parsed, &lexicon.dates), ..Found::default() };
    let (date, _) = document_date(&parsed, &found, &lexicon, &Kb::default());
    let told = dates(&parsed, &found.times, &lexicon, date).into_iter().flatten().map(|d| d.value.start.to_string()).collect();
    (date.map(|d| (d.start.to_string(), d.basis)), told)
}

const UNDATED: &str = "The envoy landed on Monday.\nHe has held the post since May 2019.\nRebels shelled the port on November 7.\nThe two sides signed a pact on April 2.";

#[test]
fn a_day_is_worked_out_from_weekday_year_and_recent_events() {
    let (date, told) = read(UNDATED, None);
    assert_eq!(date, Some(("2019-11-11".to_owned(), Basis::Inferred)));
    assert_eq!(told, ["2019-11-11", "2019-05-01", "2019-11-07", "2019-04-02"]);
}

#[test]
fn the_day_of_publication_comes_first() {
    let (date, told) = read(UNDATED, Some("2020-01-15"));
    assert_eq!(date, Some(("2020-01-15".to_owned(), Basis::Stated)));
    assert_eq!(told[0], "2020-01-13");
}

#[test]
fn a_full_date_above_the_text_is_its_own() {
    let (date, told) = read("Tuesday, 3 March 2015\nPolice held two men on Sunday.", None);
    assert_eq!(date, Some(("2015-03-03".to_owned(), Basis::Stated)));
    assert_eq!(told[1], "2015-03-01");
}

#[test]
fn nothing_is_made_up() {
    for text in ["The envoy landed on Monday.", "Rebels shelled the port on November 7.", "In 2019 they met on a Monday.", ""] {
        assert_eq!(read(text, None).0, None, "{text}");
    }
}

//! What the embedded tables answer.

use crate::*;
use std::sync::OnceLock;

fn kb() -> &'static Kb {
    static KB: OnceLock<Kb> = OnceLock::new();
    KB.get_or_init(|| Kb::embedded().expect("the embedded tables load"))
}

fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

/// Id of the best hit; empty for none.
fn first(name: &str) -> String {
    kb().find(name, None).first().map_or(String::new(), |hit| hit.entity.id.clone())
}

#[test]
fn the_embedded_tables_pass_their_check() {
    let troubles: Vec<String> = kb().check().iter().map(ToString::to_string).collect();
    assert!(troubles.is_empty(), "{} troubles:\n{}", troubles.len(), troubles.join("\n"));
}

#[test]
fn every_entity_names_its_source_and_every_id_leads_to_it() {
    for entity in kb().entities() {
        assert!(entity.affiliations.iter().all(|a| !a.source.is_empty()), "{}", entity.origin);
        assert_eq!(kb().entity(&entity.id).map(|e| &e.name), Some(&entity.name));
        assert!(!kb().find(&entity.name, None).is_empty(), "{} is not found under its name {}", entity.id, entity.name);
    }
}

#[test]
fn every_country_has_codes_words_and_a_place() {
    let today: Vec<&Country> = kb().countries().filter(|c| c.to.is_none() && c.gw.is_some()).collect();
    assert!((190..=205).contains(&today.len()), "{} states", today.len());
    for country in today {
        assert!(!country.adjectives.is_empty(), "{} has no adjective", country.name);
        assert!(!country.demonyms.is_empty(), "{} has no demonym", country.name);
        assert!(country.lat.is_some() && country.lon.is_some(), "{} lies nowhere", country.name);
        assert!(country.population > 0, "{} is empty", country.name);
    }
    let iraq = kb().country("IRQ").unwrap();
    assert_eq!((iraq.iso2.as_deref(), iraq.fips.as_deref(), iraq.cow, iraq.gw), (Some("IQ"), Some("IZ"), Some(645), Some(645)));
}

#[test]
fn names_and_aliases_of_countries() {
    let cases = [
        ("Iraq", "c:IRQ"), ("Republic of Iraq", "c:IRQ"), ("U.S.", "c:USA"), ("US", "c:USA"), ("the United States", "c:USA"),
        ("Burma", "c:MMR"), ("Ivory Coast", "c:CIV"), ("Côte d'Ivoire", "c:CIV"), ("Cote d’Ivoire", "c:CIV"), ("Britain", "c:GBR"),
        ("UAE", "c:ARE"), ("DRC", "c:COD"), ("Türkiye", "c:TUR"), ("North Korea", "c:PRK"), ("DPRK", "c:PRK"), ("South Korea", "c:KOR"),
        ("Kosovo", "c:XKX"), ("Taiwan", "c:TWN"), ("Palestine", "c:PSE"), ("Soviet Union", "c:SUN"), ("Czechia", "c:CZE"),
        ("Timor-Leste", "c:TLS"), ("East Timor", "c:TLS"), ("Eswatini", "c:SWZ"), ("Cabo Verde", "c:CPV"), ("Guinea-Bissau", "c:GNB"),
        ("Guinea", "c:GIN"), ("Niger", "c:NER"), ("Nigeria", "c:NGA"), ("Dominica", "c:DMA"), ("Dominican Republic", "c:DOM"),
        ("South Sudan", "c:SSD"), ("Sudan", "c:SDN"), ("Holland", "c:NLD"), ("IRAQ", "c:IRQ"), ("Georgia", "c:GEO"),
    ];
    for (name, id) in cases {
        assert_eq!(first(name), id, "{name}");
    }
}

#[test]
fn short_acronyms_are_names_in_capitals_only() {
    for word in ["us", "Us", "is", "un", "who"] {
        assert!(kb().find(word, None).is_empty(), "{word}: {:?}", kb().find(word, None).first().map(|h| &h.entity.id));
    }
    assert_eq!(first("UN"), "org:un");
}

#[test]
fn adjectives_and_demonyms() {
    let adjectives = [
        ("Iraqi", "IRQ"), ("French", "FRA"), ("Dutch", "NLD"), ("Burkinabe", "BFA"), ("Emirati", "ARE"), ("Kiwi", "NZL"), ("Swiss", "CHE"),
        ("Palestinian", "PSE"), ("Congolese", "COD"), ("North Korean", "PRK"), ("Soviet", "SUN"), ("Taiwanese", "TWN"), ("Cypriot", "CYP"),
        ("Kosovar", "XKX"), ("Saudi", "SAU"), ("Nigerien", "NER"), ("Nigerian", "NGA"),
    ];
    for (word, code) in adjectives {
        assert_eq!(kb().adjective(word), Some(code), "{word}");
    }
    assert_eq!(kb().adjectives("Congolese"), ["COD", "COG"]);
    for (word, code) in [("Danes", "DNK"), ("Frenchmen", "FRA"), ("Iraqis", "IRQ"), ("Spaniard", "ESP"), ("Poles", "POL"), ("Scots", "GBR"), ("Filipinos", "PHL")] {
        assert_eq!(kb().demonym(word), Some(code), "{word}");
    }
    assert_eq!(kb().adjective("green"), None);
    assert_eq!(kb().find("Iraqis", None)[0].via, Via::Demonym);
}

#[test]
fn capitals_lead_to_their_country() {
    let cases = [
        ("Baghdad", "IRQ"), ("Tehran", "IRN"), ("Kyiv", "UKR"), ("Kiev", "UKR"), ("Washington", "USA"), ("Beijing", "CHN"), ("London", "GBR"),
        ("Sanaa", "YEM"), ("Sana'a", "YEM"), ("N'Djamena", "TCD"), ("Ramallah", "PSE"), ("The Hague", "NLD"), ("Brasília", "BRA"), ("Pristina", "XKX"),
    ];
    for (name, code) in cases {
        assert_eq!(kb().capital(name), Some(code), "{name}");
    }
    let hits = kb().find("Baghdad", None);
    assert_eq!((hits[0].entity.id.as_str(), hits[0].via), ("c:IRQ", Via::Capital));
    assert_eq!(kb().capital("Basra"), None);
}

#[test]
fn every_capital_of_a_state_is_a_place_in_it() {
    let missing: Vec<String> = kb()
        .countries()
        .filter(|c| c.to.is_none() && c.gw.is_some())
        .filter(|c| c.capitals.first().is_some_and(|name| !kb().places(name).iter().any(|p| p.country == Some(&c.iso3))))
        .map(|c| format!("{} of {}", c.capitals[0], c.name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_first_seat_alone_is_the_capital() {
    for (name, capital) in [("Naypyidaw", true), ("Dodoma", true), ("Amsterdam", true), ("The Hague", false), ("Cotonou", false)] {
        let found = kb().places(name).iter().find(|p| p.grain == PlaceGrain::City).map(|p| p.capital);
        assert_eq!(found, Some(capital), "{name}");
    }
}

#[test]
fn spellings_that_count_as_the_same() {
    let same = [
        ("Hezbollah", "Hizbullah"), ("al-Qaeda", "Al Qaida"), ("Muammar Gaddafi", "Muammar Qadhafi"), ("Volodymyr Zelensky", "Vladimir Zelenskyy"),
        ("Qassim al-Araji", "Qasem Al-Araji"), ("Shi'ite", "Shia"), ("Erdoğan", "Erdogan"), ("São Paulo", "Sao Paulo"), ("al-Shabaab", "Al Shabab"),
        ("The Kremlin", "kremlin"), ("U.N.", "UN"), ("Łódź", "Lodz"), ("As-Sulaymaniyah", "al-Sulaymaniyah"),
    ];
    for (a, b) in same {
        assert_eq!(kb().key(a), kb().key(b), "{a} and {b}");
    }
    for (a, b) in [("Iran", "Iraq"), ("Niger", "Nigeria"), ("Guinea", "Guyana"), ("Austria", "Australia")] {
        assert_ne!(kb().key(a), kb().key(b));
    }
}

#[test]
fn keys_are_stable_and_odd_text_is_harmless() {
    for text in ["", " ", "...", "\u{301}", "日本", "ʼʼ", "the", "al", "🇮🇶", "a\tb\nc", &"x ".repeat(5_000)] {
        let key = kb().key(text);
        assert_eq!(kb().key(&key), key, "{text:?}");
        kb().find(text, None);
        kb().places(text);
        kb().find_person_by_last_name(text, None);
    }
    assert!(kb().find("...", None).is_empty() && kb().places("").is_empty());
}

#[test]
fn offices_are_those_of_the_day() {
    let offices = |name: &str, on: &str| -> Vec<String> {
        let hits = kb().find(name, day(on));
        hits.first().map_or(Vec::new(), |hit| hit.affiliations.iter().filter_map(|a| a.office.clone()).collect())
    };
    assert_eq!(offices("Qassim al-Araji", "2018-01-15"), ["interior minister"]);
    assert_eq!(offices("Qassim al-Araji", "2023-03-19"), ["national security adviser"]);
    assert!(offices("Qassim al-Araji", "2019-06-01").is_empty(), "out of office in between");
    assert_eq!(offices("Mohammed Shia al-Sudani", "2023-03-19"), ["prime minister"]);
    assert!(offices("Mohammed Shia al-Sudani", "2020-01-01").is_empty());
    let sudani = kb().find_person_by_last_name("Sudani", day("2023-03-19"));
    assert_eq!(sudani[0].entity.id, "person:mohammed-shia-al-sudani");
    assert!(!kb().find("Soviet Union", day("1970-01-01"))[0].affiliations.is_empty());
    assert!(kb().find("Soviet Union", day("1999-01-01"))[0].affiliations.is_empty());
}

#[test]
fn a_day_stands_on_both_edges_of_a_term() {
    let holds = |on: &str| !kb().find("Soviet Union", day(on))[0].affiliations.is_empty();
    assert_eq!(["1922-12-29", "1922-12-30", "1991-12-26", "1991-12-27"].map(holds), [false, true, true, false]);
}

#[test]
fn bodies_groups_parties_and_metonyms() {
    let cases = [
        ("NATO", "org:nato"), ("United Nations", "org:un"), ("Security Council", "org:un-security-council"), ("Kremlin", "met:kremlin"),
        ("Islamic State", "grp:isis"), ("ISIL", "grp:isis"), ("PKK", "grp:pkk"), ("al-Qaida", "grp:al-qaeda"),
    ];
    for (name, id) in cases {
        assert_eq!(first(name), id, "{name}");
    }
    let isis = kb().entity("grp:isis").unwrap();
    assert_eq!((isis.country.as_slice(), isis.sectors.as_slice()), (&["IMG".to_owned()][..], &["REB".to_owned()][..]));
    assert!(kb().is_body("UNO") && kb().is_body("IGO") && !kb().is_body("IRQ"));
    assert_eq!(kb().entity("org:un").unwrap().sectors.last().map(String::as_str), Some("IGO"));
}

#[test]
fn peoples_and_religions() {
    let peoples = kb().entities().iter().filter(|e| e.kind == Kind::People).count();
    assert!(peoples >= 150, "{peoples} peoples");
    let cases = [
        ("Kurds", "", "CVL"), ("Rohingya", "MMR", "CVL"), ("Shiites", "", "REL"), ("Shi'ites", "", "REL"), ("Sunnis", "", "REL"), ("Tuareg", "", "CVL"),
        ("Hutus", "", "CVL"), ("Tutsi", "", "CVL"), ("Uighurs", "CHN", "CVL"), ("Crimean Tatars", "UKR", "CVL"), ("Copts", "EGY", "REL"),
        ("Yezidis", "IRQ", "REL"), ("Sami", "", "CVL"), ("Māori", "NZL", "CVL"), ("Jews", "", "REL"),
    ];
    for (name, country, sector) in cases {
        let hits = kb().find(name, None);
        let entity = hits.first().unwrap_or_else(|| panic!("{name} is unknown")).entity;
        assert_eq!((entity.kind, entity.country.join("|").as_str(), entity.sectors.join("|").as_str()), (Kind::People, country, sector), "{name}");
    }
}

#[test]
fn a_region_is_found_with_and_without_its_word_for_a_division() {
    for name in ["Anbar", "Anbar province", "Al-Anbar Governorate"] {
        let places = kb().places(name);
        let region = places.iter().find(|p| p.grain == PlaceGrain::Admin1).unwrap_or_else(|| panic!("{name} is no region"));
        assert_eq!((region.country, region.name), (Some("IRQ"), "Anbar"), "{name}");
    }
    assert_eq!(kb().places("Anbar province")[0].grain, PlaceGrain::Admin1);
}

/// A list of regions by codes of another edition gives every region of a country the name of another one. Cities that
/// bear the name of a region of their country lie in it mostly; in the United States they are named after it elsewhere.
#[test]
fn regions_bear_their_own_names() {
    let mut tally: std::collections::BTreeMap<&str, (usize, usize)> = std::collections::BTreeMap::new();
    for region in kb().entities().iter().filter(|e| e.kind == Kind::Region && e.country.len() == 1) {
        let country = region.country[0].as_str();
        let places = kb().places(&region.name);
        let city = places.iter().find(|p| p.grain == PlaceGrain::City && p.country == Some(country) && p.population >= 30_000);
        if let Some(city) = city {
            let count = tally.entry(country).or_default();
            count.0 += usize::from(city.admin1 == Some(&region.name));
            count.1 += 1;
        }
    }
    let wrong: Vec<&str> = tally.iter().filter(|(_, (right, all))| *all >= 4 && right * 10 < all * 6).map(|(country, _)| *country).collect();
    assert!(tally.len() > 80, "{} countries", tally.len());
    assert_eq!(wrong, ["USA"]);
}

#[test]
fn areas_seas_and_sites_of_the_news() {
    let cases = [
        ("Donbas", "r:UA-DONBAS", Some("UKR")), ("Golan Heights", "r:SYR-GOLAN", Some("SYR")), ("Strait of Hormuz", "r:HORMUZ", None),
        ("Iraqi Kurdistan", "r:IQ-KR", Some("IRQ")), ("Kurdistan", "r:IQ-KR", Some("IRQ")), ("Darfur", "r:SD-DARFUR", Some("SDN")),
        ("Fordow", "r:FORDOW", Some("IRN")), ("West Bank", "r:PS.WE", Some("PSE")), ("Somaliland", "r:SO-SL", Some("SOM")),
        ("Abkhazia", "r:GE-AB", Some("GEO")), ("Crimea", "r:UA-43", Some("UKR")), ("Isfahan province", "r:IR-10", Some("IRN")),
    ];
    for (name, id, country) in cases {
        assert_eq!(first(name), id, "{name}");
        let region = kb().places(name).into_iter().find(|p| p.grain != PlaceGrain::City);
        assert_eq!(region.unwrap_or_else(|| panic!("{name} is no place")).country, country, "{name}");
    }
    assert_eq!(kb().entity("r:GE-AB").unwrap().sectors, ["PRE"]);
    assert_eq!(kb().places("Strait of Hormuz")[0].grain, PlaceGrain::Region);
}

#[test]
fn the_gazetteer_is_large_and_each_place_is_whole() {
    let gazetteer = &kb().gazetteer;
    assert!(gazetteer.len() >= 60_000, "{} places", gazetteer.len());
    let (mut named, mut with_region) = (0, 0);
    for id in 0..gazetteer.len() {
        let place = gazetteer.place(id).unwrap_or_else(|| panic!("place {id} cannot be read"));
        let code = place.country.unwrap();
        assert!(kb().country(code).is_some(), "{} lies in the unknown country {code}", place.name);
        assert!(place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0 && !place.name.is_empty());
        assert!(place.geonames.is_some() || place.grain == PlaceGrain::Site, "{} has no GeoNames id", place.name);
        with_region += usize::from(place.admin1.is_some());
        // Every 97th: the look-up gives the place back.
        if id % 97 == 0 && place.geonames.is_some() {
            assert!(gazetteer.find(&kb().key(place.name)).contains(&place), "{} is not found under its name", place.name);
            named += 1;
        }
    }
    assert!(named > 1_000);
    assert!(with_region * 100 >= gazetteer.len() * 95, "only {with_region} of {} places lie in a region", gazetteer.len());
    assert!(gazetteer.place(gazetteer.len()).is_none() && gazetteer.place(usize::MAX).is_none());
}

#[test]
fn places_by_name() {
    // Name, country, first-level region, latitude and longitude to a tenth of a degree, GeoNames id (0: not asked).
    let cases = [
        ("Mosul", "IRQ", "Nineveh", 36.3, 43.1, 99072), ("Erbil", "IRQ", "Erbil", 36.2, 44.0, 95446), ("Arbil", "IRQ", "Erbil", 36.2, 44.0, 95446),
        ("Bakhmut", "UKR", "Donetsk", 48.6, 38.0, 0), ("Raqqa", "SYR", "Raqqa", 35.9, 39.0, 0), ("Kandahar", "AFG", "Kandahar", 31.6, 65.7, 0),
        ("Goma", "COD", "North Kivu", -1.7, 29.2, 0), ("Kyiv", "UKR", "", 50.5, 30.5, 703448), ("Kiev", "UKR", "", 50.5, 30.5, 703448),
        ("Paris", "FRA", "Île-de-France", 48.9, 2.3, 2988507), ("Isfahan", "IRN", "Isfahan", 32.7, 51.7, 0), ("Zahedan", "IRN", "Sistan and Baluchestan", 29.5, 60.9, 0), ("Agadir", "MAR", "Souss-Massa", 30.4, -9.6, 0),
        ("Sulaymaniyah", "IRQ", "Sulaymaniyah", 35.6, 45.4, 0), ("Mogadishu", "SOM", "Banaadir", 2.0, 45.3, 0),
    ];
    for (name, country, region, lat, lon, geonames) in cases {
        let places = kb().places(name);
        let place = places.iter().find(|p| p.grain == PlaceGrain::City).unwrap_or_else(|| panic!("{name} is no city"));
        assert_eq!(place.country, Some(country), "{name}");
        assert!((place.lat - lat).abs() < 0.12 && (place.lon - lon).abs() < 0.12, "{name} lies at {} {}", place.lat, place.lon);
        assert!(region.is_empty() || place.admin1 == Some(region), "{name} lies in {:?}", place.admin1);
        assert!(geonames == 0 || place.geonames == Some(geonames), "{name} is {:?}", place.geonames);
        assert!(place.population > 0, "{name} is empty");
    }
    assert!(kb().places("Baghdad")[0].capital && kb().places("Tripoli")[0].country == Some("LBY"));
    assert_eq!(kb().places("Iraq")[0].grain, PlaceGrain::Country);
    assert_eq!(kb().places("Baghdad International Airport")[0].grain, PlaceGrain::Site);
    assert!(kb().places("Qwxzyk").is_empty());
}

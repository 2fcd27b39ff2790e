//! Tables of a user's own: what an overlay changes, what a broken table says, what a gazetteer keeps.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use kb::{Date, Gazetteer, Kb, PlaceRecord, write_gazetteer};
use std::path::PathBuf;
use std::sync::OnceLock;

fn embedded() -> &'static Kb {
    static KB: OnceLock<Kb> = OnceLock::new();
    KB.get_or_init(|| Kb::embedded().unwrap())
}

fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

/// A folder with these tables, gone when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Folder {
        let path = std::env::temp_dir().join(format!("demarche-kb-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        files.iter().for_each(|(file, text)| std::fs::write(path.join(file), text).unwrap());
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const HEAD: &str = "id\tname\taliases\tkind\tcountry\tsectors\toffice\tfrom\tto\tsource\n";

#[test]
fn an_overlay_adds_ids_and_lets_known_ones_grow() {
    let rows = "grp:pkk\t\tMountain Wolves\tgroup\tTUR\tREB\t\t\t\tmine\norg:acme\tAcme Institute\tACMI\torganisation\tFRA\tEDU\t\t2001\t2005-06\tmine\n";
    let folder = Folder::new("overlay", &[("groups.tsv", &format!("{HEAD}{}\n", rows.lines().next().unwrap())), ("organisations.tsv", &format!("{HEAD}{}\n", rows.lines().nth(1).unwrap()))]);
    let mut kb = embedded().clone();
    let before = kb.entities().len();
    kb.overlay(&folder.0).unwrap();
    assert_eq!(kb.entities().len(), before + 1);
    assert_eq!(kb.find("Mountain Wolves", None)[0].entity.id, "grp:pkk");
    assert_eq!(kb.find("PKK", None)[0].entity.id, "grp:pkk");
    let acme = |on: &str| kb.find("Acme Institute", day(on))[0].affiliations.len();
    assert_eq!(["2000-12-31", "2001-01-01", "2005-06-30", "2005-07-01"].map(acme), [0, 1, 1, 0]);
    assert_eq!(kb.places("Mosul"), embedded().places("Mosul"));
    assert_eq!(kb.check(), []);
}

#[test]
fn a_folder_alone_holds_nothing_else() {
    let folder = Folder::new("alone", &[("organisations.tsv", &format!("{HEAD}org:acme\tAcme\t\torganisation\tFRA\tEDU\t\t\t\tmine\n"))]);
    let kb = Kb::load(&folder.0).unwrap();
    assert_eq!(kb.entities().len(), 1);
    assert!(kb.find("Iraq", None).is_empty() && kb.places("Mosul").is_empty());
    let what: Vec<String> = kb.check().iter().map(ToString::to_string).collect();
    assert_eq!(what, ["kb/organisations.tsv:2: 'EDU' of org:acme is no sector", "kb/organisations.tsv:2: 'FRA' of org:acme is no country or body"]);
}

#[test]
fn a_broken_table_says_where_and_what_to_do() {
    let cases = [
        ("org:a\tA\t\tcastle\tFRA\n", "kb/organisations.tsv:2: 'castle' is no kind; use country"),
        ("# a comment\n\norg:a\tA\t\torganisation\tFRA\tGOV\t\t2001-13\n", "kb/organisations.tsv:4: '2001-13' in column 'from' is no date; write YYYY"),
        ("org:a\tA\t\torganisation\tFRA\tGOV\t\t2005\t2001\n", "kb/organisations.tsv:2: it ends before it begins; change"),
        ("org a\tA\t\torganisation\tFRA\n", "kb/organisations.tsv:2: 'org a' is no id; write one without spaces"),
        ("org:a\t\t\torganisation\tFRA\n", "kb/organisations.tsv:2: the first row of 'org:a' has no name; write"),
        ("org:a\tA\t\torganisation\tFRA\t\t\t\t\tx\ttoo\tmany\n", "kb/organisations.tsv:2: 12 cells in a table of 10 columns; take out"),
        ("org:a\tA\t\torganisation\norg:a\tA\t\tgroup\n", "kb/organisations.tsv:3: 'org:a' is a organisation before (kb/organisations.tsv:2) and a group here; give"),
    ];
    for (n, (rows, message)) in cases.iter().enumerate() {
        let folder = Folder::new(&format!("broken{n}"), &[("organisations.tsv", &format!("{HEAD}{rows}"))]);
        let error = Kb::load(&folder.0).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }
    let folder = Folder::new("head", &[("groups.tsv", "id\tname\n")]);
    let error = Kb::load(&folder.0).unwrap_err().to_string();
    assert!(error.starts_with("kb/groups.tsv: the column 'aliases' is missing; its first line must name the columns id, name"), "{error}");
    let error = Kb::default().overlay(&folder.0.join("none")).unwrap_err().to_string();
    assert!(error.contains("it is no folder; name a folder"), "{error}");
}

#[test]
fn a_gazetteer_reads_back_what_was_written_and_refuses_what_is_cut() {
    let place = |name: &str, population| PlaceRecord {
        name: name.to_owned(),
        keys: vec![name.to_lowercase()],
        country: "IRQ".to_owned(),
        admin1: Some("Nineveh".to_owned()),
        lat: 36.3351,
        lon: 43.1189,
        geonames: Some(population + 7),
        population,
        ..PlaceRecord::default()
    };
    let records: Vec<PlaceRecord> = (0..100).map(|n| place(&format!("Place{n}"), n)).collect();
    let bytes = write_gazetteer(records.clone());
    assert_eq!(bytes, write_gazetteer(records.into_iter().rev().collect()), "the order of the records does not matter");
    let gazetteer = Gazetteer::open("places.bin", bytes.clone().into()).unwrap();
    let found = gazetteer.find("place42");
    assert_eq!((found.len(), found[0].name, found[0].population, found[0].geonames, found[0].admin1), (1, "Place42", 42, Some(49), Some("Nineveh")));
    assert!((found[0].lat - 36.3351).abs() < 1e-4 && (found[0].lon - 43.1189).abs() < 1e-4);
    assert!(gazetteer.find("place").is_empty() && gazetteer.find("zzz").is_empty() && gazetteer.find("").is_empty());
    let cut = bytes[..bytes.len() - 1].to_vec();
    let error = Gazetteer::open("places.bin", cut.into()).unwrap_err().to_string();
    assert_eq!(error, "places.bin: its length is not the one its head tells; write it anew with `cargo xtask kb`");
    assert!(Gazetteer::open("places.bin", b"nonsense".to_vec().into()).is_err());
    // Any one byte changed after the head: wrong answers at worst, no panic.
    for at in 32..bytes.len() {
        let mut broken = bytes.clone();
        broken[at] ^= 0xff;
        if let Ok(gazetteer) = Gazetteer::open("places.bin", broken.into()) {
            ["place0", "place42", "place99", "a", "z"].iter().for_each(|key| drop(gazetteer.find(key)));
        }
    }
}

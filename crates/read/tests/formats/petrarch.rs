//! PETRARCH's sentences.

use super::*;

#[test]
fn sentences() {
    let xml = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- ours -->
<Sentences>
<Sentence date="20150714" id="p_1" source="Our &amp; Paper" sentence="true">
<Text>
Tom &amp; Jerry met at AT&T, <![CDATA[<so>]]> they say&#x2014;twice.
</Text>
<Parse>(ROOT (S ...))</Parse>
</Sentence>
<Sentence sentence = "true"><Text>They spoke.</Text></Sentence>
</Sentences>"#;
    let documents = documents("a.xml", xml.as_bytes());
    assert_eq!(documents[0].text, "Tom & Jerry met at AT&T, <so> they say—twice.");
    assert_eq!((documents[0].id.as_str(), documents[0].published, documents[0].publisher.as_deref()), ("p_1", Some(DAY), Some("Our & Paper")));
    assert_eq!(documents[1], Document { id: "a.xml:2".to_owned(), text: "They spoke.".to_owned(), ..Document::default() });
    let latin = encoding_rs::WINDOWS_1252.encode("<Sentences><Sentence id='é'><Text>À l’Élysée.</Text></Sentence></Sentences>").0.into_owned();
    assert_eq!(one("a.xml", &latin).text, "À l’Élysée.");
}

#[test]
fn bad_sentences() {
    let told = said("a.xml", b"<Sentences><Sentence date='14/07/2015'><Text>a</Text></Sentence><Sentence><Text>b</Text></Sentence></Sentences>");
    assert_eq!(told, ["! a.xml, record 1: `14/07/2015` is no date; write dates as 2015-07-14, or leave them out", "b"]);
    let told = said("a.xml", b"<Sentences><Sentence><Text>a</Text></Sentence><Sentence><Text>b");
    assert_eq!(told, ["a", "! a.xml, record 2: the file ends within a sentence; mend the XML; what stands after this place is not read"]);
    let told = said("a.xml", b"<Sentences><Sentence><Text>a</oops></Sentence></Sentences>");
    assert!(told[0].starts_with("! a.xml, record 1: broken XML ("), "{told:?}");
    assert_eq!(said("a.xml", b"<Sentences></Sentences>"), ["! a.xml, record 1: no <Sentence> in this file; give a file of PETRARCH sentences"]);
    assert!(told_of_kind(b"").starts_with("! a.xml, record 1: no <Sentence> in this file"));
}

fn told_of_kind(bytes: &[u8]) -> String {
    told("a.xml", read_with("a.xml", bytes, &as_kind(Kind::Petrarch))).remove(0)
}

#[test]
fn bombs() {
    let bomb = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><Sentences><Sentence><Text>&b;</Text></Sentence></Sentences>";
    assert!(told_of_kind(bomb).starts_with("! a.xml, record 1: this XML defines entities of its own"));
    assert!(said("a.xml", bomb)[0].starts_with("! a.xml, record 1: this XML defines entities of its own"));
    let mut endless = b"<Sentences><Sentence><Text>".to_vec();
    endless.extend(std::iter::repeat_n(b'x', 65 << 20));
    assert_eq!(said("a.xml", &endless), ["! a.xml, record 1: one report takes more than 64 MiB, and nothing after it is read; give one report in each <Sentence>"]);
}

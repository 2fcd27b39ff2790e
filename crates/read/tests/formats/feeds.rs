//! RSS and Atom.

use super::*;

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Our Paper</title><link>https://paper.example/</link><description>News</description>
<item><title>Ministers &amp; envoys meet</title><link>https://paper.example/a</link><guid isPermaLink="false">a-1</guid>
<pubDate>Tue, 14 Jul 2015 23:30:00 -0500</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>They <b>met</b>.</p><script>x()</script><p>They spoke.</p>]]></content:encoded></item>
<item><title>Second</title><link>https://paper.example/b</link><description>&lt;p&gt;Police arrested two.&lt;/p&gt;</description></item>
</channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Our Paper</title><id>urn:f</id><updated>2015-07-15T00:00:00Z</updated>
<entry><id>urn:e1</id><title>One</title><link rel="self" href="https://paper.example/self"/><link href="https://paper.example/1"/>
<published>2015-07-14T22:00:00-05:00</published><updated>2016-01-01T00:00:00Z</updated><content type="html">&lt;p&gt;They met.&lt;/p&gt;</content></entry>
<entry><id>urn:e2</id><title>Two</title><updated>2015-07-14T00:00:00Z</updated><summary>They spoke.</summary></entry></feed>"#;

#[test]
fn entries_of_rss() {
    let documents = documents("a.rss", RSS.as_bytes());
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0].text, "They met.\n\nThey spoke.");
    assert_eq!(documents[0].title.as_deref(), Some("Ministers & envoys meet"));
    assert_eq!((documents[0].published, documents[0].publisher.as_deref(), documents[0].url.as_deref()), (Some(DAY), Some("Our Paper"), Some("https://paper.example/a")));
    assert_eq!((documents[0].id.as_str(), documents[1].id.as_str()), ("a.rss#a-1", "a.rss:2"));
    assert_eq!((documents[1].text.as_str(), documents[1].published), ("Police arrested two.", None));
}

#[test]
fn entries_of_atom() {
    let documents = documents("feed.xml", ATOM.as_bytes());
    let ids: Vec<&str> = documents.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["urn:e1", "urn:e2"]);
    assert_eq!((documents[0].text.as_str(), documents[1].text.as_str()), ("They met.", "They spoke."));
    assert_eq!((documents[0].published, documents[1].published), (Some(DAY), Some(DAY)));
    assert_eq!(documents[0].url.as_deref(), Some("https://paper.example/1"));
}

#[test]
fn encodings_of_feeds() {
    let stated = RSS.replace("UTF-8", "ISO-8859-1").replace("Short", "Élysée").replace("They <b>", "À l’Élysée they <b>");
    let latin = encoding_rs::WINDOWS_1252.encode(&stated).0.into_owned();
    assert_eq!(documents("a.rss", &latin)[0].text, "À l’Élysée they met.\n\nThey spoke.");
    assert_eq!(documents("a.rss", stated.as_bytes())[0].text, "À l’Élysée they met.\n\nThey spoke.");
}

#[test]
fn bombs_and_broken_feeds() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><item><description>&b;</description></item></channel></rss>"#;
    let refused = "this XML defines entities of its own, which could grow without end; write out what the entities stand for, and take the definitions away";
    assert_eq!(said("a.rss", bomb.as_bytes()), [format!("! a.rss: {refused}")]);
    assert_eq!(said("a.xml", bomb.as_bytes()), [format!("! a.xml: {refused}")]);
    assert_eq!(said("a.rss", b""), ["! a.rss: an empty feed; give a whole RSS or Atom file"]);
    let broken = said("a.rss", b"<rss version='2.0'><channel><item><title>T</oops>");
    assert!(broken[0].starts_with("! a.rss: no feed that can be read ("), "{broken:?}");
    assert_eq!(said("a.xml", b"<?xml version='1.0'?><urlset/>"), ["! a.xml: XML of an unknown kind (its outermost element is <urlset>); RSS, Atom and PETRARCH's sentences are known; say with --input what it is"]);
    assert_eq!(said("a.xml", b"words"), ["! a.xml: no XML that is known; RSS, Atom and PETRARCH's sentences are known; say with --input what it is"]);
}

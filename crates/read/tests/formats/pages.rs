//! HTML.

use super::*;

/// A page as newspapers build them.
pub fn page(head: &str) -> String {
    let paragraph = "The ministers of both countries met in the capital on Tuesday and spoke about water, trade and the border, as their offices said.";
    let report: String = (1..6).map(|n| format!("<p>Paragraph {n}. {paragraph}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Ministers meet – Our Paper</title>{head}</head><body>
        <nav><a href=/>Home</a> <a href=/sport>Sport</a></nav><div class=sidebar><ul><li><a href=/1>Most read one</a><li><a href=/2>Most read two</a></ul></div>
        <article><h1>Ministers meet</h1>{report}</article><footer>All rights reserved</footer><script>var tracker = 1;</script></body></html>"
    )
}

#[test]
fn the_report_and_what_the_page_says_of_itself() {
    let head = r#"<meta property="og:title" content="Ministers meet"><meta property="article:published_time" content="2015-07-14T22:00:00-05:00">
        <meta property="og:site_name" content="Our Paper"><link rel="canonical" href="https://paper.example/a">"#;
    let document = one("a.html", page(head).as_bytes());
    assert!(document.text.starts_with("Paragraph 1. The ministers of both countries met"), "{}", document.text);
    assert!(document.text.contains("said.\n\nParagraph 5. "), "{}", document.text);
    for around in ["Home", "Most read", "rights reserved", "tracker"] {
        assert!(!document.text.contains(around), "{around}");
    }
    assert_eq!(document.title.as_deref(), Some("Ministers meet"));
    assert_eq!((document.published, document.publisher.as_deref(), document.url.as_deref()), (Some(DAY), Some("Our Paper"), Some("https://paper.example/a")));
    assert_eq!(document.id, "a.html");
}

#[test]
fn days_of_publication() {
    let linked = r#"<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "mentions": {"deep": {"datePublished": "1999-01-01"}}},
        {"@type": "NewsArticle", "datePublished": "2015-07-14T01:00:00Z", "publisher": {"@type": "Organization", "name": "Our Paper"}}]}</script>"#;
    let document = one("a.html", page(linked).as_bytes());
    assert_eq!((document.published, document.publisher.as_deref()), (Some(DAY), Some("Our Paper")));
    for (head, published) in [
        (r#"<meta name="DC.date" content="20150714">"#, Some(DAY)),
        (r#"<meta itemprop="datePublished" content="2015-07-14">"#, Some(DAY)),
        (r#"<meta name="date" content="of old">"#, None),
        ("<script type='application/ld+json'>{broken</script>", None),
        ("", None),
    ] {
        assert_eq!(one("a.html", page(head).as_bytes()).published, published, "{head}");
    }
    let timed = |time: &str| one("a.html", page("").replace("<h1>", &format!("{time}<h1>")).as_bytes()).published;
    assert_eq!(timed("<time datetime='2015-07-14T10:00'>then</time>"), Some(DAY));
    assert_eq!(timed("<time datetime='2015-07-14'></time><time datetime='2016-01-01'></time>"), None);
    assert_eq!(timed("<time datetime='2016-01-01'></time><time itemprop=datePublished datetime='2015-07-14'></time>"), Some(DAY));
}

#[test]
fn encodings_of_pages() {
    let words = "Министр прибыл в Минск.";
    let stated = |label: &str| page(&format!("<meta charset='{label}'>")).replace("Paragraph 1.", words);
    let cyrillic = encoding_rs::KOI8_R.encode(&stated("koi8-r")).0.into_owned();
    assert!(one("a.html", &cyrillic).text.contains(words));
    // Turned into UTF-8 by somebody who left the statement as it was.
    assert!(one("a.html", stated("koi8-r").as_bytes()).text.contains(words));
    let japanese = encoding_rs::ISO_2022_JP.encode("<meta charset=iso-2022-jp><p>会談した。</p>").0.into_owned();
    assert_eq!(one("a.html", &japanese).text, "会談した。");
    let unstated = encoding_rs::WINDOWS_1251.encode(&page("").replace("Paragraph", words)).0.into_owned();
    let read = read("a.html", &unstated).remove(0).unwrap();
    assert!(read.document.text.contains(words));
    assert_eq!(read.problems.len(), 1);
}

#[test]
fn pages_without_a_report() {
    assert_eq!(one("a.html", b"<p>They met.</p>").text, "They met.");
    assert_eq!(one("a.html", b"They met.").text, "They met.");
    assert_eq!(one("a.html", b"").text, "");
    // Known by how it begins.
    assert_eq!(one("page", b"<!doctype html><p>They met.").text, "They met.");
    assert_eq!(one("page", b"<p>They met.").text, "<p>They met.");
}

#[test]
fn pages_that_nest_without_end() {
    for (open, count) in [("<div>", 15_000), ("<b>", 5_000), ("<table><td>", 3_000)] {
        let html = format!("<title>T</title>{}They met.{}", open.repeat(count), "</div>".repeat(10));
        let document = one("a.html", html.as_bytes());
        assert_eq!((document.text.as_str(), document.title.as_deref()), ("They met.", Some("T")), "{open}");
    }
    let abyss = "<div>".repeat(1_000_000);
    assert_eq!(said("a.html", abyss.as_bytes()), ["! a.html: this page cannot be taken apart; give its text as plain text or JSON lines"]);
    let feed = format!("<rss version='2.0'><channel><item><description><![CDATA[{abyss}]]></description></item><item><description>Met.</description></item></channel></rss>");
    assert_eq!(said("a.rss", feed.as_bytes()), ["! a.rss, record 1: the HTML of this entry cannot be taken apart; give its text as plain text or JSON lines", "Met."]);
    // Paragraphs need no end.
    let long = "<p>They met.\n".repeat(50_000);
    assert_eq!(one("a.html", long.as_bytes()).text.matches("met").count(), 50_000);
}

//! A page of the web: in come its bytes, out goes the report on it, without what stands around it.

use crate::{Read, ReadError, date, decode};
use dom_query::Document as Dom;
use dom_smoothie::{Config, Readability, TextMode};
use schema::{Date, Document, Span};
use serde_json::Value;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// More elements than any page of news has; where there are more, the page's whole text is taken.
const MOST_ELEMENTS: usize = 100_000;

/// Deeper than any page of news; the search for the report goes into the depth by recursion, and takes longer and longer.
const DEEPEST: usize = 500;
/// Deeper than a page can be taken apart in time.
const ABYSS: usize = 20_000;

/// What a page says of itself.
struct Page {
    text: String,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<Date>,
    url: Option<String>,
}

/// The report of a page. `label`: the encoding that a server states; `id`, `at`: how it and its faults are named.
pub(crate) fn report(id: String, bytes: Vec<u8>, label: Option<&str>, at: impl FnOnce(&str, &'static str) -> ReadError) -> Result<Read, ReadError> {
    let (html, problem) = decode::markup(bytes, label);
    // A page is the work of strangers, and so is the parser: whatever they do to each other stays here.
    let page = if abyss(&html) { None } else { catch_unwind(AssertUnwindSafe(|| read(&html))).ok() };
    let Some(page) = page else {
        return Err(at("this page cannot be taken apart", APART));
    };
    let Page { text, title, publisher, published, url } = page;
    let problem = problem.map(|p| schema::Problem { span: Span::new(0, text.len()), ..p });
    Ok(Read { document: Document { id, text, title, url, publisher, published }, problems: problem.into_iter().collect() })
}

pub(crate) const APART: &str = "give its text as plain text or JSON lines";

/// The words of a piece of HTML, with its paragraphs on lines of their own; None where it cannot be taken apart.
pub(crate) fn words(html: &str) -> Option<String> {
    let plain = || {
        let dom = Dom::fragment(html);
        dom.select("script,style,noscript,template,iframe").remove();
        dom.formatted_text().trim().to_owned()
    };
    if abyss(html) { None } else { catch_unwind(AssertUnwindSafe(plain)).ok() }
}

fn read(html: &str) -> Page {
    let dom = Dom::from(html);
    let linked = linked_data(&dom);
    let published = published(&dom, &linked);
    let publisher = content(&dom, &["meta[property='og:site_name']"]).or_else(|| publisher(&linked));
    let canonical = dom.select("link[rel~='canonical']").attr("href").map(|u| u.trim().to_owned()).filter(|u| !u.is_empty());
    let url = canonical.or_else(|| content(&dom, &["meta[property='og:url']"]));
    if deep(&dom) {
        let title = Some(dom.select_single("title").text().trim().to_owned()).filter(|t| !t.is_empty());
        return Page { text: whole(html), title, publisher, published, url };
    }
    let config = Config { max_elements_to_parse: MOST_ELEMENTS, text_mode: TextMode::Formatted, ..Config::default() };
    let Ok(mut readability) = Readability::with_document(dom, None, Some(config)) else {
        return Page { text: whole(html), title: None, publisher, published, url };
    };
    let title = Some(readability.get_article_metadata(readability.parse_json_ld()).title).filter(|t| !t.trim().is_empty());
    let text = match readability.parse() {
        Ok(article) if !article.text_content.trim().is_empty() => article.text_content.trim().to_owned(),
        _ => whole(html),
    };
    Page { text, title, publisher, published, url }
}

/// All the words of a page that has no report to be found.
fn whole(html: &str) -> String {
    let dom = Dom::from(html);
    dom.select("head,script,style,noscript,template,iframe,nav,form,button").remove();
    dom.formatted_text().trim().to_owned()
}

fn deep(dom: &Dom) -> bool {
    let mut open = vec![(dom.root(), 0)];
    while let Some((node, depth)) = open.pop() {
        if depth > DEEPEST {
            return true;
        }
        open.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    false
}

/// Do tags open and open? A rough count, without those that need not be closed.
fn abyss(html: &str) -> bool {
    const SHUT: [&str; 21] = [
        "p", "li", "td", "th", "tr", "dt", "dd", "option", "br", "hr", "img", "input", "link", "meta", "col", "area", "embed", "source", "track", "wbr", "path",
    ];
    let mut depth = 0usize;
    for tag in html.split('<').skip(1) {
        let closes = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        if end == 0 || SHUT.iter().any(|shut| shut.eq_ignore_ascii_case(&name[..end])) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > ABYSS {
            return true;
        }
    }
    false
}

/// Where pages state the day they were published, the surest first.
const DAYS: [&str; 12] = [
    "meta[property='article:published_time']",
    "meta[property='og:article:published_time']",
    "meta[itemprop='datePublished']",
    "meta[name='parsely-pub-date' i]",
    "meta[name='sailthru.date' i]",
    "meta[name='pubdate' i]",
    "meta[name='publishdate' i]",
    "meta[name='publish-date' i]",
    "meta[name='dc.date.issued' i]",
    "meta[name='dcterms.date' i]",
    "meta[name='dc.date' i]",
    "meta[name='date' i]",
];

fn published(dom: &Dom, linked: &[Value]) -> Option<Date> {
    let stated = content_day(dom, DAYS[0]);
    let stated = stated.or_else(|| shallowest(linked, "datePublished", |v| date::day(v.as_str()?)));
    let stated = stated.or_else(|| DAYS[1..].iter().find_map(|selector| content_day(dom, selector)));
    stated.or_else(|| {
        let times = |selector: &str| -> Vec<Date> {
            let mut days: Vec<Date> = dom.select(selector).iter().filter_map(|time| date::day(&time.attr("datetime")?)).collect();
            days.sort_unstable();
            days.dedup();
            days
        };
        let surely = ["time[itemprop='datePublished']", "time[pubdate]"].iter().find_map(|s| times(s).first().copied());
        // Of times without a purpose, several different ones say nothing.
        surely.or_else(|| {
            ["article time[datetime]", "main time[datetime]", "time[datetime]"].iter().map(|s| times(s)).find(|days| !days.is_empty()).filter(|days| days.len() == 1).map(|days| days[0])
        })
    })
}

fn content(dom: &Dom, selectors: &[&str]) -> Option<String> {
    let found = selectors.iter().find_map(|selector| dom.select(selector).attr("content"));
    found.map(|c| c.trim().to_owned()).filter(|c| !c.is_empty())
}

fn content_day(dom: &Dom, selector: &str) -> Option<Date> {
    date::day(&content(dom, &[selector])?)
}

fn linked_data(dom: &Dom) -> Vec<Value> {
    let scripts = dom.select("script[type='application/ld+json' i]");
    scripts.iter().filter_map(|script| serde_json::from_str(script.text().trim()).ok()).collect()
}

fn publisher(linked: &[Value]) -> Option<String> {
    let name = shallowest(linked, "publisher", |publisher| {
        let one = publisher.as_array().map_or(publisher, |several| several.first().unwrap_or(publisher));
        Some(one.get("name").unwrap_or(one).as_str()?.trim().to_owned())
    });
    name.filter(|name| !name.is_empty())
}

/// The value of a key that lies nearest to the outside: what lies deep within speaks of other pages.
fn shallowest<T>(linked: &[Value], key: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
    let mut open: VecDeque<&Value> = linked.iter().collect();
    while let Some(value) = open.pop_front() {
        match value {
            Value::Object(fields) => {
                if let Some(found) = fields.get(key).and_then(&read) {
                    return Some(found);
                }
                open.extend(fields.values());
            }
            Value::Array(values) => open.extend(values),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    None
}

//! Days as people and machines write them in metadata: in come words, out goes a day.

use schema::Date;

/// Reads `2015-07-14`, the same with slashes or with a time behind it, `20150714`, the same with a time, and the dates of mail
/// and feeds (`Tue, 14 Jul 2015 09:30:00 GMT`). The day is taken as it stands: no time zone moves it.
///
/// ```
/// assert_eq!(read::day("2015-07-14T23:30:00-05:00"), Some(schema::Date::constant(2015, 7, 14)));
/// assert_eq!(read::day("14/07/2015"), None); // could be two days in other cases
/// ```
pub fn day(words: &str) -> Option<Date> {
    let words = words.trim();
    iso(words).or_else(|| compact(words)).or_else(|| Some(jiff::fmt::rfc2822::parse(words).ok()?.date()))
}

fn iso(words: &str) -> Option<Date> {
    let day = words.get(..10)?;
    let rest = &words[10..];
    let dashes = matches!((day.as_bytes()[4], day.as_bytes()[7]), (b'-', b'-') | (b'/', b'/'));
    let ends = rest.is_empty() || rest.starts_with(['T', 't', ' ']);
    if dashes && ends { day.replace('/', "-").parse().ok() } else { None }
}

fn compact(words: &str) -> Option<Date> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let time = &words[digits..];
    let ends = digits == 8 && (time.is_empty() || time.starts_with('T')) || digits == 14 && time.is_empty();
    if !ends {
        return None;
    }
    Date::new(words[..4].parse().ok()?, words[4..6].parse().ok()?, words[6..8].parse().ok()?).ok()
}

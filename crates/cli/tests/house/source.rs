//! Rust as text: in come files, out go their lines of code and string literals, without comments and tests.

use std::fs;
use std::path::{Path, PathBuf};

pub struct Source {
    /// Path below the repository.
    pub name: String,
    pub text: String,
}

/// All Rust files below a folder, in order of their paths.
pub fn rust_sources(folder: &Path) -> Vec<Source> {
    let paths = text_files(folder).into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs"));
    let name = |path: &Path| path.strip_prefix(super::root()).unwrap_or(path).display().to_string();
    paths.map(|p| Source { name: name(&p), text: fs::read_to_string(&p).unwrap() }).collect()
}

/// All files below a folder but what is built, hidden from people or no text, in order of their paths.
pub fn text_files(folder: &Path) -> Vec<PathBuf> {
    const SKIPPED: [&str; 5] = ["target", ".git", "__pycache__", ".venv", "node_modules"];
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !SKIPPED.contains(&name.as_str()) {
            files.extend(text_files(&path));
        } else if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    files
}

impl Source {
    /// The part that ships: up to the module of tests at the end of the file; nothing of files that are all tests.
    fn shipped(&self) -> &str {
        if self.name.ends_with("tests.rs") || self.name.contains("/tests/") {
            return "";
        }
        let tests = self.text.match_indices("#[cfg(test)]").find(|(at, _)| {
            let next = self.text[*at..].lines().nth(1).unwrap_or("");
            next.trim_end().ends_with('{')
        });
        tests.map_or(&self.text, |(at, _)| &self.text[..at])
    }

    /// Numbered lines without comments.
    pub fn code_lines(&self) -> Vec<(usize, String)> {
        let lines = self.shipped().lines().enumerate();
        lines.map(|(n, l)| (n + 1, l.split("//").next().unwrap_or("").to_owned())).filter(|(_, l)| !l.trim().is_empty()).collect()
    }

    /// String literals with their lines, comments left out.
    pub fn literals(&self) -> Vec<(usize, String)> {
        let chars: Vec<char> = self.shipped().chars().collect();
        let mut found = Vec::new();
        let (mut at, mut line) = (0, 1);
        while at < chars.len() {
            let rest = &chars[at..];
            let step = if rest.starts_with(&['/', '/']) {
                rest.iter().position(|&c| c == '\n').unwrap_or(rest.len())
            } else if rest.starts_with(&['/', '*']) {
                rest.windows(2).position(|w| w == ['*', '/']).map_or(rest.len(), |n| n + 2)
            } else if let Some(hashes) = raw(rest, at.checked_sub(1).map(|b| chars[b])) {
                let close: Vec<char> = std::iter::once('"').chain(vec!['#'; hashes]).collect();
                let body = &rest[hashes + 2..];
                let end = body.windows(close.len()).position(|w| w == close).unwrap_or(body.len());
                found.push((line, body[..end].iter().collect()));
                hashes + 2 + end + close.len()
            } else if rest[0] == '"' {
                let end = closing(&rest[1..], '"');
                found.push((line, rest[1..=end].iter().collect()));
                end + 2
            } else if rest[0] == '\'' && (rest.get(1) == Some(&'\\') || rest.get(2) == Some(&'\'')) {
                closing(&rest[1..], '\'') + 2
            } else {
                1
            };
            let end = (at + step).min(chars.len());
            line += chars[at..end].iter().filter(|&&c| c == '\n').count();
            at = end;
        }
        found
    }
}

/// Hashes of a raw string that opens here.
fn raw(rest: &[char], before: Option<char>) -> Option<usize> {
    if rest[0] != 'r' || before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let hashes = rest[1..].iter().take_while(|&&c| c == '#').count();
    (rest.get(1 + hashes) == Some(&'"')).then_some(hashes)
}

/// Where the quote closes, past escapes.
fn closing(body: &[char], quote: char) -> usize {
    let mut at = 0;
    while at < body.len() && body[at] != quote {
        at += if body[at] == '\\' { 2 } else { 1 };
    }
    at.min(body.len())
}

#[test]
fn literals_are_found_and_comments_are_not() {
    let text = "// \"no\"\nlet a = \"one \\\" two\"; let c = '\"'; /* \"no\" */\nlet b = r#\"raw \"x\"\"#; fn f<'a>() {} \"last\"\n#[cfg(test)]\nmod tests {\n\"no\" }";
    let source = Source { name: "x.rs".to_owned(), text: text.to_owned() };
    let found = source.literals();
    let expected = [(2, "one \\\" two"), (3, "raw \"x\""), (3, "last")];
    assert_eq!(found, expected.map(|(n, s)| (n, s.to_owned())));
}

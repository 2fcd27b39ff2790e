//! Gzip and zstd, by how they begin.

use super::*;

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

#[test]
fn any_kind_may_be_packed() {
    assert_eq!(one("a.txt.gz", &gzip(b"They met.")).text, "They met.");
    assert_eq!(one("a.txt", &zstd(b"They met.")).text, "They met.");
    assert_eq!(one("a.gz", &gzip(b"{\"text\": \"They met.\"}")).text, "They met.");
    assert_eq!(one("a.csv.zst", &zstd(b"text\nThey met.\n")).text, "They met.");
    // Several members are one file; a name that lies is no matter.
    assert_eq!(one("a.txt.gz", &[gzip(b"They "), gzip(b"met.")].concat()).text, "They met.");
    assert_eq!(one("a.txt.gz", b"They met.").text, "They met.");
    assert_eq!(one("a.txt.gz", b"").text, "");
}

#[test]
fn truncated_and_broken() {
    let lines: String = (0..2000).map(|n| format!("{{\"id\": {n}, \"text\": \"They met {} times.\"}}\n", n * n)).collect();
    let early = "the packed data ends too early; copy or pack the file again";
    for (name, packed) in [("a.jsonl.gz", gzip(lines.as_bytes())), ("a.jsonl.zst", zstd(lines.as_bytes()))] {
        let told = said(name, &packed[..packed.len() / 2]);
        assert!(told.last().unwrap().ends_with(early), "{:?}", told.last());
        assert!(told.iter().rev().skip(1).all(|t| t.starts_with("They met")));
    }
    assert_eq!(said("a.txt.gz", &gzip(b"They met.")[..15]), [format!("! a.txt.gz: {early}")]);
    let mut broken = gzip(b"They met.");
    let sum = broken.len() - 6;
    broken[sum] ^= 0xFF;
    assert!(said("a.txt.gz", &broken)[0].starts_with("! a.txt.gz: the packed data is broken ("));
    assert_eq!(said("data", &gzip(&gzip(b"They met."))), ["! data: this is packed more than once, which is not read; turn it into plain text or JSON lines first"]);
}

#[test]
fn bombs() {
    let bomb = "unpacks to more than 250 times its size, as a zip bomb does; if it is what it should be, unpack it and give the plain file";
    // What is read line by line may be of any size, but not of any density.
    let (same, lines) = (vec![b'x'; 65 << 20], vec![b'\n'; 65 << 20]);
    for (name, packed) in [("a.txt.gz", gzip(&same)), ("a.txt.zst", zstd(&same)), ("a.html", gzip(&same)), ("a.rss", gzip(&same)), ("a.jsonl", gzip(&lines)), ("a.csv.zst", zstd(&[b"text\n", &lines[..]].concat())), ("a.warc", gzip(&lines))] {
        let told = said(name, &packed);
        assert!(told.len() == 1 && told[0].ends_with(bomb), "{name}: {told:?}");
    }
    let many = "more than 64 MiB in one piece; split it into reports, or give them as JSON lines";
    assert_eq!(said("a.txt", &same), [format!("! a.txt: {many}")]);
}

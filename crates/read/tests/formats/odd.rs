//! Whatever the bytes are, there is an answer and no panic.

use super::*;
use proptest::prelude::*;

const KINDS: [Kind; 9] = [Kind::Text, Kind::Jsonl, Kind::Csv, Kind::Tsv, Kind::Html, Kind::Feed, Kind::Warc, Kind::Parquet, Kind::Petrarch];

/// Pieces that readers look for.
const PIECES: [&str; 30] = [
    "WARC/1.0\r\n", "WARC-Type: response\r\n", "Content-Length: 9\r\n", "Content-Type: application/http\r\n", "\r\n\r\n", "HTTP/1.1 200 OK\r\n", "Content-Type: text/html\r\n", "Transfer-Encoding: chunked\r\n",
    "<?xml version='1.0' encoding='", "koi8-r'?>", "<!DOCTYPE x [", "]>", "<rss version='2.0'>", "<channel>", "<item>", "</item>", "<description>", "<![CDATA[", "]]>", "<Sentences>", "<Sentence date='", "</Sentence>", "<Text>", "&amp;", "&#x110000;", "text,id\n", "\"", "{\"text\": \"", "\"}\n", "PAR1",
];

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => proptest::sample::select(&PIECES[..]).prop_map(|p| p.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..20),
        1 => "\\PC{0,20}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(piece, 0..25).prop_map(|pieces| pieces.concat())
}

/// As it is, packed, packed and cut, and packed and broken.
fn dressed() -> impl Strategy<Value = Vec<u8>> {
    (bytes(), 0..4u8, any::<u16>()).prop_map(|(bytes, dress, at)| {
        if dress == 0 {
            return bytes;
        }
        let mut packed = gzip(&bytes);
        let at = usize::from(at) % packed.len();
        match dress {
            1 => {}
            2 => packed.truncate(at),
            _ => packed[at] ^= 0x55,
        }
        packed
    })
}

fn fine(reads: Vec<Result<Read, ReadError>>) {
    for read in reads {
        match read {
            Ok(read) => assert!(read.problems.iter().all(|p| read.document.text.get(p.span.start..p.span.end).is_some())),
            Err(error) => assert!(error.to_string().contains("; ") && error.place().contains("odd")),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn as_each_kind(bytes in dressed()) {
        for kind in KINDS {
            fine(read_with("odd", &bytes, &as_kind(kind)));
        }
    }

    #[test]
    fn by_content(bytes in dressed()) {
        for name in ["odd", "odd.xml", "odd.json"] {
            fine(read(name, &bytes));
        }
    }

    /// A file is read to its end, and twice the same.
    #[test]
    fn archives_go_on(words in proptest::collection::vec("[a-z]{1,9}", 1..8), noise in proptest::collection::vec(any::<u8>(), 0..40)) {
        let mut archive = Vec::new();
        for word in &words {
            archive.extend(archives::response(word));
            archive.extend(&noise);
            archive.extend(b"\r\n");
        }
        let texts = said("odd.warc", &archive);
        prop_assert_eq!(&texts, &said("odd.warc", &archive));
        prop_assert!(texts.iter().filter(|t| !t.starts_with('!')).count() <= words.len());
    }

    #[test]
    fn tables_round_trip(texts in proptest::collection::vec("[^\u{FEFF}]{1,30}", 1..6)) {
        let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        writer.write_record(["id", "text"]).unwrap();
        for text in &texts {
            writer.write_record(["1", text]).unwrap();
        }
        prop_assert_eq!(said("odd.csv", &writer.into_inner().unwrap()), texts);
    }
}

//! One input: in comes its name, out go its reports, through the reader for what it is.

use crate::guard;
use crate::kind::{self, Ending, Guess, Kind};
use crate::lines::Lines;
use crate::petrarch::Sentences;
use crate::rows::Rows;
use crate::table::Table;
use crate::unpack::{Head, Stream, packing, unpack};
use crate::warc::Warc;
use crate::{Read, ReadError, ReadOptions, decode, feed, files, page};
use bytes::Bytes;
use schema::Document;
use std::io;

pub(crate) type Reports = Box<dyn Iterator<Item = Result<Read, ReadError>> + Send>;

const TURN: &str = "turn it into plain text or JSON lines first";

/// The reports of a file; `-` is standard input.
pub(crate) fn reports(path: &str, options: &ReadOptions) -> Result<Reports, ReadError> {
    let faulty = |error: io::Error| ReadError::io(path, &error);
    let standard = path == "-";
    let ending = if standard { Ending::Unknown } else { kind::by_name(path) };
    let raw: Stream = if standard { Box::new(io::stdin()) } else { Box::new(files::open(path)?) };
    if ending == Ending::Refused && options.input.is_none() {
        return Err(ReadError::new(path, None, format!("files of kind .{} are not read", kind::ending(path)), TURN));
    }
    let mut head = Head::new(raw);
    let packed = packing(head.look(|b| b.len() >= 4).map_err(faulty)?).is_some();
    let mut head = Head::new(unpack(head).map_err(faulty)?);
    let kind = match (options.input, ending) {
        (Some(kind), _) | (None, Ending::Is(kind)) => kind,
        (None, Ending::Json) => Kind::Jsonl,
        (None, ending) => match kind::by_content(head.look(kind::enough).map_err(faulty)?) {
            Guess::Is(Kind::Text) if ending == Ending::Xml => return Err(ReadError::new(path, None, "no XML that is known", WHICH)),
            Guess::Is(kind) => kind,
            Guess::Xml(root) => {
                let what = root.map_or_else(|| "XML that cannot be told apart".to_owned(), |root| format!("XML of an unknown kind (its outermost element is <{root}>)"));
                return Err(ReadError::new(path, None, what, WHICH));
            }
            Guess::Refused(what) => return Err(ReadError::new(path, None, format!("this is {what}, which is not read"), TURN)),
        },
    };
    let columns = &options.columns;
    Ok(match kind {
        Kind::Text => one(text(path, head.stream())),
        Kind::Jsonl => Box::new(Lines::new(path, head.stream(), columns)),
        Kind::Csv => Box::new(Table::new(path, head.stream(), None, columns)?),
        Kind::Tsv => Box::new(Table::new(path, head.stream(), Some(b'\t'), columns)?),
        Kind::Html => {
            let bytes = guard::whole(head.stream()).map_err(faulty)?;
            one(page::report(path.to_owned(), bytes, None, |what, advice| ReadError::new(path, None, what, advice)))
        }
        Kind::Feed => Box::new(feed::entries(path, guard::whole(head.stream()).map_err(faulty)?)?.into_iter()),
        Kind::Warc => Box::new(Warc::new(path, head.stream())),
        Kind::Petrarch => Box::new(Sentences::new(path, head.stream())?),
        // Parquet is read from its end, which only a plain file has at hand.
        Kind::Parquet if !standard && !packed => Box::new(Rows::new(path, files::open(path)?, columns)?),
        Kind::Parquet => Box::new(Rows::new(path, Bytes::from(guard::whole(head.stream()).map_err(faulty)?), columns)?),
    })
}

const WHICH: &str = "RSS, Atom and PETRARCH's sentences are known; say with --input what it is";

fn one(read: Result<Read, ReadError>) -> Reports {
    Box::new(std::iter::once(read))
}

/// A whole input as one document that is named by its path.
fn text(path: &str, input: Stream) -> Result<Read, ReadError> {
    let bytes = guard::whole(input).map_err(|e| ReadError::io(path, &e))?;
    let (text, problem) = decode::text(bytes).map_err(|what| ReadError::new(path, None, what, decode::ADVICE))?;
    let document = Document { id: path.to_owned(), text, ..Document::default() };
    Ok(Read { document, problems: problem.into_iter().collect() })
}

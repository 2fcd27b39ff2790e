//! Sentences as PETRARCH reads them: in comes XML as a stream, out goes one document a sentence.
//!
//! ```xml
//! <Sentences><Sentence date="20150714" id="a1_1" source="Our paper" sentence="true"><Text>They met.</Text></Sentence></Sentences>
//! ```

use crate::columns::DAYS;
use crate::guard::{Metered, Spent};
use crate::unpack::{Head, Stream};
use crate::{Read, ReadError, date, decode, xml};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use schema::Document;
use std::io::BufReader;

const ADVICE: &str = "mend the XML; what stands after this place is not read";

pub(crate) struct Sentences {
    path: String,
    reader: Reader<BufReader<Metered<Stream>>>,
    buffer: Vec<u8>,
    spent: Spent,
    /// Sentences begun, from 1.
    number: usize,
    ended: bool,
}

impl Sentences {
    pub(crate) fn new(path: &str, input: Stream) -> Result<Sentences, ReadError> {
        let mut head = Head::new(input);
        let encoding = decode::of_xml(head.look(|_| false).map_err(|e| ReadError::io(path, &e))?);
        let spent = Spent::default();
        let decoded: Stream = Box::new(decode::stream(head.stream(), encoding));
        let mut reader = Reader::from_reader(BufReader::new(Metered::new(decoded, spent.clone(), "give one report in each <Sentence>")));
        // Files of the field hold "AT&T" as it is.
        reader.config_mut().allow_dangling_amp = true;
        Ok(Sentences { path: path.to_owned(), reader, buffer: Vec::new(), spent, number: 0, ended: false })
    }

    fn error(&self, what: impl Into<String>, advice: &'static str) -> ReadError {
        ReadError::record(&self.path, self.number.max(1), what, advice)
    }

    /// The next sentence, or what is wrong with the file from here on.
    fn read(&mut self) -> Result<Option<(Document, Option<String>)>, ReadError> {
        let mut sentence: Option<(Document, Option<String>)> = None;
        let mut within = false;
        loop {
            self.buffer.clear();
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event.into_owned(),
                Err(quick_xml::Error::Io(error)) => return Err(ReadError::io_record(&self.path, self.number.max(1), &error)),
                Err(error) => return Err(self.error(format!("broken XML ({error})"), ADVICE)),
            };
            match event {
                Event::DocType(declaration) if xml::entities(&declaration) => return Err(self.error(xml::ENTITIES, xml::NO_ENTITIES)),
                Event::Start(element) if xml::local(&element) == SENTENCE => {
                    self.number += 1;
                    sentence = Some(self.begin(&element));
                }
                Event::Start(element) if xml::local(&element) == TEXT => within = true,
                Event::End(element) if element.name().local_name().into_inner() == TEXT => within = false,
                Event::End(element) if element.name().local_name().into_inner() == SENTENCE => {
                    self.spent.reset();
                    return Ok(sentence);
                }
                Event::Eof if sentence.is_some() => return Err(self.error("the file ends within a sentence", ADVICE)),
                Event::Eof if self.number == 0 => return Err(self.error("no <Sentence> in this file", "give a file of PETRARCH sentences")),
                Event::Eof => return Ok(None),
                Event::Text(words) if within => add(&mut sentence, &words),
                Event::CData(words) if within => add(&mut sentence, &words),
                Event::GeneralRef(name) if within => match name.resolve_char_ref() {
                    Ok(Some(letter)) => add(&mut sentence, letter.encode_utf8(&mut [0; 4])),
                    _ => match quick_xml::escape::resolve_predefined_entity(&name) {
                        Some(words) => add(&mut sentence, words),
                        None => add(&mut sentence, &format!("&{};", &*name)),
                    },
                },
                _ => {}
            }
        }
    }

    /// What a sentence's tag says, with the words of its date.
    fn begin(&self, element: &BytesStart<'_>) -> (Document, Option<String>) {
        let value = |key: &str| {
            let attribute = element.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == key)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_or_else(|_| attribute.value.to_string(), |v| v.into_owned());
            Some(value).filter(|v| !v.trim().is_empty())
        };
        let id = value("id").unwrap_or_else(|| format!("{}:{}", self.path, self.number));
        (Document { id, publisher: value("source"), url: value("url"), title: value("headline"), ..Document::default() }, value("date"))
    }
}

const SENTENCE: &str = "Sentence";
const TEXT: &str = "Text";

fn add(sentence: &mut Option<(Document, Option<String>)>, words: &str) {
    if let Some((document, _)) = sentence {
        document.text.push_str(words);
    }
}

impl Iterator for Sentences {
    type Item = Result<Read, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let (mut document, day) = match self.read() {
            Ok(Some(sentence)) => sentence,
            Ok(None) => return None,
            Err(error) => {
                self.ended = true;
                return Some(Err(error));
            }
        };
        // The lines around the words are the file's, not the text's.
        document.text = document.text.trim().to_owned();
        if let Some(words) = day {
            match date::day(&words) {
                Some(day) => document.published = Some(day),
                None => return Some(Err(self.error(format!("`{}` is no date", words.trim()), DAYS))),
            }
        }
        Some(Ok(Read { document, problems: Vec::new() }))
    }
}

//! WARC: web archives in, each page that was fetched as one document. The file streams; one record is in memory.
//!
//! Read are `response` records of HTTP with status 200, and `resource` and `conversion` records; their pages (HTML) and
//! plain texts become documents, whatever else was fetched (pictures, scripts, redirects, requests) is passed over.
//! A broken head costs that record: reading goes on at the next line that begins a record.

use std::io::{self, Read};
use std::sync::Arc;

use super::html::{self, About};
use super::http::{self, Head, Response};
use super::jsonl::read_line;
use super::{Name, ReadError, Source};
use crate::{Raw, Record};

/// The documents of a web archive.
pub(super) struct Archive {
    source: Source,
    name: Arc<Name>,
    limit: u64,
    /// Bytes read so far, after unpacking.
    at: u64,
    /// Where the record begins whose first line was read already.
    begun: Option<u64>,
    line: Vec<u8>,
    /// The last record was broken, so what follows it up to the next one was spoken of.
    lost: bool,
    documents: u64,
    over: bool,
}

/// The longest line of a head, and the longest head.
const LONGEST_LINE: u64 = 1 << 16;
const LONGEST_HEAD: usize = 1 << 18;

impl Archive {
    pub(super) fn new(source: Source, name: Name, limit: u64) -> Archive {
        let name = Arc::new(name);
        Archive { source, name, limit, at: 0, begun: None, line: Vec::new(), lost: false, documents: 0, over: false }
    }

    fn refuse(&self, begun: u64, message: &str) -> ReadError {
        refuse(&self.name, begun, message)
    }

    /// The next line with its break; empty at the end.
    fn read_line(&mut self) -> io::Result<u64> {
        self.line.clear();
        let length = read_line(&mut self.source, LONGEST_LINE, &mut self.line)?;
        self.at += length;
        Ok(length)
    }

    /// Goes to the next record: past its first line. `None` at the end of the archive.
    fn find(&mut self) -> Result<Option<u64>, ReadError> {
        if let Some(begun) = self.begun.take() {
            return Ok(Some(begun));
        }
        let (mut strange, mut first_strange) = (0, 0);
        loop {
            let begun = self.at;
            let length = self.read_line().map_err(|error| self.broken(&error))?;
            let begins = self.line.starts_with(b"WARC/");
            if length > 0 && !begins {
                if !self.line.trim_ascii().is_empty() || length > LONGEST_LINE {
                    first_strange = if strange == 0 { begun } else { first_strange };
                    strange += length;
                }
                continue;
            }
            if strange > 0 && !std::mem::take(&mut self.lost) {
                self.begun = begins.then_some(begun);
                self.over = !begins;
                let message = format!("{strange} bytes from byte {first_strange} on are no WARC record: passed over");
                return Err(ReadError::new(&self.name.shown, message));
            }
            self.lost = false;
            return Ok(begins.then_some(begun));
        }
    }

    fn broken(&mut self, error: &io::Error) -> ReadError {
        self.over = true;
        let error = ReadError::of_io(&self.name.shown, error);
        ReadError { message: format!("{} (after byte {})", error.message, self.at), ..error }
    }

    /// The fields of a record's head, up to its empty line.
    fn head(&mut self, begun: u64) -> Result<Head, ReadError> {
        let mut bytes = Vec::new();
        loop {
            let length = self.read_line().map_err(|error| self.broken(&error))?;
            if length == 0 {
                return Err(self.refuse(begun, "the archive ends in its head"));
            }
            if self.line.starts_with(b"WARC/") {
                self.begun = Some(self.at - length);
                return Err(self.refuse(begun, "another record begins in its head"));
            }
            if length > LONGEST_LINE || bytes.len() > LONGEST_HEAD {
                return Err(self.refuse(begun, "its head is too long to be one"));
            }
            if self.line.trim_ascii().is_empty() {
                return Ok(Head::parse(&bytes));
            }
            bytes.extend_from_slice(&self.line);
        }
    }

    /// Reads the record that begins at `begun`: a document, or none for what is passed over.
    fn record(&mut self, begun: u64) -> Result<Option<Raw>, ReadError> {
        self.lost = true;
        let head = self.head(begun)?;
        let Ok(length) = head.get("content-length").parse::<u64>() else {
            let said = head.get("content-length");
            return Err(self.refuse(begun, &format!("its Content-Length is no number: \"{said}\"")));
        };
        self.lost = false;
        let kind = head.get("warc-type").to_ascii_lowercase();
        let is_http = head.get("content-type").to_ascii_lowercase().starts_with("application/http");
        let wanted = matches!(kind.as_str(), "resource" | "conversion") || kind == "response" && is_http;
        // A page may be as long as a document, and comes with its head.
        let longest = self.limit.saturating_add(LONGEST_HEAD as u64);
        if !wanted || length > longest {
            let mut rest = (&mut self.source).take(length);
            let skipped = io::copy(&mut rest, &mut io::sink()).map_err(|error| self.broken(&error))?;
            self.at += skipped;
            self.whole(begun, skipped, length)?;
            return if wanted { Err(self.refuse(begun, &too_long(length, self.limit))) } else { Ok(None) };
        }
        let mut block = Vec::new();
        let read = (&mut self.source).take(length).read_to_end(&mut block).map_err(|error| self.broken(&error))?;
        self.at += read as u64;
        self.whole(begun, read as u64, length)?;
        if !is_document(&head, &block) {
            return Ok(None);
        }
        self.documents += 1;
        let said = head.get("warc-record-id").trim_matches(['<', '>']);
        let id = if said.is_empty() { format!("{}#{}", self.name.id, self.documents) } else { said.to_owned() };
        let (name, limit) = (Arc::clone(&self.name), self.limit);
        Ok(Some(Raw::new(id.clone(), block, move |block| {
            let record = document(&head, &block, limit).map_err(|message| refuse(&name, begun, &message))?;
            Ok(Record { id, ..record })
        })))
    }

    /// Whether all of a record was there.
    fn whole(&mut self, begun: u64, read: u64, length: u64) -> Result<(), ReadError> {
        if read == length {
            return Ok(());
        }
        self.over = true;
        Err(self.refuse(begun, &format!("the archive ends after {read} of its {length} bytes")))
    }
}

fn refuse(name: &Name, begun: u64, message: &str) -> ReadError {
    ReadError::new(&name.shown, format!("the record at byte {begun}: {message}"))
}

fn too_long(length: u64, limit: u64) -> String {
    format!("it has {length} bytes, more than {limit}: it is skipped (--max-bytes)")
}

fn is_response(head: &Head) -> bool {
    head.get("warc-type").eq_ignore_ascii_case("response")
}

/// Whether a record holds a page or a plain text.
fn is_document(head: &Head, block: &[u8]) -> bool {
    if is_response(head) {
        let response = Response::parse(block);
        let is_text = http::is_text(response.head.get("content-type"), response.body);
        response.status == 200 && !response.body.is_empty() && is_text
    } else {
        !block.is_empty() && http::is_text(head.get("content-type"), block)
    }
}

/// The document of a record that holds one; it has no id yet.
fn document(head: &Head, block: &[u8], limit: u64) -> Result<Record, String> {
    let url = head.get("warc-target-uri").trim_matches(['<', '>']);
    let (body, media) = if is_response(head) {
        let response = Response::parse(block);
        (response.content(limit)?, response.head.get("content-type").to_owned())
    } else {
        (block.into(), head.get("content-type").to_owned())
    };
    if body.len() as u64 > limit {
        return Err(too_long(body.len() as u64, limit));
    }
    let charset = http::charset(&media);
    let mut record = if http::is_page(&media, &body) {
        let fetched = crate::parse_published(head.get("warc-date")).map(|fetched| fetched.day);
        html::page(&body, About { charset, url, fetched }).map_err(|message| format!("{message} ({url})"))?
    } else {
        let text = html::decode(&body, Some(charset).filter(|label| !label.is_empty())).into_owned();
        let language = head.get("warc-identified-content-language");
        let english = language.split(',').any(|code| code.trim() == "eng");
        let language = if english { "en" } else { language };
        Record { text, url: url.to_owned(), language: language.to_owned(), ..Record::default() }
    };
    if record.url.is_empty() {
        url.clone_into(&mut record.url);
    }
    Ok(record)
}

impl Iterator for Archive {
    type Item = Result<Raw, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            let record = match self.find() {
                Ok(Some(begun)) => self.record(begun),
                Ok(None) => return None,
                Err(error) => Err(error),
            };
            if let Some(found) = record.transpose() {
                return Some(found);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><title>Talks resume</title></head><body><article><h1>Talks resume</h1>\
        <p>Talks on the river resumed on Monday, a spokesman said, and will go on until Friday.</p>\
        <p>Both delegations called the first round useful.</p></article></body></html>";

    fn record(kind: &str, fields: &str, block: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/a\r\nWARC-Date: 2024-03-15T09:00:00Z\r\n\
             {fields}Content-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    fn response(head: &str, body: &[u8]) -> Vec<u8> {
        let block = [b"HTTP/1.1 ", head.as_bytes(), b"\r\n\r\n", body].concat();
        record("response", "Content-Type: application/http; msgtype=response\r\n", &block)
    }

    /// What comes of an archive: the first line of each text, or the error.
    fn read(archive: &[u8], limit: u64) -> Vec<String> {
        let source: Source = Box::new(io::Cursor::new(archive.to_vec()));
        let name = Name { shown: "a.warc".into(), id: "a.warc".into() };
        Archive::new(source, name, limit)
            .map(|record| match record.and_then(Raw::record) {
                Ok(record) => format!("{}: {}", record.id, record.text.lines().next().unwrap_or_default()),
                Err(error) => error.to_string(),
            })
            .collect()
    }

    #[test]
    fn pages_are_read_and_the_rest_is_passed_over() {
        let archive = [
            record("warcinfo", "", b"software: test\r\n"),
            record("request", "Content-Type: application/http; msgtype=request\r\n", b"GET /a HTTP/1.1\r\n\r\n"),
            response("200 OK\r\nContent-Type: text/html", PAGE.as_bytes()),
            response("200 OK\r\nContent-Type: image/gif", b"GIF89a"),
            response("301 Moved\r\nContent-Type: text/html\r\nLocation: /b", PAGE.as_bytes()),
            record(
                "conversion",
                "Content-Type: text/plain\r\nWARC-Record-ID: <urn:uuid:1>\r\n",
                b"Plain talks.\nMore.",
            ),
        ]
        .concat();
        assert_eq!(read(&archive, 10_000), ["a.warc#1: Talks resume", "urn:uuid:1: Plain talks."]);
    }

    #[test]
    fn chunks_gzip_and_the_charset_of_the_server() {
        use std::io::Write;
        let cyrillic = "<html><body><p>".to_owned() + &"Переговоры в Astana идут. ".repeat(20) + "</p></body></html>";
        let (old, ..) = encoding_rs::WINDOWS_1251.encode(&cyrillic);
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(PAGE.as_bytes()).expect("memory takes it");
        let packed = packed.finish().expect("memory takes it");
        let (first, second) = packed.split_at(packed.len() / 2);
        let chunk = |part: &[u8]| [format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
        let chunks = [chunk(first), chunk(second), b"0\r\n\r\n".to_vec()].concat();
        let archive = [
            response("200 OK\r\nContent-Type: text/html; charset=windows-1251", &old),
            response(
                "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked",
                &chunks,
            ),
        ]
        .concat();
        let read = read(&archive, 10_000);
        assert!(read[0].contains("Переговоры в Astana идут."), "{read:?}");
        assert_eq!(read[1], "a.warc#2: Talks resume");
    }

    #[test]
    fn a_broken_head_costs_its_record() {
        let good = response("200 OK\r\nContent-Type: text/html", PAGE.as_bytes());
        let broken = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nnothing\r\n\r\n".to_vec();
        let cut = b"WARC/1.0\r\nWARC-Type: response\r\n".to_vec();
        let found = read(&[broken, good.clone(), cut, good.clone()].concat(), 10_000);
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(found[0], "a.warc: the record at byte 0: its Content-Length is no number: \"many\"");
        assert_eq!(found[1], "a.warc#1: Talks resume");
        assert!(found[2].ends_with("another record begins in its head"), "{}", found[2]);
        assert_eq!(found[3], "a.warc#2: Talks resume");
        let strange = [good.clone(), b"strange\r\n".to_vec(), good.clone()].concat();
        assert!(read(&strange, 10_000)[1].contains("9 bytes from byte"), "{:?}", read(&strange, 10_000));
        let short = &good[..good.len() - 30];
        assert!(read(short, 10_000)[0].contains("the archive ends after"), "{:?}", read(short, 10_000));
        assert!(read(&good, 100)[0].contains("--max-bytes"), "{:?}", read(&good, 100));
        assert_eq!(read(b"no archive at all\n", 100).len(), 1);
    }

    #[test]
    fn a_bomb_is_not_unpacked_past_the_limit() {
        use std::io::Write;
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..64 {
            packed.write_all(&vec![b'a'; 1 << 16]).expect("memory takes it");
        }
        let packed = packed.finish().expect("memory takes it");
        let archive = response("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", &packed);
        assert!(
            read(&archive, 100_000)[0].contains("unpacked it has more than 100000 bytes"),
            "{:?}",
            read(&archive, 100_000)
        );
    }
}

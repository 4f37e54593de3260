//! What kind of file an input is.

use std::path::Path;

dateline_core::code! {
    /// How an input is read.
    pub enum InputFormat {
        /// Plain text, one document a file.
        TEXT = "text",
        /// JSON Lines, one document a line.
        JSONL = "jsonl",
        /// JSON: one document, a list of documents, or several one after another.
        JSON = "json",
        /// A table with the names of its columns in the first line, one document a row; commas, semicolons or tabs.
        CSV = "csv",
        /// The same with tabs.
        TSV = "tsv",
        /// TimeML, one document a file; its marks are taken off.
        TIMEML = "timeml",
        /// A saved web page, one document a file: its story.
        HTML = "html",
        /// A web archive, one document a page that was fetched.
        WARC = "warc",
        /// Parquet, one document a row; it must be a file.
        PARQUET = "parquet",
        /// A feed, RSS or Atom, one document an entry.
        FEED = "feed",
    }
}

impl InputFormat {
    /// The format that an extension promises, if it promises one.
    pub(crate) fn of_extension(path: &Path) -> Option<InputFormat> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" | "text" => Some(InputFormat::TEXT),
            "jsonl" | "ndjson" | "jsonlines" => Some(InputFormat::JSONL),
            "json" => Some(InputFormat::JSON),
            "csv" => Some(InputFormat::CSV),
            "tsv" | "tab" => Some(InputFormat::TSV),
            "html" | "htm" | "xhtml" | "xht" | "shtml" => Some(InputFormat::HTML),
            "parquet" | "pq" => Some(InputFormat::PARQUET),
            "warc" | "wet" => Some(InputFormat::WARC),
            "rss" | "atom" => Some(InputFormat::FEED),
            "tml" | "timeml" => Some(InputFormat::TIMEML),
            _ => None,
        }
    }

    /// The format that the head of the content looks like: where the extension says nothing.
    ///
    /// A brace that opens a line which also ends in one is JSON Lines; another brace, or a bracket before a brace, JSON.
    pub(crate) fn of_content(head: &[u8]) -> InputFormat {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        match head {
            [b'{', ..] if opens_object(&head[1..]) => {
                let whole = line.len() == head.len() || line.trim_ascii_end().ends_with(b"}");
                if whole { InputFormat::JSONL } else { InputFormat::JSON }
            }
            _ if head.starts_with(b"WARC/1.") => InputFormat::WARC,
            _ if begins_with(head, &FEEDS) => InputFormat::FEED,
            _ if begins_with(head, &PAGES) => InputFormat::HTML,
            [b'[', rest @ ..] if rest.trim_ascii_start().starts_with(b"{") => InputFormat::JSON,
            _ => InputFormat::TEXT,
        }
    }
}

/// How a page begins: with its doctype, its outermost element, or one of its head.
const PAGES: [&str; 8] = ["!doctype html", "html", "head", "body", "title", "meta", "script", "article"];

/// The outermost elements of feeds.
const FEEDS: [&str; 3] = ["rss", "feed", "rdf:rdf"];

/// Whether the first tag is one of these; comments, processing instructions and an XML declaration may stand before it.
/// In UTF-16 every other byte is a NUL.
fn begins_with(head: &[u8], tags: &[&str]) -> bool {
    let head = head.strip_prefix(b"\xff\xfe").or_else(|| head.strip_prefix(b"\xfe\xff")).unwrap_or(head);
    let letters: Vec<u8> = head.iter().filter(|byte| **byte != 0).take(4_096).map(u8::to_ascii_lowercase).collect();
    let mut rest = letters.trim_ascii_start();
    loop {
        let end = match rest {
            [b'<', b'!', b'-', b'-', ..] => memchr::memmem::find(rest, b"-->").map(|at| at + 3),
            [b'<', b'?', ..] => memchr::memmem::find(rest, b"?>").map(|at| at + 2),
            _ => break,
        };
        let Some(end) = end else { return false };
        rest = rest[end..].trim_ascii_start();
    }
    let is_tag = |name: &str| {
        let behind = rest.strip_prefix(b"<").and_then(|rest| rest.strip_prefix(name.as_bytes()));
        behind
            .is_some_and(|behind| behind.first().is_none_or(|byte| matches!(byte, b'>' | b' ' | b'\t' | b'\n' | b'\r')))
    };
    tags.iter().any(|name| is_tag(name))
}

/// Whether a quotation mark or the closing brace follows, as in JSON and hardly ever in prose.
fn opens_object(rest: &[u8]) -> bool {
    matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_what_extensions_do_not() {
        let cases: &[(&[u8], InputFormat)] = &[
            (b"", InputFormat::TEXT),
            (b"GENEVA (Agency) - Talks", InputFormat::TEXT),
            (b"{\"text\": \"a\"}\n{\"text\": \"b\"}\n", InputFormat::JSONL),
            (b"{\"text\": \"a line longer than the head that was looked at", InputFormat::JSONL),
            (b"{\n  \"text\": \"a\"\n}\n", InputFormat::JSON),
            (b"\xef\xbb\xbf [ {\"text\": \"a\"} ]", InputFormat::JSON),
            (b"[Updated at noon] {sic}", InputFormat::TEXT),
            (b"{sic} he said", InputFormat::TEXT),
            (b"<!DOCTYPE html>\n<html>", InputFormat::HTML),
            (b"\xef\xbb\xbf<!-- saved from url=(0024)https://example.com/ -->\r\n<HTML lang=en>", InputFormat::HTML),
            (b"<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\">", InputFormat::HTML),
            (b"\xff\xfe<\0h\0t\0m\0l\0>\0", InputFormat::HTML),
            (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", InputFormat::WARC),
            (b"<?xml version=\"1.0\"?>\n<?xml-stylesheet href=\"a.xsl\"?>\n<rss version=\"2.0\">", InputFormat::FEED),
            (b"<feed xmlns=\"http://www.w3.org/2005/Atom\">", InputFormat::FEED),
            (b"<feedback>Talks</feedback>", InputFormat::TEXT),
            (b"<TimeML><TEXT>", InputFormat::TEXT),
            (b"<headline>Talks</headline>", InputFormat::TEXT),
        ];
        for (head, expected) in cases {
            assert_eq!(InputFormat::of_content(head), *expected, "{}", String::from_utf8_lossy(head));
        }
    }
}

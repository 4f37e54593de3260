//! What a server answered, as an archive keeps it: status, head and content.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use ruzstd::decoding::StreamingDecoder;

use crate::InputFormat;

/// Named fields, as HTTP, WARC and mail write them.
#[derive(Debug, Default)]
pub(super) struct Head {
    fields: Vec<(String, String)>,
}

impl Head {
    /// Reads lines of `Name: value`; an indented line goes on with the one before. Other lines are passed over.
    pub(super) fn parse(bytes: &[u8]) -> Head {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in bytes.split(|byte| *byte == b'\n') {
            let line = String::from_utf8_lossy(line);
            if line.starts_with([' ', '\t'])
                && let Some((_, value)) = fields.last_mut()
            {
                value.push(' ');
                value.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Head { fields }
    }

    /// The value of a field by its name in small letters, or "".
    pub(super) fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// An answer of a server.
#[derive(Debug)]
pub(super) struct Response<'a> {
    pub(super) status: u16,
    pub(super) head: Head,
    pub(super) body: &'a [u8],
}

impl<'a> Response<'a> {
    /// Parts head and body at the first empty line. What has no status line has status 0.
    pub(super) fn parse(block: &'a [u8]) -> Response<'a> {
        let ends = [memchr::memmem::find(block, b"\r\n\r\n").map(|at| (at, 4)), find_bare(block)];
        let (end, gap) = ends.into_iter().flatten().min().unwrap_or((block.len(), 0));
        let (first, rest) = match memchr::memchr(b'\n', &block[..end]) {
            Some(at) => (&block[..at], &block[at + 1..end]),
            None => (&block[..end], &[][..]),
        };
        let mut words = first.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
        let status = words
            .next()
            .filter(|word| word.starts_with(b"HTTP/"))
            .and_then(|_| std::str::from_utf8(words.next()?).ok()?.trim().parse().ok());
        Response { status: status.unwrap_or(0), head: Head::parse(rest), body: &block[end + gap..] }
    }

    /// The content without what it was sent in: chunks, gzip, deflate, Brotli or Zstandard. Archives often keep it without, though the head
    /// still names it; then it is the body as it stands.
    ///
    /// # Errors
    ///
    /// When it is coded in a way that is not read, is broken, or is longer than `limit` bytes.
    pub(super) fn content(&self, limit: u64) -> Result<Cow<'a, [u8]>, String> {
        let chunked = self.head.get("transfer-encoding").to_ascii_lowercase().contains("chunked");
        let body = match chunked.then(|| unchunk(self.body)).flatten() {
            Some(whole) => Cow::Owned(whole),
            None => Cow::Borrowed(self.body),
        };
        let coding = self.head.get("content-encoding").to_ascii_lowercase();
        match coding.as_str() {
            "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => inflate(MultiGzDecoder::new(&*body), limit),
            // Servers send both what the standard says and what its name says.
            "deflate" => inflate(ZlibDecoder::new(&*body), limit)
                .or_else(|_| inflate(DeflateDecoder::new(&*body), limit))
                .or(Ok(body)),
            "br" if is_coded(&body) => inflate(brotli_decompressor::Decompressor::new(&*body, 4_096), limit),
            "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => match StreamingDecoder::new(&*body) {
                Ok(decoder) => inflate(decoder, limit),
                Err(error) => Err(format!("its content cannot be unpacked: {error}")),
            },
            "compress" | "zstd" if is_coded(&body) => Err(format!("its content encoding \"{coding}\" is not read")),
            _ => Ok(body),
        }
    }
}

/// Whether a body is still in its coding: pages are text, and nothing that is packed is.
fn is_coded(body: &[u8]) -> bool {
    std::str::from_utf8(body).is_err() && InputFormat::of_content(&body[..body.len().min(4_096)]) != InputFormat::HTML
}

/// The charset that a media type names, or "".
pub(super) fn charset(media: &str) -> &str {
    let lower = media.to_ascii_lowercase();
    let Some(at) = lower.find("charset=") else { return "" };
    let label = media[at + "charset=".len()..].split(';').next().unwrap_or_default();
    label.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'')
}

/// Whether this is a page or plain text, by what it is said to be or else by how it begins.
pub(super) fn is_text(media: &str, body: &[u8]) -> bool {
    is_page(media, body) || kind(media) == "text/plain"
}

/// Whether this is a page.
pub(super) fn is_page(media: &str, body: &[u8]) -> bool {
    match kind(media).as_str() {
        "text/html" | "application/xhtml+xml" => true,
        "" => InputFormat::of_content(&body[..body.len().min(4_096)]) == InputFormat::HTML,
        _ => false,
    }
}

/// The media type without its parameters, in small letters.
fn kind(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// An empty line without carriage returns.
fn find_bare(block: &[u8]) -> Option<(usize, usize)> {
    memchr::memmem::find(block, b"\n\n").map(|at| (at, 2))
}

/// Puts chunks together; none where the body is not made of them.
fn unchunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', &rest[..rest.len().min(1_024)])?;
        let size = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        // What was cut off is kept as far as it came.
        let here = size.min(rest.len());
        whole.extend_from_slice(&rest[..here]);
        rest = rest[here..].strip_prefix(b"\r\n").or_else(|| rest[here..].strip_prefix(b"\n")).unwrap_or(&rest[here..]);
        if rest.is_empty() {
            return Some(whole);
        }
    }
}

/// Unpacks up to `limit` bytes.
fn inflate<'a>(decoder: impl Read, limit: u64) -> Result<Cow<'a, [u8]>, String> {
    let mut whole = Vec::new();
    decoder
        .take(limit.saturating_add(1))
        .read_to_end(&mut whole)
        .map_err(|error| format!("its content cannot be unpacked: {error}"))?;
    if whole.len() as u64 > limit {
        return Err(format!("unpacked it has more than {limit} bytes: it is skipped (--max-bytes)"));
    }
    Ok(Cow::Owned(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_go_on_and_keep_their_values() {
        let head = Head::parse(b"Content-Type: text/html;\r\n  charset=utf-8\r\nnonsense\r\nX: a:b\r\n");
        assert_eq!(head.get("content-type"), "text/html; charset=utf-8");
        assert_eq!(head.get("x"), "a:b");
        assert_eq!(head.get("y"), "");
        assert_eq!(charset("text/html; Charset=\"Windows-1251\"; x=y"), "Windows-1251");
        assert_eq!(charset("text/html"), "");
    }

    #[test]
    fn chunks_are_put_together_where_there_are_any() {
        let content = |body: &[u8]| {
            let block = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".as_slice(), body].concat();
            let response = Response::parse(&block);
            assert_eq!(response.status, 200);
            response.content(1_000).map(Cow::into_owned)
        };
        assert_eq!(content(b"4\r\nTalk\r\n2;x=y\r\ns.\r\n0\r\n\r\n"), Ok(b"Talks.".to_vec()));
        assert_eq!(content(b"<p>Talks.</p>"), Ok(b"<p>Talks.</p>".to_vec()));
        assert_eq!(content(b"ff\r\ncut"), Ok(b"cut".to_vec()));
        assert_eq!(content(b"ffffffffffffffffff\r\n"), Ok(b"ffffffffffffffffff\r\n".to_vec()));
    }

    #[test]
    fn content_is_decoded_where_it_is_still_coded() {
        let content = |coding: &str, body: &[u8]| {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n");
            let block = [head.as_bytes(), body].concat();
            Response::parse(&block).content(1_000).map(|content| String::from_utf8_lossy(&content).into_owned())
        };
        let page = "<p>Talks go on.</p>".repeat(3);
        // Made by another tool.
        let brotli = b"\x1b8\x00\xf8-\x0e\xec\xc6\xceg\x88\xac\x13[\xd8\xd9\x7f\xd5\x92\x87\n\xae\xce\xde\xea%,}\xd8\xdc\x1a\xc4emNT\x15\"\xe8\xd6\x1a\xb9\x0c";
        let zstandard = ruzstd::encoding::compress_to_vec(page.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
        assert_eq!(content("br", brotli), Ok(page.clone()));
        assert_eq!(content("zstd", &zstandard), Ok(page.clone()));
        for coding in ["br", "zstd", "gzip", "deflate", "compress"] {
            assert_eq!(content(coding, page.as_bytes()), Ok(page.clone()), "{coding}");
        }
        assert_eq!(
            content("br", b"<html lang=ru>\xcf\xe5\xf0"),
            Ok("<html lang=ru>\u{fffd}\u{fffd}\u{fffd}".to_owned())
        );
        for (coding, body) in [("br", &brotli[..40]), ("zstd", &zstandard[..12])] {
            assert!(content(coding, body).is_err_and(|error| error.contains("cannot be unpacked")), "{coding}");
        }
        assert!(content("compress", b"\x1f\x9d\x90\xff").is_err_and(|error| error.contains("is not read")));
    }

    #[test]
    fn what_is_no_answer_has_no_status() {
        for block in [b"".as_slice(), b"\n\n", b"HTTP/1.1", b"HTTP/1.1 \xff\n\n", b"GET / HTTP/1.1\n\n"] {
            assert_eq!(Response::parse(block).status, 0, "{}", String::from_utf8_lossy(block));
        }
    }
}

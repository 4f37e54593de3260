//! Compressed inputs, known by their first bytes: gzip and Zstandard.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use super::Source;

/// The first bytes of the formats.
const GZIP: &[u8] = b"\x1f\x8b";
const ZSTANDARD: &[u8] = b"\x28\xb5\x2f\xfd";

/// Whether these are the first bytes of a compressed file.
pub(crate) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(GZIP) || head.starts_with(ZSTANDARD)
}

/// The name of a file without what its packing added: `a.jsonl` of `a.jsonl.gz`.
pub(crate) fn unpacked_name(path: &std::path::Path) -> &std::path::Path {
    let packed = path.extension().and_then(|it| it.to_str()).is_some_and(|it| matches!(it, "gz" | "zst" | "zstd"));
    if packed { path.file_stem().map_or(path, std::path::Path::new) } else { path }
}

/// The content of a source, unpacked where it is packed. It streams: what it unpacks to is never held as a whole.
pub(super) fn unpack(mut source: Source) -> io::Result<Source> {
    let head = source.fill_buf()?;
    if head.starts_with(GZIP) {
        return Ok(Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(source))));
    }
    if head.starts_with(ZSTANDARD) {
        return Ok(Box::new(BufReader::with_capacity(1 << 16, Frames { state: State::Between(source) })));
    }
    Ok(source)
}

/// The frames of a Zstandard file, one after another.
struct Frames {
    state: State,
}

enum State {
    Between(Source),
    Within(Box<StreamingDecoder<Source, ruzstd::decoding::FrameDecoder>>),
    Over,
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return Ok(0),
                State::Between(mut source) => {
                    if source.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    let decoder = StreamingDecoder::new(source).map_err(io::Error::other)?;
                    self.state = State::Within(Box::new(decoder));
                }
                State::Within(mut decoder) => {
                    let read = decoder.read(buffer)?;
                    if read > 0 || buffer.is_empty() {
                        self.state = State::Within(decoder);
                        return Ok(read);
                    }
                    self.state = State::Between(decoder.into_inner());
                }
            }
        }
    }
}

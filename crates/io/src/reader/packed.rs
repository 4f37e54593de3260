//! Compressed inputs, known by their first bytes: gzip and Zstandard.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use super::Source;

/// The first bytes of the formats.
const GZIP: &[u8] = b"\x1f\x8b";
const ZSTANDARD: &[u8] = b"\x28\xb5\x2f\xfd";

/// Whether these are the first bytes of a compressed file.
pub(crate) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(GZIP) || head.starts_with(ZSTANDARD) || is_skipped(head)
}

/// Whether a frame begins so that is to be skipped: `pzstd` writes one before each frame, others an index at the end.
fn is_skipped(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
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
    if head.starts_with(ZSTANDARD) || is_skipped(head) {
        return Ok(Box::new(BufReader::with_capacity(1 << 16, Frames { state: State::Between(source) })));
    }
    Ok(source)
}

/// The frames of a Zstandard file, one after another.
struct Frames {
    state: State,
}

/// A frame of which four bytes were read to see what it is.
type Frame = StreamingDecoder<Chain<Cursor<[u8; 4]>, Source>, ruzstd::decoding::FrameDecoder>;

enum State {
    Between(Source),
    Within(Box<Frame>),
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
                    let mut magic = [0; 4];
                    source.read_exact(&mut magic).map_err(damaged)?;
                    if is_skipped(&magic) {
                        let mut length = [0; 4];
                        source.read_exact(&mut length).map_err(damaged)?;
                        let mut skipped = source.by_ref().take(u32::from_le_bytes(length).into());
                        io::copy(&mut skipped, &mut io::sink())?;
                        self.state = State::Between(source);
                        continue;
                    }
                    if magic != ZSTANDARD {
                        return Err(io::Error::other("behind its Zstandard frames stands what is none"));
                    }
                    let decoder = StreamingDecoder::new(Cursor::new(magic).chain(source)).map_err(damaged)?;
                    self.state = State::Within(Box::new(decoder));
                }
                State::Within(mut decoder) => {
                    let read = decoder.read(buffer).map_err(damaged)?;
                    if read > 0 || buffer.is_empty() {
                        self.state = State::Within(decoder);
                        return Ok(read);
                    }
                    self.state = State::Between(decoder.into_inner().into_inner().1);
                }
            }
        }
    }
}

/// A message for a person: the crate's is for its authors.
pub(super) fn damaged(error: impl std::fmt::Display) -> io::Error {
    let error = error.to_string();
    io::Error::other(if error.contains("UnexpectedEof") || error.contains("failed to fill whole buffer") {
        "its Zstandard frame is cut off"
    } else if error.contains("window_size") {
        "its Zstandard frame asks for more than 100 MB of memory: pack it without --long"
    } else {
        "its Zstandard frame is damaged"
    })
}

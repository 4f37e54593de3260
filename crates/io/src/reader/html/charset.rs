//! From the bytes of a page to its characters.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use std::borrow::Cow;

/// How far into a page its own word on its characters is looked for.
const HEAD: usize = 4_096;

/// Decodes a page. A byte-order mark is believed first; then the bytes themselves, where they are UTF-8, since labels
/// are wrong more often than that is so by chance; then the label of the server, then that of the page. What says
/// nothing is taken as Windows-1252, as browsers do.
pub(in crate::reader) fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0;
    }
    let named = |label: &[u8]| Encoding::for_label(label).filter(|encoding| *encoding != X_USER_DEFINED);
    let of_server = label.and_then(|label| named(label.as_bytes()));
    let declared = of_server.or_else(|| named(&label_of_page(&bytes[..bytes.len().min(HEAD)])?));
    // Two encodings write other characters in the bytes of ASCII.
    let may_hide = declared.is_some_and(|encoding| !encoding.is_ascii_compatible());
    if !may_hide && let Ok(text) = std::str::from_utf8(bytes) {
        let wide = wide_without_mark(bytes);
        return wide.map_or(Cow::Borrowed(text), |encoding| encoding.decode_without_bom_handling(bytes).0);
    }
    let encoding = match declared.or_else(|| wide_without_mark(bytes)) {
        // The label of a page that can be read as ASCII does not say UTF-16.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => {
            wide_without_mark(bytes).unwrap_or(if of_server.is_some() { encoding } else { UTF_8 })
        }
        // It says UTF-8, and is not: where no letter at all is written as UTF-8 writes it, it is the old one.
        Some(encoding) if encoding == UTF_8 && !has_wide_letter(bytes) => WINDOWS_1252,
        Some(encoding) => encoding,
        None if has_wide_letter(bytes) => UTF_8,
        None => WINDOWS_1252,
    };
    encoding.decode_without_bom_handling(bytes).0
}

/// What a page says of its characters: `<meta charset=...>`, `content="text/html; charset=..."`, `<?xml encoding=...?>`.
fn label_of_page(head: &[u8]) -> Option<Vec<u8>> {
    let small = head.to_ascii_lowercase();
    for key in [b"charset".as_slice(), b"encoding"] {
        for at in memchr::memmem::find_iter(&small, key) {
            let rest = small[at + key.len()..].trim_ascii_start();
            let Some(rest) = rest.strip_prefix(b"=") else { continue };
            let rest = rest.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest).trim_ascii_start();
            let length = rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)));
            let label = &rest[..length.unwrap_or(rest.len())];
            if Encoding::for_label(label).is_some() {
                return Some(label.to_vec());
            }
        }
    }
    None
}

/// UTF-16 without a mark: every second byte of the head is a NUL.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(64)];
    let nulls = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nulls(0), nulls(1));
    let most = head.len() * 3 / 8;
    match head.len() >= 8 {
        true if odd > most && even == 0 => Some(UTF_16LE),
        true if even > most && odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether a letter beyond ASCII is written as UTF-8 writes it, two bytes at least.
fn has_wide_letter(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_labels_and_the_bytes_themselves() {
        let cases: &[(&[u8], Option<&str>, &str)] = &[
            (b"<p>Caf\xc3\xa9", None, "<p>Café"),
            (b"<p>Caf\xe9", None, "<p>Café"),
            (b"<meta charset=utf-8><p>Caf\xe9 \x93no\x94", None, "<meta charset=utf-8><p>Café “no”"),
            (b"<p>\xc3\xa9 and \xe9", Some("utf-8"), "<p>é and \u{fffd}"),
            (b"<p>Caf\xc3\xa9", Some("windows-1251"), "<p>Café"),
            (b"<p>\xcc\xee\xf1\xea\xe2\xe0", Some("windows-1251"), "<p>Москва"),
            (b"<meta charset='cp1251'>\xcc\xe8\xf0", None, "<meta charset='cp1251'>Мир"),
            (
                b"<?xml version=\"1.0\" encoding=\"GBK\"?>\xb1\xb1\xbe\xa9",
                None,
                "<?xml version=\"1.0\" encoding=\"GBK\"?>北京",
            ),
            (
                b"<meta http-equiv=Content-Type content=\"text/html; charset=Shift_JIS\">\x93\x8c\x8b\x9e",
                None,
                "<meta http-equiv=Content-Type content=\"text/html; charset=Shift_JIS\">東京",
            ),
            (b"<p>\x1b$BElKL", Some("iso-2022-jp"), "<p>東北"),
            (b"\xff\xfe<\0p\0>\0\xe9\0", Some("utf-8"), "<p>é"),
            (b"\xfe\xff\0<\0p\0>\0\xe9", None, "<p>é"),
            (b"<\0p\0>\0T\0a\0l\0k\0s\0", None, "<p>Talks"),
            (b"<meta charset=utf-16>Talks \xe9", None, "<meta charset=utf-16>Talks \u{fffd}"),
            (b"<p>Caf\xe9", Some("no-such-thing"), "<p>Café"),
            (b"", None, ""),
        ];
        for (bytes, label, expected) in cases {
            assert_eq!(decode(bytes, *label), *expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}

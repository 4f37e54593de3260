//! Rust source with everything blanked that is not code: comments, the insides of strings, and test modules.

/// The code of a file: comments, strings and characters become spaces, so that lines and columns stay.
pub(crate) fn code(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'/' if bytes[at..].starts_with(b"//") => line_end(bytes, at),
            b'/' if bytes[at..].starts_with(b"/*") => block_comment_end(bytes, at),
            b'"' => string_end(bytes, at),
            b'r' | b'b' | b'c' if !continues_word(bytes, at) => prefixed_string_end(bytes, at).unwrap_or(at + 1),
            b'\'' => char_end(bytes, at).unwrap_or(at + 1),
            _ => at + 1,
        };
        if end > at + 1 {
            out[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        }
        at = end;
    }
    String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The code that ships: that of [`code`] without its modules under `#[cfg(test)]`.
pub(crate) fn shipped(text: &str) -> String {
    let mut code = code(text);
    while let Some(start) = code.find("#[cfg(test)]") {
        let end = item_end(&code, start + "#[cfg(test)]".len());
        let blank: String = code[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        code.replace_range(start..end, &blank);
    }
    code
}

/// Where the item that begins at `from` ends: at its closing brace, or at a semicolon before any brace.
fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + 1,
            b'}' => depth -= 1,
            b';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length)
}

fn block_comment_end(bytes: &[u8], at: usize) -> usize {
    let mut depth = 0;
    let mut here = at;
    while here < bytes.len() {
        if bytes[here..].starts_with(b"/*") {
            depth += 1;
            here += 2;
        } else if bytes[here..].starts_with(b"*/") {
            depth -= 1;
            here += 2;
            if depth == 0 {
                return here;
            }
        } else {
            here += 1;
        }
    }
    bytes.len()
}

fn string_end(bytes: &[u8], quote: usize) -> usize {
    let mut at = quote + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// The end of a string with a prefix (`r"`, `b"`, `br#"` ...), when one begins here.
fn prefixed_string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let letters = bytes[at..].iter().take(2).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let hashes = bytes[at + letters..].iter().take_while(|byte| **byte == b'#').count();
    let quote = at + letters + hashes;
    if bytes.get(quote) != Some(&b'"') {
        return None;
    }
    if !bytes[at..at + letters].contains(&b'r') {
        return (hashes == 0).then(|| string_end(bytes, quote));
    }
    let close = [b"\"".as_slice(), &bytes[at + letters..quote]].concat();
    let end = bytes[quote + 1..].windows(close.len()).position(|window| window == close);
    Some(end.map_or(bytes.len(), |length| quote + 1 + length + close.len()))
}

/// The end of a character literal; nothing when the mark begins a lifetime.
fn char_end(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes.get(at + 1) == Some(&b'\\') {
        let close = bytes.get(at + 3..)?.iter().position(|byte| *byte == b'\'')?;
        return Some(at + 3 + close + 1);
    }
    // One character of up to four bytes.
    let close = bytes[at + 1..].iter().take(5).position(|byte| *byte == b'\'')?;
    let inner = std::str::from_utf8(&bytes[at + 1..at + 1 + close]).ok()?;
    (inner.chars().nth(1).is_none() && close > 0).then_some(at + close + 2)
}

fn continues_word(bytes: &[u8], at: usize) -> bool {
    at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blanked_and_code_stays() {
        let text = "let a = \"x // y\"; // note\nlet b = r#\"\"q\"\"#; /* a /* b */ c */ let c = '\"'; call(b\"z\\\"\", '\\'', 'é');";
        let expected = "let a =; let b =; let c =; call(,, );";
        assert_eq!(
            code(text).split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",").replace(" ;", ";"),
            expected
        );
        assert_eq!(code(text).len(), text.len());
    }

    #[test]
    fn lifetimes_and_words_with_prefix_letters_are_code() {
        let text = "fn of<'a, 'b>(bar: &'a str, var: &'b str) -> &'a str { bar }";
        assert_eq!(code(text), text);
    }

    #[test]
    fn an_open_end_is_no_end_of_the_world() {
        for text in ["\"", "r#\"", "/*", "'", "b'", "'\\", "//", "r", "\"\\"] {
            assert_eq!(code(text).len(), text.len(), "{text}");
        }
    }

    #[test]
    fn test_modules_do_not_ship() {
        let text =
            "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { if x { } }\n}\nfn c() {}\n#[cfg(test)]\nmod more;\n";
        let shipped = shipped(text);
        assert!(shipped.contains("fn a()") && shipped.contains("fn c()"));
        assert!(!shipped.contains("fn b()") && !shipped.contains("more"));
        assert_eq!(shipped.lines().count(), text.lines().count());
    }
}

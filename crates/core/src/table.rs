//! Reading the tables that extractors carry as text: rows of columns parted by tabulators, with comments behind `#`.
//!
//! All of them are read when a program starts, so they are read cheaply.

/// The rows of a table: neither comments nor blank lines.
///
/// ```
/// use dateline_core::table::{parts, rows};
/// let read: Vec<Vec<_>> = rows("# of\tname\n\na\t\tb\nc\n").map(|row| parts(row, b'\t').collect()).collect();
/// assert_eq!(read, [vec!["a", "", "b"], vec!["c"]]);
/// ```
pub fn rows(table: &str) -> impl Iterator<Item = &str> {
    let lines = parts(table, b'\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The parts of a text between marks, which are characters of ASCII. They are short, and to prepare a search for each, as
/// `str::split` does, costs more than to look at eight bytes.
pub fn parts(text: &str, mark: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = find(text.as_bytes(), mark) else { return rest.take() };
        rest = Some(&text[at + 1..]);
        Some(&text[..at])
    })
}

/// Where a mark first stands, which is a character of ASCII.
#[inline]
fn find(bytes: &[u8], mark: u8) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let (eights, last) = bytes.as_chunks::<8>();
    for (at, eight) in eights.iter().enumerate() {
        // The first byte that is zero has its high bit set, and none before it.
        let other = u64::from_le_bytes(*eight) ^ (ONES * u64::from(mark));
        let found = other.wrapping_sub(ONES) & !other & (0x80 * ONES);
        if found != 0 {
            return Some(8 * at + found.trailing_zeros() as usize / 8);
        }
    }
    last.iter().position(|byte| *byte == mark).map(|at| bytes.len() - last.len() + at)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn parts_are_as_the_library_has_them() {
        for text in
            ["", ";", "a;b", ";;é;", "long enough for two; or for three;and a half", "eight ;;", "é;ż\u{3b}\u{bb};"]
        {
            assert_eq!(parts(text, b';').collect::<Vec<_>>(), text.split(';').collect::<Vec<_>>(), "{text}");
        }
    }
}

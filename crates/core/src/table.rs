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

/// The parts of a text between marks, which are characters of ASCII. They are short: to prepare a search for each, as
/// `str::split` does, costs more than to look at every byte.
pub fn parts(text: &str, mark: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.bytes().position(|byte| byte == mark) else { return rest.take() };
        rest = Some(&text[at + 1..]);
        Some(&text[..at])
    })
}

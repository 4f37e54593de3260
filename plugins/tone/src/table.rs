//! Reading the tables in `lexicon/`: rows of columns parted by tabulators, with comments behind `#`.

/// The rows of a table: neither comments nor blank lines.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The columns of a row; missing ones are "".
pub(crate) fn columns<const N: usize>(row: &'static str) -> [&'static str; N] {
    let mut columns = parts(row, b'\t');
    let mut found = [""; N];
    found.iter_mut().zip(&mut columns).for_each(|(column, part)| *column = part);
    debug_assert!(columns.next().is_none(), "a row with more than {N} columns: {row}");
    found
}

/// The parts of a text between marks. They are short: to prepare a search for each, as `str::split` does, costs more than
/// to look at every byte.
pub(crate) fn parts(text: &str, mark: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.bytes().position(|byte| byte == mark) else { return rest.take() };
        rest = Some(&text[at + 1..]);
        Some(&text[..at])
    })
}

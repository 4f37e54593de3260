//! Reading the tables in `lexicon/`: rows of columns parted by tabulators, with comments behind `#`.

/// The rows of a table: neither comments nor blank lines.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The columns of a row; missing ones are "".
pub(crate) fn columns<const N: usize>(row: &'static str) -> [&'static str; N] {
    let mut columns = row.split('\t');
    let found = std::array::from_fn(|_| columns.next().unwrap_or_default());
    debug_assert!(columns.next().is_none(), "a row with more than {N} columns: {row}");
    found
}

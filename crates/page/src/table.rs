//! The tables of `data/`: rows of columns, with comments between them. All are read when the program starts.

/// The rows of a table: neither comments nor empty lines.
pub(crate) fn rows(table: &str) -> impl Iterator<Item = &str> {
    parts(b'\n', table).filter(|row| !row.is_empty() && !row.starts_with('#'))
}

/// The columns of a row.
pub(crate) fn columns(row: &str) -> impl Iterator<Item = &str> {
    parts(b'\t', row)
}

/// What stands between marks. Most parts are of few letters, for which `str::split` takes several times as long.
fn parts(mark: u8, text: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    memchr::memchr_iter(mark, text.as_bytes()).chain([text.len()]).map(move |to| {
        let part = &text[from..to];
        from = to + 1;
        part
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_columns() {
        let read: Vec<Vec<_>> = rows("# of\tname\n\na\t\tb\nc\n").map(|row| columns(row).collect()).collect();
        assert_eq!(read, [vec!["a", "", "b"], vec!["c"]]);
    }
}

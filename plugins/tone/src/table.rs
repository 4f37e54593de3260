//! Reading the tables in `lexicon/`: rows of columns parted by tabulators, with comments behind `#`.

pub(crate) use dateline_core::table::{parts, rows};

/// The columns of a row; missing ones are "".
pub(crate) fn columns<const N: usize>(row: &'static str) -> [&'static str; N] {
    let mut columns = parts(row, b'\t');
    let mut found = [""; N];
    found.iter_mut().zip(&mut columns).for_each(|(column, part)| *column = part);
    debug_assert!(columns.next().is_none(), "a row with more than {N} columns: {row}");
    found
}

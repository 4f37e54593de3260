//! The names that datelines are made of: agencies, cities, and the words in capitals that are neither.

use std::sync::LazyLock;

use dateline_core::table;

/// Names in order, each with its example.
pub(crate) struct Names(Vec<(&'static str, &'static str)>);

impl Names {
    fn of(table: &'static str) -> Names {
        // They are in order as they stand; a test sees to it.
        Names(table::rows(table).filter_map(|row| row.split_once('\t')).collect())
    }

    /// Whether it is one of them, in any case.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.binary_search_by(|row| compare(row.0, name)).is_ok()
    }

    /// How many bytes of `text` are one of them, the longest, when it begins with one: as it is spelt, or in capitals.
    pub(crate) fn prefix(&self, text: &str) -> Option<usize> {
        let initial = |name: &str| name.chars().flat_map(char::to_lowercase).next();
        let first = initial(text)?;
        let from = self.0.partition_point(|row| initial(row.0) < Some(first));
        let fits = |name: &&str| {
            let Some(head) = text.get(..name.len()) else { return false };
            let same = head == *name
                || (name.len() >= 5
                    && head.eq_ignore_ascii_case(name)
                    && !head.bytes().any(|byte| byte.is_ascii_lowercase()));
            same && !text[name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
        };
        let near = self.0[from..].iter().map(|row| row.0).take_while(|name| initial(name) == Some(first));
        near.filter(fits).map(str::len).max()
    }

    #[cfg(test)]
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0.iter().copied()
    }
}

/// The order of names, whatever their case.
fn compare(one: &str, other: &str) -> std::cmp::Ordering {
    // Nearly every name differs from another in a letter of ASCII.
    for (one, other) in one.bytes().zip(other.bytes()) {
        if !(one.is_ascii() && other.is_ascii()) {
            break;
        }
        match one.to_ascii_lowercase().cmp(&other.to_ascii_lowercase()) {
            std::cmp::Ordering::Equal => {}
            order => return order,
        }
    }
    one.chars().flat_map(char::to_lowercase).cmp(other.chars().flat_map(char::to_lowercase))
}

const TABLES: [&str; 3] =
    [include_str!("../data/agencies.tsv"), include_str!("../data/cities.tsv"), include_str!("../data/labels.tsv")];

/// Agencies that sign datelines.
pub(crate) static AGENCIES: LazyLock<Names> = LazyLock::new(|| Names::of(TABLES[0]));

/// Cities that stand in datelines on their own.
pub(crate) static CITIES: LazyLock<Names> = LazyLock::new(|| Names::of(TABLES[1]));

/// Words in capitals at the head of paragraphs that are no places.
pub(crate) static LABELS: LazyLock<Names> = LazyLock::new(|| Names::of(TABLES[2]));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        for table in TABLES {
            let names = table::rows(table).map(|row| row.split('\t').next().unwrap_or(row));
            assert!(names.is_sorted_by(|one, other| compare(one, other).is_le()), "{table}");
        }
    }
}

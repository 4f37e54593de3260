//! The schemes: CAMEO codes with their Goldstein values, PLOVER types and quad classes.

use std::sync::LazyLock;

use dateline_layers::Plover;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::table;

const CAMEO: &str = include_str!("../../lexicon/cameo.tsv");

/// Whose table of Goldstein values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Goldstein {
    /// That of GDELT.
    #[default]
    Gdelt,
    /// That of ICEWS, which differs for 016, 022, 164 and 165.
    Icews,
}

/// A row of the table of codes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    gdelt: f32,
    icews: f32,
    pub(crate) plover: Plover,
    /// Its PLOVER mode, or "".
    pub(crate) mode: &'static str,
    /// Its PLOVER contexts, separated by ";", or "".
    pub(crate) context: &'static str,
}

impl Row {
    /// Its Goldstein value.
    pub(crate) fn goldstein(&self, table: Goldstein) -> f32 {
        match table {
            Goldstein::Gdelt => self.gdelt,
            Goldstein::Icews => self.icews,
        }
    }
}

/// The rows in the order of their codes, and those as numbers.
static ROWS: LazyLock<(Vec<u32>, Vec<Row>)> = LazyLock::new(|| {
    let mut rows: Vec<Row> = table::rows(CAMEO)
        .map(|row| {
            let [code, name, gdelt, icews, plover, mode, context] = table::columns(row);
            let gdelt = gdelt.parse().expect("the tests read every value");
            let icews = if icews.is_empty() { gdelt } else { icews.parse().expect("the tests read every value") };
            let plover = Plover::named(plover).unwrap_or(Plover::NONE);
            Row { code, name, gdelt, icews, plover, mode, context }
        })
        .collect();
    rows.sort_by_key(|row| row.code);
    (rows.iter().map(|row| number(row.code)).collect(), rows)
});

/// The first four letters of a code as a number, which is in the order of codes.
fn number(code: &str) -> u32 {
    u32::from_be_bytes(std::array::from_fn(|at| code.as_bytes().get(at).copied().unwrap_or(0)))
}

/// The row of a code, or of the longest listed code that it begins with.
pub(crate) fn row(code: &str) -> Option<&'static Row> {
    let (numbers, rows) = &*ROWS;
    let (number, most) = (number(code), code.len().min(4));
    (2..=most)
        .rev()
        .find_map(|len| numbers.binary_search(&(number & u32::MAX << (32 - 8 * len))).ok().map(|at| &rows[at]))
}

/// The quad class of a root: 1 verbal cooperation (03 to 05), 2 material cooperation (06 to 08), 3 verbal conflict (09 to
/// 13), 4 material conflict (14 to 20); 0 for statements and appeals (01, 02).
///
/// Rival tables differ: 16 is 3 in Phoenix and 4 in PLOVER 0.8, and 14 is 4 in both, as here.
pub(crate) fn quad(root: &str) -> u32 {
    match root.parse() {
        Ok(3..=5) => 1,
        Ok(6..=8) => 2,
        Ok(9..=13) => 3,
        Ok(14..=20) => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_whole_and_every_root_is_there() {
        for line in table::rows(CAMEO) {
            let [code, name, gdelt, icews, plover, mode, context]: [&str; 7] = table::columns(line);
            assert!(line.split('\t').count() == 7 && !(plover.is_empty() && mode.len() + context.len() > 0), "{line}");
            let value: f32 = gdelt.parse().unwrap_or_else(|_| panic!("{line}"));
            assert!((-10.0..=10.0).contains(&value) && !name.is_empty(), "{line}");
            assert!(icews.is_empty() || icews.parse::<f32>().is_ok(), "{line}");
            assert!(plover.is_empty() == code.starts_with("01"), "{line}");
            assert!(plover.is_empty() || Plover::named(plover).is_some(), "{line}");
            assert!((2..=4).contains(&code.len()) && code.parse::<u32>().is_ok(), "{line}");
        }
        for root in 1..=20 {
            assert!(row(&format!("{root:02}")).is_some_and(|row| row.code.len() == 2), "{root}");
        }
    }

    #[test]
    fn codes_fall_back_to_what_they_begin_with() {
        assert_eq!(row("1041").map(|row| row.code), Some("104"));
        assert_eq!(row("1959").map(|row| row.name), Some("Employ aerial weapons"));
        assert!(row("99").is_none() && row("").is_none());
        let differs = row("164").expect("a code");
        assert!(differs.goldstein(Goldstein::Gdelt) < differs.goldstein(Goldstein::Icews));
    }

    #[test]
    fn quads_follow_the_roots() {
        assert_eq!(["01", "02", "03", "08", "09", "13", "14", "20"].map(quad), [0, 0, 1, 2, 3, 3, 4, 4]);
    }
}

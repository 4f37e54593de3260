//! The weights of a layout: the table `data/layout.tsv`.

use std::fmt::Write as _;

use dateline_core::table;

use super::sign::{Looks, SEEN_BY_NEIGHBOURS, SIGNS};
use super::{ALL, STATES};

/// How many rows of weights a line may have: its own signs, and those of the lines before and after it.
pub const ROWS: usize = 3 * 128;

/// Which line a sign is of.
const LINES: [&str; 3] = ["line", "before", "after"];
const STEP: &str = "step";
const START: &str = "start";

/// The weights of a layout.
#[derive(Clone, Debug)]
pub struct Weights {
    /// What each sign says for each state.
    pub signs: Vec<[i32; STATES]>,
    /// What each step from state to state weighs; the last row is the start of the page.
    pub steps: Vec<[i32; STATES]>,
}

impl Weights {
    /// All of them zero.
    pub fn zero() -> Weights {
        Weights { signs: vec![[0; STATES]; ROWS], steps: vec![[0; STATES]; STATES + 1] }
    }

    /// Reads the table. None where a row names what there is not.
    pub fn parse(table: &str) -> Option<Weights> {
        let mut weights = Weights::zero();
        let states: Vec<String> = (0..STATES).map(name_of).collect();
        for row in table::rows(table) {
            let mut columns = table::parts(row, b'\t');
            let (of, name) = (columns.next()?, columns.next()?);
            let row = if of == STEP {
                let from = states.iter().position(|state| state == name).or((name == START).then_some(STATES))?;
                &mut weights.steps[from]
            } else {
                let line = LINES.iter().position(|line| *line == of)?;
                let sign = SIGNS.iter().position(|sign| *sign == name)?;
                &mut weights.signs[line * 128 + sign]
            };
            for weight in row {
                *weight = columns.next()?.parse().ok()?;
            }
        }
        Some(weights)
    }

    /// Writes the table, without the rows that say nothing.
    pub fn table(&self) -> String {
        let mut table = String::from("# of\tname");
        (0..STATES).for_each(|state| write!(table, "\t{}", name_of(state)).expect("a string grows"));
        table.push('\n');
        let mut put = |of: &str, name: &str, row: &[i32; STATES]| {
            if row.iter().any(|weight| *weight != 0) {
                write!(table, "{of}\t{name}").expect("a string grows");
                for weight in row {
                    write!(table, "\t{weight}").expect("a string grows");
                }
                table.push('\n');
            }
        };
        for (line, of) in LINES.iter().enumerate() {
            for (sign, name) in SIGNS.iter().enumerate() {
                put(of, name, &self.signs[line * 128 + sign]);
            }
        }
        for state in 0..STATES {
            put(STEP, &name_of(state), &self.steps[state]);
        }
        put(STEP, START, &self.steps[STATES]);
        table
    }
}

/// "below header": the part of the page and the kind of line.
fn name_of(state: usize) -> String {
    let part = ["above", "at", "below", "in", "foot"][ALL[state].part as usize];
    format!("{part} {}", ALL[state].kind.name().unwrap_or_default())
}

/// The signs of a line and its neighbours as rows of weights.
pub fn rows(looks: &[Looks], at: usize, mut put: impl FnMut(usize)) {
    let mut each = |mut set: Looks, base: usize| {
        while set != 0 {
            put(base + set.trailing_zeros() as usize);
            set &= set - 1;
        }
    };
    each(looks[at], 0);
    if at > 0 {
        each(looks[at - 1] & SEEN_BY_NEIGHBOURS, 128);
    }
    if let Some(next) = looks.get(at + 1) {
        each(next & SEEN_BY_NEIGHBOURS, 256);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let mut weights = Weights::zero();
        weights.signs[1][2] = -7;
        weights.signs[256][0] = 3;
        weights.steps[STATES][5] = 1;
        let table = weights.table();
        let read = Weights::parse(&table).expect("the table is sound");
        assert_eq!((read.signs[1][2], read.signs[256][0], read.steps[STATES][5]), (-7, 3, 1));
        assert_eq!(read.table(), table);
        assert!(Weights::parse("line\tNothing\t1").is_none());
    }
}

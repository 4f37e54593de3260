//! Reading the four tables. They are part of the program, and the tests read every row.

use dateline_core::table::{parts, rows};

use crate::{Actor, Kind, Role};

const STATES: &str = include_str!("../data/states.tsv");
const ORGANISATIONS: &str = include_str!("../data/organisations.tsv");
const GROUPS: &str = include_str!("../data/groups.tsv");
const ROLES: &str = include_str!("../data/roles.tsv");

/// Every name with its actor. Names of states come first: a capital never hides one ("Singapore").
pub(crate) fn names() -> Vec<(&'static str, Actor)> {
    let mut names = Vec::new();
    for row in rows(STATES) {
        let [_, code, name, others, peoples, _, _] = columns(row);
        let state = |kind| Actor { code, sector: "", name, kind };
        names.push((name, state(Kind::State)));
        names.extend(list(others).map(|other| (other, state(Kind::State))));
        names.extend(list(peoples).map(|people| (people, state(Kind::People))));
    }
    for (table, kind) in [(ORGANISATIONS, Kind::Organisation), (GROUPS, Kind::Group)] {
        for row in rows(table) {
            let [code, sector, name, others] = columns(row);
            let actor = Actor { code, sector, name, kind };
            names.push((name, actor));
            names.extend(list(others).map(|other| (other, actor)));
        }
    }
    for row in rows(STATES) {
        let [_, code, name, _, _, capital, seats] = columns(row);
        let state = |kind| Actor { code, sector: "GOV", name, kind };
        names.extend(list(capital).map(|capital| (capital, state(Kind::Capital))));
        names.extend(list(seats).map(|seat| (seat, state(Kind::Seat))));
    }
    names
}

/// Every role noun.
pub(crate) fn roles() -> Vec<(&'static str, Role)> {
    rows(ROLES)
        .flat_map(|row| {
            let [sector, nouns, _] = columns(row);
            let role = Role { sector: sector.trim_start_matches('='), decides: sector.starts_with('=') };
            list(nouns).map(move |noun| (noun, role))
        })
        .collect()
}

/// Alpha-2 and alpha-3 of every state that has both.
pub(crate) fn codes() -> Vec<(&'static str, &'static str)> {
    let codes = rows(STATES).map(|row| {
        let [alpha2, alpha3] = columns(row);
        (alpha2, alpha3)
    });
    codes.filter(|(alpha2, _)| !alpha2.is_empty()).collect()
}

/// Code and main name of every state and organisation.
pub(crate) fn main_names() -> Vec<(&'static str, &'static str)> {
    let states = rows(STATES).map(|row| {
        let [_, code, name] = columns(row);
        (code, name)
    });
    let organisations = rows(ORGANISATIONS).map(|row| {
        let [code, _, name] = columns(row);
        (code, name)
    });
    states.chain(organisations).collect()
}

/// The first columns of a row.
fn columns<const N: usize>(row: &'static str) -> [&'static str; N] {
    let mut columns = [""; N];
    columns.iter_mut().zip(parts(row, b'\t')).for_each(|(column, part)| *column = part);
    columns
}

/// The entries of a column that holds a list.
fn list(column: &'static str) -> impl Iterator<Item = &'static str> {
    parts(column, b';').map(str::trim_ascii).filter(|entry| !entry.is_empty())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_has_its_columns() {
        for (table, width) in [(STATES, 7), (ORGANISATIONS, 4), (GROUPS, 4), (ROLES, 3)] {
            for row in rows(table) {
                assert_eq!(row.split('\t').count(), width, "{row}");
            }
        }
    }

    #[test]
    fn codes_are_unique_and_well_formed() {
        let mut seen = BTreeSet::new();
        for row in rows(STATES) {
            let [alpha2, alpha3, name, ..]: [&str; 7] = columns(row);
            assert!(alpha3.len() == 3 && alpha3.bytes().all(|byte| byte.is_ascii_uppercase()), "{row}");
            assert!(alpha2.is_empty() || alpha2.len() == 2, "{row}");
            assert!(seen.insert(alpha3) && seen.insert(name), "{row}");
        }
        for row in rows(ORGANISATIONS) {
            let [code, ..]: [&str; 4] = columns(row);
            assert!(code.len() <= 8 && seen.insert(code), "{row}");
        }
    }

    #[test]
    fn every_name_finds_an_actor_of_its_own_length() {
        for (name, _) in names() {
            let words: Vec<&str> = name.split([' ', '-']).collect();
            if !name.contains("'s") {
                let found = crate::name_at(words.iter().copied()).map(|named| named.words);
                assert_eq!(found, Some(words.len()), "{name}");
            }
        }
    }

    #[test]
    fn nobody_has_two_roles() {
        let mut seen = BTreeSet::new();
        for (noun, role) in roles() {
            assert!(seen.insert(noun), "{noun} of {} is listed twice", role.sector);
            assert_eq!(noun, noun.to_lowercase());
        }
    }

    #[test]
    fn metonyms_stand_for_governments() {
        let kremlin = crate::name_at(["Kremlin"]).expect("a seat").actor;
        assert_eq!((kremlin.code, kremlin.sector, kremlin.kind), ("RUS", "GOV", Kind::Seat));
        let palace = crate::name_at(["Élysée", "Palace"]).expect("a seat");
        assert_eq!((palace.words, palace.actor.code), (2, "FRA"));
        assert_eq!(crate::name_at(["Ankara"]).map(|found| found.actor.kind), Some(Kind::Capital));
    }
}

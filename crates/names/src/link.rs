//! Which mentions are of the same one: full names, then surnames and given names alone, then acronyms.

use dateline_layers::{EntityType, Gender, Token};

use crate::candidate::Candidate;
use crate::{Reading, Table, hash_word};

/// Whom the mentions of one document name; its tables are kept from document to document.
#[derive(Debug)]
pub(crate) struct Links {
    /// One entry an entity that has a name of its own, in the order of their first full mention.
    pub(crate) entities: Vec<Entity>,
    /// The latest entity of this last name.
    by_last: Table<u32>,
    /// The latest entity of this first name.
    by_first: Table<u32>,
    /// The entity of exactly these words.
    by_all: Table<u32>,
}

/// Somebody or something that is named in full somewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entity {
    /// The full name, by its tokens.
    pub(crate) first: u32,
    /// The last token of the full name.
    pub(crate) last: u32,
    /// What kind of thing it is.
    pub(crate) kind: EntityType,
    /// What a pronoun for it would be.
    pub(crate) gender: Gender,
}

impl Default for Links {
    fn default() -> Self {
        Links {
            entities: Vec::new(),
            by_last: Table::with_capacity(64),
            by_first: Table::with_capacity(64),
            by_all: Table::with_capacity(64),
        }
    }
}

impl Links {
    pub(crate) fn clear(&mut self) {
        self.entities.clear();
        self.by_last.clear();
        self.by_first.clear();
        self.by_all.clear();
    }

    /// Adds the entity that a full name names, or finds the one that bears it already.
    pub(crate) fn add(&mut self, read: &Reading<'_>, one: &Candidate) -> u32 {
        let all = hash_run(read, one.first, one.last);
        let next = self.entities.len() as u32;
        let (last, first) = (last_key(read, one.last), first_key(read, one.first));
        if one.first < one.last && one.kind == EntityType::PERSON {
            // "John Smith" and "John F. Smith" are one.
            if let Some(at) = self.by_last.get(last).filter(|at| self.same_person(read, *at, one)) {
                self.merge(at, one);
                self.by_all.entry(all, at);
                return at;
            }
        }
        let at = *self.by_all.entry(all, next);
        if at < next {
            self.merge(at, one);
            return at;
        }
        self.entities.push(Entity { first: one.first, last: one.last, kind: one.kind, gender: one.gender });
        if one.kind == EntityType::PERSON {
            *self.by_last.entry(last, next) = next;
            if one.first < one.last {
                *self.by_first.entry(first, next) = next;
            }
        }
        next
    }

    /// The entity that a run of words names within this document, full or by last or first name alone.
    pub(crate) fn find(&self, read: &Reading<'_>, first: u32, last: u32) -> Option<u32> {
        if let Some(at) = self.by_all.get(hash_run(read, first, last)) {
            return Some(at);
        }
        let at = self.by_last.get(last_key(read, last));
        if first == last {
            return at.or_else(|| self.by_first.get(first_key(read, first)));
        }
        // "al-Jaafari" of "Bashar al-Jaafari": the words end the full name.
        at.filter(|at| {
            let full = self.entities[*at as usize];
            let words = last - first;
            words < full.last - full.first
                && (0..=words).all(|back| read.is_word((full.last - back) as usize, read.str((last - back) as usize)))
        })
    }

    fn same_person(&self, read: &Reading<'_>, at: u32, one: &Candidate) -> bool {
        let known = self.entities[at as usize];
        let (a, b) = (read.str(known.first as usize), read.str(one.first as usize));
        known.first < known.last && (a.eq_ignore_ascii_case(b) || is_initial_of(a, b) || is_initial_of(b, a))
    }

    /// Lets an entity learn what another mention of it tells.
    pub(crate) fn merge(&mut self, at: u32, one: &Candidate) {
        let entity = &mut self.entities[at as usize];
        if entity.gender == Gender::NONE {
            entity.gender = one.gender;
        }
        if entity.kind == EntityType::NONE {
            entity.kind = one.kind;
        }
    }
}

/// "J." is an initial of "John".
fn is_initial_of(short: &str, long: &str) -> bool {
    short.ends_with('.') && short.len() == 2 && long.starts_with(&short[..1])
}

/// The words of a run, whatever their case.
fn hash_run(read: &Reading<'_>, first: u32, last: u32) -> u64 {
    (first as usize..=last as usize)
        .fold(0x9e37_79b9, |hash: u64, at| hash.rotate_left(9).wrapping_mul(0x0100_0000_01b3) ^ hash_word(read.str(at)))
}

/// The surname by itself: "al-Jaafari" and "Jaafari" alike.
fn last_key(read: &Reading<'_>, last: u32) -> u64 {
    let text = read.str(last as usize);
    let bare = ["al-", "el-", "Al-", "El-", "AL-", "as-", "ad-"].iter().find_map(|prefix| text.strip_prefix(prefix));
    hash_word(bare.unwrap_or(text))
}

/// The first name by itself, with what a hyphen joins to it ("Jean-Claude").
fn first_key(read: &Reading<'_>, first: u32) -> u64 {
    let next = first as usize + 1;
    if read.str(next) == "-" && !read.shape(next, Token::SPACED) { 0 } else { hash_word(read.str(first as usize)) }
}

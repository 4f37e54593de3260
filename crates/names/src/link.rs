//! Which mentions are of the same one: full names, then surnames and given names alone, then acronyms.

use dateline_layers::{EntityType, Gender, Token};

use crate::candidate::Candidate;
use crate::{Reading, Table, Word, hash_word};

/// Whom the mentions of one document name; its tables are kept from document to document.
#[derive(Debug)]
pub(crate) struct Links {
    /// One entry an entity that has a name of its own, in the order of their first full mention.
    pub(crate) entities: Vec<Entity>,
    /// The latest entity of this last name; the ones before it follow from that.
    by_last: Table<u32>,
    /// The latest entity of this first name.
    by_first: Table<u32>,
    /// The entity whose last name but one this is: "Rojas" of "Ana Rojas Lima".
    by_middle: Table<u32>,
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
    /// The person before it who has the same last name.
    namesake: Option<u32>,
}

impl Default for Links {
    fn default() -> Self {
        Links {
            entities: Vec::new(),
            by_last: Table::with_capacity(64),
            by_first: Table::with_capacity(64),
            by_middle: Table::with_capacity(64),
            by_all: Table::with_capacity(64),
        }
    }
}

impl Links {
    pub(crate) fn clear(&mut self) {
        self.entities.clear();
        self.by_last.clear();
        self.by_first.clear();
        self.by_middle.clear();
        self.by_all.clear();
    }

    /// Adds the entity that a full name names, or finds the one that bears it already.
    pub(crate) fn add(&mut self, read: &Reading<'_>, one: &Candidate) -> u32 {
        let all = hash_run(read, one.first, one.last);
        let next = self.entities.len() as u32;
        let (last, first) = (last_key(read, one.last), first_key(read, one.first));
        if one.first < one.last && one.kind == EntityType::PERSON {
            // "John Smith" and "John F. Smith" are one.
            let same = self.namesakes(last).find(|at| self.same_person(read, *at, one));
            if let Some(at) = same {
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
        let namesake = self.by_last.get(last);
        let Candidate { kind, gender, .. } = *one;
        self.entities.push(Entity { first: one.first, last: one.last, kind, gender, namesake });
        if one.kind == EntityType::PERSON {
            *self.by_last.entry(last, next) = next;
            if one.first < one.last {
                *self.by_first.entry(first, next) = next;
            }
            if let Some(middle) = second_surname(read, one) {
                *self.by_middle.entry(middle, next) = next;
            }
        }
        next
    }

    /// The entity that a run of words names within this document, full or by last or first name alone.
    pub(crate) fn find(&self, read: &Reading<'_>, first: u32, last: u32) -> Option<u32> {
        if let Some(at) = self.by_all.get(hash_run(read, first, last)) {
            return Some(at);
        }
        // Of those who share the name, the last one who was introduced before.
        let mut namesakes = self.namesakes(last_key(read, last));
        let at = namesakes.next();
        let at = at.filter(|at| self.entities[*at as usize].first <= first).or_else(|| {
            let before = namesakes.find(|at| self.entities[*at as usize].first <= first);
            before.or(at)
        });
        if first == last {
            let shown = || read.shape(first as usize, Token::CAPITALISED);
            return at
                .or_else(|| self.by_first.get(first_key(read, first)))
                .or_else(|| self.by_middle.get(read.hash(first as usize)).filter(|_| shown()));
        }
        // "al-Jaafari" of "Bashar al-Jaafari": the words end the full name.
        at.filter(|at| {
            let full = self.entities[*at as usize];
            let words = last - first;
            words < full.last - full.first
                && (0..=words).all(|back| read.is_word((full.last - back) as usize, read.str((last - back) as usize)))
        })
    }

    /// The persons of a last name, the latest first; not more than a family of them.
    fn namesakes(&self, last: u64) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(self.by_last.get(last), |at| self.entities[*at as usize].namesake).take(16)
    }

    /// Lets acronyms stand for the bodies whose initials they are: "OSCE" and "Organization for Security ...".
    pub(crate) fn expand(&mut self, read: &Reading<'_>, found: &[Candidate]) {
        for one in found.iter().filter(|one| one.first == one.last && one.kind == EntityType::ORGANISATION) {
            let short = read.str(one.first as usize);
            if !read.shape(one.first as usize, Token::CAPITALS) || short.len() < 3 {
                continue;
            }
            let long = (0..self.entities.len() as u32).find(|at| {
                let entity = self.entities[*at as usize];
                entity.kind == EntityType::ORGANISATION
                    && entity.last > entity.first + 1
                    && is_initials(read, short, entity.first as usize..=entity.last as usize)
            });
            if let Some(long) = long {
                *self.by_all.entry(hash_run(read, one.first, one.last), long) = long;
            }
        }
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

/// Whether letters are the initials of the capitalised words of a name, full stops aside.
fn is_initials(read: &Reading<'_>, short: &str, name: std::ops::RangeInclusive<usize>) -> bool {
    let mut letters = short.chars().filter(|c| *c != '.');
    let mut words = name.filter(|at| read.is_capital(*at)).filter_map(|at| read.str(at).chars().next());
    loop {
        match (letters.next(), words.next()) {
            (None, None) => return true,
            (Some(letter), Some(initial)) if letter == initial => {}
            _ => return false,
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
        .fold(0x9e37_79b9, |hash: u64, at| hash.rotate_left(9).wrapping_mul(0x0100_0000_01b3) ^ read.hash(at))
}

/// The surname by itself: "al-Jaafari" and "Jaafari" alike.
fn last_key(read: &Reading<'_>, last: u32) -> u64 {
    let text = read.str(last as usize);
    let bare = ["al-", "el-", "Al-", "El-", "AL-", "as-", "ad-"].iter().find_map(|prefix| text.strip_prefix(prefix));
    hash_word(bare.unwrap_or(text))
}

/// The last name but one of a person who has two, as in Spanish; no initial and no given name.
fn second_surname(read: &Reading<'_>, one: &Candidate) -> Option<u64> {
    let middle = one.last.checked_sub(1).filter(|at| *at > one.first)? as usize;
    let other = Word::GIVEN | Word::PARTICLE | Word::FUNCTION | Word::ROLE | Word::TITLE | Word::ADDRESS;
    let surname = read.is_capital(middle) && read.str(middle).len() > 2 && !read.word(middle).any(other);
    surname.then(|| read.hash(middle))
}

/// The first name by itself, with what a hyphen joins to it ("Jean-Claude").
fn first_key(read: &Reading<'_>, first: u32) -> u64 {
    let next = first as usize + 1;
    if read.str(next) == "-" && !read.shape(next, Token::SPACED) { 0 } else { read.hash(first as usize) }
}

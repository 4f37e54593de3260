//! What is known of a word by itself: bits, read once from `data/*.tsv` into one table.

use std::sync::LazyLock;

use dateline_core::table;

use crate::{Fixed, Table, hash_word};

/// What a word can be, as bits; a word may be several things ("chief": a role and an adjective).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word(u32);

macro_rules! bits {
    ($($(#[doc = $doc:literal])+ $name:ident = $at:literal;)+) => {
        impl Word {
            $($(#[doc = $doc])+ pub const $name: u32 = 1 << $at;)+
        }
    };
}

bits! {
    /// Of a closed class: article, pronoun, preposition, conjunction, auxiliary.
    FUNCTION = 0;
    /// An adverb or the like that opens sentences, so that its capital means nothing.
    STARTER = 1;
    /// A weekday, month or time zone.
    CALENDAR = 2;
    /// Stands before a role or a name: "former", "foreign".
    ADJECTIVE = 3;
    /// A small word inside names: "bin", "van".
    PARTICLE = 4;
    /// A capitalised word that is no name of anybody: "God", "Act".
    THING = 5;
    /// "Mr.", "Lady".
    ADDRESS = 6;
    /// Stands before a name, in capitals: "Gen.", "Pope".
    TITLE = 7;
    /// Heads a role: "minister".
    ROLE = 8;
    /// Several people: "officials", "police".
    PLURAL = 9;
    /// Makes a name that of a body: "Ministry", "Party".
    HEAD = 10;
    /// A body by itself: "NATO", "Kremlin".
    KNOWN = 11;
    /// The form of a company: "Corp."
    CLIPPED = 12;
    /// A body that is spoken of as "they": "Taliban".
    PEOPLE = 13;
    /// A given name.
    GIVEN = 14;
    /// Belongs to men.
    MALE = 15;
    /// Belongs to women.
    FEMALE = 16;
    /// A verb of saying in a form that follows its subject.
    SPEECH = 17;
    /// A verb of leading: "heads", "chairs".
    HEADING = 18;
    /// A pronoun of the third person.
    PRONOUN = 19;
    /// A state, or part of the name of one.
    PLACE = 20;
    /// An adjective or people's name of a state: "Syrian".
    DEMONYM = 21;
    /// A noun for a person that is no role: "child", "guy".
    HUMAN = 22;
    /// A verb of taking a stand on what somebody said or did, which is told as speech is: "dismissed", "praised".
    STANCE = 23;
    /// "I", "me", "whom": pronouns that stand for somebody, and are none of the third person.
    FIRST = 24;
    /// The name of an actor of the tables may begin with it.
    ACTOR = 25;
    /// A preposition that also begins clauses, or a conjunction that the tagger takes for one: what follows may be a subject.
    JOINING = 26;
    /// A determiner that makes its noun somebody or something new: "a", "some".
    INDEFINITE = 27;
    /// A role in the tables of actors, which tells a sector, may begin with it.
    OFFICE = 28;
}

impl Word {
    /// What is known of a word, in any case and with any apostrophe.
    ///
    /// ```
    /// use dateline_names::Word;
    ///
    /// assert!(Word::of("Spokeswoman").is(Word::ROLE | Word::FEMALE));
    /// assert!(Word::of("Sergei").any(Word::GIVEN) && !Word::of("table").any(u32::MAX));
    /// ```
    pub fn of(word: &str) -> Word {
        Word::of_hash(hash_word(word))
    }

    /// What is known of the word with this hash; see [`hash_word`].
    pub fn of_hash(hash: u64) -> Word {
        WORDS.get(hash)
    }

    /// What is known of all words.
    pub(crate) fn all() -> &'static Fixed<Word> {
        &WORDS
    }

    /// Whether it is all of these.
    pub const fn is(self, bits: u32) -> bool {
        self.0 & bits == bits
    }

    /// Whether it is one of these at least.
    pub const fn any(self, bits: u32) -> bool {
        self.0 & bits != 0
    }

    /// The bits of gender of the word.
    pub(crate) const fn gender(self) -> u32 {
        self.0 & (Word::MALE | Word::FEMALE)
    }

    /// Its bits.
    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    /// The word of these bits.
    pub(crate) const fn of_bits(bits: u32) -> Word {
        Word(bits)
    }

    /// It, and these as well.
    #[must_use]
    pub(crate) const fn with(self, bits: u32) -> Word {
        Word(self.0 | bits)
    }
}

static WORDS: LazyLock<Fixed<Word>> = LazyLock::new(|| {
    let mut words = Table::with_capacity(8192);
    let mut add = |word: &str, bits: u32| {
        let entry = words.entry(hash_word(word), Word::default());
        *entry = entry.with(bits);
    };
    for [_, gender, names] in rows(GIVEN) {
        table::parts(names, b' ').for_each(|name| add(name, Word::GIVEN | gender_bits(gender)));
    }
    for [word, class, gender] in rows(ROLES) {
        add(word, class_bits(class) | gender_bits(gender));
    }
    for [word, class, _] in rows(BODIES) {
        add(word, class_bits(class));
    }
    for [class, members] in rows(PLAIN) {
        table::parts(members, b' ').for_each(|word| add(word, class_bits(class)));
    }
    dateline_data_actors::first_words().for_each(|word| add(word, Word::ACTOR));
    for (noun, _) in dateline_data_actors::roles() {
        add(noun.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default(), Word::OFFICE);
    }
    words.fixed()
});

const GIVEN: &str = include_str!("../data/given.tsv");
const ROLES: &str = include_str!("../data/roles.tsv");
const BODIES: &str = include_str!("../data/bodies.tsv");
const PLAIN: &str = include_str!("../data/plain.tsv");

/// The first `N` columns of each row of a table.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table::rows(table).filter_map(|row| {
        let mut columns = table::parts(row, b'\t');
        let mut row = [""; N];
        for cell in &mut row {
            *cell = columns.next()?;
        }
        Some(row)
    })
}

fn gender_bits(gender: &str) -> u32 {
    match gender {
        "male" => Word::MALE,
        "female" => Word::FEMALE,
        _ => 0,
    }
}

fn class_bits(class: &str) -> u32 {
    match class {
        "function" => Word::FUNCTION,
        "starter" => Word::STARTER,
        "calendar" => Word::CALENDAR,
        "adjective" => Word::ADJECTIVE,
        "particle" => Word::PARTICLE,
        "thing" => Word::THING,
        "address" => Word::ADDRESS,
        "title" => Word::TITLE,
        "role" => Word::ROLE,
        "plural" => Word::PLURAL,
        "head" => Word::HEAD,
        "known" => Word::KNOWN,
        "clipped" => Word::CLIPPED,
        "people" => Word::PEOPLE | Word::KNOWN,
        "speech" => Word::SPEECH,
        "heading" => Word::HEADING,
        "pronoun" => Word::PRONOUN,
        "first" => Word::FIRST,
        "human" => Word::HUMAN,
        "joining" => Word::JOINING,
        "indefinite" => Word::INDEFINITE,
        "stance" => Word::STANCE,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{BODIES, GIVEN, PLAIN, ROLES, Word, class_bits, rows};

    #[test]
    fn every_row_has_a_known_class_and_shows_itself() {
        for (table, columns) in [(GIVEN, 3), (ROLES, 4), (BODIES, 3), (PLAIN, 2)] {
            for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                assert_eq!(line.split('\t').count(), columns, "{line}");
            }
        }
        for [word, class, gender] in rows(ROLES) {
            assert!(class_bits(class) != 0 && ["male", "female", "any"].contains(&gender), "{word}");
        }
        for [word, class, ..] in rows::<3>(BODIES) {
            assert!(class_bits(class) != 0, "{word}: {class}");
        }
        for [class, words] in rows(PLAIN) {
            assert!(class_bits(class) != 0 && !words.is_empty(), "{class}");
        }
        for [origin, gender, names] in rows(GIVEN) {
            assert!(["male", "female", "any"].contains(&gender), "{origin}");
            assert!(names.split(' ').is_sorted(), "{origin} {gender} is not sorted");
        }
        let examples = rows::<4>(ROLES).map(|[word, _, _, example]| (word, example));
        for (word, example) in examples.chain(rows::<3>(BODIES).map(|[word, _, example]| (word, example))) {
            let (word, example) = (word.to_lowercase(), example.to_lowercase().replace(' ', "-"));
            assert!(example.contains(&word), "{word} is not in \"{example}\"");
        }
    }

    #[test]
    fn a_name_of_both_genders_tells_none() {
        assert!(Word::of("Taylor").is(Word::GIVEN) && !Word::of("taylor").any(Word::MALE | Word::FEMALE));
        assert!(Word::of("Mr.").is(Word::ADDRESS | Word::MALE));
        assert!(Word::of("Erdoğan").is(0) && Word::of("Álvaro").is(Word::GIVEN));
    }
}

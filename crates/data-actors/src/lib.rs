//! Who can act: states, international organisations, armed groups and roles, with their codes.
//!
//! Four readable tables in `data/` hold everything; this crate embeds them and looks names up word by word. Codes of
//! states are ISO 3166-1 alpha-3, those of organisations their usual short names, sectors the CAMEO ones (GOV, MIL, REB,
//! OPP ...). Nobody is listed by personal name: offices change hands, and a table without dates would be wrong.
//!
//! ```
//! use dateline_data_actors::{Kind, name_at};
//!
//! let words = ["South", "Korean", "troops"];
//! let found = name_at(words).expect("South Korean is a people");
//! assert_eq!((found.words, found.actor.code, found.actor.kind), (2, "KOR", Kind::People));
//! ```

mod own;
mod phrases;
mod tables;

use std::sync::LazyLock;

pub use own::{Own, OwnRow};

use crate::phrases::Phrases;

/// What kind of name an actor was found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The name of a state or territory ("Kenya").
    State,
    /// An adjective or people ("Kenyan").
    People,
    /// The capital, which stands for the government where it acts ("Nairobi").
    Capital,
    /// A seat or building that stands for the government ("the Kremlin").
    Seat,
    /// An international or non-governmental organisation ("NATO").
    Organisation,
    /// An armed group, party or agency known by its name ("Hezbollah").
    Group,
    /// Any actor of a user's own table.
    Own,
}

/// One row of the tables, as found by one of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// ISO 3166-1 alpha-3, or the code of the organisation.
    pub code: &'static str,
    /// The CAMEO sector; "" for a whole state.
    pub sector: &'static str,
    /// Its usual English name.
    pub name: &'static str,
    /// What kind of name it was found by.
    pub kind: Kind,
}

/// An actor and how many of the words name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// How many words, from the first.
    pub words: usize,
    /// Who.
    pub actor: Actor,
}

static NAMES: LazyLock<Phrases<Actor>> = LazyLock::new(|| Phrases::new(tables::names()));

/// The longest name that begins at the first of `words`. Case counts ("Turkey" acts, "turkey" does not); a hyphen parts
/// words ("Guinea-Bissau" is two), and so does a possessive ("People's" is "People" and "'s").
///
/// ```
/// use dateline_data_actors::name_at;
///
/// let found = name_at(["United", "Nations", "envoy"]).expect("an organisation");
/// assert_eq!((found.words, found.actor.code, found.actor.sector), (2, "UN", "IGO"));
/// assert!(name_at(["turkey"]).is_none());
/// ```
pub fn name_at<'t>(words: impl IntoIterator<Item = &'t str, IntoIter: Clone>) -> Option<Named> {
    let (words, actor) = NAMES.longest(words.into_iter())?;
    Some(Named { words, actor })
}

/// The words that names of actors begin with, in no order that means anything: [`name_at`] finds nothing at another.
///
/// ```
/// assert!(dateline_data_actors::first_words().any(|word| word == "United"));
/// ```
pub fn first_words() -> impl Iterator<Item = &'static str> {
    NAMES.first_words()
}

/// What a noun says of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// The CAMEO sector.
    pub sector: &'static str,
    /// Whether it holds whatever the words around it say: an "industry minister" is no business.
    pub decides: bool,
}

/// The nouns that say what an actor is, in lower case and with their plurals.
///
/// ```
/// assert!(dateline_data_actors::roles().any(|(noun, role)| noun == "foreign ministry" && role.sector == "GOV"));
/// ```
pub fn roles() -> impl Iterator<Item = (&'static str, Role)> {
    tables::roles().into_iter()
}

/// The sector of a phrase by the roles in it, in their order: that of the body or crowd goes before that of the office
/// ("army spokesman"), and a ministry before all.
pub fn sector_of_roles(roles: impl IntoIterator<Item = Role>) -> Option<&'static str> {
    let mut found: Option<&'static str> = None;
    for role in roles {
        if role.decides {
            return Some(role.sector);
        }
        if found.is_none_or(|sector| sector == "GOV") {
            found = Some(role.sector);
        }
    }
    found
}

/// The sector of a phrase of words in lower case.
///
/// ```
/// use dateline_data_actors::sector_of;
///
/// assert_eq!(sector_of("the army 's chief spokesman".split(' ')), Some("MIL"));
/// assert_eq!(sector_of("minister of justice".split(' ')), Some("GOV"));
/// assert_eq!(sector_of("river".split(' ')), None);
/// ```
pub fn sector_of<'t>(words: impl Iterator<Item = &'t str> + Clone) -> Option<&'static str> {
    static ROLES: LazyLock<Phrases<Role>> = LazyLock::new(|| Phrases::new(tables::roles()));
    let mut words = words;
    sector_of_roles(std::iter::from_fn(|| {
        loop {
            if let Some((length, role)) = ROLES.longest(words.clone()) {
                words.nth(length - 1);
                return Some(role);
            }
            words.next()?;
        }
    }))
}

/// ISO 3166-1 alpha-3 for alpha-2.
///
/// ```
/// assert_eq!(dateline_data_actors::alpha3("KZ"), Some("KAZ"));
/// ```
pub fn alpha3(alpha2: &str) -> Option<&'static str> {
    static CODES: LazyLock<Phrases<&str>> = LazyLock::new(|| Phrases::new(tables::codes()));
    CODES.longest([alpha2].into_iter()).map(|(_, alpha3)| alpha3)
}

/// The usual English name of a code of the tables.
///
/// ```
/// assert_eq!(dateline_data_actors::name_of("UKR"), Some("Ukraine"));
/// ```
pub fn name_of(code: &str) -> Option<&'static str> {
    static NAMED: LazyLock<Phrases<&str>> = LazyLock::new(|| Phrases::new(tables::main_names()));
    NAMED.longest([code].into_iter()).map(|(_, name)| name)
}

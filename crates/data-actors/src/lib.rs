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

/// The nouns that say what an actor is, in lower case and with their plurals, each with its CAMEO sector.
///
/// ```
/// assert!(dateline_data_actors::roles().any(|role| role == ("foreign ministry", "GOV")));
/// ```
pub fn roles() -> impl Iterator<Item = (&'static str, &'static str)> {
    tables::roles().into_iter()
}

/// ISO 3166-1 alpha-3 for alpha-2.
///
/// ```
/// assert_eq!(dateline_data_actors::alpha3("KZ"), Some("KAZ"));
/// ```
pub fn alpha3(alpha2: &str) -> Option<&'static str> {
    static PAIRS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(tables::codes);
    PAIRS.binary_search_by_key(&alpha2, |pair| pair.0).ok().map(|at| PAIRS[at].1)
}

/// The usual English name of a code of the tables.
///
/// ```
/// assert_eq!(dateline_data_actors::name_of("UKR"), Some("Ukraine"));
/// ```
pub fn name_of(code: &str) -> Option<&'static str> {
    static NAMED: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(tables::main_names);
    NAMED.binary_search_by_key(&code, |pair| pair.0).ok().map(|at| NAMED[at].1)
}

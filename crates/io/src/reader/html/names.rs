//! What the names of elements say: classes, ids, roles, by the table `data/html/names.tsv`.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::tags::Attribute;
use super::tree::Tree;

/// What the names of an element say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It holds the story.
    Story,
    /// It belongs to the site, to its readers, or to other stories.
    Aside,
    /// It stands below a picture.
    Caption,
    /// It says who wrote the story.
    Byline,
    /// It says when it was published.
    Date,
    /// It is the headline.
    Title,
    /// It stands below the headline.
    Deck,
}

const NAMES: [(&str, Role); 7] = [
    ("story", Role::Story),
    ("aside", Role::Aside),
    ("caption", Role::Caption),
    ("byline", Role::Byline),
    ("date", Role::Date),
    ("title", Role::Title),
    ("deck", Role::Deck),
];

/// All that the names of an element say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles(u8);

impl Roles {
    pub(super) fn has(self, role: Role) -> bool {
        self.0 & 1 << role as u8 != 0
    }
}

struct Table {
    finder: AhoCorasick,
    /// What each phrase says, and whether its last word may go on.
    rows: Vec<(Role, bool)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let role = |name: &str| NAMES.iter().find(|(known, _)| *known == name).expect("the table names a role").1;
    let phrases = rows().map(|[_, phrase, _]| phrase.trim_end_matches('*'));
    Table {
        finder: AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(phrases)
            .expect("the phrases of the table make an automaton"),
        rows: rows().map(|[kind, phrase, _]| (role(kind), phrase.ends_with('*'))).collect(),
    }
});

/// The rows of the table: kind, phrase, example.
fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    let lines = include_str!("../../../data/html/names.tsv").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = line.split('\t');
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    })
}

/// What the names of an element say. `work` is memory to work in.
pub(super) fn roles(tree: &Tree, at: usize, work: &mut String) -> Roles {
    work.clear();
    for (attribute, value) in tree.attributes(at) {
        if matches!(
            attribute,
            Attribute::Class | Attribute::Id | Attribute::Role | Attribute::Itemprop | Attribute::Data | Attribute::Rel
        ) {
            normalise(value, work);
        }
    }
    if work.is_empty() { Roles::default() } else { find(work) }
}

/// Appends names, small, parted by spaces, with a hyphen where a new word begins.
fn normalise(names: &str, out: &mut String) {
    /// Pages that are made by programs give elements hundreds of names that say how they look.
    const LONGEST: usize = 300;
    let mut before = ' ';
    out.push(' ');
    for c in names.chars().take(LONGEST) {
        match c {
            'A'..='Z' => {
                if before.is_ascii_lowercase() || before.is_ascii_digit() {
                    out.push('-');
                }
                out.push(c.to_ascii_lowercase());
            }
            'a'..='z' | '0'..='9' => out.push(c),
            _ if c.is_whitespace() => out.push(' '),
            _ if !out.ends_with(['-', ' ']) => out.push('-'),
            _ => {}
        }
        before = c;
    }
}

fn find(names: &str) -> Roles {
    let mut roles = Roles::default();
    let letter = |byte: u8| byte.is_ascii_alphanumeric();
    for found in TABLE.finder.find_overlapping_iter(names) {
        let (role, goes_on) = TABLE.rows[found.pattern().as_usize()];
        let starts = found.start() == 0 || !letter(names.as_bytes()[found.start() - 1]);
        let ends = goes_on || names.as_bytes().get(found.end()).is_none_or(|byte| !letter(*byte));
        if starts && ends {
            roles.0 |= 1 << role as u8;
        }
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &str) -> Roles {
        let mut normal = String::new();
        normalise(names, &mut normal);
        find(&normal)
    }

    #[test]
    fn every_row_finds_its_example() {
        for [kind, phrase, example] in rows() {
            let role = NAMES.iter().find(|(name, _)| *name == kind).expect("a known kind").1;
            let names = example.split_once("=\"").and_then(|(_, names)| names.strip_suffix('"')).expect("an example");
            assert!(of(names).has(role), "{kind} {phrase}: {example}");
            let alone = of(phrase.trim_end_matches('*'));
            assert!(alone.has(role), "{kind} {phrase}");
        }
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(of("adapt shadow download"), Roles::default());
        assert!(of("top-ad-slot").has(Role::Aside) && of("topAdSlot").has(Role::Aside));
        assert!(of("StoryBodyCompanionColumn").has(Role::Story));
        assert!(!of("article-header").has(Role::Story));
    }
}

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
    /// It holds what readers say.
    Readers,
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

const NAMES: [(&str, Role); 8] = [
    ("story", Role::Story),
    ("aside", Role::Aside),
    ("readers", Role::Readers),
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
    /// What each phrase says, whether it begins a name, and whether its last word may go on.
    rows: Vec<(Role, bool, bool)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let role = |name: &str| NAMES.iter().find(|(known, _)| *known == name).expect("the table names a role").1;
    let phrases = rows().map(|[_, phrase, _]| plain(phrase));
    Table {
        finder: AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(phrases)
            .expect("the phrases of the table make an automaton"),
        rows: rows().map(|[kind, phrase, _]| (role(kind), phrase.starts_with('='), phrase.ends_with('*'))).collect(),
    }
});

/// A phrase without its signs.
fn plain(phrase: &str) -> &str {
    phrase.trim_start_matches('=').trim_end_matches('*')
}

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
    // The id of a heading is where links lead to.
    let is_heading = tree.nodes[at].tag.is_heading();
    for (attribute, value) in tree.attributes(at).filter(|(attribute, _)| !(is_heading && *attribute == Attribute::Id))
    {
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
    /// What follows in such names says what the story is about, or what stands beside the element.
    const BESIDE: [&str; 8] = ["tag-", "category-", "format-", "has-", "with-", "no-", "without-", "is-"];
    let mut before;
    let mut room = LONGEST;
    let is_beside = |name: &&str| BESIDE.iter().any(|start| name.starts_with(start)) || name.contains("has-");
    for name in names.split_whitespace().filter(|name| !is_beside(name)) {
        out.push(' ');
        room = room.saturating_sub(name.len());
        if room == 0 {
            break;
        }
        before = ' ';
        for c in name.chars() {
            match c {
                'A'..='Z' => {
                    if before.is_ascii_lowercase() || before.is_ascii_digit() {
                        out.push('-');
                    }
                    out.push(c.to_ascii_lowercase());
                }
                'a'..='z' | '0'..='9' => out.push(c),
                _ if !out.ends_with(['-', ' ']) => out.push('-'),
                _ => {}
            }
            before = c;
        }
    }
}

fn find(names: &str) -> Roles {
    let mut roles = Roles::default();
    let letter = |byte: u8| byte.is_ascii_alphanumeric();
    for found in TABLE.finder.find_overlapping_iter(names) {
        let (role, whole, goes_on) = TABLE.rows[found.pattern().as_usize()];
        let before = found.start().checked_sub(1).map_or(b' ', |at| names.as_bytes()[at]);
        let after = names.as_bytes().get(found.end()).copied().unwrap_or(b' ');
        let starts = if whole { before == b' ' } else { !letter(before) };
        let ends = goes_on || if whole { after == b' ' } else { !letter(after) };
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
            let alone = of(plain(phrase));
            assert!(alone.has(role), "{kind} {phrase}");
        }
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(of("adapt shadow download"), Roles::default());
        assert!(of("top-ad-slot").has(Role::Aside) && of("topAdSlot").has(Role::Aside));
        assert!(of("StoryBodyCompanionColumn").has(Role::Story));
        assert!(!of("article-header").has(Role::Story));
        assert_eq!(of("post-17 tag-video category-comments has-sidebar"), Roles::default());
    }
}

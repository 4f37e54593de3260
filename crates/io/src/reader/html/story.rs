//! Where the story of a page is, and what on the page belongs to something else.

use super::names::{self, Role, Roles};
use super::tags::{Attribute, Tag};
use super::tree::Tree;

/// What is known of every node, by its place.
pub(super) struct Look {
    pub(super) roles: Vec<Roles>,
    /// Whether the node is left out: it, or what it stands in.
    pub(super) is_out: Vec<bool>,
    /// The letters of text before each node that are read, and those of them in links: sums from the head of the page.
    letters: Vec<u32>,
    linked: Vec<u32>,
    /// What the paragraphs before each node are worth.
    worth: Vec<f32>,
}

impl Look {
    /// The letters of text within a node.
    pub(super) fn letters(&self, tree: &Tree, at: usize) -> u32 {
        self.letters[tree.nodes[at].end as usize] - self.letters[at]
    }

    /// The letters of text from one node to another.
    pub(super) fn letters_between(&self, from: usize, to: usize) -> u32 {
        self.letters[to] - self.letters[from]
    }

    /// Which part of the text within a node is links, 0 to 1.
    pub(super) fn linked(&self, tree: &Tree, at: usize) -> f32 {
        self.links(tree, at) as f32 / self.letters(tree, at).max(1) as f32
    }

    /// The letters in links within a node.
    fn links(&self, tree: &Tree, at: usize) -> u32 {
        self.linked[tree.nodes[at].end as usize] - self.linked[at]
    }

    fn worth(&self, tree: &Tree, at: usize) -> f32 {
        self.worth[tree.nodes[at].end as usize] - self.worth[at]
    }
}

/// Looks at a page: first with what names say is aside left out, and if that leaves next to nothing, with it.
pub(super) fn look(tree: &Tree) -> Look {
    let mut work = String::new();
    let roles: Vec<Roles> = (0..tree.nodes.len())
        .map(|at| match tree.nodes[at].tag {
            Tag::Text | Tag::Meta | Tag::Link | Tag::Script => Roles::default(),
            _ => names::roles(tree, at, &mut work),
        })
        .collect();
    let mut look = Look { roles, is_out: Vec::new(), letters: Vec::new(), linked: Vec::new(), worth: Vec::new() };
    let letters: Vec<u32> = (0..tree.nodes.len()).map(|at| letters(tree.text(at))).collect();
    look.sum(tree, &letters, &[]);
    let whole = look.worth[tree.nodes.len()];
    // Names may mislead: what holds a good part of the text is not left out, unless it holds what readers say.
    let share = |roles: Roles| if roles.has(Role::Readers) { 0.9 } else { 0.5 };
    let count = tree.nodes.len();
    let aside: Vec<bool> = (0..count)
        .map(|at| is_aside(tree, &look, at) && look.worth(tree, at) <= whole * share(look.roles[at]))
        .collect();
    look.sum(tree, &letters, &aside);
    look
}

impl Look {
    /// Adds the letters of each node up, without what is aside.
    fn sum(&mut self, tree: &Tree, letters: &[u32], aside: &[bool]) {
        let count = tree.nodes.len();
        let mut is_out = Vec::with_capacity(count);
        for sums in [&mut self.letters, &mut self.linked] {
            sums.clear();
            sums.push(0);
        }
        // Until where nodes are out, and within a link.
        let (mut out, mut link) = (0, 0);
        for (at, node) in tree.nodes.iter().enumerate() {
            let end = node.end as usize;
            if at >= out
                && (node.tag.is_skipped() || node.tag == Tag::Title || aside.get(at).is_some_and(|aside| *aside))
            {
                out = end;
            }
            if is_link(tree, at) {
                link = link.max(end);
            }
            is_out.push(at < out);
            let letters = if at < out { 0 } else { letters[at] };
            self.letters.push(self.letters[at] + letters);
            self.linked.push(self.linked[at] + if at < link { letters } else { 0 });
        }
        self.is_out = is_out;
        let mut worth = Vec::with_capacity(count + 1);
        let mut total = 0.0;
        for at in 0..count {
            worth.push(total);
            if !self.is_out[at] && holds_text(tree, at) {
                total += self.worth_of(tree, at);
            }
        }
        worth.push(total);
        self.worth = worth;
    }

    /// What an element that holds text of its own is worth as a paragraph.
    fn worth_of(&self, tree: &Tree, at: usize) -> f32 {
        let (letters, linked) = own_text(tree, self, at);
        if letters < 20 || linked * 2 > letters {
            return 0.0;
        }
        let weight = match tree.nodes[at].tag {
            Tag::P | Tag::Blockquote | Tag::Pre => 1.0,
            Tag::Li | Tag::Dd => 0.5,
            Tag::Figcaption => 0.1,
            tag if tag.is_heading() => 0.2,
            _ => 0.8,
        };
        let length = (letters - linked) as f32;
        weight * (length / 100.0).min(30.0) * if length >= 80.0 { 1.0 } else { 0.5 }
    }
}

/// Whether it links to something: an anchor without an address marks a place, and is often left open.
pub(super) fn is_link(tree: &Tree, at: usize) -> bool {
    tree.nodes[at].tag == Tag::A && tree.attribute(at, Attribute::Href).is_some()
}

/// How many characters of text are no white space, which is a space or the end of a line in a [`Tree`].
fn letters(text: &str) -> u32 {
    let white = |byte| memchr::memchr_iter(byte, text.as_bytes()).count();
    (text.chars().count() - white(b' ') - white(b'\n')) as u32
}

/// Whether text stands in a block directly, or in links and the like within it.
fn holds_text(tree: &Tree, at: usize) -> bool {
    tree.nodes[at].tag.is_block() && tree.nodes[at].tag != Tag::Title
}

/// The letters of an element that stand in no block within it, and those of them in links.
fn own_text(tree: &Tree, look: &Look, at: usize) -> (u32, u32) {
    let (mut letters, mut linked) = (0, 0);
    let end = tree.nodes[at].end as usize;
    let mut inner = at + 1;
    while inner < end {
        let node = &tree.nodes[inner];
        if look.is_out[inner] || node.tag.is_block() {
            inner = node.end as usize;
            continue;
        }
        letters += look.letters[inner + 1] - look.letters[inner];
        linked += look.linked[inner + 1] - look.linked[inner];
        inner += 1;
    }
    (letters, linked)
}

/// Whether an element belongs to the site, to its readers or to other stories.
fn is_aside(tree: &Tree, look: &Look, at: usize) -> bool {
    let tag = tree.nodes[at].tag;
    if matches!(tag, Tag::Nav | Tag::Aside | Tag::Footer | Tag::Button | Tag::Dialog) || is_hidden(tree, at) {
        return true;
    }
    let roles = look.roles[at];
    if tag == Tag::Form {
        // Some programs put a whole page into a form.
        return look.letters(tree, at) < 1_000;
    }
    (roles.has(Role::Aside) || roles.has(Role::Readers))
        && !roles.has(Role::Story)
        && !matches!(tag, Tag::Main | Tag::Article | Tag::H1)
}

fn is_hidden(tree: &Tree, at: usize) -> bool {
    tree.attributes(at).any(|(name, value)| match name {
        Attribute::Hidden => true,
        Attribute::AriaHidden => value == "true",
        Attribute::Style => {
            let style: String = value.chars().filter(|c| !c.is_whitespace()).collect();
            style.contains("display:none") || style.contains("visibility:hidden")
        }
        _ => false,
    })
}

/// The element that holds the story, and none where there is no text to speak of.
pub(super) fn find(tree: &Tree, look: &Look) -> Option<usize> {
    let count = tree.nodes.len();
    let mut scores = vec![0.0_f32; count];
    for at in 0..count {
        if look.is_out[at] || !holds_text(tree, at) {
            continue;
        }
        let worth = look.worth_of(tree, at);
        if worth <= 0.0 {
            continue;
        }
        // A paragraph speaks for what it stands in, and less for what that stands in. A block that is no paragraph and
        // holds text of its own, as pages with line breaks for paragraphs have it, speaks for itself.
        if !matches!(tree.nodes[at].tag, Tag::P | Tag::Li | Tag::Blockquote) {
            scores[at] += worth;
        }
        for (depth, around) in
            tree.around(at).filter(|around| tree.nodes[*around].tag != Tag::Blockquote).take(5).enumerate()
        {
            scores[around] += worth * [1.0, 0.6, 0.35, 0.2, 0.1][depth];
        }
    }
    let score = |at: usize| {
        let roles = look.roles[at];
        let mut score = scores[at] * (1.0 - look.linked(tree, at));
        if roles.has(Role::Story) {
            score *= 1.5;
        }
        if matches!(tree.nodes[at].tag, Tag::Article | Tag::Main) {
            score *= 1.2;
        }
        score
    };
    let best =
        (0..count).filter(|at| scores[*at] > 0.0).max_by(|a, b| score(*a).total_cmp(&score(*b)).then(b.cmp(a)))?;
    Some(widened(tree, look, best))
}

/// What stands around an element may hold the rest of its story, as where advertisements or a deck part it.
fn widened(tree: &Tree, look: &Look, mut best: usize) -> usize {
    /// How many elements in a row may add nothing.
    const STEPS: usize = 6;
    let total = look.worth[tree.nodes.len()];
    let mut steps = 0;
    for parent in tree.around(best) {
        let (inner, outer) = (look.worth(tree, best), look.worth(tree, parent));
        if look.roles[best].has(Role::Story) && inner * 2.0 > total {
            break;
        }
        let letters = look.letters(tree, parent) - look.letters(tree, best);
        let links = look.links(tree, parent) - look.links(tree, best);
        // All of the page is the last to be taken.
        let adds = outer >= inner * if parent == 0 { 1.5 } else { 1.1 };
        // What would be added is a menu or a list of other stories.
        if (adds && links * 7 > letters) || look.linked(tree, parent) > 0.3 {
            break;
        }
        if adds || look.roles[parent].has(Role::Story) {
            best = parent;
            steps = 0;
        } else {
            steps += 1;
            if steps == STEPS {
                break;
            }
        }
    }
    best
}

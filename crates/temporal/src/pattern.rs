//! Patterns over tokens, compiled to one tree for a whole layer of rules.
//!
//! A pattern is a row of elements. Small letters and marks are words; capitals are classes; `a|b` is either; `?` makes
//! an element optional; `X&Y~Z` is in X and Y but not in Z; `-word` hangs on the word before it by a hyphen, `~word`
//! does not. `<X` asks for X before the match, `<!X` forbids it; `>X`
//! and `>!X` do the same behind it. Optional elements are spelt out when a pattern is read, so matching needs no
//! more memory than the path it is on, and no pattern is longer than [`LONGEST`] tokens: matching is linear.

use dateline_core::table;

use crate::Classes;
use crate::captures::Captures;
use crate::lexicon::{Lexicon, WordId};
use crate::token::Token;

/// The most tokens that one pattern can match.
pub(crate) const LONGEST: usize = 16;

/// No pattern above the lowest layer has more tokens before its first phrase.
pub(crate) const BEFORE_PHRASE: usize = 6;

/// One element: a word, or a condition on classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    Word(WordId),
    /// A word that does (or does not) hang on the one before it by a hyphen.
    Hyphened(WordId, bool),
    Class {
        any: Classes,
        all: Classes,
        none: Classes,
    },
}

impl Element {
    #[inline]
    pub(crate) fn fits(self, token: &Token) -> bool {
        match self {
            Element::Word(word) => token.word == word,
            Element::Hyphened(word, hung) => token.word == word && token.has(Token::HYPHENED) == hung,
            Element::Class { any, all, none } => token.is(any) && token.classes.0 & all.0 == all.0 && !token.is(none),
        }
    }
}

/// What must or must not stand beside a match.
#[derive(Clone, Debug)]
struct Guard {
    before: bool,
    forbids: bool,
    elements: Vec<Element>,
}

impl Guard {
    fn holds(&self, tokens: &[Token], start: usize, end: usize) -> bool {
        let beside = if self.before { start.checked_sub(1) } else { Some(end) };
        let found = beside
            .and_then(|at| tokens.get(at))
            .is_some_and(|token| self.elements.iter().any(|element| element.fits(token)));
        found != self.forbids
    }
}

/// No edge, no accept: the end of a chain.
const NONE: u32 = u32::MAX;

/// A node while patterns are added: chains through the tables of [`Tree`].
#[derive(Clone, Copy, Debug)]
struct Knot {
    first: u32,
    last: u32,
    accept: u32,
}

/// One edge of a knot.
#[derive(Clone, Copy, Debug)]
struct Strand {
    element: Element,
    next: u32,
    sibling: u32,
}

/// The tree as patterns are added: three tables, however many nodes there are.
#[derive(Debug, Default)]
struct Tree {
    knots: Vec<Knot>,
    strands: Vec<Strand>,
    /// Rule, guards, and the next accept of the same knot.
    accepts: Vec<(u16, u32, u32)>,
    /// By word: the latest strand of the root that takes it, and by strand the one before it.
    roots: Vec<u32>,
    before: Vec<u32>,
    /// Room to spell patterns out in.
    room: Spellings,
}

/// Where all spellings of a pattern have come to.
#[derive(Debug, Default)]
struct Spellings {
    /// The node, how many elements, whether one of the first is a phrase.
    ends: Vec<(u32, usize, bool)>,
    next: Vec<(u32, usize, bool)>,
    /// What the next element may be.
    choices: Vec<Element>,
}

impl Tree {
    fn knot(&mut self) -> u32 {
        self.knots.push(Knot { first: NONE, last: NONE, accept: NONE });
        self.knots.len() as u32 - 1
    }

    /// The knot that an edge leads to, which is made where there is none.
    fn edge(&mut self, knot: u32, element: Element) -> u32 {
        let word = match element {
            Element::Word(word) | Element::Hyphened(word, _) if knot == 0 => Some(usize::from(word)),
            _ => None,
        };
        let (mut at, links) = match word {
            Some(word) => (self.roots.get(word).copied().unwrap_or(NONE), true),
            None => (self.knots[knot as usize].first, false),
        };
        while at != NONE {
            let strand = &self.strands[at as usize];
            if strand.element == element {
                return strand.next;
            }
            at = if links { self.before[at as usize] } else { strand.sibling };
        }
        let (strand, next) = (self.strands.len() as u32, self.knot());
        self.strands.push(Strand { element, next, sibling: NONE });
        self.before.push(NONE);
        if let Some(word) = word {
            self.roots.resize(self.roots.len().max(word + 1), NONE);
            self.before[strand as usize] = std::mem::replace(&mut self.roots[word], strand);
        }
        let knot = &mut self.knots[knot as usize];
        let last = std::mem::replace(&mut knot.last, strand);
        if last == NONE {
            knot.first = strand;
        } else {
            self.strands[last as usize].sibling = strand;
        }
        next
    }

    fn accept(&mut self, knot: u32, rule: u16, guards: u32) {
        let at = self.accepts.len() as u32;
        let next = std::mem::replace(&mut self.knots[knot as usize].accept, at);
        self.accepts.push((rule, guards, next));
    }
}

/// A node as matching walks it; the edges of one node stand side by side in the tables of [`Patterns`].
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// What its class edges ask for, together: most tokens meet none of it.
    classes: Classes,
    /// One bit for every word edge, by the word's number modulo 64: most words hit none.
    words: u64,
    /// Its edges by word, in the order of their numbers, then its edges by class, then its accepts: where each begins.
    word_edges: u32,
    class_edges: u32,
    accepts: u32,
    /// How many there are of each.
    counts: [u16; 3],
}

impl Node {
    /// Whether some edge may take `token`.
    #[inline]
    fn takes(&self, token: &Token) -> bool {
        takes(self.classes, self.words, token)
    }
}

#[inline]
fn takes(classes: Classes, words: u64, token: &Token) -> bool {
    // What is in no list is no word of a pattern.
    token.is(classes) | ((words >> (token.word & 63)) & u64::from(token.word != 0) == 1)
}

/// All patterns of one layer.
#[derive(Debug)]
pub(crate) struct Patterns {
    tree: Tree,
    nodes: Vec<Node>,
    word_edges: Vec<(WordId, Element, u32)>,
    class_edges: Vec<(Element, u32)>,
    /// Rules whose pattern ends at a node, with their guards' places.
    accepts: Vec<(u16, u32)>,
    /// The classes that a match can begin with, STARTS or LIT among them for words.
    first: Classes,
    guards: Vec<Vec<Guard>>,
    /// By word: its edges at the root, which has too many to look through.
    starts: Vec<Start>,
}

/// The edges of one word at the root.
#[derive(Clone, Copy, Debug)]
struct Start {
    /// Where the first of them stands.
    at: u32,
    /// Whether a pattern is this word alone.
    ends: bool,
    /// What the nodes that they lead to take, as in [`Node`]: most words that begin patterns begin none here.
    classes: Classes,
    words: u64,
}

impl Start {
    const NONE: Start = Start { at: NONE, ends: false, classes: Classes(0), words: 0 };
}

/// A match: which rule, how many tokens, and the class that each token was taken for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub(crate) rule: u16,
    pub(crate) length: usize,
    pub(crate) path: [u8; LONGEST],
}

impl Patterns {
    /// Room for the patterns of rules, which take so much text.
    pub(crate) fn for_rules(rules: &str) -> Patterns {
        let size = rules.len() / 8;
        let mut tree = Tree {
            knots: Vec::with_capacity(size),
            strands: Vec::with_capacity(size),
            before: Vec::with_capacity(size),
            accepts: Vec::with_capacity(size),
            ..Tree::default()
        };
        tree.knot();
        Patterns {
            tree,
            nodes: Vec::new(),
            word_edges: Vec::new(),
            class_edges: Vec::new(),
            accepts: Vec::new(),
            first: Classes(0),
            guards: Vec::new(),
            starts: Vec::new(),
        }
    }

    /// Adds a pattern for a rule.
    ///
    /// Every row must hold an element of `needs` among its first few, unless that is empty.
    pub(crate) fn add(
        &mut self,
        rule: u16,
        pattern: &str,
        needs: Classes,
        lexicon: &mut Lexicon,
    ) -> Result<(), String> {
        let mut guards = Vec::new();
        let Spellings { mut ends, mut next, mut choices } = std::mem::take(&mut self.tree.room);
        ends.clear();
        ends.push((0, 0, needs == Classes(0)));
        for part in pattern.split_ascii_whitespace() {
            if let Some((before, rest)) =
                part.strip_prefix('<').map(|rest| (true, rest)).or(part.strip_prefix('>').map(|rest| (false, rest)))
            {
                let (forbids, names) = rest.strip_prefix('!').map_or((false, rest), |names| (true, names));
                let mut guard = Guard { before, forbids, elements: Vec::new() };
                elements(names, lexicon, &mut guard.elements)?;
                guards.push(guard);
                continue;
            }
            let (names, optional) =
                part.strip_suffix('?').filter(|n| !n.is_empty()).map_or((part, false), |n| (n, true));
            choices.clear();
            elements(names, lexicon, &mut choices)?;
            next.clear();
            if optional {
                next.extend_from_slice(&ends);
            }
            for &(node, length, known) in &ends {
                for &choice in &choices {
                    if length == 0 {
                        self.begin(choice, needs, lexicon);
                    }
                    let phrase =
                        length < BEFORE_PHRASE && matches!(choice, Element::Class { any, .. } if any.meets(needs));
                    next.push((self.tree.edge(node, choice), length + 1, known || phrase));
                }
            }
            std::mem::swap(&mut ends, &mut next);
            if ends.len() > 4096 {
                return Err("too many alternatives".to_owned());
            }
        }
        let guard = self.guards.len();
        self.guards.push(guards);
        for &(node, length, known) in &ends {
            if length == 0 || length > LONGEST {
                return Err(format!("{length} elements"));
            }
            if !known {
                return Err("no phrase of a lower layer among its first elements".to_owned());
            }
            self.tree.accept(node, rule, guard as u32);
        }
        self.tree.room = Spellings { ends, next, choices };
        Ok(())
    }

    /// Notes what a match can begin with.
    fn begin(&mut self, element: Element, needs: Classes, lexicon: &mut Lexicon) {
        self.first = self.first.with(match element {
            Element::Class { any, .. } => any,
            Element::Word(_) | Element::Hyphened(..) if needs != Classes(0) => Classes::LIT,
            Element::Word(word) | Element::Hyphened(word, _) => {
                lexicon.mark_start(word);
                Classes::STARTS
            }
        });
    }

    /// Lays the tree out for matching. To be called when all patterns are added.
    pub(crate) fn finish(&mut self) {
        let Patterns { tree, nodes, word_edges, class_edges, accepts, starts, .. } = self;
        nodes.clear();
        word_edges.clear();
        class_edges.clear();
        accepts.clear();
        starts.clear();
        nodes.reserve(tree.knots.len());
        word_edges.reserve(tree.strands.len());
        accepts.reserve(tree.accepts.len());
        for knot in &tree.knots {
            let [words, classes, ends] = [word_edges.len(), class_edges.len(), accepts.len()];
            let mut node = Node::default();
            let mut at = knot.first;
            while at != NONE {
                let Strand { element, next, sibling } = tree.strands[at as usize];
                match element {
                    Element::Word(word) | Element::Hyphened(word, _) => {
                        node.words |= 1 << (word & 63);
                        word_edges.push((word, element, next));
                    }
                    Element::Class { any, .. } => {
                        node.classes = node.classes.with(any);
                        class_edges.push((element, next));
                    }
                }
                at = sibling;
            }
            // Stable: of one word the edge that was added first comes first.
            word_edges[words..].sort_by_key(|(word, ..)| *word);
            let mut at = knot.accept;
            while at != NONE {
                let (rule, guards, next) = tree.accepts[at as usize];
                accepts.push((rule, guards));
                at = next;
            }
            accepts[ends..].reverse();
            (node.word_edges, node.class_edges, node.accepts) = (words as u32, classes as u32, ends as u32);
            node.counts =
                [word_edges.len() - words, class_edges.len() - classes, accepts.len() - ends].map(|n| n as u16);
            nodes.push(node);
        }
        let root = nodes[0].counts[0].into();
        for (at, &(word, _, next)) in word_edges[..root].iter().enumerate().rev() {
            let word = usize::from(word);
            starts.resize(starts.len().max(word + 1), Start::NONE);
            let (start, next) = (&mut starts[word], &nodes[next as usize]);
            start.at = at as u32;
            start.ends |= next.counts[2] > 0;
            start.classes = start.classes.with(next.classes);
            start.words |= next.words;
        }
    }

    /// The longest match at `start`; of equally long ones the first rule's. Where that came to nothing, it is
    /// `rejected`, and the next best is wanted. `cost` counts the steps.
    pub(crate) fn longest(
        &self,
        tokens: &[Token],
        start: usize,
        rejected: Option<Match>,
        cost: &mut u64,
    ) -> Option<Match> {
        let mut walk = Walk { tokens, start, best: None, rejected, path: [Captures::WORD; LONGEST], cost };
        self.walk(&mut walk, 0, 0);
        walk.best
    }

    /// Whether any pattern can begin with the token at `at`, as far as it and the next one tell.
    #[inline]
    pub(crate) fn begins(&self, tokens: &[Token], at: usize) -> bool {
        let token = &tokens[at];
        if !token.is(self.first) {
            return false;
        }
        token.is(self.nodes[0].classes)
            || self.starts.get(usize::from(token.word)).is_some_and(|start| {
                start.ends || tokens.get(at + 1).is_some_and(|next| takes(start.classes, start.words, next))
            })
    }

    fn walk(&self, walk: &mut Walk<'_>, number: u32, depth: usize) {
        let node = &self.nodes[number as usize];
        *walk.cost += 1;
        let end = walk.start + depth;
        let token = walk.tokens.get(end).filter(|token| depth < LONGEST && node.takes(token));
        // Most paths end here: look before anything else.
        if node.counts[2] == 0 && token.is_none() {
            return;
        }
        let of = |first: u32, count: u16| first as usize..first as usize + usize::from(count);
        for &(rule, guard) in &self.accepts[of(node.accepts, node.counts[2])] {
            let guard = guard as usize;
            let beats = |other: &Match| depth > other.length || (depth == other.length && rule < other.rule);
            let same = |other: &Match| depth == other.length && rule == other.rule;
            if walk.best.as_ref().is_none_or(beats)
                && walk.rejected.as_ref().is_none_or(|rejected| !beats(rejected) && !same(rejected))
                && self.guards[guard].iter().all(|guard| guard.holds(walk.tokens, walk.start, end))
            {
                walk.best = Some(Match { rule, length: depth, path: walk.path });
            }
        }
        let Some(token) = token else { return };
        if token.word != 0 && (node.words >> (token.word & 63)) & 1 == 1 {
            let edges = &self.word_edges[of(node.word_edges, node.counts[0])];
            let first = if number == 0 {
                self.starts.get(usize::from(token.word)).map_or(usize::MAX, |start| start.at as usize)
            } else {
                edges.partition_point(|(word, ..)| *word < token.word)
            };
            for &(_, element, next) in
                edges.get(first..).unwrap_or_default().iter().take_while(|(word, ..)| *word == token.word)
            {
                if element.fits(token) {
                    walk.path[depth] = Captures::WORD;
                    self.walk(walk, next, depth + 1);
                }
            }
        }
        if !token.is(node.classes) {
            return;
        }
        for &(element, next) in &self.class_edges[of(node.class_edges, node.counts[1])] {
            if let Element::Class { any, .. } = element
                && element.fits(token)
            {
                walk.path[depth] = any.index();
                self.walk(walk, next, depth + 1);
            }
        }
    }
}

struct Walk<'a> {
    tokens: &'a [Token],
    start: usize,
    best: Option<Match>,
    rejected: Option<Match>,
    path: [u8; LONGEST],
    cost: &'a mut u64,
}

/// Adds the choices of one element.
fn elements(names: &str, lexicon: &mut Lexicon, choices: &mut Vec<Element>) -> Result<(), String> {
    if names.is_empty() {
        return Err("an empty element".to_owned());
    }
    if names == "|" || names.chars().all(|c| !c.is_alphabetic()) {
        choices.push(Element::Word(literal(names, lexicon)));
        return Ok(());
    }
    for name in table::parts(names, b'|') {
        choices.push(if let Some(word) = name.strip_prefix('~') {
            Element::Hyphened(literal(word, lexicon), false)
        } else if let Some(word) = name.strip_prefix('-').filter(|word| !word.is_empty()) {
            Element::Hyphened(literal(word, lexicon), true)
        } else if name.starts_with(|c: char| c.is_ascii_uppercase()) {
            let (wanted, unwanted) = name.split_once('~').unwrap_or((name, ""));
            let class = |name: &str| Classes::named(name).ok_or_else(|| format!("no class {name}"));
            let mut parts = wanted.split('&').map(class);
            let any = parts.next().ok_or("an empty element")??;
            let all = parts.try_fold(Classes(0), |all, class| class.map(|class| all.with(class)))?;
            let none = unwanted
                .split('~')
                .filter(|name| !name.is_empty())
                .try_fold(Classes(0), |none, name| class(name).map(|class| none.with(class)))?;
            Element::Class { any, all, none }
        } else {
            Element::Word(literal(name, lexicon))
        });
    }
    Ok(())
}

fn literal(word: &str, lexicon: &mut Lexicon) -> WordId {
    let id = lexicon.add(word);
    lexicon.mark_literal(id);
    id
}

//! Patterns over tokens, compiled to one tree for a whole layer of rules.
//!
//! A pattern is a row of elements. Small letters and marks are words; capitals are classes; `a|b` is either; `?` makes
//! an element optional; `X&Y~Z` is in X and Y but not in Z; `-word` hangs on the word before it by a hyphen, `~word`
//! does not. `<X` asks for X before the match, `<!X` forbids it; `>X`
//! and `>!X` do the same behind it. Optional elements are spelt out when a pattern is read, so matching needs no
//! more memory than the path it is on, and no pattern is longer than [`LONGEST`] tokens: matching is linear.

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

#[derive(Debug, Default)]
struct Node {
    /// What its class edges ask for, together: most tokens meet none of it.
    classes: Classes,
    /// One bit for every word edge, by the word's number modulo 64: most words hit none.
    words: u64,
    /// Edges by word, in the order of their numbers.
    word_edges: Vec<(WordId, Element, u32)>,
    class_edges: Vec<(Element, u32)>,
    /// Rules whose pattern ends here, with their guards' places.
    accepts: Vec<(u16, u32)>,
}

impl Node {
    /// Whether some edge may take `token`.
    #[inline]
    fn takes(&self, token: &Token) -> bool {
        token.is(self.classes) || (self.words >> (token.word & 63)) & 1 == 1
    }

    fn next(&self, element: Element) -> Option<u32> {
        match element {
            Element::Word(word) | Element::Hyphened(word, _) => {
                let first = self.word_edges.partition_point(|(known, ..)| *known < word);
                let edges = self.word_edges[first..].iter().take_while(|(known, ..)| *known == word);
                edges.copied().find(|(_, known, _)| *known == element).map(|(.., next)| next)
            }
            Element::Class { .. } => {
                self.class_edges.iter().find(|(known, _)| *known == element).map(|(_, next)| *next)
            }
        }
    }

    fn insert(&mut self, element: Element, next: u32) {
        match element {
            Element::Word(word) | Element::Hyphened(word, _) => {
                self.words |= 1 << (word & 63);
                let at = self.word_edges.partition_point(|(known, ..)| *known <= word);
                self.word_edges.insert(at, (word, element, next));
            }
            Element::Class { any, .. } => {
                self.classes = self.classes.with(any);
                self.class_edges.push((element, next));
            }
        }
    }
}

/// All patterns of one layer.
#[derive(Debug)]
pub(crate) struct Patterns {
    nodes: Vec<Node>,
    /// The classes that a match can begin with, STARTS or LIT among them for words.
    first: Classes,
    guards: Vec<Vec<Guard>>,
    /// By word: the first of its edges at the root, which has too many to look through.
    starts: Vec<u16>,
}

/// A match: which rule, how many tokens, and the class that each token was taken for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub(crate) rule: u16,
    pub(crate) length: usize,
    pub(crate) path: [u8; LONGEST],
}

impl Patterns {
    pub(crate) fn new() -> Patterns {
        Patterns { nodes: vec![Node::default()], first: Classes(0), guards: Vec::new(), starts: Vec::new() }
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
        let mut rows: Vec<Vec<Element>> = vec![Vec::new()];
        for part in pattern.split_whitespace() {
            if let Some((before, rest)) =
                part.strip_prefix('<').map(|rest| (true, rest)).or(part.strip_prefix('>').map(|rest| (false, rest)))
            {
                let (forbids, names) = rest.strip_prefix('!').map_or((false, rest), |names| (true, names));
                guards.push(Guard { before, forbids, elements: elements(names, lexicon)? });
                continue;
            }
            let (names, optional) =
                part.strip_suffix('?').filter(|n| !n.is_empty()).map_or((part, false), |n| (n, true));
            let choices = elements(names, lexicon)?;
            let mut next = if optional { rows.clone() } else { Vec::new() };
            for row in &rows {
                for &choice in &choices {
                    let mut longer = row.clone();
                    longer.push(choice);
                    next.push(longer);
                }
            }
            rows = next;
            if rows.len() > 4096 {
                return Err("too many alternatives".to_owned());
            }
        }
        let guard = self.guards.len();
        self.guards.push(guards);
        for row in rows {
            if row.is_empty() || row.len() > LONGEST {
                return Err(format!("{} elements", row.len()));
            }
            let phrase = |element: &Element| matches!(element, Element::Class { any, .. } if any.meets(needs));
            if needs != Classes(0) && !row.iter().take(BEFORE_PHRASE).any(phrase) {
                return Err("no phrase of a lower layer among its first elements".to_owned());
            }
            self.first = self.first.with(match row[0] {
                Element::Class { any, .. } => any,
                Element::Word(_) | Element::Hyphened(..) if needs != Classes(0) => Classes::LIT,
                Element::Word(word) | Element::Hyphened(word, _) => {
                    lexicon.mark_start(word);
                    Classes::STARTS
                }
            });
            let mut node = 0;
            for element in row {
                node = self.edge(node, element);
            }
            self.nodes[node].accepts.push((rule, guard as u32));
        }
        Ok(())
    }

    /// Notes where the edges of each word begin at the root. To be called when all patterns are added.
    pub(crate) fn finish(&mut self) {
        self.starts.clear();
        for (at, &(word, ..)) in self.nodes[0].word_edges.iter().enumerate().rev() {
            let word = usize::from(word);
            self.starts.resize(self.starts.len().max(word + 1), u16::MAX);
            self.starts[word] = at as u16;
        }
    }

    fn edge(&mut self, node: usize, element: Element) -> usize {
        if let Some(next) = self.nodes[node].next(element) {
            return next as usize;
        }
        let next = self.nodes.len();
        self.nodes.push(Node::default());
        self.nodes[node].insert(element, next as u32);
        next
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

    /// Whether any pattern can begin with `token`.
    #[inline]
    pub(crate) fn begins(&self, token: &Token) -> bool {
        token.is(self.first)
    }

    fn walk(&self, walk: &mut Walk<'_>, number: u32, depth: usize) {
        let node = &self.nodes[number as usize];
        *walk.cost += 1;
        let end = walk.start + depth;
        // Most paths end here: look before anything else.
        if node.accepts.is_empty() && !walk.tokens.get(end).is_some_and(|token| node.takes(token)) {
            return;
        }
        for &(rule, guard) in &node.accepts {
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
        let Some(token) = walk.tokens.get(end) else { return };
        if depth == LONGEST || !node.takes(token) {
            return;
        }
        if token.word != 0 {
            let first = if number == 0 {
                self.starts.get(usize::from(token.word)).map_or(usize::MAX, |at| usize::from(*at))
            } else {
                node.word_edges.partition_point(|(word, ..)| *word < token.word)
            };
            let edges = node.word_edges.get(first..).unwrap_or_default();
            for &(_, element, next) in edges.iter().take_while(|(word, ..)| *word == token.word) {
                if element.fits(token) {
                    walk.path[depth] = Captures::WORD;
                    self.walk(walk, next, depth + 1);
                }
            }
        }
        if !token.is(node.classes) {
            return;
        }
        for &(element, next) in &node.class_edges {
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

/// The choices of one element.
fn elements(names: &str, lexicon: &mut Lexicon) -> Result<Vec<Element>, String> {
    if names.is_empty() {
        return Err("an empty element".to_owned());
    }
    if names == "|" || names.chars().all(|c| !c.is_alphabetic()) {
        return Ok(vec![Element::Word(literal(names, lexicon))]);
    }
    names
        .split('|')
        .map(|name| {
            if let Some(word) = name.strip_prefix('~') {
                return Ok(Element::Hyphened(literal(word, lexicon), false));
            }
            if let Some(word) = name.strip_prefix('-').filter(|word| !word.is_empty()) {
                return Ok(Element::Hyphened(literal(word, lexicon), true));
            }
            if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
                return Ok(Element::Word(literal(name, lexicon)));
            }
            let (wanted, unwanted) = name.split_once('~').unwrap_or((name, ""));
            let mut parts = wanted.split('&').map(|name| Classes::named(name).ok_or(format!("no class {name}")));
            let any = parts.next().ok_or("an empty element")??;
            let all = parts.try_fold(Classes(0), |all, class| class.map(|class| all.with(class)))?;
            let none = unwanted.split('~').filter(|name| !name.is_empty()).try_fold(Classes(0), |none, name| {
                Classes::named(name).map(|class| none.with(class)).ok_or(format!("no class {name}"))
            })?;
            Ok(Element::Class { any, all, none })
        })
        .collect()
}

fn literal(word: &str, lexicon: &mut Lexicon) -> WordId {
    let id = lexicon.add(word);
    lexicon.mark_literal(id);
    id
}

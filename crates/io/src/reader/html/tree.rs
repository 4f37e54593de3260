//! The elements of a page: a flat tree that is built in one pass, whatever the page looks like.
//!
//! The tokens are those of the HTML standard (`html5gum`); of its rules for building a tree only those are kept that
//! decide what is read: which tags close others without saying so. Elements stand in the order of the page, so that all
//! that is within one is a run of neighbours, and nothing here or above it recurses. What is nested deeper than
//! [`DEEPEST`] belongs to the element at that depth; what comes after [`MOST`] elements, to the last ones.

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::ForwardingEmitter;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, Tokenizer};

use super::tags::{Attribute, Tag};

/// How deep elements are told apart.
const DEEPEST: usize = 256;
/// How many elements and stretches of text a page may have.
const MOST: usize = 1_000_000;
/// How many bytes of an attribute are kept.
const LONGEST: usize = 8_192;

/// A page as elements.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    attributes: Vec<(Attribute, Range<u32>)>,
    /// All text, white space made single, and the values of attributes.
    text: String,
    /// The language that the page names.
    pub(super) language: String,
}

/// An element, or a stretch of text.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) tag: Tag,
    /// The element around it; its own place for the outermost.
    pub(super) parent: u32,
    /// The first node behind all that is in it.
    pub(super) end: u32,
    /// Its text, for stretches of text.
    text: Range<u32>,
    attributes: Range<u32>,
}

impl Tree {
    /// Reads a page.
    pub(super) fn new(html: &str) -> Tree {
        let mut builder = Builder::new();
        let mut emitter =
            CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<Infallible> {
                builder.take(&event);
                None
            });
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(html, Lenient(emitter)).finish();
        builder.end()
    }

    /// Whether the page has more elements than are told apart.
    pub(super) fn is_full(&self) -> bool {
        self.nodes.len() >= MOST
    }

    /// The nodes within one.
    pub(super) fn within(&self, at: usize) -> Range<usize> {
        at + 1..self.nodes[at].end as usize
    }

    /// The elements around a node, innermost first.
    pub(super) fn around(&self, at: usize) -> impl Iterator<Item = usize> {
        let mut at = at;
        std::iter::from_fn(move || {
            let parent = self.nodes[at].parent as usize;
            (parent != at).then(|| {
                at = parent;
                at
            })
        })
    }

    /// The text of a stretch of text; "" for an element.
    pub(super) fn text(&self, at: usize) -> &str {
        let Range { start, end } = self.nodes[at].text;
        &self.text[start as usize..end as usize]
    }

    /// All text within a node, without white space at its ends.
    pub(super) fn text_within(&self, at: usize) -> String {
        let mut text = String::new();
        for inner in at..self.nodes[at].end as usize {
            let node = &self.nodes[inner];
            if node.tag == Tag::Text {
                let more = self.text(inner);
                text.push_str(if text.is_empty() || text.ends_with(' ') { more.trim_start() } else { more });
            } else if (node.tag.is_block() || node.tag == Tag::Br) && !text.is_empty() && !text.ends_with(' ') {
                text.push(' ');
            }
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, at: usize, wanted: Attribute) -> Option<&str> {
        self.attributes(at).find(|(name, _)| *name == wanted).map(|(_, value)| value)
    }

    /// The attributes of an element.
    pub(super) fn attributes(&self, at: usize) -> impl Iterator<Item = (Attribute, &str)> {
        let Range { start, end } = self.nodes[at].attributes;
        let all = &self.attributes[start as usize..end as usize];
        all.iter().map(|(name, value)| (*name, &self.text[value.start as usize..value.end as usize]))
    }

    /// The elements of a kind, in the order of the page.
    pub(super) fn all(&self, tag: Tag) -> impl Iterator<Item = usize> {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.tag == tag).map(|(at, _)| at)
    }
}

/// What is wrong with a page is not asked: to look at each of its characters for it takes a fifth of the parsing.
struct Lenient<E>(E);

impl<E: Emitter> ForwardingEmitter for Lenient<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    #[inline]
    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

struct Builder {
    tree: Tree,
    /// The open elements, outermost first.
    open: Vec<u32>,
    /// How many elements are open that were not told apart.
    deeper: u32,
    /// The tag that is being read.
    tag: Option<(Tag, u32)>,
    is_language_known: bool,
}

impl Builder {
    fn new() -> Builder {
        // Around everything stands one element, whatever the page itself says of `html` and `body`.
        let root = Node { tag: Tag::Body, parent: 0, end: 0, text: 0..0, attributes: 0..0 };
        let tree = Tree { nodes: vec![root], ..Tree::default() };
        Builder { tree, open: Vec::new(), deeper: 0, tag: None, is_language_known: false }
    }

    fn take(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Some((Tag::of(name), self.tree.attributes.len() as u32));
            }
            CallbackEvent::AttributeName { name } => {
                if self.tag.is_some() {
                    let at = self.tree.text.len() as u32;
                    // A name that is not kept still has its value read.
                    self.tree.attributes.push((Attribute::of(name), at..at));
                }
            }
            CallbackEvent::AttributeValue { value } => self.value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some((tag, attributes)) = self.tag.take() {
                    self.start(tag, attributes, *self_closing);
                }
            }
            CallbackEvent::EndTag { name } => {
                self.tag = None;
                self.finish(Tag::of(name));
            }
            CallbackEvent::String { value } => self.string(value),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    /// The value of the attribute that was named last.
    fn value(&mut self, value: &[u8]) {
        if self.tag.is_some()
            && let Some((name, range)) = self.tree.attributes.last_mut()
            && *name != Attribute::Other
        {
            let value = text_of(&value[..value.len().min(LONGEST)]);
            let start = self.tree.text.len() as u32;
            self.tree.text.push_str(value.trim());
            *range = start..self.tree.text.len() as u32;
        }
    }

    fn start(&mut self, tag: Tag, first: u32, self_closing: bool) {
        let all = &mut self.tree.attributes;
        // What is not kept takes no room: the kept ones move up.
        let mut kept = first as usize;
        for at in first as usize..all.len() {
            if all[at].0 != Attribute::Other {
                all.swap(kept, at);
                kept += 1;
            }
        }
        all.truncate(kept);
        if matches!(tag, Tag::Html | Tag::Body | Tag::Head) {
            if tag != Tag::Head && !self.is_language_known {
                let found = self.tree.attributes[first as usize..].iter().find(|(name, _)| *name == Attribute::Lang);
                if let Some((_, Range { start, end })) = found {
                    self.tree.language = self.tree.text[*start as usize..*end as usize].to_owned();
                    self.is_language_known = true;
                }
            }
            return;
        }
        self.close_for(tag);
        let is_empty = tag.is_void() || (self_closing && !tag.is_block());
        if self.tree.nodes.len() >= MOST || self.open.len() >= DEEPEST {
            self.deeper += u32::from(!is_empty);
            self.tree.attributes.truncate(first as usize);
            return;
        }
        let at = self.push(tag, 0..0, first..kept as u32);
        if !is_empty {
            self.open.push(at);
        }
    }

    /// Closes what the start of a tag closes without saying so.
    fn close_for(&mut self, tag: Tag) {
        if self.deeper > 0 {
            return;
        }
        if tag.closes_paragraph() {
            self.close(Tag::P, |tag| tag.is_table_part() || tag == Tag::Object);
        }
        match tag {
            Tag::Li => self.close(Tag::Li, |tag| matches!(tag, Tag::Ul | Tag::Ol)),
            Tag::Dd | Tag::Dt => {
                for other in [Tag::Dd, Tag::Dt] {
                    self.close(other, |tag| tag == Tag::Dl);
                }
            }
            Tag::Option => self.close(Tag::Option, |tag| tag == Tag::Select),
            Tag::Td | Tag::Th => {
                for other in [Tag::Td, Tag::Th] {
                    self.close(other, |tag| tag == Tag::Table);
                }
            }
            Tag::Tr => self.close(Tag::Tr, |tag| tag == Tag::Table),
            Tag::A => self.close(Tag::A, Tag::is_block),
            _ if tag.is_heading() => {
                if let Some(last) = self.open.last().filter(|at| self.tree.nodes[**at as usize].tag.is_heading()) {
                    let tag = self.tree.nodes[*last as usize].tag;
                    self.close(tag, |_| false);
                }
            }
            _ => {}
        }
    }

    /// Closes the innermost element of a kind and what is open within it, if none of what `keeps` says stands between.
    fn close(&mut self, tag: Tag, keeps: impl Fn(Tag) -> bool) {
        for depth in (0..self.open.len()).rev() {
            let open = self.tree.nodes[self.open[depth] as usize].tag;
            if open == tag {
                let end = self.tree.nodes.len() as u32;
                for at in self.open.drain(depth..) {
                    self.tree.nodes[at as usize].end = end;
                }
                return;
            }
            if keeps(open) {
                return;
            }
        }
    }

    fn finish(&mut self, tag: Tag) {
        match tag {
            Tag::Html | Tag::Body | Tag::Head => {}
            Tag::Br => self.start(Tag::Br, self.tree.attributes.len() as u32, true),
            _ if tag.is_void() => {}
            _ if self.deeper > 0 => self.deeper -= 1,
            _ if tag.is_table_part() => self.close(tag, |open| open == Tag::Table && tag != Tag::Table),
            _ if tag.is_block() => self.close(tag, Tag::is_table_part),
            _ => self.close(tag, Tag::is_block),
        }
    }

    fn string(&mut self, value: &[u8]) {
        let parent = self.open.last().map_or(Tag::Other, |at| self.tree.nodes[*at as usize].tag);
        if self.tree.nodes.len() >= MOST || (parent.is_skipped() && !self.is_data()) {
            return;
        }
        let value = text_of(value);
        let start = self.tree.text.len();
        if parent == Tag::Script {
            self.tree.text.push_str(&value);
        } else {
            let keeps_lines = self.open.iter().rev().any(|at| self.tree.nodes[*at as usize].tag == Tag::Pre);
            append(&mut self.tree.text, &value, keeps_lines);
        }
        if self.tree.text.len() > start {
            self.push(Tag::Text, start as u32..self.tree.text.len() as u32, 0..0);
        }
    }

    /// Whether the innermost element is a script that holds data about the page.
    fn is_data(&self) -> bool {
        let kind = self.open.last().and_then(|at| self.tree.attribute(*at as usize, Attribute::Type));
        kind.is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
    }

    fn push(&mut self, tag: Tag, text: Range<u32>, attributes: Range<u32>) -> u32 {
        let at = self.tree.nodes.len() as u32;
        let parent = self.open.last().copied().unwrap_or(0);
        self.tree.nodes.push(Node { tag, parent, end: at + 1, text, attributes });
        at
    }

    fn end(mut self) -> Tree {
        let end = self.tree.nodes.len() as u32;
        for at in [0].into_iter().chain(self.open) {
            self.tree.nodes[at as usize].end = end;
        }
        self.tree
    }
}

/// What the tokenizer gives as bytes; they are a page's characters, unless a long value was cut within one.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Appends text with white space made single; marks of no width and what is no character go.
fn append(text: &mut String, mut more: &str, keeps_lines: bool) {
    let start = text.len();
    while let Some(c) = more.chars().next() {
        let plain = plain(more.as_bytes());
        if plain > 0 {
            text.push_str(&more[..plain]);
            more = &more[plain..];
            continue;
        }
        match c {
            '\n' if keeps_lines => text.push('\n'),
            _ if c.is_whitespace() || c.is_control() => {
                if text.len() == start || !text.ends_with([' ', '\n']) {
                    text.push(' ');
                }
            }
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            c => text.push(c),
        }
        more = &more[c.len_utf8()..];
    }
}

/// How many bytes from the first on are visible ASCII, with single spaces between.
fn plain(text: &[u8]) -> usize {
    let mut before = b' ';
    let end = text.iter().position(|&byte| {
        let goes_on = byte.is_ascii_graphic() || (byte == b' ' && before != b' ');
        before = byte;
        !goes_on
    });
    let end = end.unwrap_or(text.len());
    // A space at the end may meet another kind of white space.
    end - usize::from(end > 0 && text[end - 1] == b' ')
}

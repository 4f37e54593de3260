//! The templates of the parser: what of a state, and of an arc, becomes a feature.
//!
//! A feature is one number, exact: the template in the highest seven bits, then what it holds.

use super::state::{NOBODY, State};

/// Changes whenever the templates do: a model trained with others is refused.
pub const VERSION: u64 = 1;

/// The most features that a step or an arc has.
pub const MOST: usize = 96;

/// A word as the templates see it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Word {
    /// Its number in the vocabulary of the model.
    pub id: u16,
    /// The cluster of words that are used alike; 0 is none.
    pub fine: u16,
    /// Its part of speech, as a label of the model.
    pub tag: u8,
    /// The larger cluster; 0 is none.
    pub coarse: u8,
    /// Marks, verbs and conjunctions up to it, each modulo 16.
    pub passed: [u8; 3],
}

impl Word {
    const fn w(self) -> u64 {
        self.id as u64
    }

    const fn t(self) -> u64 {
        self.tag as u64
    }

    const fn wt(self) -> u64 {
        (self.id as u64) << 6 | self.tag as u64
    }

    const fn c(self) -> u64 {
        self.coarse as u64
    }

    const fn f(self) -> u64 {
        self.fine as u64
    }
}

/// How far apart two words stand, in nine classes.
const fn distance(from: u32, to: u32) -> u64 {
    match to.abs_diff(from) {
        n @ 0..=5 => n as u64,
        6..=8 => 6,
        9..=14 => 7,
        _ => 8,
    }
}

/// What stands between two words: marks, verbs, conjunctions; none, one, or more of each.
fn between(a: Word, b: Word) -> u64 {
    let count = |n: usize| u64::from((b.passed[n].wrapping_sub(a.passed[n]) & 15).min(2));
    count(0) * 9 + count(1) * 3 + count(2)
}

struct Out<'o> {
    keys: &'o mut [u64; MOST],
    len: usize,
}

impl Out<'_> {
    #[inline]
    fn add(&mut self, template: u64, what: u64) {
        self.keys[self.len] = (template + 1) << 57 | what;
        self.len += 1;
    }

    #[inline]
    fn two(&mut self, template: u64, one: u64, other: u64) {
        self.add(template, one << 22 | other);
    }

    #[inline]
    fn tags(&mut self, template: u64, tags: [u64; 4]) {
        self.add(template, tags[0] << 24 | tags[1] << 16 | tags[2] << 8 | tags[3]);
    }
}

/// The features of a state, by which the next step is chosen; returns how many there are.
/// `words` begins with the word that stands for none.
pub fn of_state(state: &State, words: &[Word], keys: &mut [u64; MOST]) -> usize {
    let mut out = Out { keys, len: 0 };
    let word = |at: u32| words[at as usize];
    let (top, under, coming) = (state.stack(0), state.stack(1), state.next(0));
    let (s0, s1, s2) = (word(top), word(under), word(state.stack(2)));
    let (b0, b1, b2) = (word(coming), word(state.next(1)), word(state.next(2)));
    let (n0, n1, nb) = (state.node(top), state.node(under), state.node(coming));
    let label = |at: u32| if at == NOBODY { 63 } else { u64::from(state.node(at).label) };

    out.add(0, s0.wt());
    out.add(1, s1.wt());
    out.add(2, s2.wt());
    out.add(3, b0.wt());
    out.add(4, b1.wt());
    out.add(5, b2.wt());
    out.add(6, s0.w());
    out.add(7, b0.w());
    out.add(8, s1.w());
    out.add(9, b1.w());

    out.two(10, s0.w(), b0.w());
    out.two(11, s0.wt(), b0.t());
    out.two(12, s0.t(), b0.wt());
    out.two(13, s1.w(), s0.w());
    out.two(14, s1.wt(), s0.t());
    out.two(15, s1.t(), s0.wt());
    out.two(16, b0.wt(), b1.t());
    out.two(17, b0.t(), b1.wt());
    out.two(18, s0.wt(), b1.t());
    out.two(19, s1.wt(), b0.t());
    out.two(20, s1.t(), b0.wt());

    out.tags(21, [s0.t(), b0.t(), b1.t(), 0]);
    out.tags(22, [b0.t(), b1.t(), b2.t(), 0]);
    out.tags(23, [s1.t(), s0.t(), b0.t(), 0]);
    out.tags(24, [s2.t(), s1.t(), s0.t(), b0.t()]);
    out.tags(25, [s1.t(), s0.t(), b0.t(), b1.t()]);
    out.tags(26, [s0.t(), b0.t(), b1.t(), b2.t()]);
    out.tags(27, [s1.t(), b0.t(), 0, 0]);

    let (l0, r0) = (word(n0.left[0]), word(n0.right[0]));
    let (l1, r1) = (word(n1.left[0]), word(n1.right[0]));
    let lb = word(nb.left[0]);
    out.tags(28, [s0.t(), l0.t(), b0.t(), 0]);
    out.tags(29, [s0.t(), r0.t(), b0.t(), 0]);
    out.tags(30, [s0.t(), b0.t(), lb.t(), 0]);
    out.tags(31, [s1.t(), r1.t(), s0.t(), 0]);
    out.tags(32, [s1.t(), l1.t(), s0.t(), 0]);
    out.tags(33, [s1.t(), s0.t(), l0.t(), b0.t()]);
    out.tags(34, [s1.t(), s0.t(), r0.t(), b0.t()]);
    out.tags(35, [s0.t(), l0.t(), word(n0.left[1]).t(), 0]);
    out.tags(36, [s0.t(), r0.t(), word(n0.right[1]).t(), 0]);
    out.tags(37, [b0.t(), lb.t(), word(nb.left[1]).t(), 0]);
    out.two(38, s0.t(), l0.w());
    out.two(39, s0.t(), r0.w());
    out.two(40, b0.t(), lb.w());
    out.two(41, s1.t(), r1.w());
    out.two(42, s1.wt(), l0.t());

    let (ll0, lr0) = (label(n0.left[0]), label(n0.right[0]));
    let (ll1, lr1) = (label(n1.left[0]), label(n1.right[0]));
    let llb = label(nb.left[0]);
    out.two(43, s0.wt(), ll0);
    out.two(44, s0.wt(), lr0);
    out.two(45, s1.wt(), ll1);
    out.two(46, s1.wt(), lr1);
    out.two(47, b0.wt(), llb);
    out.tags(48, [s0.t(), ll0, label(n0.left[1]), b0.t()]);
    out.tags(49, [s0.t(), lr0, label(n0.right[1]), b0.t()]);
    out.tags(50, [s1.t(), lr1, label(n1.right[1]), s0.t()]);
    out.tags(51, [b0.t(), llb, label(nb.left[1]), s0.t()]);
    out.tags(52, [s1.t(), ll1, lr1, s0.t()]);

    let [vl0, vr0] = n0.children.map(|n| u64::from(n.min(3)));
    let [vl1, vr1] = n1.children.map(|n| u64::from(n.min(3)));
    let vlb = u64::from(nb.children[0].min(3));
    out.two(53, s0.wt(), vl0 << 2 | vr0);
    out.two(54, s1.wt(), vl1 << 2 | vr1);
    out.two(55, b0.wt(), vlb);
    out.tags(56, [s0.t(), vr0 << 2 | vlb, b0.t(), 0]);
    out.tags(57, [s1.t(), vr1 << 2 | vl0, s0.t(), vr0]);

    let near = distance(top, coming);
    let back = distance(under, top);
    out.two(58, s0.wt(), near);
    out.two(59, b0.wt(), near);
    out.tags(60, [s0.t(), b0.t(), near, 0]);
    out.tags(61, [s1.t(), s0.t(), back, 0]);
    out.tags(62, [s0.t(), b0.t(), between(s0, b0), 0]);
    out.tags(63, [s1.t(), s0.t(), between(s1, s0), 0]);
    out.tags(64, [s1.t(), b0.t(), between(s1, b0), s0.t()]);

    out.two(65, s0.c(), b0.c());
    out.two(66, s1.c(), s0.c());
    out.two(67, s0.f(), b0.t());
    out.two(68, b0.f(), s0.t());
    out.two(69, s1.f(), s0.t());
    out.two(70, s0.f(), s1.t());
    out.tags(71, [s0.c(), b0.c(), s0.t(), b0.t()]);
    out.tags(72, [s1.c(), s0.c(), s1.t(), s0.t()]);
    out.add(73, s1.c() << 16 | s0.c() << 8 | b0.c());
    out.add(74, s0.t() << 32 | s1.w() << 16 | lb_or(r0, b0).w());
    out.len
}

/// The first of two words that is one.
fn lb_or(first: Word, other: Word) -> Word {
    if first.tag == 0 { other } else { first }
}

/// The features of an arc that is about to be made, by which its label is chosen; returns how many there are.
pub fn of_arc(state: &State, words: &[Word], head: u32, child: u32, keys: &mut [u64; MOST]) -> usize {
    let mut out = Out { keys, len: 0 };
    let word = |at: u32| words[at as usize];
    let at = |at: u32| words.get(at as usize).copied().unwrap_or_default();
    let label = |at: u32| if at == NOBODY { 63 } else { u64::from(state.node(at).label) };
    let (h, c) = (word(head), word(child));
    let (nh, nc) = (state.node(head), state.node(child));
    let right = u64::from(child > head);
    let far = distance(head, child);
    let way = right << 4 | far;

    out.two(0, h.wt(), right);
    out.two(1, c.wt(), right);
    out.two(2, h.w(), c.w());
    out.two(3, h.wt(), c.t() << 1 | right);
    out.two(4, h.t() << 1 | right, c.wt());
    out.tags(5, [h.t(), c.t(), way, 0]);
    out.tags(6, [h.t(), c.t(), right, between(word(head.min(child)), word(head.max(child)))]);
    out.two(7, c.w(), right);
    out.two(8, h.w(), right);
    out.two(9, c.w(), way);

    let (cl, cr) = (word(nc.left[0]), word(nc.right[0]));
    let (cll, clr) = (label(nc.left[0]), label(nc.right[0]));
    out.two(10, cl.wt(), h.t() << 1 | right);
    out.two(11, cl.wt(), c.t() << 1 | right);
    out.tags(12, [cl.t(), c.t(), h.t(), right]);
    out.tags(13, [cr.t(), c.t(), h.t(), right]);
    out.tags(14, [cll, c.t(), h.t(), right]);
    out.tags(15, [cll, label(nc.left[1]), c.t(), right]);
    out.tags(16, [clr, c.t(), h.t(), right]);
    out.two(17, h.wt(), cl.w() << 1 | right);
    out.two(18, cl.w(), cr.t() << 1 | right);

    let (hl, hr) = (label(nh.left[0]), label(nh.right[0]));
    out.tags(19, [h.t(), hl, hr, right]);
    out.tags(20, [h.t(), hl, c.t(), right]);
    out.tags(21, [h.t(), hr, c.t(), right]);
    out.two(22, h.w(), hl << 8 | hr << 1 | right);
    out.two(23, c.w(), hl << 8 | hr << 1 | right);
    out.tags(24, [h.t(), hr, label(nh.right[1]), c.t()]);
    out.tags(25, [h.t(), hl, label(nh.left[1]), c.t()]);
    out.two(26, h.wt(), word(nh.left[0]).t());
    out.two(27, h.w(), word(nh.left[0]).w());

    out.tags(28, [at(child.wrapping_sub(1)).t(), c.t(), at(child + 1).t(), right]);
    out.tags(29, [at(head.wrapping_sub(1)).t(), h.t(), at(head + 1).t(), right]);
    out.two(30, at(child.wrapping_sub(1)).w(), c.t() << 1 | right);
    out.two(31, at(child + 1).w(), c.t() << 1 | right);

    out.two(32, h.c(), c.c() << 1 | right);
    out.two(33, h.f(), c.t() << 1 | right);
    out.two(34, c.f(), h.t() << 1 | right);
    out.two(35, h.w(), c.c() << 1 | right);
    out.two(36, c.w(), h.c() << 1 | right);
    out.two(37, h.w(), c.t() << 1 | right);
    out.add(38, cl.w() << 17 | h.c() << 9 | c.c() << 1 | right);
    out.add(39, cl.w() << 17 | h.w() << 1 | right);
    out.len
}

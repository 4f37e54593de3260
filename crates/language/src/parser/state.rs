//! What the parser has done so far with a sentence: its stack, its arcs, and where it reads.

/// No word: what stands where a child or a word of the stack is missing.
pub const NOBODY: u32 = 0;

/// A step of the arc-hybrid system (Kuhlmann, Gómez-Rodríguez and Satta 2011).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Step {
    /// The next word goes on the stack.
    Shift = 0,
    /// The top of the stack becomes a left child of the next word.
    Left = 1,
    /// The top of the stack becomes a right child of the word under it.
    Right = 2,
}

impl Step {
    /// All steps, in the order of their weights.
    pub const ALL: [Step; 3] = [Step::Shift, Step::Left, Step::Right];
}

/// What is known of a word while its sentence is parsed.
#[derive(Clone, Copy, Default, Debug)]
pub struct Node {
    /// The word that it depends on, or [`NOBODY`].
    pub head: u32,
    /// What it is to its head, as a label of the model.
    pub label: u8,
    /// How many children it has on its left and on its right.
    pub children: [u8; 2],
    /// The two outermost children on its left, the outermost first.
    pub left: [u32; 2],
    /// The two outermost children on its right, the outermost first.
    pub right: [u32; 2],
}

/// The state. Words are counted from 1.
#[derive(Clone, Default, Debug)]
pub struct State {
    nodes: Vec<Node>,
    stack: Vec<u32>,
    next: u32,
}

impl State {
    /// Begins a sentence of this many words.
    pub fn begin(&mut self, words: usize) {
        self.nodes.clear();
        self.nodes.resize(words + 1, Node::default());
        self.stack.clear();
        self.next = 1;
    }

    /// How many words the sentence has.
    pub fn words(&self) -> u32 {
        self.nodes.len() as u32 - 1
    }

    /// The next word, or [`NOBODY`] after the last.
    #[inline]
    pub fn next(&self, ahead: u32) -> u32 {
        let at = self.next + ahead;
        if at <= self.words() { at } else { NOBODY }
    }

    /// A word of the stack by its depth, or [`NOBODY`].
    #[inline]
    pub fn stack(&self, depth: usize) -> u32 {
        self.stack.len().checked_sub(depth + 1).map_or(NOBODY, |at| self.stack[at])
    }

    /// The words on the stack, the top last.
    pub fn whole_stack(&self) -> &[u32] {
        &self.stack
    }

    /// What is known of a word.
    #[inline]
    pub fn node(&self, word: u32) -> &Node {
        &self.nodes[word as usize]
    }

    /// Whether one word is left, and it is the root.
    pub fn is_done(&self) -> bool {
        self.next > self.words() && self.stack.len() < 2
    }

    /// Whether a step can be taken.
    #[inline]
    pub fn can(&self, step: Step) -> bool {
        match step {
            Step::Shift => self.next <= self.words(),
            Step::Left => self.next <= self.words() && !self.stack.is_empty(),
            Step::Right => self.stack.len() > 1,
        }
    }

    /// The arc that a step would make: head and child.
    #[inline]
    pub fn arc(&self, step: Step) -> Option<(u32, u32)> {
        match step {
            Step::Shift => None,
            Step::Left => Some((self.next, self.stack(0))),
            Step::Right => Some((self.stack(1), self.stack(0))),
        }
    }

    /// Takes a step that can be taken; `label` is for the arc that it makes.
    pub fn take(&mut self, step: Step, label: u8) {
        let Some((head, child)) = self.arc(step) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        let node = &mut self.nodes[child as usize];
        (node.head, node.label) = (head, label);
        let node = &mut self.nodes[head as usize];
        let side = usize::from(child > head);
        node.children[side] = node.children[side].saturating_add(1);
        let outer = if side == 0 { &mut node.left } else { &mut node.right };
        *outer = [child, outer[0]];
    }
}

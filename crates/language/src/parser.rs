//! The dependency parser: which word depends on which, and as what.
//!
//! Greedy, from left to right, in time linear in the length of a sentence, by the arc-hybrid system without an artificial
//! root: what is left on the stack at the end is the root. A linear model chooses each step, and a second one labels each
//! arc. Both were trained with a dynamic oracle (Goldberg and Nivre 2013): on states that follow from the parser's own
//! errors too.

pub mod features;
pub mod lines;
pub mod model;
pub mod state;

use std::sync::LazyLock;

use dateline_layers::{Relation, Tag, Token, Xpos};

use crate::tagger::{normalise, text_of};
use crate::tree::{Arc, Tree};
use crate::weights::Weights;
use features::{MOST, Word};
use model::Model;
use state::{NOBODY, State, Step};

/// A parser over a model.
#[derive(Clone, Debug)]
pub struct Parser<'m> {
    model: Model<'m>,
}

/// The parser with the embedded weights, for extractors that parse the few sentences that they need. Nothing is read before
/// the first call.
pub fn embedded() -> &'static Parser<'static> {
    static PARSER: LazyLock<Parser<'static>> = LazyLock::new(|| {
        let weights = Weights::read(dateline_data_parser::weights(), Model::templates());
        Parser::new(
            weights.and_then(|weights| Model::read(&weights)).expect("the embedded weights, which a test reads"),
        )
    });
    &PARSER
}

/// What a [`Parser`] works in, kept between sentences.
#[derive(Default, Debug)]
pub struct ParserScratch {
    words: Vec<Word>,
    state: State,
}

impl<'m> Parser<'m> {
    /// A parser that uses this model.
    pub const fn new(model: Model<'m>) -> Parser<'m> {
        Parser { model }
    }

    /// The model.
    pub const fn model(&self) -> &Model<'m> {
        &self.model
    }

    /// Parses one sentence into `tree`. `tags` has one for each token; where one is missing, the word is taken for a noun.
    pub fn parse(&self, text: &str, sentence: &[Token], tags: &[Tag], scratch: &mut ParserScratch, tree: &mut Tree) {
        let ParserScratch { words, state } = scratch;
        read_words(&self.model, text, sentence, tags, words);
        state.begin(sentence.len());
        let mut keys = [0; MOST];
        while !state.is_done() {
            let step = self.best_step(state, words, &mut keys);
            let label = state.arc(step).map_or(0, |(head, child)| {
                let count = features::of_arc(state, words, head, child, &mut keys);
                self.model.best_label(&keys[..count])
            });
            state.take(step, label);
        }
        tree.fill((1..=state.words()).map(|at| {
            let node = state.node(at);
            if node.head == NOBODY {
                return Arc { head: at - 1, relation: Relation::ROOT };
            }
            let relation = self.model.relations().get(usize::from(node.label)).copied();
            Arc { head: node.head - 1, relation: relation.unwrap_or(Relation::DEP) }
        }));
    }

    fn best_step(&self, state: &State, words: &[Word], keys: &mut [u64; MOST]) -> Step {
        // Where only one step can be taken, the model need not be asked.
        match Step::ALL.map(|step| state.can(step)) {
            [true, false, false] => return Step::Shift,
            [false, false, true] => return Step::Right,
            _ => {}
        }
        let count = features::of_state(state, words, keys);
        let mut sums = [0; 2];
        self.model.add_steps(&keys[..count], &mut sums);
        best_of(state, &[0, sums[0], sums[1]])
    }
}

/// The step of the highest score that can be taken.
pub fn best_of(state: &State, scores: &[i32; 3]) -> Step {
    let can = Step::ALL.into_iter().filter(|step| state.can(*step));
    can.max_by_key(|step| (scores[*step as usize], std::cmp::Reverse(*step as u8))).unwrap_or(Step::Shift)
}

/// Reads the words of a sentence as the templates see them, after one that stands for none.
pub fn read_words(model: &Model<'_>, text: &str, sentence: &[Token], tags: &[Tag], words: &mut Vec<Word>) {
    words.clear();
    words.push(Word::default());
    for (at, token) in sentence.iter().enumerate() {
        let missing = Tag { span: token.span, xpos: Xpos::NN, upos: dateline_layers::Upos::NOUN };
        let tag = tags.get(at).copied().unwrap_or(missing);
        words.push(model.word(&normalise(text_of(text, token.span)), &tag));
    }
    count_passed(words, |at| tags.get(at).map_or(Xpos::NN, |tag| tag.xpos));
}

/// Counts the marks, verbs and conjunctions up to each word.
fn count_passed(words: &mut [Word], xpos: impl Fn(usize) -> Xpos) {
    let mut passed = [0_u8; 3];
    for (at, word) in words.iter_mut().skip(1).enumerate() {
        let xpos = xpos(at);
        passed[0] = (passed[0] + u8::from(xpos.index() >= Xpos::COMMA.index())) & 15;
        passed[1] = (passed[1] + u8::from(xpos.is_verb() || xpos == Xpos::MD)) & 15;
        passed[2] = (passed[2] + u8::from(xpos == Xpos::CC)) & 15;
        word.passed = passed;
    }
}

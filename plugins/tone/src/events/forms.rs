//! The words that the rules of events name.

use super::grammar::{Grammar, Lemma};
use crate::vocabulary::{Form, Vocabulary};

/// The words that rules name.
pub(super) struct Forms {
    pub(super) of: Form,
    pub(super) by: Form,
    pub(super) be: Lemma,
    pub(super) have: Lemma,
    pub(super) do_: Lemma,
    pub(super) timely: Vec<Form>,
    /// Prepositions before a gerund that is no act of the subject: "accused of killing".
    pub(super) content: Vec<Form>,
    /// Prepositions before the place of an act.
    pub(super) scenes: Vec<Form>,
    /// Prepositions before whom something is asked of.
    pub(super) froms: Vec<Form>,
    pub(super) must: Form,
    pub(super) speakers: Vec<Form>,
    /// "Each other", "one another".
    pub(super) mutual: [Vec<Form>; 2],
    pub(super) hedges: Vec<Form>,
    /// What makes a condition without a clause behind "if": its words.
    pub(super) conditions: Vec<Vec<Form>>,
    pub(super) whether: Form,
}

impl Forms {
    /// Adds the words to the vocabulary and to the grammar.
    pub(super) fn compile(vocabulary: &mut Vocabulary, grammar: &mut Grammar) -> Forms {
        let mut add = |words: &[&str]| words.iter().map(|word| vocabulary.add(word)).collect::<Vec<_>>();
        let timely = add(&[
            "last", "next", "early", "late", "past", "previous", "same", "coming", "mid", "earlier", "later", "this",
        ]);
        let content = add(&[
            "of", "for", "from", "about", "in", "at", "on", "into", "against", "with", "by", "to", "over", "without",
        ]);
        let scenes = add(&["in", "at", "near"]);
        let froms = add(&["from", "by"]);
        let hedges = add(&[
            "reportedly",
            "allegedly",
            "apparently",
            "possibly",
            "probably",
            "perhaps",
            "maybe",
            "presumably",
            "supposedly",
            "seemingly",
            "purportedly",
            "may",
            "might",
            "could",
            "likely",
            "alleged",
            "suspected",
        ]);
        let conditions = vec![
            add(&["as", "long", "as"]),
            add(&["so", "long", "as"]),
            add(&["on", "condition"]),
            add(&["provided", "that"]),
            add(&["on", "the", "condition"]),
        ];
        let speakers = add(&["we", "i"]);
        let mutual = [add(&["each", "other"]), add(&["one", "another"])];
        let whether = vocabulary.add("whether");
        let (of, by, must) = (vocabulary.add("of"), vocabulary.add("by"), vocabulary.add("must"));
        let be = grammar.add_verb(vocabulary, "be");
        let have = grammar.add_verb(vocabulary, "have");
        let do_ = grammar.add_verb(vocabulary, "do");
        Forms {
            of,
            by,
            be,
            have,
            do_,
            timely,
            content,
            scenes,
            froms,
            must,
            speakers,
            mutual,
            hedges,
            conditions,
            whether,
        }
    }
}

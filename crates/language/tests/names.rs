//! The recogniser of names with the embedded weights.

use dateline_language::ner::model::Model;
use dateline_language::ner::{Recogniser, RecogniserScratch};
use dateline_language::tagger::model::Model as TaggerModel;
use dateline_language::tagger::{Tagger, TaggerScratch};
use dateline_language::weights::Weights;
use dateline_language::{SentenceScratch, sentences, split_sentences, tokenize};
use dateline_layers::{Sentence, Xpos};

/// The names of a text as "words/kind".
fn read(text: &str) -> Vec<String> {
    let weights =
        Weights::read(dateline_data_tagger::weights(), TaggerModel::templates()).expect("the embedded weights");
    let tagger = Tagger::new(TaggerModel::read(&weights).expect("a tagger"));
    let weights = Weights::read(dateline_data_names::weights(), Model::templates()).expect("the embedded weights");
    let recogniser = Recogniser::new(Model::read(&weights).expect("a recogniser"));
    let labels: Vec<Xpos> = tagger.model().labels().filter_map(|(xpos, _)| Xpos::named(xpos)).collect();
    let (mut tokens, mut found, mut names) = (Vec::new(), Vec::new(), Vec::new());
    tokenize(text, &mut tokens);
    split_sentences(text, &mut tokens, &[], &mut SentenceScratch::default());
    for sentence in sentences(&tokens) {
        tagger.tag(text, &tokens[sentence.range()], &mut TaggerScratch::default(), &mut found);
    }
    let tags: Vec<Xpos> = found.iter().map(|label| labels[usize::from(*label)]).collect();
    let ranges: Vec<_> = sentences(&tokens).map(|s: Sentence| s.range()).collect();
    recogniser.find(text, &tokens, &tags, ranges.into_iter(), &mut RecogniserScratch::default(), |name| {
        names.push(format!("{}/{}", name.span.of(text), name.entity_type.name().expect("a kind")));
    });
    names
}

#[test]
fn the_embedded_weights_are_whole() {
    Weights::read(dateline_data_names::weights(), Model::templates())
        .expect("the right templates")
        .check()
        .expect("its sum");
}

#[test]
fn names_are_found_with_their_kind() {
    assert_eq!(
        read(
            "Foreign Minister Ahmed Hassan met officials of the World Bank in Nairobi, Kenya. Hassan then flew to Oslo."
        ),
        [
            "Ahmed Hassan/person",
            "World Bank/organisation",
            "Nairobi/place",
            "Kenya/place",
            "Hassan/person",
            "Oslo/place"
        ]
    );
    assert!(read("It was late, and nobody had said anything of the sort.").is_empty());
}

#[test]
fn strange_text_is_read_all_the_same() {
    for text in ["", "A", "AAAA BBBB CCCC", "É É É", "\u{301}A\u{301}", "Of Of Of of of of"] {
        read(text);
    }
}

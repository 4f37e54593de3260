//! The tagger and lemmatiser with the embedded weights.

use dateline_core::Extractor;
use dateline_language::tagger::lemma::Lemmatiser;
use dateline_language::tagger::model::Model;
use dateline_language::tagger::{Tagger, TaggerScratch};
use dateline_language::weights::Weights;
use dateline_language::{SentenceScratch, TagOptions, Tags, sentences, split_sentences, tokenize};
use dateline_layers::Xpos;

/// Tags and lemmas of a text, as "tag/lemma".
fn read(text: &str) -> Vec<String> {
    let weights = Weights::read(dateline_data_tagger::weights(), Model::templates()).expect("the embedded weights");
    let tagger = Tagger::new(Model::read(&weights).expect("a tagger"));
    let lemmatiser = Lemmatiser::read(&weights).expect("a lemmatiser");
    let labels: Vec<&str> = tagger.model().labels().map(|(xpos, _)| xpos).collect();
    let (mut tokens, mut found, mut lemma) = (Vec::new(), Vec::new(), String::new());
    tokenize(text, &mut tokens);
    split_sentences(text, &mut tokens, &[], &mut SentenceScratch::default());
    for sentence in sentences(&tokens) {
        tagger.tag(text, &tokens[sentence.range()], &mut TaggerScratch::default(), &mut found);
    }
    tokens
        .iter()
        .zip(&found)
        .map(|(token, label)| {
            let xpos = labels[usize::from(*label)];
            let xpos_of = Xpos::named(xpos).expect("a known tag");
            let lemma = lemmatiser.lemma(token.span.of(text), xpos_of, &mut lemma);
            format!("{xpos}/{lemma}")
        })
        .collect()
}

#[test]
fn the_embedded_weights_are_whole() {
    Weights::read(dateline_data_tagger::weights(), Model::templates())
        .expect("the right templates")
        .check()
        .expect("its sum");
}

#[test]
fn words_get_their_part_of_speech_and_lemma() {
    assert_eq!(
        read("\"We cannot accept it,\" the ministers' envoys told Lavrov's aides in Geneva."),
        [
            "``/\"",
            "PRP/we",
            "MD/can",
            "RB/not",
            "VB/accept",
            "PRP/it",
            ",/,",
            "''/\"",
            "DT/the",
            "NNS/minister",
            "POS/'s",
            "NNS/envoy",
            "VBD/tell",
            "NNP/Lavrov",
            "POS/'s",
            "NNS/aide",
            "IN/in",
            "NNP/Geneva",
            "./."
        ]
    );
    assert_eq!(
        read("The parties met, and talks were held; they weren't flying."),
        [
            "DT/the",
            "NNS/party",
            "VBD/meet",
            ",/,",
            "CC/and",
            "NNS/talk",
            "VBD/be",
            "VBN/hold",
            ":/;",
            "PRP/they",
            "VBD/be",
            "RB/not",
            "VBG/fly",
            "./."
        ]
    );
}

#[test]
fn strange_text_is_tagged_all_the_same() {
    for text in [
        "",
        "\u{ad}\u{ad}",
        "’’’ ‘s",
        "日本語 и русский",
        "\u{301}\u{301}",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAÄÄÄÄÄÄÄÄÄÄ",
    ] {
        read(text);
    }
}

#[test]
fn a_model_that_is_none_is_refused_by_name() {
    let error = Tags::new(TagOptions { model: Some("no/such/model.bin".into()) }).err().expect("an error");
    assert!(error.to_string().contains("no/such/model.bin"), "{error}");
    let path = std::env::temp_dir().join("dateline-not-a-model.bin");
    std::fs::write(&path, b"DLWEIGHT, but not really; long enough to hold a header of sixty-four bytes")
        .expect("a file");
    let error = Tags::new(TagOptions { model: Some(path.clone()) }).err().expect("an error");
    std::fs::remove_file(&path).expect("it was written");
    assert!(error.to_string().contains("no model file"), "{error}");
}

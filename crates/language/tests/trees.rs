//! Trees of sentences: the cases of `trees.md`, and the parser on strange text and strange models.

use dateline_core::Extractor;
use dateline_language::morphology::Parsed;
use dateline_language::parser::model::Model;
use dateline_language::parser::{Parser, ParserScratch, embedded};
use dateline_language::tagger::{Tagger, TaggerScratch, model};
use dateline_language::tree::Tree;
use dateline_language::weights::Weights;
use dateline_language::{Dependencies, DependencyOptions, SentenceScratch, sentences, split_sentences, tokenize};
use dateline_layers::{Relation, Tag, Token, Upos, Xpos};

/// Parses each sentence of a text and shows it.
fn each_sentence(text: &str, mut show: impl FnMut(Parsed<'_>)) {
    let weights = Weights::read(dateline_data_tagger::weights(), model::Model::templates()).expect("the tagger");
    let tagger = Tagger::new(model::Model::read(&weights).expect("the tagger"));
    let names: Vec<(&str, &str)> = tagger.model().labels().collect();
    let (mut tokens, mut labels) = (Vec::new(), Vec::new());
    tokenize(text, &mut tokens);
    split_sentences(text, &mut tokens, &[], &mut SentenceScratch::default());
    let (mut scratch, mut tree) = (ParserScratch::default(), Tree::default());
    for sentence in sentences(&tokens) {
        let tokens: &[Token] = &tokens[sentence.range()];
        labels.clear();
        tagger.tag(text, tokens, &mut TaggerScratch::default(), &mut labels);
        let tag = |(token, label): (&Token, &u8)| {
            let (xpos, upos) = names[usize::from(*label)];
            let (xpos, upos) = (Xpos::named(xpos).expect("a tag"), Upos::named(upos).expect("a tag"));
            Tag { span: token.span, xpos, upos }
        };
        let tags: Vec<Tag> = tokens.iter().zip(&labels).map(tag).collect();
        embedded().parse(text, tokens, &tags, &mut scratch, &mut tree);
        show(Parsed { text, tokens, tags: &tags, tree: &tree });
    }
}

fn words<'t>(parsed: &Parsed<'t>, range: std::ops::Range<usize>) -> &'t str {
    &parsed.text[parsed.tokens[range.start].span.start as usize..parsed.tokens[range.end - 1].span.end as usize]
}

#[test]
fn chunks_and_clauses_are_as_the_page_says() {
    let (mut read, mut expected) = (Vec::new(), Vec::new());
    for case in include_str!("trees.md").split("\n## ").skip(1) {
        let (title, rest) = case.split_once('\n').expect("a title line");
        let (_, rest) = rest.split_once("```text\n").expect("a text block");
        let (text, rest) = rest.split_once("\n```\n").expect("the end of the text block");
        let mut found = Vec::new();
        each_sentence(text, |parsed| {
            let chunks: Vec<&str> = parsed.tree.chunks(parsed.tags).map(|chunk| words(&parsed, chunk.words)).collect();
            found.push(format!("> {}", chunks.join(" | ")));
            for clause in parsed.tree.clauses(parsed.tags) {
                let relation = clause.relation.name().expect("a relation");
                found.push(format!("- {relation}: {}", words(&parsed, clause.words)));
            }
        });
        read.push(format!("## {title}\n{}", found.join("\n")));
        expected.push(format!("## {title}\n{}", rest.trim()));
    }
    assert_eq!(read.join("\n"), expected.join("\n"));
}

#[test]
fn heads_and_features_follow_from_the_sentence() {
    let mut found = Vec::new();
    each_sentence("The envoys, who were invited, have been asked to wait. Leave it!", |parsed| {
        let mut features = String::new();
        for at in 0..parsed.tree.len() {
            parsed.features(at, &mut features);
            let head = parsed.tree.head(at).map_or("-", |head| words(&parsed, head..head + 1));
            found.push(format!("{} {head} {:?} {features}", words(&parsed, at..at + 1), parsed.tree.relation(at)));
        }
    });
    assert_eq!(
        found,
        [
            "The envoys det Definite=Def|PronType=Art",
            "envoys asked nsubj:pass Number=Plur",
            ", invited punct ",
            "who invited nsubj:pass PronType=Rel",
            "were invited aux:pass Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin",
            "invited envoys acl:relcl Tense=Past|VerbForm=Part|Voice=Pass",
            ", envoys punct ",
            "have asked aux Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin",
            "been asked aux:pass Tense=Past|VerbForm=Part",
            "asked - root Tense=Past|VerbForm=Part|Voice=Pass",
            "to wait mark ",
            "wait asked xcomp VerbForm=Inf",
            ". asked punct ",
            "Leave - root Mood=Imp|VerbForm=Fin",
            "it Leave obj Case=Acc|Gender=Neut|Number=Sing|Person=3|PronType=Prs",
            "! Leave punct ",
        ]
    );
}

#[test]
fn every_sentence_gets_one_tree() {
    for text in [
        "",
        ".",
        "\u{ad}\u{ad}",
        "((((((",
        "日本語 и русский",
        "to to to to the the the the of of of of",
        "said said said, and and and; \"who\" who that that.",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAÄÄÄÄÄÄÄÄÄÄ 12 12 12 %",
    ] {
        each_sentence(text, |parsed| {
            let tree = parsed.tree;
            assert_eq!(tree.len(), parsed.tokens.len(), "{text:?}");
            let roots: Vec<usize> = (0..tree.len()).filter(|at| tree.head(*at).is_none()).collect();
            assert_eq!(roots.len(), 1, "{text:?} has one root");
            assert_eq!(tree.relation(roots[0]), Relation::ROOT, "{text:?}");
            assert_eq!(tree.subtree(roots[0]), 0..tree.len(), "{text:?}: everything depends on the root");
            let mut children = 0;
            for at in 0..tree.len() {
                let within = tree.subtree(at);
                assert!(within.contains(&at), "{text:?}");
                for child in tree.children(at) {
                    children += 1;
                    let inner = tree.subtree(child);
                    assert!(tree.head(child) == Some(at), "{text:?}");
                    assert!(within.start <= inner.start && inner.end <= within.end && !inner.contains(&at), "{text:?}");
                }
            }
            assert_eq!(children + 1, tree.len(), "{text:?}");
            let mut features = String::new();
            (0..=tree.len()).for_each(|at| parsed.features(at, &mut features));
            assert!(tree.chunks(parsed.tags).all(|chunk| chunk.words.contains(&chunk.head)), "{text:?}");
            assert!(tree.clauses(parsed.tags).all(|clause| clause.words.contains(&clause.head)), "{text:?}");
        });
    }
}

#[test]
fn a_sentence_of_a_hundred_thousand_words_takes_linear_time() {
    for word in ["the ", "said ", "and ", ", ", "who ", "of Iran "] {
        let text = word.repeat(100_000 / word.split_whitespace().count());
        let mut seen = 0;
        each_sentence(&text, |parsed| {
            seen += parsed.tree.len();
            let mut features = String::new();
            (0..parsed.tree.len()).for_each(|at| parsed.features(at, &mut features));
            seen += parsed.tree.chunks(parsed.tags).count() + parsed.tree.clauses(parsed.tags).count();
        });
        assert!(seen >= 100_000, "{word}");
    }
}

#[test]
fn the_embedded_weights_are_whole() {
    let weights = Weights::read(dateline_data_parser::weights(), Model::templates()).expect("the right templates");
    weights.check().expect("its sum");
    let parser = Parser::new(Model::read(&weights).expect("a model"));
    assert!(parser.model().relations().contains(&Relation::NSUBJ_PASS));
    assert!(weights.text(dateline_language::parser::model::tables::SOURCES).expect("sources").contains("CC BY-SA 4.0"));
}

#[test]
fn a_model_that_is_none_or_another_is_refused_by_name() {
    let error = |path: &std::path::Path| {
        let options = DependencyOptions { model: Some(path.to_owned()), ..DependencyOptions::default() };
        Dependencies::new(options).err().expect("an error").to_string()
    };
    let missing = error(std::path::Path::new("no/such/model.bin"));
    assert!(missing.contains("no/such/model.bin"), "{missing}");
    let path = std::env::temp_dir().join(format!("dateline-parser-{}.bin", std::process::id()));
    std::fs::write(&path, dateline_data_tagger::weights()).expect("a file");
    let foreign = error(&path);
    assert!(foreign.contains("other features"), "{foreign}");
    let mut damaged = dateline_data_parser::weights().to_vec();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    std::fs::write(&path, &damaged).expect("a file");
    let broken = error(&path);
    assert!(broken.contains("damaged") && broken.contains("dateline-parser"), "{broken}");
    std::fs::write(&path, &damaged[..middle]).expect("a file");
    let cut = error(&path);
    assert!(cut.contains("cut off"), "{cut}");
    std::fs::write(&path, dateline_data_parser::weights()).expect("a file");
    assert!(Dependencies::new(DependencyOptions { model: Some(path.clone()), ..DependencyOptions::default() }).is_ok());
    std::fs::remove_file(&path).expect("it was written");
}

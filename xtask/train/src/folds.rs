//! Tags for the training of the parser: not the gold ones, which the program never has, but those that the tagger gives
//! on text that it has not seen.

use std::ops::Range;

use dateline_language::tagger::model::Model;
use dateline_language::tagger::{Tagger, TaggerScratch};
use dateline_language::weights::Weights;
use dateline_layers::{Tag, Token, Upos, Xpos};

use crate::conllu::Document;
use crate::evaluate::Aligned;

/// The data are tagged in so many parts, each by a tagger that was trained on the others.
const FOLDS: usize = 5;
/// How often those taggers read their data.
const EPOCHS: usize = 5;

/// The tags of each document, by taggers that were trained on other documents.
pub(crate) fn tag(documents: &[Document], say: &mut dyn FnMut(String)) -> Vec<Vec<Tag>> {
    let mut tags: Vec<Vec<Tag>> = documents.iter().map(|_| Vec::new()).collect();
    for fold in 0..FOLDS {
        let others = documents.iter().enumerate().filter(|(n, _)| n % FOLDS != fold).map(|(_, document)| document);
        let file = crate::tagger::train(&others.collect::<Vec<_>>(), EPOCHS, "", &mut |_| {});
        let file = Aligned::new(&file);
        let (mut right, mut all) = (0_u32, 0_u32);
        for (n, document) in documents.iter().enumerate().filter(|(n, _)| n % FOLDS == fold) {
            tags[n] = by(file.bytes(), &document.text, &document.tokens, document.sentences());
            right += tags[n].iter().zip(&document.gold).filter(|(t, g)| t.xpos.name() == Some(&g.xpos)).count() as u32;
            all += tags[n].len() as u32;
        }
        say(format!("fold {}: {:.2}% of its tags are right", fold + 1, 100.0 * f64::from(right) / f64::from(all)));
    }
    tags
}

/// The tags of these tokens, which stand in these sentences, by the tagger in a file.
pub(crate) fn by(file: &[u8], text: &str, tokens: &[Token], sentences: impl Iterator<Item = Range<usize>>) -> Vec<Tag> {
    let weights = Weights::read(file, Model::templates()).expect("a tagger of this program");
    let tagger = Tagger::without_shortcuts(Model::read(&weights).expect("a tagger of this program"));
    let names: Vec<(Xpos, Upos)> = tagger
        .model()
        .labels()
        .map(|(xpos, upos)| (Xpos::named(xpos).unwrap_or(Xpos::NONE), Upos::named(upos).unwrap_or(Upos::X)))
        .collect();
    let (mut scratch, mut labels) = (TaggerScratch::default(), Vec::new());
    for range in sentences {
        tagger.tag(text, &tokens[range], &mut scratch, &mut labels);
    }
    let tag = |(token, label): (&Token, &u8)| {
        let (xpos, upos) = names[usize::from(*label)];
        Tag { span: token.span, xpos, upos }
    };
    tokens.iter().zip(&labels).map(tag).collect()
}

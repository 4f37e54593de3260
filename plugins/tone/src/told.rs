//! The phrases of stance in each sentence of a report: read once for the tones and for the sums.

use dateline_core::{Context, Extractor, Item, LayerKey, RegionKind, Result};
use dateline_layers::Sentence;

use crate::lexicon::{Lexicon, lexicon};
use crate::stance::Evidence;
use crate::words::{Word, by_sentence};

/// Finds the phrases of the headline, the lead and the body, sentence by sentence.
pub(crate) struct Told {
    lexicon: &'static Lexicon,
}

impl Extractor for Told {
    type Config = ();
    type Output = Evidence;
    type Scratch = Vec<Evidence>;
    const NAME: &'static str = "tone-phrases";

    fn requires((): &()) -> Vec<LayerKey> {
        vec![Word::KEY, Sentence::KEY]
    }

    fn new((): ()) -> Result<Told> {
        Ok(Told { lexicon: lexicon() })
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let mut found = std::mem::take(cx.scratch());
        let words = cx.layer::<Word>();
        for (sentence, words) in by_sentence(&words, &cx.layer::<Sentence>()) {
            let tells = |at| matches!(cx.region_at(at), RegionKind::HEADLINE | RegionKind::LEAD | RegionKind::BODY);
            if tells(sentence.span.start) || words.first().is_some_and(|word| tells(word.span.start)) {
                self.lexicon.stance.read(words, &mut found);
                found.drain(..).for_each(|evidence| {
                    cx.emit(evidence);
                });
            }
        }
        *cx.scratch() = found;
    }
}

//! CoNLL-U: one word a line, as the tools and scorers of the field read it.
//!
//! Lemmas, features, heads and relations stand there where the plugin `language` was chosen, which makes them.
//! `MISC` holds `TokenRange=start:end` in the chosen offsets, and `NER=B-PER` and so on where named mentions were found.
//! Contractions are words of their own without multiword lines: `SpaceAfter=No` joins them.

use std::io::Write as _;

use dateline_core::{Document, LayerView, Span};
use dateline_layers::{Dependency, EntityType, Lemma, Mention, Name, Sentence, Tag, Token};

use super::{WriteOptions, Writer};
use crate::offsets::Offsets;

/// Writes documents as CoNLL-U.
pub(super) struct Conllu {
    options: WriteOptions,
    offsets: Offsets,
    /// For each token the type of the name that it is part of, and whether it begins it.
    names: Vec<Option<(EntityType, bool)>>,
}

impl Conllu {
    pub(super) fn new(options: WriteOptions) -> Conllu {
        Conllu { options, offsets: Offsets::default(), names: Vec::new() }
    }

    /// Marks the tokens of each name.
    fn mark(&mut self, tokens: LayerView<'_, Token>, span: Span, kind: EntityType) {
        for at in tokens.starting_in(span) {
            self.names[at] = Some((kind, tokens[at].span.start == span.start));
        }
    }
}

impl Writer for Conllu {
    fn write(&mut self, document: &Document, out: &mut Vec<u8>) {
        self.offsets.index(&document.text, self.options.offsets);
        let tokens = document.items::<Token>();
        self.names.clear();
        self.names.resize(tokens.len(), None);
        for mention in document.items::<Mention>().iter() {
            self.mark(tokens, mention.span, mention.entity_type);
        }
        for name in document.items::<Name>().iter() {
            self.mark(tokens, name.span, name.entity_type);
        }
        let (tags, lemmas, dependencies) = (document.items(), document.items(), document.items());
        let words = Words { tokens, tags, lemmas, dependencies };
        // Writing into memory cannot fail.
        let _ = writeln!(out, "# newdoc id = {}", document.id);
        for (number, sentence) in document.items::<Sentence>().iter().enumerate() {
            let first = tokens[sentence.first as usize];
            if first.is(Token::PARAGRAPH_START) {
                out.extend_from_slice(b"# newpar\n");
            }
            let _ = writeln!(out, "# sent_id = {}-{}", document.id, number + 1);
            out.extend_from_slice(b"# text = ");
            one_line(sentence.span.of(&document.text), out);
            for at in sentence.range() {
                let _ = write!(out, "{}\t", at - sentence.first as usize + 1);
                self.word(document, words, *sentence, at, out);
            }
            out.push(b'\n');
        }
    }
}

/// What there is of each word.
#[derive(Clone, Copy)]
struct Words<'d> {
    tokens: LayerView<'d, Token>,
    tags: LayerView<'d, Tag>,
    lemmas: LayerView<'d, Lemma>,
    dependencies: LayerView<'d, Dependency>,
}

impl Conllu {
    /// The columns after the first of a word.
    fn word(&self, document: &Document, words: Words<'_>, sentence: Sentence, at: usize, out: &mut Vec<u8>) {
        let Words { tokens, tags, lemmas, .. } = words;
        let (text, token) = (document.text.as_str(), tokens[at]);
        let form = token.span.of(text);
        let lemma = lemmas.get(at).and_then(|lemma| lemmas.str(lemma.lemma)).filter(|lemma| !lemma.is_empty());
        let lemma = lemma.unwrap_or("_");
        let named = |tag: &Tag| (tag.upos.name().unwrap_or("_"), tag.xpos.name().unwrap_or("_"));
        let (upos, xpos) = tags.get(at).map_or(("_", "_"), named);
        let [start, end] = [token.span.start, token.span.end].map(|byte| self.offsets.of(text, byte));
        let _ = write!(out, "{form}\t{lemma}\t{upos}\t{xpos}\t");
        match words.dependencies.get(at) {
            None => out.extend_from_slice(b"_\t_\t_\t_\t"),
            Some(word) => {
                let features = words.dependencies.str(word.features).unwrap_or("_");
                let head = word.head.get().map_or(0, |head| (head + 1).saturating_sub(sentence.first as usize));
                let relation = word.relation.name().unwrap_or("_");
                let _ = write!(out, "{features}\t{head}\t{relation}\t_\t");
            }
        }
        if tokens.get(at + 1).is_some_and(|next| !next.is(Token::SPACED)) {
            out.extend_from_slice(b"SpaceAfter=No|");
        }
        let _ = write!(out, "TokenRange={start}:{end}");
        if let Some((kind, begins)) = self.names[at] {
            let label = match kind {
                EntityType::PERSON => "PER",
                EntityType::ORGANISATION => "ORG",
                EntityType::PLACE => "LOC",
                _ => "NORP",
            };
            let _ = write!(out, "|NER={}-{label}", if begins { 'B' } else { 'I' });
        }
        out.push(b'\n');
    }
}

/// Text without its line breaks.
fn one_line(text: &str, out: &mut Vec<u8>) {
    out.extend(text.bytes().map(|byte| if byte < b' ' { b' ' } else { byte }));
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use dateline_core::{Document, Item, Layer, Ref, Span, Str};
    use dateline_layers::{Dependency, EntityType, Name, Relation, Sentence, Token};

    use super::{Conllu, Writer};
    use crate::WriteOptions;

    #[test]
    fn words_stand_one_a_line_with_offsets_in_code_points() {
        let mut document = Document { id: "a".into(), text: "É Oslo’s.".into(), ..Document::default() };
        let mut tokens = Layer::new(const { &Token::SCHEMA });
        for (start, end, shape) in [(0, 2, Token::PARAGRAPH_START), (3, 7, Token::SPACED), (7, 11, 0), (11, 12, 0)] {
            tokens.push(&Token { span: Span::new(start, end), shape });
        }
        let mut sentences = Layer::new(const { &Sentence::SCHEMA });
        sentences.push(&Sentence { span: Span::new(0, 12), first: 0, tokens: 4 });
        let mut names = Layer::new(const { &Name::SCHEMA });
        names.push(&Name { span: Span::new(3, 7), entity_type: EntityType::PLACE });
        let mut dependencies = Layer::new(const { &Dependency::SCHEMA });
        let known = dependencies.pool_mut().intern("Number=Sing");
        for (start, end, head, relation, features) in [
            (0, 2, Ref::to(1), Relation::COMPOUND, Str::NONE),
            (3, 7, Ref::NONE, Relation::ROOT, known),
            (7, 11, Ref::to(1), Relation::CASE, Str::NONE),
            (11, 12, Ref::to(1), Relation::PUNCT, Str::NONE),
        ] {
            dependencies.push(&Dependency { span: Span::new(start, end), head, relation, features });
        }
        document.layers = vec![tokens, sentences, names, dependencies];
        let mut out = Vec::new();
        Conllu::new(WriteOptions::default()).write(&document, &mut out);
        let out = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines[..4], ["# newdoc id = a", "# newpar", "# sent_id = a-1", "# text = É Oslo’s."]);
        assert_eq!(lines[4], "1\tÉ\t_\t_\t_\t_\t2\tcompound\t_\tTokenRange=0:1");
        assert_eq!(lines[5], "2\tOslo\t_\t_\t_\tNumber=Sing\t0\troot\t_\tSpaceAfter=No|TokenRange=2:6|NER=B-LOC");
        assert_eq!(lines[7], "4\t.\t_\t_\t_\t_\t2\tpunct\t_\tTokenRange=8:9");
        assert_eq!(lines[8], "");
    }
}

//! Coreference chains of a treebank: the `Entity=` attribute of GUM's CoNLL-U, with the running text that it annotates.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::Path;

use anyhow::Context as _;
use flate2::read::GzDecoder;

/// A document: its text, rebuilt from the words, and who is who in it.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) id: String,
    pub(super) text: String,
    /// How many code points the text has.
    length: usize,
    pub(super) words: Vec<Word>,
    pub(super) mentions: Vec<Mention>,
    /// Mentions that have begun and not ended: the chain, and where they are in `mentions`.
    open: Vec<(String, usize)>,
}

/// A word and where it stands, in code points.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) form: String,
    pub(super) range: Range<usize>,
    pub(super) upos: String,
    /// The word that it depends on; none for the root.
    pub(super) head: Option<usize>,
    pub(super) relation: String,
}

/// A mention of somebody or something.
#[derive(Debug)]
pub(super) struct Mention {
    /// Its words, the last one too.
    pub(super) words: Range<usize>,
    /// Who or what it is, by a number that holds for the document.
    pub(super) chain: String,
    /// "person", "organization" and so on.
    pub(super) kind: String,
}

impl Document {
    /// The word of a mention that the others depend on.
    pub(super) fn head(&self, mention: &Mention) -> usize {
        let outside = |at: &usize| self.words[*at].head.is_none_or(|head| !mention.words.contains(&head));
        mention.words.clone().find(outside).unwrap_or(mention.words.start)
    }

    /// A mention by its name.
    pub(super) fn is_named(&self, mention: &Mention) -> bool {
        self.words[self.head(mention)].upos == "PROPN"
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.length += text.chars().count();
    }

    /// Opens and closes mentions at a word: `(12-person-giv:act-...`, `12)`, `(12-person-...)`.
    fn mark(&mut self, entities: &str, at: usize) {
        for part in entities.split_inclusive([')']).flat_map(|part| split_before(part, '(')) {
            let bare = part.trim_matches(['(', ')']);
            let mut fields = bare.split('-');
            let chain = fields.next().unwrap_or_default().to_owned();
            if part.starts_with('(') {
                let kind = fields.next().unwrap_or_default().to_owned();
                self.open.push((chain.clone(), self.mentions.len()));
                self.mentions.push(Mention { words: at..at + 1, chain: chain.clone(), kind });
            }
            if part.ends_with(')')
                && let Some(open) = self.open.iter().rposition(|(of, _)| *of == chain)
            {
                let (_, mention) = self.open.remove(open);
                self.mentions[mention].words.end = at + 1;
            }
        }
    }
}

/// Reads the documents of a file, packed or not.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Document>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let lines: Box<dyn BufRead> = if path.extension().is_some_and(|end| end == "gz") {
        Box::new(BufReader::new(GzDecoder::new(file)))
    } else {
        Box::new(BufReader::new(file))
    };
    parse(lines.lines().map(|line| line.with_context(|| format!("cannot read {}", path.display()))))
}

pub(super) fn parse(lines: impl Iterator<Item = anyhow::Result<String>>) -> anyhow::Result<Vec<Document>> {
    let mut documents = Vec::new();
    let mut rows = Vec::new();
    let mut paragraph = false;
    for line in lines.chain([Ok(String::new())]) {
        let line = line?;
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            documents.push(Document { id: id.to_owned(), ..Document::default() });
        } else if line.starts_with("# newpar") {
            paragraph = true;
        } else if line.is_empty() {
            if let Some(document) = documents.last_mut() {
                sentence(document, &rows, paragraph);
            }
            rows.clear();
            paragraph = false;
        } else if !line.starts_with('#') {
            rows.push(line);
        }
    }
    Ok(documents)
}

/// Appends a sentence to its document.
fn sentence(document: &mut Document, rows: &[String], paragraph: bool) {
    if rows.is_empty() {
        return;
    }
    if !document.text.is_empty() {
        document.push(if paragraph { "\n\n" } else { " " });
    }
    // Numbers of rows to places in the document; ranges of words that share a spelling have no row of their own.
    let mut places = HashMap::new();
    let mut spaced = false;
    let (mut joined, mut joined_end) = (String::new(), 0);
    let first = document.words.len();
    for row in rows {
        let columns: Vec<&str> = row.split('\t').collect();
        let [number, form, _, upos, _, _, head, relation, _, misc] = columns[..] else { continue };
        let space_after = !misc.contains("SpaceAfter=No");
        if let Some((_, last)) = number.split_once('-') {
            joined_end = last.parse().unwrap_or(0);
            joined = format!("{form}{}", if space_after { " " } else { "" });
            continue;
        }
        let Ok(number) = number.parse::<usize>() else { continue };
        if std::mem::take(&mut spaced) {
            document.push(" ");
        }
        let start = document.length;
        if number <= joined_end {
            // The parts of a joined word are spelt as far as they fit; the last one takes what is left.
            let take = if number == joined_end { joined.trim_end().len() } else { common(&joined, form) };
            let rest = joined.split_off(take);
            document.push(&std::mem::replace(&mut joined, rest));
            spaced = number == joined_end && !joined.is_empty();
        } else {
            document.push(form);
            spaced = space_after;
        }
        let at = document.words.len();
        places.insert(number, at);
        let range = start..document.length;
        let head = head.parse().ok().filter(|head| *head > 0);
        let (form, upos, relation) = (form.to_owned(), upos.to_owned(), relation.to_owned());
        document.words.push(Word { form, range, upos, head, relation });
        if let Some(entities) = misc.split('|').find_map(|pair| pair.strip_prefix("Entity=")) {
            document.mark(entities, at);
        }
    }
    for word in &mut document.words[first..] {
        word.head = word.head.and_then(|head| places.get(&head).copied());
    }
}

/// How many bytes two words have in common from their start.
fn common(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// A text in pieces, each but the first beginning with this character.
fn split_before(text: &str, border: char) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.char_indices().skip(1).find(|(_, c)| *c == border).map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn chains_are_read_from_their_brackets() {
        let rows = "# newdoc id = A\n\
            1\tAna\t_\tPROPN\t_\t_\t3\tnsubj\t_\tEntity=(1-person-new(2-place-new)\n\
            2\tSilva\t_\tPROPN\t_\t_\t1\tflat\t_\tEntity=1)\n\
            3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n\
            3\tdid\t_\tVERB\t_\t_\t0\troot\t_\t_\n\
            4\tn't\t_\tPART\t_\t_\t3\tadvmod\t_\t_\n\
            5\tgo\t_\tVERB\t_\t_\t3\tdep\t_\tSpaceAfter=No\n\
            6\t.\t_\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n\
            # newpar\n1\tShe\t_\tPRON\t_\t_\t0\troot\t_\tEntity=(1-person-giv)\n";
        let documents = parse(rows.lines().map(|line| Ok(line.to_owned()))).unwrap();
        let document = &documents[0];
        assert_eq!(document.text, "Ana Silva didn't go.\n\nShe");
        let mentions: Vec<_> = document.mentions.iter().map(|m| (m.words.clone(), m.chain.as_str())).collect();
        assert_eq!(mentions, [(0..2, "1"), (0..1, "2"), (6..7, "1")]);
        assert!(document.is_named(&document.mentions[0]) && !document.is_named(&document.mentions[2]));
        assert_eq!((document.words[3].range.clone(), document.words[4].range.clone()), (13..16, 17..19));
        assert_eq!(document.words[6].head, None);
    }
}

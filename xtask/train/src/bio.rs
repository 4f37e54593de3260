//! Names that people have marked, from files in BIO columns and from the entities of GUM, laid over our own tokens.

use std::path::Path;

use anyhow::Result;
use dateline_core::Span;
use dateline_data_actors::{name_at, roles};
use rustc_hash::FxHashMap;

use crate::conllu::read_text;

/// A document with its names.
#[derive(Default)]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) text: String,
    /// Where each name stands, and its kind: the index among the kinds of the recogniser.
    pub(crate) names: Vec<(Span, usize)>,
    /// Borders that no sentence crosses, where the data has sentences of its own.
    pub(crate) ends: Vec<u32>,
}

/// The kind of a label of the data: "B-PER" is a person.
fn kind(label: &str) -> Option<usize> {
    ["PER", "ORG", "LOC", "NORP"].iter().position(|known| label.ends_with(known))
}

/// The documents of a file in BIO columns, its running text put together by the usual rules of spacing.
pub(crate) fn read(path: &Path) -> Result<Vec<Named>> {
    let text = read_text(path)?;
    let mut documents = vec![Named::default()];
    let (mut last, mut open) = (String::new(), false);
    for line in text.lines() {
        if let Some(id) = line.strip_prefix("-DOCSTART-") {
            documents.push(Named { id: id.trim().into(), ..Named::default() });
            last.clear();
            continue;
        }
        let document = documents.last_mut().expect("there is one from the start");
        let Some((form, label)) = line.split_once('\t') else {
            document.ends.push(document.text.len() as u32);
            if document.ends.len().is_multiple_of(50) && !text.contains("-DOCSTART-\t1") && documents.len() == 1 {
                documents.push(Named::default());
            }
            last.clear();
            open = false;
            continue;
        };
        let label = label.rsplit('\t').next().unwrap_or(label);
        if !document.text.is_empty() && (last.is_empty() || spaced(&last, form)) {
            document.text.push(' ');
        }
        let start = document.text.len() as u32;
        document.text.push_str(form);
        let end = document.text.len() as u32;
        match (kind(label), document.names.last_mut()) {
            (Some(kind), Some(name)) if open && label.starts_with("I-") && name.1 == kind => name.0.end = end,
            (Some(kind), _) => document.names.push((Span::new(start, end), kind)),
            (None, _) => {}
        }
        open = label != "O";
        last.clear();
        last.push_str(form);
    }
    documents.retain(|document| !document.text.is_empty());
    Ok(documents)
}

/// Whether white space stands between two tokens of English text.
fn spaced(last: &str, next: &str) -> bool {
    let clitic = ["'s", "’s", "n't", "n’t", "'ll", "'re", "'ve", "'d", "'m", "..."].iter().any(|c| next.starts_with(c));
    let closes = next.starts_with([',', '.', ';', ':', '?', '!', '%', ')', ']', '}', '’', '”']);
    let opens = last.ends_with(['(', '[', '{', '$', '“', '‘', '£', '€']);
    !(clitic || closes || opens)
}

/// The genres of GUM whose texts ask for attribution and nothing more.
const OPEN_GENRES: [&str; 8] = ["academic", "conversation", "court", "interview", "news", "speech", "textbook", "vlog"];

/// The documents of GUM whose terms allow it: a name is the proper nouns around the head of an entity that one heads.
pub(crate) fn read_gum(path: &Path) -> Result<Vec<Named>> {
    let text = read_text(path)?;
    let mut documents: Vec<Named> = Vec::new();
    let mut keep = false;
    for block in text.split("\n\n") {
        if let Some(id) = block.lines().find_map(|line| line.strip_prefix("# newdoc id = ")) {
            keep = OPEN_GENRES.iter().any(|genre| id.starts_with(&format!("GUM_{genre}_")));
            if keep {
                documents.push(Named { id: id.into(), ..Named::default() });
            }
        }
        if let (true, Some(document)) = (keep, documents.last_mut()) {
            read_gum_sentence(block, document);
        }
    }
    Ok(documents)
}

struct Row<'t> {
    span: Span,
    proper: bool,
    glue: bool,
    head: usize,
    entities: &'t str,
}

fn read_gum_sentence(block: &str, document: &mut Named) {
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut space = true;
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() < 10 || columns[0].contains(['-', '.']) {
            continue;
        }
        if !document.text.is_empty() && space {
            document.text.push(' ');
        }
        let start = document.text.len() as u32;
        document.text.push_str(columns[1]);
        let span = Span::new(start, document.text.len() as u32);
        let entities = columns[9].split('|').find_map(|m| m.strip_prefix("Entity=")).unwrap_or("");
        let proper = columns[3] == "PROPN";
        let glue = proper || matches!(columns[1], "of" | "the" | "and" | "-" | "for" | "&") || columns[4] == "NNP";
        rows.push(Row { span, proper, glue, head: columns[6].parse().unwrap_or(0), entities });
        space = !columns[9].contains("SpaceAfter=No");
    }
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for at in 0..rows.len() {
        for piece in rows[at].entities.split_inclusive(['(', ')']) {
            // "(8-organization-new-..." opens, "8)" closes; one piece may end in the "(" of the next.
            let body = piece.trim_end_matches(['(', ')']);
            if body.contains('-') {
                open.push((at, body.split('-').nth(1).unwrap_or("")));
            }
            let closed = if piece.ends_with(')') { open.pop() } else { None };
            let named = closed.and_then(|(start, kind)| named_part(&rows, start, at, entity_kind(kind)?));
            found.extend(named);
        }
    }
    // The innermost of names that overlap stands for a place or person; the outermost name of one head wins.
    found.sort_by_key(|(from, to, _)| (*from, usize::MAX - *to));
    let mut end = 0;
    for (from, to, kind) in found {
        if from >= end {
            document.names.push((Span::new(rows[from].span.start, rows[to].span.end), kind));
            end = to + 1;
        }
    }
    document.ends.push(document.text.len() as u32);
}

/// The kind of an entity type of GUM.
fn entity_kind(name: &str) -> Option<usize> {
    ["person", "organization", "place"].iter().position(|known| *known == name)
}

/// The proper nouns around the head of an entity, if one heads it.
fn named_part(rows: &[Row<'_>], start: usize, end: usize, kind: usize) -> Option<(usize, usize, usize)> {
    let head = (start..=end).find(|at| rows[*at].head == 0 || !(start..=end).contains(&(rows[*at].head - 1)))?;
    if !rows[head].proper {
        return None;
    }
    let (mut from, mut to) = (head, head);
    while from > start && rows[from - 1].glue {
        from -= 1;
    }
    while to < end && rows[to + 1].glue {
        to += 1;
    }
    while !rows[from].proper {
        from += 1;
    }
    while !rows[to].proper {
        to -= 1;
    }
    Some((from, to, kind))
}

/// Texts of JSON Lines with labels that a teacher gave them: a heading `# id`, then start, end (in bytes) and kind.
pub(crate) fn read_silver(texts: &Path, labels: &Path) -> Result<Vec<Named>> {
    let mut names: FxHashMap<String, Vec<(Span, usize)>> = FxHashMap::default();
    let mut id = String::new();
    for line in read_text(labels)?.lines() {
        if let Some(next) = line.strip_prefix("# ") {
            next.clone_into(&mut id);
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        if let [start, end, label] = columns[..]
            && let (Ok(start), Ok(end), Some(kind)) = (start.parse(), end.parse(), kind(label))
        {
            names.entry(id.clone()).or_default().push((Span::new(start, end), kind));
        }
    }
    let mut documents = Vec::new();
    for line in read_text(texts)?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| record[name].as_str().unwrap_or("").to_owned();
        if let Some(names) = names.remove(&field("id")) {
            documents.push(Named { id: field("id"), text: field("text"), names, ends: Vec::new() });
        }
    }
    Ok(documents)
}

/// Takes titles, roles, peoples and articles off the front of persons: re3d counts them in, and every other set does not.
pub(crate) fn without_titles(document: &mut Named) {
    let text = &document.text;
    document.names.retain_mut(|(span, kind)| {
        if *kind != 0 {
            return true;
        }
        let mut words: Vec<(usize, &str)> = Vec::new();
        let name = span.of(text);
        for word in name.split([' ', '-']) {
            words.push((word.as_ptr() as usize - text.as_ptr() as usize, word));
        }
        let (count, mut first) = (words.len(), 0);
        while first < count {
            let rest = words[first..].iter().map(|(_, word)| *word);
            let small: Vec<String> = rest.clone().map(str::to_lowercase).collect();
            let article = matches!(small[0].as_str(), "the" | "a" | "an");
            let skipped = if article || is_title(words[first].1) {
                1
            } else {
                role_words(&small).max(name_at(rest).map_or(0, |found| found.words))
            };
            if skipped == 0 {
                break;
            }
            first += skipped;
        }
        if first < count {
            span.start = words[first].0 as u32;
        }
        first < count
    });
}

/// How many of the words, in small letters, make the longest role that begins them.
fn role_words(words: &[String]) -> usize {
    let fits = |role: &str| role.split(' ').zip(words).all(|(one, other)| one == other);
    let counts = roles().filter(|(role, _)| fits(role)).map(|(role, _)| role.split(' ').count());
    counts.filter(|count| *count <= words.len()).max().unwrap_or(0)
}

/// Words before a name that the tables of roles do not list.
fn is_title(word: &str) -> bool {
    let titles =
        ["Prime", "Foreign", "Deputy", "Former", "Vice", "Special", "Chief", "Senior", "Sheikh", "Sir", "Acting"];
    let abbreviation = dateline_language::abbreviation(word.trim_end_matches('.'));
    titles.contains(&word)
        || abbreviation == Some(dateline_language::Abbreviation::Title)
        || word.starts_with(char::is_lowercase) && !matches!(word, "al" | "bin" | "ibn" | "de" | "van" | "von" | "el")
}

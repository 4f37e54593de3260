//! Who pronouns and roles are said to mean, against the coreference chains of GUM.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::chains::{self, Document, Mention};
use super::measures::Row;

/// The name of the set, which is scored from a treebank and not from documents of JSON.
pub(super) const NAME: &str = "references";

/// Where the treebank lies in the folder of training data. No test split is there.
const CORPUS: &str = "gum/gum-dev.conllu.gz";

/// What is counted, by its words; roles are the last class.
const CLASSES: [(&str, &[&str]); 3] = [
    ("he, she, who", &["he", "she", "him", "her", "his", "who"]),
    ("it, they", &["it", "its", "they", "them", "their"]),
    ("roles", &[]),
];

/// How often something refers to a chain with a proper name, how often it was linked, and how often rightly. A link of
/// what belongs to a chain without a name counts as a wrong one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Count {
    gold: u32,
    linked: u32,
    right: u32,
}

/// Scores the program on the treebank in `shared`; with `list`, prints what was missed.
pub(super) fn score(shared: &Path, binary: &Path, work: &Path, list: bool) -> anyhow::Result<Vec<Row>> {
    let documents = chains::read(&shared.join("train").join(CORPUS))?;
    let counts = count(&documents, binary, work, list)?;
    Ok(CLASSES.iter().zip(counts).map(|((measure, _), count)| row(measure, count)).collect())
}

fn row(measure: &'static str, count: Count) -> Row {
    let share = |of: u32| (of > 0).then(|| 100.0 * f64::from(count.right) / f64::from(of));
    let (p, r) = (share(count.linked), share(count.gold));
    let f1 = p.zip(r).map(|(p, r)| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 });
    Row { set: "GUM dev", measure, values: [p, r, f1] }
}

fn count(documents: &[Document], binary: &Path, work: &Path, list: bool) -> anyhow::Result<[Count; 3]> {
    let (input, output) = (work.join("references-in.jsonl"), work.join("references.jsonl"));
    let mut lines = String::new();
    for document in documents {
        lines.push_str(&json!({"id": document.id, "text": document.text}).to_string());
        lines.push('\n');
    }
    fs::write(&input, lines).with_context(|| format!("cannot write {}", input.display()))?;
    super::extract(binary, &["--plugins", "names"], &input, &output)?;
    let answers = fs::read_to_string(&output).with_context(|| format!("cannot read {}", output.display()))?;
    let mut counts = [Count::default(); 3];
    for (document, answer) in documents.iter().zip(answers.lines()) {
        let answer: Value = serde_json::from_str(answer).context("the answer is no JSON")?;
        compare(document, &answer, &mut counts, list);
    }
    Ok(counts)
}

/// Adds what one document has.
fn compare(document: &Document, answer: &Value, counts: &mut [Count; 3], list: bool) {
    let annotations = answer["annotations"].as_array().map_or(&[][..], Vec::as_slice);
    for mention in &document.mentions {
        let Some(class) = class(document, mention) else { continue };
        let named = document.mentions.iter().any(|other| other.chain == mention.chain && document.is_named(other));
        let head = &document.words[document.head(mention)].range;
        let found = annotations.iter().find(|one| {
            let (start, end) = ends(one);
            one["kind"] == "reference" && start <= head.start && head.end <= end
        });
        let antecedent = found.and_then(|found| {
            annotations.iter().find(|one| one["id"] == found["antecedent"] && one["id"] != json!(null))
        });
        let right = named && antecedent.is_some_and(|antecedent| is_of(document, &mention.chain, ends(antecedent)));
        let count = &mut counts[class];
        count.gold += u32::from(named);
        count.linked += u32::from(antecedent.is_some());
        count.right += u32::from(right);
        if list && !right && (named || antecedent.is_some()) {
            let name = document.mentions.iter().find(|other| other.chain == mention.chain && document.is_named(other));
            let words = |range: std::ops::Range<usize>| {
                document.words[range].iter().map(|word| word.form.as_str()).collect::<Vec<_>>().join(" ")
            };
            let at = mention.words.start;
            println!(
                "{}: {} | gold {} | found {} | ... {} [{}] {}",
                document.id,
                CLASSES[class].0,
                name.map_or("-".into(), |name| words(name.words.clone())),
                antecedent.map_or("-", |one| one["text"].as_str().unwrap_or("")),
                words(at.saturating_sub(25)..at),
                words(mention.words.clone()),
                words(mention.words.end..(mention.words.end + 8).min(document.words.len())),
            );
        }
    }
}

/// The class of a mention: a pronoun alone by its word, a definite noun by what it is for persons and bodies.
fn class(document: &Document, mention: &Mention) -> Option<usize> {
    let first = &document.words[mention.words.start];
    if mention.words.len() == 1 {
        let word = first.form.to_lowercase();
        return CLASSES.iter().position(|(_, words)| words.contains(&word.as_str()));
    }
    let head = &document.words[document.head(mention)];
    let role = first.form.eq_ignore_ascii_case("the")
        && head.upos == "NOUN"
        && head.relation != "appos"
        && matches!(mention.kind.as_str(), "person" | "organization")
        && !head.form.ends_with('s');
    role.then_some(CLASSES.len() - 1)
}

/// Whether a stretch of text is a name of the chain: it holds the head of one of its mentions, or a part of that name.
fn is_of(document: &Document, chain: &str, (start, end): (usize, usize)) -> bool {
    let inside = |at: usize| {
        let range = &document.words[at].range;
        start <= range.start && range.end <= end
    };
    document.mentions.iter().filter(|mention| mention.chain == chain).any(|mention| {
        let head = document.head(mention);
        let part = |at: usize| {
            let word = &document.words[at];
            at == head || word.head == Some(head) && matches!(word.relation.as_str(), "flat" | "goeswith")
        };
        let overlaps = document.words[mention.words.start].range.start < end
            && start < document.words[mention.words.end - 1].range.end;
        overlaps && mention.words.clone().any(|at| part(at) && inside(at))
    })
}

fn ends(annotation: &Value) -> (usize, usize) {
    let field = |name: &str| annotation[name].as_u64().map_or(usize::MAX, |at| at as usize);
    (field("start"), field("end"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Count, chains, compare};

    #[test]
    fn a_link_is_right_when_its_antecedent_names_the_chain() {
        let rows = "# newdoc id = A\n\
            1\tAna\t_\tPROPN\t_\t_\t3\tnsubj\t_\tEntity=(1-person-new\n\
            2\tSilva\t_\tPROPN\t_\t_\t1\tflat\t_\tEntity=1)\n\
            3\tmet\t_\tVERB\t_\t_\t0\troot\t_\t_\n\
            4\tBo\t_\tPROPN\t_\t_\t3\tobj\t_\tEntity=(2-person-new)\n\
            5\tas\t_\tADP\t_\t_\t6\tmark\t_\t_\n\
            6\tshe\t_\tPRON\t_\t_\t3\tdep\t_\tEntity=(1-person-giv)\n\
            7\tand\t_\tCCONJ\t_\t_\t8\tcc\t_\t_\n\
            8\the\t_\tPRON\t_\t_\t6\tconj\t_\tEntity=(3-person-new)\n\n";
        let documents = chains::parse(rows.lines().map(|line| Ok(line.to_owned()))).unwrap();
        let entity = |id: &str, start, end| json!({"kind": "entity", "id": id, "start": start, "end": end});
        let link = |start, end, to: &str| json!({"kind": "reference", "start": start, "end": end, "antecedent": to});
        let mut annotations = vec![entity("n1", 4, 9), entity("n2", 14, 16), link(20, 23, "n1"), link(28, 30, "n2")];
        let mut counts = [Count::default(); 3];
        compare(&documents[0], &json!({"annotations": annotations}), &mut counts, false);
        assert_eq!(counts[0], Count { gold: 1, linked: 2, right: 1 });
        annotations[2] = link(20, 23, "n2");
        let mut counts = [Count::default(); 3];
        compare(&documents[0], &json!({"annotations": annotations}), &mut counts, false);
        assert_eq!(counts[0], Count { gold: 1, linked: 2, right: 0 });
    }
}

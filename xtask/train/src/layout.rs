//! The layout of pages: a structured perceptron (Collins 2002) over the golden pages of `crates/page`, a mean of trainings
//! that differ in the order of the pages.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use dateline_core::{Document, RegionKind, Span};
use dateline_page::Analyser;
use dateline_page::layout::{ALL, Looks, ROWS, RULES, STATES, Weights, best_walk, guard, rows, walk_of};

use crate::perceptron::Random;

/// How often all pages are learned, how many trainings the weights are the mean of, and what one is counted as.
const EPOCHS: usize = 10;
const TRAININGS: u64 = 15;
const SCALE: f64 = 16.0;
/// By how much the right state must be better than another, and by how much that of a line of the story must be better
/// than one of the furniture: to lose a paragraph is worse than to keep a button.
const MARGIN: i32 = 5;
const STORY_MARGIN: i32 = 10;
/// How much of what is learned for a state holds for all states of its kind.
const TIED: i32 = 1;
/// A step is learned from one sign alone.
const STEP: i32 = 2;
/// Once in so many times what the rules say is hidden: they were mended on these pages and know them better than others.
const HIDE: u64 = 2;

/// A golden page.
pub(crate) struct Page {
    /// The file it stands in.
    pub(crate) lot: String,
    looks: Vec<Looks>,
    /// The state of each paragraph.
    walk: Vec<usize>,
    /// For each line of the golden page, its paragraph and its kind.
    lines: Vec<(usize, RegionKind)>,
}

/// Right and all, and the lines of the story that were lost, the others that were taken for such.
#[derive(Clone, Copy, Default)]
pub(crate) struct Score {
    pub(crate) headlines: [usize; 2],
    pub(crate) lines: [usize; 2],
    pub(crate) lost: usize,
    pub(crate) taken: usize,
}

/// The lines of a page and what they are: empty ones are nothing.
type Annotated = Vec<(RegionKind, String)>;

/// Reads all golden pages of a folder that have a layout, more than paragraphs.
pub(crate) fn read(folder: &Path) -> Result<Vec<Page>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    let mut analyser = Analyser::new();
    let mut pages = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let lot = path.file_stem().unwrap_or_default().to_string_lossy();
        for case in text.split("\n## ").skip(1) {
            let title = case.lines().find_map(|line| line.strip_prefix("title: ")).unwrap_or_default().trim();
            pages.extend(page_of(&mut analyser, &lot, title, &annotated(case)));
        }
    }
    Ok(pages)
}

fn annotated(case: &str) -> Annotated {
    let fenced = case.lines().skip_while(|line| !line.starts_with("```")).skip(1);
    let lines = fenced.take_while(|line| !line.starts_with("```")).filter_map(|line| line.split_once('|'));
    let kind = |name: &str| RegionKind::named(name).unwrap_or(RegionKind::NONE);
    lines.map(|(name, text)| (kind(name.trim()), text.strip_prefix(' ').unwrap_or(text).to_owned())).collect()
}

fn page_of(analyser: &mut Analyser, lot: &str, title: &str, annotated: &Annotated) -> Option<Page> {
    let text = annotated.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
    let mut document = Document { text, title: title.to_owned(), ..Document::default() };
    let (spans, looks) = analyser.looks(&mut document)?;
    let mut kinds = vec![RegionKind::NONE; spans.len()];
    let (mut lines, mut start) = (Vec::new(), 0);
    for (kind, text) in annotated {
        let last = (start + text.trim_end().len()).saturating_sub(1) as u32;
        start += text.len() + 1;
        let holds = |span: &Span| span.start <= last && last < span.end;
        if !kind.is_none()
            && let Some(at) = spans.iter().position(holds)
        {
            kinds[at] = *kind;
            lines.push((at, *kind));
        }
    }
    Some(Page { lot: lot.to_owned(), looks, walk: walk_of(&kinds), lines })
}

/// Learns the weights from pages.
pub(crate) fn train(pages: &[&Page]) -> Weights {
    let mut sum = vec![[0.0; STATES]; ROWS + STATES + 1];
    for seed in 0..TRAININGS {
        train_once(pages, seed, &mut sum);
    }
    let row = |row: &[f64; STATES]| row.map(|weight| (weight * SCALE / TRAININGS as f64).round() as i32);
    Weights { signs: sum[..ROWS].iter().map(row).collect(), steps: sum[ROWS..].iter().map(row).collect() }
}

/// Adds the averaged weights of one training to `sum`.
fn train_once(pages: &[&Page], seed: u64, sum: &mut [[f64; STATES]]) {
    let mut random = Random::new(seed * 7919 + 1);
    let mut weights = Weights::zero();
    // The sum of all changes, each times when it was made: the mean of a weight is what it is less its part of this.
    let mut late = vec![[0_i64; STATES]; sum.len()];
    let mut clock = 1_i64;
    let (mut back, mut found) = (Vec::new(), Vec::new());
    let mut order: Vec<&Page> = pages.to_vec();
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for page in &order {
            let visible = if random.one_in(HIDE) { !RULES } else { !0 };
            let looks: Vec<Looks> = page.looks.iter().map(|looks| looks & visible).collect();
            let margin = |at: usize, state: usize| match page.walk[at] {
                right if state == right => 0,
                right if is_story(ALL[right].kind) && !is_story(ALL[state].kind) => STORY_MARGIN,
                _ => MARGIN,
            };
            best_walk(&weights, &looks, margin, &mut back, &mut found);
            clock += 1;
            for at in 0..found.len() {
                let (right, wrong) = (page.walk[at], usize::from(found[at]));
                if right != wrong {
                    rows(&looks, at, |row| {
                        for (state, by) in [(right, 1), (wrong, -1)] {
                            for other in (0..STATES).filter(|other| ALL[*other].kind == ALL[state].kind) {
                                let by = by * (TIED + i32::from(other == state));
                                weights.signs[row][other] += by;
                                late[row][other] += clock * i64::from(by);
                            }
                        }
                    });
                }
                let before = at.checked_sub(1);
                let right = (before.map_or(STATES, |before| page.walk[before]), right);
                let wrong = (before.map_or(STATES, |before| usize::from(found[before])), wrong);
                if right != wrong {
                    for ((from, to), by) in [(right, STEP), (wrong, -STEP)] {
                        weights.steps[from][to] += by;
                        late[ROWS + from][to] += clock * i64::from(by);
                    }
                }
            }
        }
    }
    let all = weights.signs.iter().chain(&weights.steps);
    for ((sum, row), late) in sum.iter_mut().zip(all).zip(&late) {
        for state in 0..STATES {
            sum[state] += f64::from(row[state]) - late[state] as f64 / clock as f64;
        }
    }
}

fn is_story(kind: RegionKind) -> bool {
    matches!(kind, RegionKind::LEAD | RegionKind::BODY)
}

/// Scores weights on pages.
pub(crate) fn score(weights: &Weights, pages: &[&Page], score: &mut Score) {
    let (mut back, mut walk) = (Vec::new(), Vec::new());
    for page in pages {
        best_walk(weights, &page.looks, guard(&page.looks), &mut back, &mut walk);
        let mut titled = true;
        // Datelines on lines of their own are read by rules.
        for (at, kind) in page.lines.iter().filter(|(_, kind)| *kind != RegionKind::DATELINE) {
            let found = ALL[usize::from(walk[*at])].kind;
            score.lines[0] += usize::from(found == *kind);
            score.lines[1] += 1;
            score.lost += usize::from(is_story(*kind) && !is_story(found));
            score.taken += usize::from(!is_story(*kind) && is_story(found));
            titled &= (found == RegionKind::HEADLINE) == (*kind == RegionKind::HEADLINE);
        }
        score.headlines[0] += usize::from(titled);
        score.headlines[1] += 1;
    }
}

/// Trains without each lot in turn and scores it: what pages do that were not seen.
pub(crate) fn cross_validate(pages: &[Page]) -> BTreeMap<&str, Score> {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for lot in pages.iter().map(|page| page.lot.as_str()) {
        if !scores.contains_key(lot) {
            let (held, rest): (Vec<&Page>, Vec<&Page>) = pages.iter().partition(|page| page.lot == lot);
            score(&train(&rest), &held, scores.entry(lot).or_default());
        }
    }
    scores
}

//! The whole way from a text to its places.

use dateline_data_gazetteer::{Gazetteer, NameKind};
use dateline_layers::ToponymType;

use crate::confidence::Evidence;
use crate::contain;
use crate::hints::Hints;
use crate::judge::{Rank, judge};
use crate::lexicon::{Class, Classes};
use crate::meaning::Weights;
use crate::page::Page;
use crate::people::People;
use crate::resolve::Resolver;
use crate::sense;
use crate::spots::{self, Spot};
use crate::words::{self, Gap, Word};

/// Finds the places of a text.
pub(crate) struct Finder {
    pub gazetteer: Gazetteer,
    weights: Weights,
    fast: bool,
    alternatives: usize,
}

/// A place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub start: u32,
    pub end: u32,
    /// Row of the gazetteer; `None` where the name could not be resolved.
    pub row: Option<u32>,
    /// Row plus one of the first-level division that it lies in; 0 for none.
    pub division: u32,
    pub toponym_type: ToponymType,
    pub confidence: f32,
    /// Its other meanings: from which to which of [`Scratch::others`].
    pub others: (u32, u32),
}

/// What a worker keeps from document to document.
#[derive(Default)]
pub struct Scratch {
    words: Vec<Word>,
    classes: Classes,
    spots: Vec<Spot>,
    people: People,
    sums: Vec<f32>,
    most: Vec<f32>,
    groups: Vec<u32>,
    resolver: Resolver,
    pub(crate) found: Vec<Found>,
    /// Rows and shares of other meanings.
    pub(crate) others: Vec<(u32, f32)>,
}

impl Finder {
    pub(crate) fn new(gazetteer: Gazetteer, fast: bool, alternatives: usize) -> Self {
        Finder { gazetteer, weights: Weights::DEFAULT, fast, alternatives }
    }

    /// Finds the places of `text` into `scratch.found`, in order.
    pub(crate) fn find(&self, text: &str, hints: Hints<'_>, scratch: &mut Scratch) {
        let Scratch { words, classes, spots, people, sums, most, groups, resolver, found, others } = scratch;
        found.clear();
        others.clear();
        words::split(text, words);
        spots::find(&self.gazetteer, text, words, spots);
        classes.clear(words.len());
        people.find(text, words, classes, spots, &self.gazetteer);
        people.note(text, hints);
        let page = Page { text, words, classes, spots, people, hints };
        resolver.clear(&self.gazetteer);
        groups.clear();
        groups.extend(spots.iter().map(|s| resolver.group(&self.gazetteer, text, s, &self.weights)));
        sums.clear();
        sums.extend(spots.iter().zip(&*groups).map(|(s, &g)| judge(&page, s, resolver.groups[g as usize].rank)));
        contain::find(&self.gazetteer, &page, resolver, groups, sums, &self.weights);
        counties(&page, resolver, groups, sums);
        lists(&page, sums);
        pool(&page, sums, groups, most, resolver);
        resolver.settle(&self.weights, self.fast);
        for (i, spot) in spots.iter().enumerate().filter(|(i, _)| sums[*i] > 0.0) {
            let group = resolver.groups[groups[i] as usize];
            let best = resolver.candidates[group.best as usize];
            let demonym = best.kind == NameKind::Demonym;
            if demonym && sense::is_language(&page, spot) {
                continue;
            }
            if let Some(village) = unlisted(&page, sums, i, group.rank.0) {
                found.push(village);
            }
            let row = (!group.astray && !resolver.is_far_fetched(&group, &best)).then_some(best.row);
            let place = row.and_then(|r| self.gazetteer.place(r));
            let toponym_type = if demonym { ToponymType::DEMONYM } else { sense::of(&page, i, place) };
            let evidence = Evidence {
                sum: sums[i],
                best,
                rank: group.rank.0,
                taken: hints.taken(spot.start, spot.end),
                toponym_type,
                lonely: resolver.is_lonely(&group, &best),
                single: spot.behind == spot.first + 1,
                common: page.class(spot.first).has(Class::COMMON),
            };
            let confidence = evidence.confidence() * if row.is_none() { 0.5 } else { 1.0 };
            let first = others.len() as u32;
            resolver.others(&group, row, self.alternatives, others);
            let others = (first, others.len() as u32);
            let division = best.lies_in[1];
            found.push(Found { start: spot.start, end: spot.end, row, division, toponym_type, confidence, others });
        }
    }
}

/// "near Zzyzx Corners, Nev.": a capitalised name before a state or country that no gazetteer lists.
fn unlisted(page: &Page<'_>, sums: &[f32], i: usize, rank: Rank) -> Option<Found> {
    let outer = &page.spots[i];
    let taken = |word: u32| i > 0 && sums[i - 1] > 0.0 && word < page.spots[i - 1].behind;
    let gap = page.word(outer.first)?.gap;
    if gap != Gap::Comma || !matches!(rank, Rank::Country | Rank::Division) || outer.first == 0 {
        return None;
    }
    let last = outer.first - 1;
    let mut first = outer.first;
    while first > 0 && outer.first - first < 3 {
        let word = page.word(first - 1)?;
        let inside =
            word.capital && !word.number && word.len() > 2 && !taken(first - 1) && !page.people.is_part(first - 1);
        if !inside || first < outer.first && page.word(first)?.gap != Gap::Space {
            break;
        }
        first -= 1;
    }
    if first > last || page.word(first)?.gap != Gap::Space || first == 0 {
        return None;
    }
    let class = page.class(first - 1);
    let (start, end) = (page.word(first)?.start, page.word(last)?.end);
    let body = Class::INSTITUTION.or(Class::STREET).or(Class::OFFICE).or(Class::CALENDAR).or(Class::COMPANY);
    let is_name = !(first..=last).any(|w| page.class(w).has(body));
    (class.has(Class::WHERE) && is_name).then_some(Found {
        start,
        end,
        row: None,
        division: 0,
        toponym_type: ToponymType::LITERAL,
        confidence: 0.6,
        others: (0, 0),
    })
}

/// "Barrow, Hall and Jackson counties": every name of the list is one.
fn counties(page: &Page<'_>, resolver: &mut Resolver, groups: &[u32], sums: &mut [f32]) {
    for last in 0..page.spots.len() {
        if !matches!(page.text_of(page.spots[last].behind), "counties" | "Counties") {
            continue;
        }
        let mut i = last;
        loop {
            resolver.groups[groups[i] as usize].counties = true;
            sums[i] += 2.0;
            let this = page.spots[i];
            let Some(before) = i.checked_sub(1).map(|b| page.spots[b]) else { break };
            let comma = before.behind == this.first && page.word(this.first).is_some_and(|w| w.gap == Gap::Comma);
            let and = before.behind + 1 == this.first && page.text_of(before.behind) == "and";
            if !comma && !and {
                break;
            }
            i -= 1;
        }
    }
}

/// A town of fewer than some 100,000 people, or a division of a million, is less known than a person of the report.
const SMALL: f32 = 1.4;

/// "Larned, Pratt and West Wichita": what stands in a row with a place is likely to be one.
fn lists(page: &Page<'_>, sums: &mut [f32]) {
    let joined = |i: usize| page.spots.get(i + 1).is_some_and(|next| contain::is_joined(page, &page.spots[i], next));
    let (mut before, mut linked) = (f32::MIN, false);
    for i in 0..sums.len() {
        let (sum, links) = (sums[i], joined(i));
        let clear = linked && before > 1.5 || links && sums[i + 1] > 1.5;
        if clear && sum > -3.0 && sum < 1.5 {
            sums[i] += 1.2;
        }
        (before, linked) = (sum, links);
    }
}

/// Lets the occurrences of one name speak for each other, and gives the groups their weight in the vote.
fn pool(page: &Page<'_>, sums: &mut [f32], groups: &[u32], most: &mut Vec<f32>, resolver: &mut Resolver) {
    most.clear();
    most.resize(resolver.groups.len(), f32::MIN);
    for (sum, &g) in sums.iter().zip(groups) {
        most[g as usize] = most[g as usize].max(*sum);
    }
    for ((sum, &g), spot) in sums.iter_mut().zip(groups).zip(page.spots) {
        let other = most[g as usize];
        // One clear occurrence carries those that stand without context, but no part of a person's name.
        if *sum > -4.0 && other > *sum {
            *sum += 0.6 * (other - *sum).min(4.0);
        }
        // A bare surname is the person that the document named in full, unless the name is clearly a place elsewhere.
        if spot.behind == spot.first + 1 && page.people.is_surname(page.text_of(spot.first)) {
            let evidence = other - resolver.groups[g as usize].rank.1;
            *sum -= if evidence >= 2.0 { 1.0 } else { 6.0 };
        } else if spot.behind == spot.first + 1 && page.people.is_taken_for_surname(page.text_of(spot.first)) {
            let (rank, strength) = resolver.groups[g as usize].rank;
            let small = matches!(rank, Rank::Division | Rank::City) && strength < SMALL;
            *sum -= if !small || other - strength >= 2.0 { 0.0 } else { 4.0 };
        }
        if *sum > 0.0 {
            let group = &mut resolver.groups[g as usize];
            group.weight = (group.weight + 1.0).min(4.0);
        }
    }
    for group in &mut resolver.groups {
        group.weight = group.weight.sqrt();
    }
}

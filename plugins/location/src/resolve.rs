//! Resolution: which place of that name.
//!
//! Occurrences of one name are one group (one sense per document). Each candidate of a group starts from its prior
//! (population, kind of place, usual or other name) and gains from what the rest of the document says: a place behind a
//! comma that contains it, votes of the other names for its country and divisions, other places near by. Groups vote
//! with the softmax of their candidates, in a few rounds.

use std::ops::Range;

use dateline_data_gazetteer::{Gazetteer, Level, NameKind, Place};
use rustc_hash::FxHashMap;

use crate::judge::Rank;
use crate::known::Known;
use crate::meaning::{Candidate, Weights};
use crate::spots::Spot;

/// All occurrences of one name in one spelling.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    first: u32,
    behind: u32,
    /// Index of the best candidate.
    pub best: u32,
    /// Number of occurrences that are places, and how sure that is.
    pub weight: f32,
    /// A container stands behind it and no candidate lies in it.
    pub astray: bool,
    /// The word "counties" stands behind it.
    pub counties: bool,
    /// What the name is first of all, and how much that alone speaks for a place.
    pub rank: (Rank, f32),
}

impl Group {
    /// Where its candidates lie.
    fn range(&self) -> Range<usize> {
        self.first as usize..self.behind as usize
    }
}

/// What resolution works with, kept from document to document.
#[derive(Default)]
pub(crate) struct Resolver {
    pub groups: Vec<Group>,
    pub candidates: Vec<Candidate>,
    known: FxHashMap<(u64, u8), u32>,
    kept: Known,
    /// Whether the first group can lie in the second.
    pairs: FxHashMap<(u32, u32), bool>,
    /// Votes by row plus one of the country or division; all zero between documents.
    votes: Vec<f32>,
    voted: Vec<u32>,
    /// The countries that the document names, as rows plus one.
    named: Vec<u32>,
    sites: Vec<Site>,
    /// The groups that vote and are resolved.
    voters: Vec<u32>,
    /// The votes that a country could have at most.
    most: f32,
}

/// A place that the document is rather sure of.
#[derive(Clone, Copy)]
struct Site {
    at: [f32; 3],
    weight: f32,
    group: u32,
}

const ROUNDS: usize = 3;
/// Distances are measured to this many places at most, so that the cost stays linear.
const SITES: usize = 96;
/// A candidate this far behind the best one has no share (one in 160,000).
const HOPELESS: f32 = -12.0;
/// A smaller share of a vote is not counted.
const LEAST_SHARE: f32 = 0.05;

impl Resolver {
    pub(crate) fn clear(&mut self, gazetteer: &Gazetteer) {
        self.groups.clear();
        self.candidates.clear();
        self.known.clear();
        self.pairs.clear();
        self.votes.resize(gazetteer.coded() as usize + 1, 0.0);
    }

    /// The group of a spot, made when the name is new.
    pub(crate) fn group(&mut self, gazetteer: &Gazetteer, text: &str, spot: &Spot, weights: &Weights) -> u32 {
        let key = (spot.found.posting(), spot.spelling as u8 | (spot.kind as u8) << 4);
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let first = self.candidates.len() as u32;
        let rank = self.kept.candidates(key, gazetteer, (text, spot), weights, &mut self.candidates);
        let group = self.groups.len() as u32;
        let behind = self.candidates.len() as u32;
        let mut made = Group { first, behind, best: first, weight: 0.0, astray: false, counties: false, rank };
        made.best = first + best(&self.candidates[first as usize..]);
        self.groups.push(made);
        self.known.insert(key, group);
        group
    }

    /// The best candidate of a group.
    pub(crate) fn best(&self, group: u32) -> &Candidate {
        &self.candidates[self.groups[group as usize].best as usize]
    }

    /// Whether the best meaning is another name of a small place in a country that nothing else in the document lies in,
    /// while other countries are named again and again: better no place than that one.
    pub(crate) fn is_far_fetched(&self, group: &Group, best: &Candidate) -> bool {
        let small = best.people < 100_000.0 && !best.contained;
        let village = matches!(best.level, Level::City | Level::Section | Level::Second | Level::Lower);
        small && village && best.kind == NameKind::Alternate && best.countrymen < 0.1 && self.most - group.weight >= 3.0
    }

    /// Appends the rows and shares of the likeliest meanings of a group but the chosen one.
    pub(crate) fn others(&self, group: &Group, chosen: Option<u32>, most: usize, out: &mut Vec<(u32, f32)>) {
        if most == 0 {
            return;
        }
        let first = out.len();
        let all = &self.candidates[group.range()];
        for candidate in all.iter().filter(|c| Some(c.row) != chosen && c.share > 0.0) {
            // One place may bear the name in two ways.
            match out[first..].iter_mut().find(|(row, _)| *row == candidate.row) {
                Some(known) => known.1 = known.1.max(candidate.share),
                None => out.push((candidate.row, candidate.share)),
            }
        }
        // Of equals the first, which has more people.
        out[first..].sort_by(|a, b| b.1.total_cmp(&a.1));
        out.truncate(first + most);
    }

    /// Whether nothing else in a document of several names lies in the country of the best meaning, which is neither a
    /// country, a capital nor a great city: those are named without a reason.
    pub(crate) fn is_lonely(&self, group: &Group, best: &Candidate) -> bool {
        let others = self.most - group.weight;
        let known = best.level == Level::Capital
            || best.people > 150_000.0
            || !matches!(group.rank.0, Rank::Division | Rank::City);
        !known && others >= 2.0 && best.countrymen < 0.1
    }

    /// Notes that `inner` stands before `outer` with a comma between: "Paris, Texas". Returns whether one can lie in the
    /// other.
    pub(crate) fn contain(&mut self, gazetteer: &Gazetteer, inner: u32, outer: u32, weights: &Weights) -> bool {
        if let Some(&known) = self.pairs.get(&(inner, outer)) {
            return known;
        }
        let (within, around) = (self.groups[inner as usize], self.groups[outer as usize]);
        let mut any = false;
        for i in within.first..within.behind {
            let Some(place) = gazetteer.place(self.candidates[i as usize].row) else { continue };
            let outer = lies_in(place);
            for o in around.first..around.behind {
                if outer.contains(&self.candidates[o as usize].row) {
                    any = true;
                    self.support(i, weights.contained);
                    self.support(o, weights.contained * 0.4);
                }
            }
        }
        self.pairs.insert((inner, outer), any);
        any
    }

    /// Whether one meaning of a group is a first-level division that another name lies in, and not the best one.
    pub(crate) fn is_around_as_state(&self, group: u32) -> bool {
        let group = &self.groups[group as usize];
        let all = &self.candidates[group.range()];
        all.iter().any(|c| c.contained && c.level == Level::First && c.kind == NameKind::Name)
            && self.candidates[group.best as usize].level != Level::First
    }

    fn support(&mut self, candidate: u32, weight: f32) {
        let candidate = &mut self.candidates[candidate as usize];
        if !candidate.contained {
            candidate.contained = true;
            candidate.prior += weight;
        }
    }

    /// Settles the best candidate of each group that has a weight: what is taken for no place has no vote, and nobody asks
    /// which place it would be.
    ///
    /// `fast`: one round of votes, and no distances.
    pub(crate) fn settle(&mut self, weights: &Weights, fast: bool) {
        self.most = self.groups.iter().map(|g| g.weight).sum();
        self.voters.clear();
        self.voters.extend((0..).zip(&self.groups).filter(|(_, group)| group.weight > 0.0).map(|(g, _)| g));
        for &g in &self.voters {
            for candidate in &mut self.candidates[self.groups[g as usize].range()] {
                candidate.score = candidate.prior * weights.first;
            }
        }
        for _ in 0..if fast { 1 } else { ROUNDS } {
            self.share();
            self.vote(weights);
            if fast {
                self.sites.clear();
            }
            for at in 0..self.voters.len() {
                self.score(self.voters[at], weights);
            }
            for voted in self.voted.drain(..) {
                self.votes[voted as usize] = 0.0;
            }
        }
        self.share();
        for &g in &self.voters {
            let group = &mut self.groups[g as usize];
            group.best = group.first + best(&self.candidates[group.range()]);
        }
    }

    /// The softmax of the scores of each group.
    fn share(&mut self) {
        for &g in &self.voters {
            let all = &mut self.candidates[self.groups[g as usize].range()];
            if let [only] = all {
                only.share = 1.0;
                continue;
            }
            let top = all.iter().map(|c| c.score).fold(f32::MIN, f32::max);
            for candidate in all.iter_mut() {
                let behind = candidate.score - top;
                candidate.share = if behind > HOPELESS { behind.exp() } else { 0.0 };
            }
            let sum: f32 = all.iter().map(|c| c.share).sum();
            for candidate in all.iter_mut() {
                candidate.share /= sum;
            }
        }
    }

    fn vote(&mut self, weights: &Weights) {
        self.sites.clear();
        self.named.clear();
        for &g in &self.voters {
            let group = &self.groups[g as usize];
            let all = &self.candidates[group.range()];
            for candidate in all.iter().filter(|c| c.share > LEAST_SHARE) {
                for of in candidate.lies_in.into_iter().filter(|of| *of != 0) {
                    self.votes[of as usize] += voice(group, candidate, weights);
                    self.voted.push(of);
                }
                if candidate.level == Level::Country && candidate.share > 0.5 {
                    self.named.push(candidate.row + 1);
                }
                // The point of a country says little of where in it, or in what lies around it, something happened.
                if candidate.share > 0.5 && candidate.level != Level::Country && self.sites.len() < SITES {
                    let weight = group.weight * candidate.share;
                    self.sites.push(Site { at: candidate.at, weight, group: g });
                }
            }
        }
    }

    fn score(&mut self, g: u32, weights: &Weights) {
        let group = self.groups[g as usize];
        let all = &mut self.candidates[group.range()];
        // What the group itself voted is taken out meanwhile: a name is no evidence for its own meaning.
        let own = |sign: f32, all: &[Candidate], votes: &mut [f32]| {
            for candidate in all.iter().filter(|c| c.share > LEAST_SHARE) {
                for of in candidate.lies_in.into_iter().filter(|of| *of != 0) {
                    votes[of as usize] += sign * voice(&group, candidate, weights);
                }
            }
        };
        own(-1.0, all, &mut self.votes);
        if let [only] = all {
            // There is nothing to choose: only whether it stands alone is asked.
            only.countrymen = self.votes[only.lies_in[0] as usize].max(0.0);
            return own(1.0, all, &mut self.votes);
        }
        let most = (self.most - group.weight).max(1.0);
        // Among many names every country of namesakes gathers some votes: only the part of all that it has counts.
        let part = |votes: f32| (votes / most).clamp(0.0, 1.0);
        let mut known = [(0.0_f32, 0.0_f32); 3];
        for candidate in all.iter_mut() {
            let lies_in = candidate.lies_in;
            candidate.countrymen = self.votes[lies_in[0] as usize].max(0.0);
            // Most candidates lie where no vote fell, or where the one before lies.
            for (at, (of, log)) in known.iter_mut().enumerate() {
                let votes = self.votes[lies_in[at] as usize].max(0.0);
                if votes.to_bits() != of.to_bits() {
                    let counted = votes * if at == 0 { part(votes) } else { part(votes).sqrt() };
                    (*of, *log) = (votes, if counted > 0.0 { counted.ln_1p() } else { 0.0 });
                }
            }
            let [(_, country), (_, first), (_, second)] = known;
            candidate.score =
                candidate.prior + weights.country * country + weights.admin1 * first + weights.admin2 * second;
            if candidate.level == Level::Capital && self.named.contains(&candidate.lies_in[0]) {
                candidate.score += weights.named;
            }
            if group.counties && candidate.level == Level::Second {
                candidate.score += weights.counties;
            }
        }
        own(1.0, all, &mut self.votes);
        // Distances only among the few that are in question.
        let top = all.iter().map(|c| c.score).fold(f32::MIN, f32::max);
        if self.sites.is_empty() {
            return;
        }
        let others = self.sites.iter().filter(|s| s.group != g);
        for candidate in all.iter_mut().filter(|c| c.score > top - 6.0) {
            let near: f32 = others.clone().map(|s| s.weight * nearness(candidate.at, s.at)).sum();
            if near > 0.0 {
                candidate.score += weights.near * near.ln_1p();
            }
        }
    }
}

/// How much a meaning of a name counts where it votes. A country that is named speaks less for a town in it than a town
/// does: reports of diplomacy name many countries, and mean the Paris that everybody knows.
fn voice(group: &Group, candidate: &Candidate, weights: &Weights) -> f32 {
    let level = match candidate.level {
        Level::Country => weights.mention,
        Level::Capital => weights.seat,
        _ => 1.0,
    };
    group.weight * candidate.share * level
}

/// Index of the best score; of equals, the first, which is the most populous.
fn best(all: &[Candidate]) -> u32 {
    let better = |best: usize, i: usize| if all[i].score > all[best].score { i } else { best };
    (0..all.len()).fold(0, better) as u32
}

/// 1 at the same point, 0.37 at 120 km, 0 from a thousand on.
fn nearness(a: [f32; 3], b: [f32; 3]) -> f32 {
    const KM: f32 = 6371.0;
    const FAR: f32 = (1000.0 / KM) * (1000.0 / KM);
    let apart = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    let chord = apart[0] * apart[0] + apart[1] * apart[1] + apart[2] * apart[2];
    if chord > FAR { 0.0 } else { (-chord.sqrt() * KM / 120.0).exp() }
}

/// The rows of the country and the divisions that `place` lies in, filled up with what is no row.
fn lies_in(place: Place<'_>) -> [u32; 8] {
    let mut outer = [u32::MAX; 8];
    let parents = std::iter::successors(place.parent(), |at| at.parent());
    for (row, parent) in outer.iter_mut().zip(parents.take(7)) {
        *row = parent.row();
    }
    outer[7] = place.country().filter(|country| *country != place).map_or(u32::MAX, Place::row);
    outer
}

//! What the text says lies in what: "Paris, Texas", "Georgetown in Guyana", "Nigeria's northern city of Kano", "Victoria and
//! San Jose, two towns in Tarlac".

use dateline_data_gazetteer::{Gazetteer, Level, NameKind};

use crate::lexicon::Class;
use crate::meaning::Weights;
use crate::page::Page;
use crate::resolve::Resolver;
use crate::spots::{Kind, Spelling, Spot};
use crate::words::Gap;

/// Gives the meanings that the text puts together their support, and what names they are.
pub(crate) fn find(
    gazetteer: &Gazetteer,
    page: &Page<'_>,
    resolver: &mut Resolver,
    groups: &mut [u32],
    sums: &mut [f32],
    weights: &Weights,
) {
    for i in 0..page.spots.len().saturating_sub(1) {
        let (a, b) = (&page.spots[i], &page.spots[i + 1]);
        if page.people.is_part(a.first) {
            continue;
        }
        if a.behind == b.first {
            comma(gazetteer, page, resolver, groups, sums, weights, i);
        } else if is_described_in(page, a, b) {
            // The whole list lies in it.
            let mut inner = i;
            loop {
                if resolver.contain(gazetteer, groups[inner], groups[i + 1], weights) {
                    sums[inner] += 2.0;
                } else if page.word(a.behind).is_some_and(|w| w.gap == Gap::Comma)
                    && resolver.best(groups[i + 1]).level == Level::Country
                    && !is_division(resolver, groups[inner])
                {
                    // "Santiago, in Cape Verde": no place that is listed.
                    resolver.groups[groups[inner] as usize].astray = true;
                }
                if inner == 0 || !is_joined(page, &page.spots[inner - 1], &page.spots[inner]) {
                    break;
                }
                inner -= 1;
            }
        } else if !(b.behind == b.first + 1 && page.class(b.first).has(Class::COMMON))
            && is_owner(page, a, b, resolver.best(groups[i]).kind == NameKind::Demonym)
            && resolver.contain(gazetteer, groups[i + 1], groups[i], weights)
        {
            sums[i + 1] += 2.0;
        }
    }
}

/// "Paris, Texas": a name before a comma and a name that can contain it.
fn comma(
    gazetteer: &Gazetteer,
    page: &Page<'_>,
    resolver: &mut Resolver,
    groups: &mut [u32],
    sums: &mut [f32],
    weights: &Weights,
    i: usize,
) {
    let (inner, outer) = (&page.spots[i], &page.spots[i + 1]);
    let gap = page.word(outer.first).map(|w| w.gap);
    let postal = gap == Some(Gap::Space) && outer.spelling != Spelling::Plain;
    if !(gap == Some(Gap::Comma) || postal) || is_modifier(page, outer, resolver.best(groups[i + 1]).kind) {
        return;
    }
    if is_list(page, resolver, groups, i) {
        return;
    }
    if resolver.contain(gazetteer, groups[i], groups[i + 1], weights) {
        sums[i] += 4.0;
        sums[i + 1] += 2.0;
        // "White Plains, New York" is in the state, whatever the name means elsewhere.
        if outer.kind == Kind::Any && resolver.is_around_as_state(groups[i + 1]) {
            let spot = Spot { kind: Kind::First, ..*outer };
            groups[i + 1] = resolver.group(gazetteer, page.text, &spot, weights);
        }
    } else if is_division(resolver, groups[i + 1]) && !is_division(resolver, groups[i]) {
        // A container that does not contain: the village is not listed, and its namesakes are elsewhere.
        let prefix = page.before(inner).map(|b| page.class(b));
        if prefix.is_some_and(|c| c.has(Class::WHERE.or(Class::WITHER))) {
            // "in Randolph, N.H.", "in Randolph, New Hampshire, on Friday", but not "in Boston, Ohio and Texas".
            let ends = page.word(outer.behind).is_none_or(|w| matches!(w.gap, Gap::Comma | Gap::Sentence | Gap::Mark));
            let goes_on = page.spots.get(i + 2).is_some_and(|next| {
                is_joined(page, outer, next) && resolver.best(groups[i + 2]).level != Level::Country
            });
            let state = resolver.best(groups[i + 1]);
            let plain =
                ends && !goes_on && sums[i + 1] > 0.0 && state.level == Level::First && state.kind == NameKind::Name;
            resolver.groups[groups[i] as usize].astray =
                matches!(outer.spelling, Spelling::Pointed | Spelling::Initials) || plain;
        }
    }
}

/// "Michigan, Mississippi, Missouri": states side by side, of which one is the name of a county in the next.
fn is_list(page: &Page<'_>, resolver: &Resolver, groups: &[u32], i: usize) -> bool {
    let state = |at: usize| groups.get(at).is_some_and(|g| resolver.best(*g).level == Level::First);
    let joined = |at: usize| page.spots.get(at + 1).is_some_and(|next| is_joined(page, &page.spots[at], next));
    state(i) && state(i + 1) && (i > 0 && state(i - 1) && joined(i - 1) || state(i + 2) && joined(i + 1))
}

fn is_division(resolver: &Resolver, group: u32) -> bool {
    use Level::{Country, First, Lower, Second};
    matches!(resolver.best(group).level, Country | First | Second | Lower)
}

/// Small words between two names, all in one phrase but for a comma before the first of them.
fn between<'p>(page: &'p Page<'_>, a: &Spot, b: &Spot) -> Option<&'p [crate::words::Word]> {
    let words = page.words.get(a.behind as usize..b.first as usize).filter(|words| (1..7).contains(&words.len()))?;
    let gaps = words.iter().skip(1).all(|w| matches!(w.gap, Gap::Space | Gap::Apostrophe));
    let small = words.iter().all(|w| !w.capital && !w.number);
    (gaps && small).then_some(words)
}

/// "Georgetown in Guyana", "Mount Pleasant, a suburb of Harare".
fn is_described_in(page: &Page<'_>, a: &Spot, b: &Spot) -> bool {
    let Some(words) = between(page, a, b).filter(|_| page.word(b.first).is_some_and(|w| w.gap == Gap::Space)) else {
        return false;
    };
    match (words[0].gap, words[words.len() - 1].of(page.text)) {
        (Gap::Space | Gap::Comma, "in") if words.len() == 1 => true,
        (Gap::Comma, "in" | "of" | "on") => (a.behind..b.first).any(|w| page.class(w).has(Class::SETTLEMENT)),
        _ => false,
    }
}

/// "Syria's Homs", "Guyana's capital, Georgetown", "the Serbian town of Novi Pazar".
fn is_owner(page: &Page<'_>, a: &Spot, b: &Spot, demonym: bool) -> bool {
    let Some(words) = between(page, a, b).filter(|_| page.word(b.first).is_some_and(|w| w.gap != Gap::Sentence)) else {
        return false;
    };
    let owns = words[0].gap == Gap::Apostrophe;
    if !(owns || demonym && words[0].gap == Gap::Space) {
        return false;
    }
    let settlement = |at: u32| page.class(at).has(Class::SETTLEMENT);
    let last = b.first - 1;
    owns && words.len() == 1 || settlement(last) || page.text_of(last) == "of" && settlement(last - 1)
}

/// "Paris and London", "Paris, London".
pub(crate) fn is_joined(page: &Page<'_>, a: &Spot, b: &Spot) -> bool {
    let comma = a.behind == b.first && page.word(b.first).is_some_and(|w| w.gap == Gap::Comma);
    comma || a.behind + 1 == b.first && matches!(page.text_of(a.behind), "and" | "or")
}

/// Whether a name behind a comma begins something else than it contains: "near Paris, American officials said", "in
/// London, U.S. officials said".
fn is_modifier(page: &Page<'_>, outer: &Spot, kind: NameKind) -> bool {
    let next = page.words.get(outer.behind as usize);
    let goes_on = next.is_some_and(|word| matches!(word.gap, Gap::Space | Gap::Point) && !word.capital && !word.number);
    kind == NameKind::Demonym || (goes_on && outer.spelling == Spelling::Initials)
}

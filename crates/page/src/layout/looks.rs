//! What a line looks like, as the layout is learned from: a set of signs.
#![allow(clippy::enum_glob_use, reason = "lists of signs are read as lists of words")]

use dateline_core::RegionKind;

use crate::cues::Cue;
use crate::headline::same_words;
use crate::lines::{End, Line, head};
use crate::signs::{
    ends_in_credit, is_address, is_byline, is_dated, is_furniture, is_mark, is_names, is_sign_off, is_signature,
    names_agency, names_maker, names_then_day,
};
use crate::story::Story;

use super::share::{Scratch, Shared};
use super::sign::{ASIDE, ASIDE_AT_LENGTH, Looks, SIGNS_OF_HEAD, Sign};
use super::text::{marks, word_signs};

/// Looks at all lines of a page.
pub(crate) fn look(
    text: &str,
    title: &str,
    lines: &[Line],
    story: &Story,
    scratch: &mut Scratch,
    looks: &mut Vec<Looks>,
) {
    use Sign::*;
    looks.clear();
    scratch.compare(text, lines);
    let all = lines.iter().filter(|line| line.is_prose()).count();
    let (mut above, mut headed, mut list) = (0, false, false);
    for (at, line) in lines.iter().enumerate() {
        let words = line.span.of(text);
        let prose = line.is_prose();
        let next = lines.get(at + 1);
        let mut set = Always.bit();
        let mut add = |sign: Sign, has: bool| set |= if has { sign.bit() } else { 0 };
        let count = match line.words {
            0 => Words0,
            1 => Words1,
            2 => Words2,
            3 => Words3,
            4 => Words4,
            5..=7 => Words5,
            8..=11 => Words8,
            12..=16 => Words12,
            17..=24 => Words17,
            25..=39 => Words25,
            _ => Words40,
        };
        add(count, true);
        let end = match line.end {
            End::Stop => Stop,
            End::Asking => Asking,
            End::Quote => Quote,
            End::Colon => Colon,
            End::Open => Open,
        };
        add(end, true);
        add(Prose, prose);
        add(TitleCase, line.is_title_case());
        add(Capitals, line.capitals);
        add(Digits, line.digits);
        add(Bar, line.bars == 1);
        add(Bars, line.bars >= 2);
        add(AfterBlank, line.after_blank);
        let before_blank = next.is_none_or(|next| next.after_blank);
        add(BeforeBlank, before_blank);
        for (sign, cue) in [
            (CueChrome, Cue::Chrome),
            (CuePublished, Cue::Published),
            (CueUpdated, Cue::Updated),
            (CueClock, Cue::Clock),
            (CueByline, Cue::Byline),
            (CueCredit, Cue::Credit),
            (CuePose, Cue::Pose),
            (CueRelated, Cue::Related),
            (CueList, Cue::List),
            (CueEnd, Cue::End),
            (CuePoints, Cue::Points),
            (CueWriter, Cue::Writer),
            (CueMended, Cue::Mended),
            (CueField, Cue::Field),
            (CueSubject, Cue::Subject),
        ] {
            add(sign, line.cues.has(cue));
        }
        let moment = &line.moment;
        add(Dated, is_dated(line));
        add(HasDay, moment.at.day.is_some());
        add(MostlyDate, moment.covers * 2 >= line.span.len() && moment.covers > 0);
        add(ClockOnly, moment.at.day.is_none() && moment.at.clock >= 0);
        let short = line.words <= 16;
        add(Byline, short && is_byline(words));
        add(Names, short && is_names(line, words));
        add(Maker, line.words <= 30 && names_maker(words));
        add(EndsInCredit, line.words <= 30 && ends_in_credit(words));
        add(Agency, short && line.bars > 0 && names_agency(words));
        add(Furniture, line.words <= 8 && is_furniture(line, words, false));
        add(SignOff, line.words <= 6 && is_sign_off(line, words));
        add(Address, short && is_address(words));
        add(Mark, is_mark(line, words));
        add(Signature, line.words <= 5 && is_signature(line, words));
        add(NamesDay, line.digits && short && names_then_day(line, words));
        let first = words.chars().next().unwrap_or(' ');
        add(StartsSmall, first.is_lowercase());
        add(StartsFigure, first.is_ascii_digit());
        add(StartsBullet, matches!(first, '-' | '–' | '—' | '•' | '*' | '·' | '◦' | '▪' | '►' | '♦' | '■' | '→'));
        add(StartsQuote, matches!(first, '"' | '“' | '‘' | '\'' | '«'));
        add(StartsBracket, matches!(first, '(' | '[' | '<'));
        add(StartsHash, matches!(first, '#' | '@' | '©'));
        // What a long paragraph in the midst of others says of sites is said in the story.
        let below = all - above - usize::from(prose);
        let midst = prose && line.words >= 25 && above >= 2 && below >= 2;
        if !midst {
            let looked = head(words, Line::LOOK);
            marks(looked, line, &mut add);
            word_signs(looked, &mut add);
        }
        let Shared { all: long, known } = scratch.shared[at];
        let share = if long < 2 {
            ShareNone
        } else if known == 0 {
            Share0
        } else if known * 3 < long {
            ShareLow
        } else if known * 3 < 2 * long {
            ShareMid
        } else {
            ShareHigh
        };
        add(share, true);
        add(First, at == 0);
        add(Last, at + 1 == lines.len());
        add(LastThree, at + 3 >= lines.len());
        add([Above0, Above1, Above2][above.min(2)], true);
        add([Below0, Below1, Below2][below.min(2)], true);
        above += usize::from(prose);
        add(
            Repeats,
            line.words >= 3
                && lines[at.saturating_sub(12)..at]
                    .iter()
                    .any(|it| it.span.len() == line.span.len() && it.span.of(text) == words),
        );
        add(Title, !title.is_empty() && same_words(words, title));
        let small = line.words <= 8 && line.end == End::Open;
        let after_prose = at > 0 && lines[at - 1].is_prose();
        let before_prose = next.is_some_and(Line::is_prose);
        add(Subhead, small && line.after_blank && before_blank);
        add(Block, small && !(line.after_blank && before_blank));
        add(LongTitle, (5..=20).contains(&line.words) && line.end == End::Open && line.is_title_case());
        add(BeforeProse, !prose && before_prose);
        add(BetweenProse, !prose && before_prose && after_prose);
        let rule = match line.kind {
            RegionKind::HEADER | RegionKind::DATELINE => RuleHeader,
            RegionKind::HEADLINE => RuleHeadline,
            RegionKind::BYLINE => RuleByline,
            RegionKind::LEAD => RuleLead,
            RegionKind::CAPTION => RuleCaption,
            RegionKind::RELATED => RuleRelated,
            RegionKind::BOILERPLATE => RuleBoilerplate,
            _ => RuleBody,
        };
        add(rule, true);
        add(RuleAbove, at < story.lead);
        add(RuleLeadLine, at == story.lead);
        // What was seen further up: author or day; the label of a list, since when the story has not gone on.
        add(Headed, headed);
        add(ListAbove, list);
        headed |= set & SIGNS_OF_HEAD != 0;
        list = !prose && (list || line.cues.has(Cue::List) || (line.cues.has(Cue::Related) && line.end == End::Colon));
        let told = rule == RuleBody || rule == RuleLead;
        // Who speaks in an interview speaks of himself and to others.
        let aside = if words.starts_with("((") || set & Speaker.bit() != 0 {
            ASIDE_AT_LENGTH & !UsTwice.bit()
        } else if line.words >= 25 {
            ASIDE_AT_LENGTH
        } else {
            ASIDE
        };
        set |= if prose && line.words >= 8 && set & aside == 0 { PlainProse.bit() } else { 0 };
        set |= if told { RuleStory.bit() } else { 0 };
        looks.push(set);
    }
    // The line above the first paragraphs that shares most with them.
    let first = lines.iter().position(Line::is_prose).unwrap_or(0);
    let shares = |at: &usize| (scratch.shared[*at].known, std::cmp::Reverse(*at));
    if let Some(most) = (0..(first + 4).min(lines.len()))
        .filter(|at| lines[*at].words <= 35 && scratch.shared[*at].known > 0)
        .filter(|at| !lines[*at].is_prose())
        .max_by_key(shares)
    {
        looks[most] |= MostShared.bit();
    }
    let mut soon = [false; 3];
    for set in looks.iter_mut().rev() {
        *set |= if soon.contains(&true) { SignedSoon.bit() } else { 0 };
        soon = [*set & SIGNS_OF_HEAD != 0, soon[0], soon[1]];
    }
}

//! Properties of the algebra of periods and amounts, for any day and any number.

use dateline_temporal::{Amount, Grain, Period, value};
use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;

const GRAINS: [Grain; 11] = [
    Grain::Day,
    Grain::Weekend,
    Grain::Week,
    Grain::Month,
    Grain::Quarter,
    Grain::Season,
    Grain::Half,
    Grain::Year,
    Grain::Decade,
    Grain::Century,
    Grain::Millennium,
];

fn day() -> impl Strategy<Value = Date> {
    (-9998_i16..=9998, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| Date::constant(year, month, day))
}

/// Days that have whole periods of every grain around them, a few of each on either side.
fn inner_day() -> impl Strategy<Value = Date> {
    (-2999_i16..=2999, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| Date::constant(year, month, day))
}

fn grain() -> impl Strategy<Value = Grain> {
    prop::sample::select(&GRAINS[..])
}

fn amount() -> impl Strategy<Value = Amount> {
    let units = [
        Grain::Second,
        Grain::Minute,
        Grain::Hour,
        Grain::Day,
        Grain::Week,
        Grain::Month,
        Grain::Quarter,
        Grain::Year,
        Grain::Decade,
        Grain::Century,
        Grain::Unknown,
    ];
    (0..1_000_000, prop::sample::select(vec![1, 2, 3, 4, 10]), prop::sample::select(units.to_vec()), any::<bool>())
        .prop_map(|(num, den, grain, vague)| if vague { Amount::vague(grain) } else { Amount::ratio(num, den, grain) })
}

proptest! {
    #[test]
    fn a_period_begins_before_it_ends_and_every_value_reads_back(day in day(), grain in grain()) {
        // The millennium and century that hold the first years begin before them.
        let Some(period) = Period::of(grain, day) else {
            prop_assert!(day.year() < -8990);
            return Ok(());
        };
        prop_assert!(period.first() <= period.last());
        if grain != Grain::Weekend {
            prop_assert!(period.contains(day));
        }
        prop_assert!(value::is_value(&period.to_string()), "{period}");
        prop_assert_eq!(value::period(&period.to_string()), Some(period));
    }

    #[test]
    fn periods_of_a_grain_follow_each_other_without_gap(day in inner_day(), grain in grain()) {
        let period = Period::of(grain, day).expect("within the calendar");
        let next = period.shift(1).expect("within the calendar");
        if grain != Grain::Weekend {
            prop_assert_eq!(period.last().tomorrow().expect("within the calendar"), next.first());
        }
        prop_assert_eq!(Period::of(grain, next.first()), Some(next));
    }

    #[test]
    fn shifts_add_up(day in inner_day(), grain in grain(), a in -40_i32..40, b in -40_i32..40) {
        let period = Period::of(grain, day).expect("within the calendar");
        let by_two = period.shift(a).and_then(|period| period.shift(b));
        if let (Some(by_two), Some(at_once)) = (by_two, period.shift(a + b)) {
            prop_assert_eq!(by_two, at_once);
        }
        prop_assert_eq!(period.shift(a).and_then(|period| period.shift(-a)), period.shift(a).map(|_| period));
    }

    #[test]
    fn whole_weeks_shift_days_and_weeks_alike(day in inner_day(), weeks in -50_i64..50) {
        let later = day.checked_add((7 * weeks).days()).expect("within the calendar");
        let shifted = Period::of(Grain::Week, day).and_then(|week| week.shift(weeks as i32));
        prop_assert_eq!(shifted, Period::of(Grain::Week, later));
    }

    #[test]
    fn a_numbered_part_lies_in_its_whole(day in inner_day(), whole in grain(), part in grain(), n in -60_i32..60) {
        let whole = Period::of(whole, day).expect("within the calendar");
        if let Some(part) = whole.nth(n, part) {
            prop_assert!(part.first() <= whole.last() && part.last() >= whole.first());
        }
    }

    #[test]
    fn shifting_never_leaves_what_can_be_written(day in day(), grain in grain(), n in any::<i32>()) {
        if let Some(period) = Period::of(grain, day).and_then(|period| period.shift(n)) {
            prop_assert_eq!(value::period(&period.to_string()), Some(period));
        }
    }

    #[test]
    fn every_amount_is_a_value(amount in amount()) {
        prop_assert!(value::is_value(&amount.to_string()), "{amount}");
    }

    #[test]
    fn reading_values_never_panics(text in "\\PC{0,12}") {
        let _ = value::period(&text);
        let _ = value::is_value(&text);
    }
}

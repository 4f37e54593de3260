//! How sure a finding is: the probability that the words name a place, and this place.
//!
//! A logistic function of what recognition and resolution know, in steps of a quarter. Its coefficients were fitted on the
//! open texts of Wikinews, to what a teacher fitted on news with gold says of them (`docs/experiments.md`); the two that the
//! teacher took from gold that leaves out every fourth people's name and gives seas no point were set by hand.

use dateline_data_gazetteer::NameKind;
use dateline_layers::ToponymType;

use crate::hints::Taken;
use crate::judge::Rank;
use crate::meaning::Candidate;

/// What is known of a finding.
pub(crate) struct Evidence {
    /// The log odds of recognition.
    pub sum: f32,
    /// What speaks for the meaning.
    pub best: Candidate,
    pub rank: Rank,
    pub taken: Taken,
    pub toponym_type: ToponymType,
    /// Nothing else in the document lies in its country.
    pub lonely: bool,
    /// The name is one word, and a common word.
    pub single: bool,
    pub common: bool,
}

/// However clear the words are, about one finding in fifty is wrong.
const CEILING: f32 = 0.98;

impl Evidence {
    pub(crate) fn confidence(&self) -> f32 {
        let odds = (self.best.share + 1e-4) / (1.0 - self.best.share + 1e-4);
        let mut sum = -1.75 + 0.25 * self.sum.clamp(0.0, 8.0) + 0.5 * odds.ln().clamp(-2.0, 5.0);
        sum += match self.rank {
            // A name that is a division or a city and nothing else of weight is rarely a person or a word.
            Rank::Division => 1.25,
            Rank::City => 0.75,
            Rank::Country => 0.5,
            Rank::Demonym => -0.25,
            // Seas and regions have no one point.
            Rank::Keyed => -1.0,
        };
        sum += match self.taken {
            Taken::Group | Taken::Body => 0.5,
            Taken::InPlace | Taken::HeadOfPerson | Taken::TailOfPerson | Taken::InPerson | Taken::InBody => -0.5,
            Taken::Place | Taken::Silent => 0.25,
            Taken::Person | Taken::Nothing => 0.0,
        };
        for (holds, weight) in [
            (self.lonely, -3.0),
            (self.best.contained, 1.0),
            (self.best.kind == NameKind::Alternate, -1.0),
            (self.toponym_type == ToponymType::ASSOCIATIVE, -0.5),
            (self.single, 0.5),
            (self.common, -0.25),
        ] {
            sum += if holds { weight } else { 0.0 };
        }
        (1.0 / (1.0 + (-sum).exp())).min(CEILING)
    }
}

#[cfg(test)]
mod tests {
    use dateline_data_gazetteer::Level;

    use super::*;

    const BEST: Candidate = Candidate {
        row: 0,
        kind: NameKind::Name,
        level: Level::City,
        prior: 0.0,
        score: 0.0,
        share: 1.0,
        lies_in: [0; 3],
        people: 9000.0,
        at: [0.0; 3],
        countrymen: 1.0,
        contained: false,
    };
    const CLEAR: Evidence = Evidence {
        sum: 5.0,
        best: BEST,
        rank: Rank::City,
        taken: Taken::Place,
        toponym_type: ToponymType::LITERAL,
        lonely: false,
        single: true,
        common: false,
    };

    #[test]
    fn a_runner_up_and_a_lonely_country_make_it_less_sure() {
        let clear = CLEAR.confidence();
        assert!(clear > 0.9 && clear <= CEILING, "{clear}");
        for less in [
            Evidence { best: Candidate { share: 0.6, ..BEST }, ..CLEAR },
            Evidence { lonely: true, ..CLEAR },
            Evidence { best: Candidate { kind: NameKind::Alternate, ..BEST }, ..CLEAR },
            Evidence { sum: 0.2, ..CLEAR },
            Evidence { taken: Taken::InPerson, ..CLEAR },
        ] {
            assert!(less.confidence() < clear - 0.02, "{}", less.confidence());
        }
    }
}

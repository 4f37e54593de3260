//! What becomes of a code under another verb, a modal or a negation.
//!
//! CAMEO has codes of its own for intending, refusing, threatening and asking; they are applied first, and what they leave is
//! a matter of status. So nothing is turned twice: "refused to lift the embargo" is 124, occurred, not 085, negated.

use dateline_layers::Status;

use super::chunk::Modal;
use super::frame::Kind;

/// A code with its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Coded {
    pub(crate) code: &'static str,
    pub(crate) status: Status,
}

/// What an act becomes when its verb stands under one of this kind: "agreed to", "refused to".
pub(crate) fn under(kind: Kind, inner: Coded) -> Coded {
    let root = root(inner.code);
    let mediation = inner.code == "045";
    let occurred = |code| Coded { code, status: Status::OCCURRED };
    match kind {
        Kind::Try => Coded { status: weaker(inner.status, Status::INTENDED), ..inner },
        Kind::End => match root {
            4..=6 => occurred("160"),
            7 => occurred("162"),
            14 => occurred("082"),
            16 => occurred("085"),
            17 => occurred("081"),
            15 | 18..=20 => occurred("087"),
            _ => inner,
        },
        Kind::Intend => match root {
            2 | 3 => occurred("030"),
            4 if mediation => occurred("039"),
            4 => occurred("036"),
            5 => occurred("032"),
            6 => occurred("031"),
            7 => occurred("033"),
            8 => occurred("035"),
            14 => occurred("133"),
            15 | 17..=20 => occurred("138"),
            16 => occurred("131"),
            _ => inner,
        },
        // Troops that are offered are help, those that are announced are not.
        Kind::Offer => match root {
            15 => occurred("033"),
            _ => under(Kind::Intend, inner),
        },
        Kind::Consider => occurred("014"),
        // Whose deed it is nobody doubts who claims it.
        Kind::Claim if root >= 14 => occurred("015"),
        Kind::Do | Kind::Pass | Kind::Claim => inner,
        Kind::Refuse => match root {
            3 => occurred("120"),
            4 if mediation => occurred("126"),
            4 => occurred("125"),
            5 | 6 => occurred("121"),
            7 => occurred("122"),
            8 => occurred("124"),
            _ => Coded { status: Status::NEGATED, ..inner },
        },
        Kind::Threaten => match root {
            // "warned that it would attack".
            13 => occurred(inner.code),
            14 => occurred("133"),
            17 => occurred("137"),
            15 | 18..=20 => occurred("138"),
            16 => occurred("131"),
            4 if mediation => occurred("135"),
            4 => occurred("134"),
            _ => occurred("130"),
        },
        Kind::Ask => match root {
            4 if mediation => occurred("028"),
            4 => occurred("026"),
            5 => occurred("022"),
            6 => occurred("021"),
            7 => occurred("023"),
            8 => occurred("025"),
            _ => occurred("020"),
        },
        Kind::Demand => match root {
            4 if mediation => occurred("108"),
            4 => occurred("106"),
            5 => occurred("102"),
            6 => occurred("101"),
            7 => occurred("103"),
            8 => occurred("105"),
            _ => occurred("100"),
        },
    }
}

/// What an act becomes under a modal and a negation of its own verb.
pub(crate) fn modal(modal: Modal, negated: bool, inner: Coded) -> Coded {
    let cooperative = (3..=8).contains(&root(inner.code));
    if negated {
        return match modal {
            Modal::Will | Modal::Could if cooperative => under(Kind::Refuse, inner),
            _ => Coded { status: Status::NEGATED, ..inner },
        };
    }
    match modal {
        Modal::Will => under(Kind::Intend, inner),
        Modal::Could | Modal::Should => Coded { status: weaker(inner.status, Status::HYPOTHETICAL), ..inner },
        Modal::None => inner,
    }
}

/// The root of a code as a number.
pub(crate) fn root(code: &str) -> u32 {
    code.get(..2).and_then(|root| root.parse().ok()).unwrap_or(0)
}

/// The new status, unless what there is already says less than that it happened.
fn weaker(status: Status, new: Status) -> Status {
    if status == Status::OCCURRED { new } else { status }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn happened(code: &'static str) -> Coded {
        Coded { code, status: Status::OCCURRED }
    }

    #[test]
    fn codes_of_their_own_are_applied_first() {
        assert_eq!(under(Kind::Refuse, happened("085")), happened("124"));
        assert_eq!(under(Kind::Intend, happened("040")), happened("036"));
        assert_eq!(under(Kind::Threaten, happened("190")), happened("138"));
        assert_eq!(under(Kind::Ask, happened("070")), happened("023"));
        assert_eq!(modal(Modal::Will, true, happened("080")), happened("124"));
        assert_eq!(modal(Modal::Will, false, happened("191")), happened("138"));
    }

    #[test]
    fn what_they_leave_is_status() {
        assert_eq!(modal(Modal::None, true, happened("190")).status, Status::NEGATED);
        assert_eq!(modal(Modal::Could, false, happened("190")).status, Status::HYPOTHETICAL);
        assert_eq!(under(Kind::Refuse, happened("190")), Coded { code: "190", status: Status::NEGATED });
        assert_eq!(under(Kind::Try, happened("045")).status, Status::INTENDED);
    }
}

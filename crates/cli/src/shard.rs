//! A part of the documents, for runs on several machines.

use std::str::FromStr;

/// `2/8`: the second of eight parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    number: u64,
    of: u64,
}

impl Shard {
    /// Whether a document, or what could not be read of one, belongs to this part. It depends on the name alone: not on
    /// where a document stands, nor on the machine.
    pub(crate) fn has(self, name: &str) -> bool {
        // The high bits of the product are evenly spread, whatever the number of parts.
        let spread = u128::from(hash(0, name.as_bytes()).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        ((spread * u128::from(self.of)) >> 64) as u64 == self.number - 1
    }
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Shard, Self::Err> {
        const FORM: &str = "write it as K/N: 1/4, 2/4, 3/4 and 4/4 are the four parts of a run";
        let (number, of) = text.split_once('/').ok_or(FORM)?;
        let (number, of) = (number.trim().parse().map_err(|_| FORM)?, of.trim().parse().map_err(|_| FORM)?);
        if (1..=of).contains(&number) { Ok(Shard { number, of }) } else { Err(FORM) }
    }
}

/// FNV-1a in 64 bits, which is written down and so the same in every version; it goes on from a hash before.
pub(crate) fn hash(before: u64, bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(before ^ 0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

/// A hash of bytes as quick as they are read, by which they are known again in the same version: eight at a time, each of
/// whose bits reaches all bits that follow.
pub(crate) fn hash_of_words(before: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mix = |hash: u64, word: u64| {
        let product = u128::from(hash ^ word) * 0x9e37_79b9_7f4a_7c15;
        (product as u64) ^ (product >> 64) as u64 ^ hash.rotate_left(23)
    };
    let hash = words.iter().fold(before ^ 0xcbf2_9ce4_8422_2325, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    mix(self::hash(hash, rest), bytes.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_in_one_part_and_parts_are_even() {
        for of in [1, 2, 3, 7, 16] {
            let mut counts = vec![0; of];
            for at in 0..4000 {
                let name = format!("report-{at}.txt");
                let parts: Vec<usize> = (1..=of)
                    .filter(|number| format!("{number}/{of}").parse::<Shard>().expect("a part").has(&name))
                    .collect();
                assert_eq!(parts.len(), 1, "{name}");
                counts[parts[0] - 1] += 1;
            }
            let even = 4000 / of;
            assert!(counts.iter().all(|count| (even * 8 / 10..=even * 12 / 10).contains(count)), "{counts:?}");
        }
    }

    #[test]
    fn parts_stay_what_they_are_from_version_to_version() {
        let parts: Vec<u64> = ["a", "b", "reports/3.txt", "urn:1", ""]
            .iter()
            .map(|name| (1..=5).find(|number| Shard { number: *number, of: 5 }.has(name)).expect("one part has it"))
            .collect();
        assert_eq!(parts, [2, 4, 3, 3, 5]);
    }

    #[test]
    fn what_is_no_part_is_refused() {
        for text in ["", "3", "0/4", "5/4", "1/0", "a/b", "-1/4", "1/4/2"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}

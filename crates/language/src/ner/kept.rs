//! Sums of groups of features that were looked up before. Words come again and again, so most sums are here.

use super::model::{LABELS, Model, Sums};

/// How many sums are kept: a megabyte.
const ROOM: usize = 1 << 14;

/// A table where a sum takes the place of another, kept between documents. Made when a document is read: an empty one, which
/// stands in while another is at work, costs nothing.
#[derive(Default, Debug)]
pub(super) struct Kept {
    /// The address of the model, by which it is known.
    of: usize,
    rows: Vec<Row>,
}

/// One cache line.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
struct Row {
    /// 0 where there is none.
    key: u64,
    sums: [i16; LABELS],
}

const NOTHING: Row = Row { key: 0, sums: [0; LABELS] };

impl Kept {
    /// Forgets what another model gave.
    pub(super) fn belong_to(&mut self, model: &Model<'_>) {
        if self.of != model.address() {
            self.of = model.address();
            self.rows.clear();
            self.rows.resize(ROOM, NOTHING);
        }
    }

    /// Asks for the sums of several groups at once, so that none waits for another's memory.
    #[inline]
    pub(super) fn fetch(&self, keys: &[u64]) {
        let touched = keys.iter().fold(0, |sum, key| sum | self.rows[place(*key)].key);
        std::hint::black_box(touched);
    }

    /// Adds the sums of the group with this key, which is no 0; `compute` adds them where they are not here.
    #[inline]
    pub(super) fn add(&mut self, key: u64, sums: &mut Sums, compute: impl FnOnce(&mut Sums)) {
        let row = &mut self.rows[place(key)];
        if row.key != key {
            let mut fresh = [0; 32];
            compute(&mut fresh);
            let mut narrow = [0; LABELS];
            for (narrow, wide) in narrow.iter_mut().zip(&fresh) {
                let Ok(fits) = i16::try_from(*wide) else {
                    // Too much for its place: looked up again the next time.
                    sums.iter_mut().zip(&fresh).for_each(|(sum, fresh)| *sum += fresh);
                    return;
                };
                *narrow = fits;
            }
            *row = Row { key, sums: narrow };
        }
        for (sum, kept) in sums.iter_mut().zip(&row.sums) {
            *sum += i32::from(*kept);
        }
    }
}

#[inline]
const fn place(key: u64) -> usize {
    (key >> 15) as usize % ROOM
}

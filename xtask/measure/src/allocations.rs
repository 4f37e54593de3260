//! A global allocator that counts, for each thread by itself.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ops::{AddAssign, Sub};

/// How often memory was asked for, and how much of it. Growing a block counts as asking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Allocations {
    pub(crate) count: u64,
    pub(crate) bytes: u64,
}

impl Sub for Allocations {
    type Output = Allocations;

    fn sub(self, other: Allocations) -> Allocations {
        Allocations { count: self.count.saturating_sub(other.count), bytes: self.bytes.saturating_sub(other.bytes) }
    }
}

impl AddAssign for Allocations {
    fn add_assign(&mut self, other: Allocations) {
        self.count += other.count;
        self.bytes += other.bytes;
    }
}

thread_local! {
    static SO_FAR: Cell<Allocations> = const { Cell::new(Allocations { count: 0, bytes: 0 }) };
}

/// What this thread has asked for since it began.
pub(crate) fn so_far() -> Allocations {
    SO_FAR.with(Cell::get)
}

/// What a call asks for.
pub(crate) fn of<T>(call: impl FnOnce() -> T) -> (T, Allocations) {
    let before = so_far();
    let result = call();
    (result, so_far() - before)
}

/// The system's allocator with a tally.
pub(crate) struct Counting;

fn tally(bytes: usize) {
    // A thread that ends has no tally any more, and nobody reads it.
    let _ = SO_FAR.try_with(|so_far| {
        let mut sum = so_far.get();
        sum += Allocations { count: 1, bytes: bytes as u64 };
        so_far.set(sum);
    });
}

// SAFETY: every call goes to the system's allocator as it came; the tally is a constant thread local without a
// destructor, so it allocates nothing itself.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        tally(layout.size());
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        tally(layout.size());
        // SAFETY: the caller keeps the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        tally(size.saturating_sub(layout.size()));
        // SAFETY: the caller keeps the contract of `realloc`.
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(block, layout) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asking_and_growing_are_counted_and_giving_back_is_not() {
        let (mut list, asked) = of(|| Vec::<u64>::with_capacity(4));
        assert_eq!(asked, Allocations { count: 1, bytes: 32 });
        let ((), grown) = of(|| list.extend([0; 5]));
        assert_eq!(grown.count, 1);
        let ((), dropped) = of(|| drop(list));
        assert_eq!(dropped, Allocations::default());
    }
}

//! Where a panic ends: it costs one layer of one document, and its message and place are told.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// What is told of an extractor that failed on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// What it said.
    pub message: String,
    /// File, line and column, or "".
    pub location: String,
}

impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        if self.location.is_empty() { Ok(()) } else { write!(f, " ({})", self.location) }
    }
}

thread_local! {
    /// Some while this thread is inside [`guard`]: there the hook leaves the place of a panic.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `work`; a panic in it becomes an error with its message and place, and nothing is printed.
///
/// The first call in an image puts a hook before the one that is there; panics outside of `guard` go on to that one.
/// Each image (the program, a loaded library) has a hook of its own, so each must guard its own entries.
///
/// # Errors
///
/// When `work` panics.
pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, Lost> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let guarded = PLACE.with_borrow_mut(|place| {
                place.as_mut().map(|place| *place = info.location().map(ToString::to_string).unwrap_or_default())
            });
            if guarded.is_none() {
                before(info);
            }
        }));
    });
    let outer = PLACE.replace(Some(String::new()));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let place = PLACE.replace(outer).unwrap_or_default();
    result.map_err(|payload| {
        let message = message_of(payload.as_ref());
        // Dropping the payload runs code of the extractor, which may panic again: that one must not escape either.
        if let Err(again) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            std::mem::forget(again);
        }
        Lost { message, location: place }
    })
}

fn message_of(payload: &(dyn Any + Send)) -> String {
    let message = payload.downcast_ref::<&str>().copied();
    let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    message.unwrap_or("a panic without a message").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message_and_place() {
        let lost = guard(|| panic!("no such {}", "luck")).unwrap_err();
        assert_eq!(lost.message, "no such luck");
        assert!(lost.location.contains("guard.rs:"), "{}", lost.location);
    }

    #[test]
    fn a_payload_that_panics_when_it_is_dropped_is_held() {
        struct Trap;
        impl Drop for Trap {
            fn drop(&mut self) {
                panic!("again");
            }
        }
        let lost = guard(|| std::panic::panic_any(Trap)).unwrap_err();
        assert_eq!(lost.message, "a panic without a message");
        assert_eq!(guard(|| 1), Ok(1));
    }

    #[test]
    fn guards_nest() {
        let outer = guard(|| {
            assert!(guard(|| panic!("inner")).is_err());
            panic!("outer")
        });
        let lost = outer.unwrap_err();
        assert_eq!(lost.message, "outer");
        assert!(lost.location.contains("guard.rs:"));
    }
}

//! Many documents, many threads, one order.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use dateline_core::Document;

use crate::{Inputs, Pipeline, Worker};

/// How many results a thread may be ahead of the one that is written next. It bounds the memory of a run: no more than
/// this many rendered documents a thread wait for an earlier one.
const AHEAD: usize = 128;
/// How many bytes of results may wait for an earlier one, besides those that threads are making.
const MOST_WAITING: usize = 64 << 20;
/// A buffer that grew beyond this is given back and not used again: one large document must not cost its size in every
/// place of the window.
const LARGEST_KEPT: usize = 1 << 17;

/// What a thread does with a document before and after the extractors, with memory of its own.
pub trait Hands<I> {
    /// What is to be known of a document until it is rendered, besides what is in it.
    type Kept;
    /// What is to be known of a finished document besides its bytes.
    type Told: Send;

    /// Puts an input into an empty document.
    fn fill(&mut self, input: I, document: &mut Document) -> Self::Kept;

    /// Whether a document has taken too long: asked before each extractor.
    fn is_late(&mut self, _: &Self::Kept) -> bool {
        false
    }

    /// Turns a finished document into bytes, at the end of `bytes`, which are empty.
    fn render(&mut self, document: &Document, kept: Self::Kept, bytes: &mut Vec<u8>) -> Self::Told;
}

/// Runs `inputs` through the pipeline on `threads` threads (0 as 1) and hands every result to `write` on the calling
/// thread, in the order of the input, whatever the number of threads. Every thread gets hands of its own.
///
/// When `write` breaks, nothing more is read, and what is under way is finished and forgotten.
///
/// # Panics
///
/// When `inputs`, the hands or `write` panic: the panic goes on to the caller once all threads have stopped.
pub fn run<I, H, B>(
    pipeline: &Pipeline,
    threads: usize,
    mut inputs: I,
    hands: impl Fn() -> H + Sync,
    mut write: impl FnMut(&[u8], H::Told) -> ControlFlow<B>,
) -> ControlFlow<B>
where
    I: Inputs,
    H: Hands<I::Input>,
{
    if threads <= 1 {
        let mut thread = Thread::new(pipeline, hands());
        let mut bytes = Vec::new();
        let mut is_end = false;
        while !is_end {
            thread.gather(|is_first| {
                let input = if is_first || inputs.is_at_hand() { inputs.take() } else { return None };
                is_end = input.is_none();
                input.map(|input| ((), input))
            });
            thread.finish(|(), document, kept, hands| {
                bytes.clear();
                let told = hands.render(document, kept, &mut bytes);
                write(&bytes, told)
            })?;
        }
        return ControlFlow::Continue(());
    }
    let desk = Desk::new(threads);
    let inputs = Mutex::new((0, inputs));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let _leave = Leave(&desk);
                let mut thread = Thread::new(pipeline, hands());
                while thread.gather(|is_first| if is_first { desk.next(&inputs) } else { desk.next_at_hand(&inputs) }) {
                    let ControlFlow::Continue(()) = thread.finish(|ticket, document, kept, hands| {
                        let mut bytes = desk.buffer();
                        let told = hands.render(document, kept, &mut bytes);
                        desk.deliver(ticket, bytes, told);
                        ControlFlow::<Infallible>::Continue(())
                    });
                }
            });
        }
        // If `write` panics, the workers must not wait for room for ever.
        let _close = Close(&desk);
        while let Some((bytes, told)) = desk.collect() {
            write(&bytes, told)?;
            desk.recycle(bytes);
        }
        ControlFlow::Continue(())
    })
}

/// One thread with its hands, and what it knows of the documents that it has in them: a ticket, and what is kept.
struct Thread<'p, T, I, H: Hands<I>> {
    worker: Worker<&'p Pipeline>,
    hands: H,
    under_way: Vec<(T, H::Kept)>,
}

impl<'p, T, I, H: Hands<I>> Thread<'p, T, I, H> {
    fn new(pipeline: &'p Pipeline, hands: H) -> Self {
        Thread { worker: Worker::new(pipeline), hands, under_way: Vec::new() }
    }

    /// Takes what `next` has, as long as there is room; it is told whether it is asked for the first one. Says whether
    /// there was anything.
    fn gather(&mut self, mut next: impl FnMut(bool) -> Option<(T, I)>) -> bool {
        self.worker.clear();
        while self.worker.has_room()
            && let Some((ticket, input)) = next(self.under_way.is_empty())
        {
            let kept = self.worker.add(|document| self.hands.fill(input, document));
            self.under_way.push((ticket, kept));
        }
        !self.under_way.is_empty()
    }

    /// Runs the extractors over what was gathered, and hands on each document.
    fn finish<B>(
        &mut self,
        mut hand_on: impl FnMut(T, &Document, H::Kept, &mut H) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        self.worker.extract(|which| self.hands.is_late(&self.under_way[which].1));
        for (document, (ticket, kept)) in self.worker.documents().zip(self.under_way.drain(..)) {
            hand_on(ticket, document, kept, &mut self.hands)?;
        }
        ControlFlow::Continue(())
    }
}

/// Where workers leave results and the writer picks them up in order.
struct Desk<T> {
    state: Mutex<State<T>>,
    /// Something was delivered, or a worker left.
    delivered: Condvar,
    /// Something was collected, or the desk closed.
    collected: Condvar,
    window: usize,
}

struct State<T> {
    /// Results from ticket `first` on; those that are not there yet are `None`.
    results: VecDeque<Option<(Vec<u8>, T)>>,
    first: usize,
    /// The bytes of the results that are there.
    waiting: usize,
    workers: usize,
    closed: bool,
    spare: Vec<Vec<u8>>,
}

impl<T> State<T> {
    /// Whether a ticket must wait. The first one never does: others wait for it.
    fn is_full(&self, ticket: usize, window: usize) -> bool {
        ticket >= self.first + window || (ticket > self.first && self.waiting > MOST_WAITING)
    }
}

impl<T> Desk<T> {
    fn new(threads: usize) -> Desk<T> {
        let window = threads * AHEAD;
        let results = VecDeque::with_capacity(window);
        let spare = Vec::with_capacity(window);
        let state = State { results, first: 0, waiting: 0, workers: threads, closed: false, spare };
        Desk { state: Mutex::new(state), delivered: Condvar::new(), collected: Condvar::new(), window }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next input with its ticket; none when all is read or the desk is closed. Waits while its place is out of
    /// the window, or too many bytes wait; the worker whose ticket is the first never waits, so the window always moves on.
    fn next<I: Inputs>(&self, inputs: &Mutex<(usize, I)>) -> Option<(usize, I::Input)> {
        let mut inputs = inputs.lock().ok()?;
        let ticket = inputs.0;
        let mut state = self.lock();
        while !state.closed && state.is_full(ticket, self.window) {
            state = self.collected.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return None;
        }
        drop(state);
        let input = inputs.1.take()?;
        inputs.0 += 1;
        Some((ticket, input))
    }

    /// The same for a worker that has a document in hand already, for which others may wait: nothing that is not there at
    /// once.
    fn next_at_hand<I: Inputs>(&self, inputs: &Mutex<(usize, I)>) -> Option<(usize, I::Input)> {
        let mut inputs = inputs.try_lock().ok()?;
        let ticket = inputs.0;
        let state = self.lock();
        if state.closed || state.is_full(ticket, self.window) {
            return None;
        }
        drop(state);
        let input = if inputs.1.is_at_hand() { inputs.1.take()? } else { return None };
        inputs.0 += 1;
        Some((ticket, input))
    }

    fn buffer(&self) -> Vec<u8> {
        self.lock().spare.pop().unwrap_or_default()
    }

    fn deliver(&self, ticket: usize, bytes: Vec<u8>, told: T) {
        let mut state = self.lock();
        let at = ticket - state.first;
        while state.results.len() <= at {
            state.results.push_back(None);
        }
        state.waiting += bytes.len();
        state.results[at] = Some((bytes, told));
        drop(state);
        self.delivered.notify_one();
    }

    /// The next result in order; none when every worker has left and nothing is to come.
    fn collect(&self) -> Option<(Vec<u8>, T)> {
        let mut state = self.lock();
        loop {
            if let Some(Some(_)) = state.results.front() {
                let result = state.results.pop_front().flatten();
                state.first += 1;
                state.waiting -= result.as_ref().map_or(0, |(bytes, _)| bytes.len());
                drop(state);
                self.collected.notify_all();
                return result;
            }
            if state.workers == 0 || state.closed {
                return None;
            }
            state = self.delivered.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn recycle(&self, mut bytes: Vec<u8>) {
        bytes.clear();
        if bytes.capacity() <= LARGEST_KEPT {
            self.lock().spare.push(bytes);
        }
    }
}

/// Tells the desk that a worker has left. One that leaves by a panic closes it: its result will never come.
struct Leave<'d, T>(&'d Desk<T>);

impl<T> Drop for Leave<'_, T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.workers -= 1;
        state.closed |= std::thread::panicking();
        drop(state);
        self.0.delivered.notify_one();
        self.0.collected.notify_all();
    }
}

/// Closes the desk when the writer is through, also when it leaves by a panic.
struct Close<'d, T>(&'d Desk<T>);

impl<T> Drop for Close<'_, T> {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.collected.notify_all();
    }
}

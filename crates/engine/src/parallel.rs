//! Many documents, many threads, one order.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use dateline_core::Document;

use crate::{Pipeline, Worker};

/// How many results a thread may be ahead of the one that is written next. It bounds the memory of a run: no more than
/// this many rendered documents a thread wait for an earlier one.
const AHEAD: usize = 16;
/// How many bytes of results may wait for an earlier one, besides those that threads are making.
const MOST_WAITING: usize = 64 << 20;
/// A buffer that grew beyond this is given back and not used again: one large document must not cost its size in every
/// place of the window.
const LARGEST_KEPT: usize = 1 << 20;

/// What a thread does with a document before and after the extractors, with memory of its own.
pub trait Hands<I> {
    /// What is to be known of a finished document besides its bytes.
    type Told: Send;

    /// Puts an input into an empty document.
    fn fill(&mut self, input: I, document: &mut Document);

    /// Whether the document that was filled last has taken too long: asked before each extractor.
    fn is_late(&mut self) -> bool {
        false
    }

    /// Turns the finished document into bytes, at the end of `bytes`, which are empty.
    fn render(&mut self, document: &Document, bytes: &mut Vec<u8>) -> Self::Told;
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
    inputs: impl Iterator<Item = I> + Send,
    hands: impl Fn() -> H + Sync,
    mut write: impl FnMut(&[u8], H::Told) -> ControlFlow<B>,
) -> ControlFlow<B>
where
    H: Hands<I>,
{
    if threads <= 1 {
        let mut hands = hands();
        let mut worker = Worker::new(pipeline);
        let mut bytes = Vec::new();
        for input in inputs {
            bytes.clear();
            worker.begin(|document| hands.fill(input, document));
            let document = worker.extract(|| hands.is_late());
            let told = hands.render(document, &mut bytes);
            write(&bytes, told)?;
        }
        return ControlFlow::Continue(());
    }
    let desk = Desk::new(threads);
    let inputs = Mutex::new((0, inputs));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let _leave = Leave(&desk);
                let mut hands = hands();
                let mut worker = Worker::new(pipeline);
                while let Some((ticket, input)) = desk.next(&inputs) {
                    let mut bytes = desk.buffer();
                    worker.begin(|document| hands.fill(input, document));
                    let document = worker.extract(|| hands.is_late());
                    let told = hands.render(document, &mut bytes);
                    desk.deliver(ticket, bytes, told);
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
    fn next<I>(&self, inputs: &Mutex<(usize, impl Iterator<Item = I>)>) -> Option<(usize, I)> {
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
        let input = inputs.1.next()?;
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

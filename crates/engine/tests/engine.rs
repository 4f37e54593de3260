//! Order, containment and reuse: what a run promises whatever the extractors do.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use dateline_core::{
    Context, Document, Extractor, Item, LayerKey, Offer, Ref, Registration, Result, Severity, Span, item,
};
use dateline_engine::{AtHand, Hands, Inputs, Pipeline, Worker, run};

item! {
    /// A word.
    pub struct Word: "test/word", "test/word" {
        /// Where.
        pub span: Span,
    }
}

item! {
    /// A word that is longer than any before it.
    pub struct Record: "test/record", "test/record" {
        /// Where.
        pub span: Span,
        /// The word.
        pub word: Ref<Word>,
    }
}

#[derive(Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct NoOptions {}

/// Finds words; panics at "boom".
struct Words;

impl Extractor for Words {
    type Config = NoOptions;
    type Output = Word;
    type Scratch = usize;
    const NAME: &'static str = "words";

    fn requires(_: &NoOptions) -> Vec<LayerKey> {
        Vec::new()
    }

    fn new(_: NoOptions) -> Result<Words> {
        Ok(Words)
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let text = cx.text();
        *cx.scratch() += 1;
        for word in text.split_ascii_whitespace() {
            assert!(word != "boom", "a word that I cannot bear");
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            cx.emit(Word { span: Span::of_range(start..start + word.len()) });
        }
    }
}

/// Finds records among words.
struct Records;

impl Extractor for Records {
    type Config = NoOptions;
    type Output = Record;
    type Scratch = ();
    const NAME: &'static str = "records";

    fn requires(_: &NoOptions) -> Vec<LayerKey> {
        vec![Word::KEY]
    }

    fn new(_: NoOptions) -> Result<Records> {
        Ok(Records)
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let mut longest = 0;
        for (at, word) in cx.layer::<Word>().iter().enumerate() {
            if word.span.len() > longest {
                longest = word.span.len();
                cx.emit(Record { span: word.span, word: Ref::to(at as u32) });
            }
        }
    }
}

/// Reads words without saying so.
struct Sneak;

impl Extractor for Sneak {
    type Config = NoOptions;
    type Output = Record;
    type Scratch = ();
    const NAME: &'static str = "sneak";

    fn requires(_: &NoOptions) -> Vec<LayerKey> {
        Vec::new()
    }

    fn new(_: NoOptions) -> Result<Sneak> {
        Ok(Sneak)
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        cx.layer::<Word>();
    }
}

static WORDS: Registration = Registration::of::<Words>("test", "1", "words", "");
static RECORDS: Registration = Registration::of::<Records>("test", "1", "records", "");
static SNEAK: Registration = Registration::of::<Sneak>("test", "1", "sneak", "");

fn pipeline(offers: &[&'static Registration], plugins: &[&str]) -> Pipeline {
    let offers: Vec<&dyn Offer> = offers.iter().map(|one| *one as &dyn Offer).collect();
    Pipeline::new(&offers, plugins, &BTreeMap::new(), false).expect("it can be planned")
}

struct Lines;

impl Hands<String> for Lines {
    type Kept = ();
    type Told = usize;

    fn fill(&mut self, input: String, document: &mut Document) {
        assert!(input != "no hands", "the hands give up");
        document.text.push_str(&input);
    }

    fn render(&mut self, document: &Document, (): (), bytes: &mut Vec<u8>) -> usize {
        for record in document.items::<Record>().iter() {
            bytes.extend_from_slice(record.span.of(&document.text).as_bytes());
            bytes.push(b' ');
        }
        bytes.push(b'\n');
        document.diagnostics.len()
    }
}

fn inputs(count: usize) -> impl Iterator<Item = String> + Send {
    (0..count).map(|at| if at % 7 == 3 { format!("boom {at}") } else { format!("{at} a bb {} c", "x".repeat(at % 50)) })
}

#[test]
fn the_output_is_the_same_for_any_number_of_threads() {
    let pipeline = pipeline(&[&WORDS, &RECORDS], &["records"]);
    let mut outputs = Vec::new();
    for threads in [1, 2, 4, 8] {
        let mut all = Vec::new();
        let mut told = Vec::new();
        let ended = run(
            &pipeline,
            threads,
            inputs(1000),
            || Lines,
            |bytes, errors| {
                all.extend_from_slice(bytes);
                told.push(errors);
                ControlFlow::<()>::Continue(())
            },
        );
        assert_eq!(ended, ControlFlow::Continue(()));
        assert_eq!(told.len(), 1000);
        outputs.push((all, told));
    }
    assert!(outputs.iter().all(|output| *output == outputs[0]));
    assert!(outputs[0].0.starts_with(b"0 bb \n1 bb \n2 bb \n\n"));
}

#[test]
fn documents_that_go_together_come_out_as_if_they_were_alone() {
    let pipeline = pipeline(&[&WORDS, &RECORDS], &["records"]);
    let mut outputs = Vec::new();
    for threads in [0, 1, 2, 4, 8] {
        let mut all = Vec::new();
        let write = |bytes: &[u8], errors: usize| {
            all.push((bytes.to_vec(), errors));
            ControlFlow::<()>::Continue(())
        };
        let ended = match threads {
            0 => run(&pipeline, 1, inputs(1000), || Lines, write),
            _ => run(&pipeline, threads, AtHand(inputs(1000)), || Lines, write),
        };
        assert_eq!(ended, ControlFlow::Continue(()));
        outputs.push(all);
    }
    assert_eq!(outputs[0].len(), 1000);
    assert_eq!(outputs[0][3], (b"\n".to_vec(), 1));
    assert!(outputs.iter().all(|output| *output == outputs[0]));
}

/// Inputs of which some must be waited for, and who asks for one notes what was written until then.
struct Slow<'w> {
    next: usize,
    written: &'w AtomicUsize,
    seen: &'w Mutex<Vec<usize>>,
}

impl Inputs for Slow<'_> {
    type Input = String;

    fn take(&mut self) -> Option<String> {
        self.seen.lock().expect("nobody panics").push(self.written.load(SeqCst));
        self.next += 1;
        (self.next <= 9).then(|| self.next.to_string())
    }

    fn is_at_hand(&mut self) -> bool {
        !self.next.is_multiple_of(3)
    }
}

#[test]
fn what_is_in_hand_is_written_before_anybody_is_waited_for() {
    let pipeline = pipeline(&[&WORDS], &["words"]);
    let (written, seen) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let inputs = Slow { next: 0, written: &written, seen: &seen };
    let ended = run(
        &pipeline,
        1,
        inputs,
        || Lines,
        |_, _| {
            written.fetch_add(1, SeqCst);
            ControlFlow::<()>::Continue(())
        },
    );
    assert!(ended.is_continue());
    assert_eq!(seen.into_inner().expect("nobody panicked"), [0, 0, 0, 3, 3, 3, 6, 6, 6, 9]);
}

/// Whoever feeds a run may wait for its results before more is sent.
#[test]
fn a_thread_that_waits_for_input_keeps_nobody_from_writing() {
    let pipeline = pipeline(&[&WORDS], &["words"]);
    for threads in [1, 2, 4] {
        let (sender, receiver) = std::sync::mpsc::channel::<String>();
        sender.send("0".to_owned()).expect("it is taken");
        let mut sender = Some(sender);
        let mut written = 0;
        let ended = run(
            &pipeline,
            threads,
            receiver.into_iter(),
            || Lines,
            |_, _| {
                written += 1;
                match &sender {
                    Some(sender) if written < 20 => sender.send(written.to_string()).expect("it is taken"),
                    _ => sender = None,
                }
                ControlFlow::<()>::Continue(())
            },
        );
        assert!(ended.is_continue());
        assert_eq!(written, 20);
    }
}

#[test]
fn a_panic_costs_one_layer_of_one_document_and_is_told() {
    let pipeline = pipeline(&[&WORDS, &RECORDS], &["words", "records"]);
    let mut worker = Worker::new(&pipeline);
    let document = worker.process(|document| document.text.push_str("one boom two"));
    assert!(document.layer("test/word").is_some_and(dateline_core::Layer::is_lost));
    assert_eq!(document.items::<Record>().len(), 0);
    let [report] = &document.diagnostics[..] else { panic!("{:?}", document.diagnostics) };
    assert_eq!((report.severity, report.extractor.as_str()), (Severity::ERROR, "words"));
    let told =
        "the layer \"test/word\" of this document is lost: a word that I cannot bear (crates/engine/tests/engine.rs:";
    assert!(report.message.starts_with(told), "{}", report.message);
    let document = worker.process(|document| document.text.push_str("one three"));
    assert_eq!((document.items::<Word>().len(), document.items::<Record>().len()), (2, 2));
    assert_eq!(document.diagnostics, []);
}

#[test]
fn a_layer_that_was_not_required_cannot_be_read() {
    let pipeline = pipeline(&[&WORDS, &SNEAK], &["words", "sneak"]);
    let mut worker = Worker::new(&pipeline);
    let document = worker.process(|document| document.text.push_str("one"));
    let [report] = &document.diagnostics[..] else { panic!("{:?}", document.diagnostics) };
    assert!(report.message.contains("sneak reads the layer \"test/word\" without requiring it"), "{}", report.message);
}

#[test]
fn a_writer_that_has_enough_stops_the_run() {
    let pipeline = pipeline(&[&WORDS, &RECORDS], &["records"]);
    for threads in [1, 4] {
        let mut written = 0;
        let endless = (0..).map(|at| format!("{at} word"));
        let ended = run(
            &pipeline,
            threads,
            endless,
            || Lines,
            |_, _| {
                written += 1;
                if written == 100 { ControlFlow::Break("enough") } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!((ended, written), (ControlFlow::Break("enough"), 100));
    }
}

#[test]
fn a_panic_outside_of_extractors_reaches_the_caller_and_leaves_no_thread_waiting() {
    let pipeline = pipeline(&[&WORDS, &RECORDS], &["records"]);
    for threads in [1, 4] {
        let inputs = (0..1000).map(|at| if at == 500 { "no hands".to_owned() } else { format!("{at}") });
        let ended = catch_unwind(AssertUnwindSafe(|| {
            run(&pipeline, threads, inputs, || Lines, |_, _| ControlFlow::<()>::Continue(()))
        }));
        assert!(ended.is_err());
        let ended = catch_unwind(AssertUnwindSafe(|| {
            run(&pipeline, threads, inputs_without_end(), || Lines, |_, _| -> ControlFlow<()> { panic!("no pen") })
        }));
        assert!(ended.is_err());
    }
}

fn inputs_without_end() -> impl Iterator<Item = String> + Send {
    std::iter::repeat_with(|| "word".to_owned())
}

#[test]
fn options_for_an_unknown_extractor_are_refused() {
    let options = BTreeMap::from([("record".to_owned(), serde_json::json!({}))]);
    let error =
        Pipeline::new(&[&WORDS, &RECORDS], &["words"], &options, false).err().expect("it is unknown").to_string();
    assert!(
        error.contains("there are options for \"record\", which is no extractor: did you mean \"records\"?"),
        "{error}"
    );
}

/// Hands that make large results, and wait with the first one until the others can go on no more.
struct Large<'t> {
    made: &'t AtomicUsize,
    most: &'t AtomicUsize,
}

impl Hands<usize> for Large<'_> {
    type Kept = ();
    type Told = ();

    fn fill(&mut self, input: usize, document: &mut Document) {
        if input == 0 {
            // Until nothing more has been made for a while.
            let mut before = usize::MAX;
            while before != self.made.load(SeqCst) {
                before = self.made.load(SeqCst);
                std::thread::sleep(std::time::Duration::from_millis(300));
            }
            self.most.store(before, SeqCst);
        }
        document.text.push('a');
    }

    fn render(&mut self, _: &Document, (): (), bytes: &mut Vec<u8>) {
        bytes.resize(16 << 20, b'x');
        self.made.fetch_add(1, SeqCst);
    }
}

#[test]
fn large_results_wait_within_a_bound_of_bytes() {
    let pipeline = pipeline(&[&WORDS], &["words"]);
    let (made, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut bytes = 0;
    let hands = || Large { made: &made, most: &most };
    let ended = run(&pipeline, 2, 0..20, hands, |result, ()| {
        bytes += result.len();
        ControlFlow::<()>::Continue(())
    });
    assert!(ended.is_continue());
    assert_eq!(bytes, 20 * (16 << 20));
    // 64 MB may wait, and one more that was begun before.
    assert!((4..=6).contains(&most.into_inner()), "{made:?} were made while the first one was waited for");
}

/// Hands that are late after so many questions.
struct Late(usize);

impl Hands<String> for Late {
    type Kept = ();
    type Told = Vec<String>;

    fn fill(&mut self, input: String, document: &mut Document) {
        document.text.push_str(&input);
    }

    fn is_late(&mut self, (): &()) -> bool {
        self.0 = self.0.saturating_sub(1);
        self.0 == 0
    }

    fn render(&mut self, document: &Document, (): (), bytes: &mut Vec<u8>) -> Vec<String> {
        bytes.extend_from_slice(document.items::<Word>().len().to_string().as_bytes());
        assert!(document.items::<Record>().is_empty());
        document.diagnostics.iter().map(|one| one.message.clone()).collect()
    }
}

#[test]
fn a_late_document_costs_those_beside_it_nothing() {
    let pipeline = pipeline(&[&WORDS], &["words"]);
    let mut told = Vec::new();
    let inputs = AtHand(["a", "b b", "c c c"].map(str::to_owned).into_iter());
    let ended = run(
        &pipeline,
        1,
        inputs,
        || Late(3),
        |bytes, messages| {
            told.push((String::from_utf8_lossy(bytes).into_owned(), messages.len()));
            ControlFlow::<()>::Continue(())
        },
    );
    assert!(ended.is_continue());
    assert_eq!(told, [("1".to_owned(), 0), ("2".to_owned(), 0), ("0".to_owned(), 1)]);
}

#[test]
fn what_is_made_before_a_document_is_late_is_kept() {
    let pipeline = pipeline(&[&WORDS, &RECORDS], &["words", "records"]);
    for (questions, words) in [(1, "0"), (2, "3")] {
        let inputs = std::iter::once("a bb ccc".to_owned());
        let ended = run(
            &pipeline,
            1,
            inputs,
            || Late(questions),
            |bytes, told| {
                assert_eq!(std::str::from_utf8(bytes), Ok(words));
                let [message] = told.as_slice() else { panic!("one message: {told:?}") };
                assert!(
                    message.ends_with(if questions == 1 { "by words, records" } else { "by records" }),
                    "{message}"
                );
                ControlFlow::<()>::Continue(())
            },
        );
        assert!(ended.is_continue());
    }
}

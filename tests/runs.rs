//! Long runs: ended at any moment and gone on with, in parts, with failures kept, and what is told of them.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::common::{Run, dateline, file, folder, lines};

/// So many records that a run over them is under way for some time, however fast we become: a manifest is written five
/// times a second.
const MANY: usize = 6000;

/// Records of different lengths, some of them broken.
fn records(count: usize) -> String {
    let mut text = String::new();
    for at in 0..count {
        if at % 41 == 7 {
            text += "{\"id\": \"broken\", \"text\": \n";
            continue;
        }
        let day = at % 28 + 1;
        let more = "The envoy told reporters in Vienna that talks would resume next week. ".repeat(at * 7 % 31);
        let text_of = format!("GENEVA, May {day} (Agency) - Paper {at} was signed on {day} May 2021 in Łódź. {more}");
        text += &serde_json::json!({"id": format!("r{at}"), "text": text_of, "published": "2021-05-28"}).to_string();
        text.push('\n');
    }
    text
}

const ARGUMENTS: [&str; 10] = [
    "extract",
    "one.txt",
    "many.jsonl",
    "below",
    "--out",
    "found.jsonl",
    "--errors",
    "errors.jsonl",
    "--resume",
    "--quiet",
];

fn corpus(name: &str, count: usize) -> std::path::PathBuf {
    let here = folder(name);
    file(&here, "one.txt", b"VIENNA (Agency) - Talks will resume on Monday, the ministry said on 3 May 2021.\n");
    file(&here, "many.jsonl", records(count).as_bytes());
    std::fs::create_dir(here.join("below")).expect("it can be made");
    for at in 0..20 {
        file(&here, &format!("below/{at:02}.txt"), format!("The envoy left Oslo on {} June 2020.", at + 1).as_bytes());
    }
    file(&here, "below/empty.txt", b"");
    here
}

fn start(folder: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the binary was built for this test")
}

fn size(folder: &Path, name: &str) -> u64 {
    folder.join(name).metadata().map_or(0, |about| about.len())
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Waits until the output has grown past `goal` bytes; false when the run was over before.
fn wait_for(child: &mut Child, here: &Path, goal: u64) -> bool {
    loop {
        if child.try_wait().expect("it is ours").is_some() {
            return false;
        }
        if size(here, ".found.jsonl.partial") > goal {
            return true;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_run_that_is_killed_at_twenty_points_ends_as_if_nothing_had_been() {
    let calm = corpus("calm", MANY);
    let undisturbed = dateline(&calm, &ARGUMENTS);
    assert_eq!((undisturbed.code, undisturbed.stderr.as_str()), (1, ""));
    let expected = std::fs::read(calm.join("found.jsonl")).expect("it was written");
    let failed = std::fs::read_to_string(calm.join("errors.jsonl")).expect("it was written");
    // Each broken record, and the empty file.
    let broken = (0..MANY).filter(|at| at % 41 == 7).count();
    assert_eq!(failed.lines().count(), broken + 1, "{failed}");

    let here = corpus("killed", MANY);
    let mut random = 20_170_216_u64;
    let mut killed = 0;
    // The last point is well before the end, so that something is left to go on with.
    for at in 0..20_u64 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let goal = (expected.len() as u64 * at / 24) + (random >> 33) % (expected.len() as u64 / 24);
        let mut child = start(&here, &ARGUMENTS);
        if wait_for(&mut child, &here, goal) {
            // At some points a moment later: while the manifest is written, or just after.
            std::thread::sleep(Duration::from_millis((random >> 40) % 30));
            killed += u32::from(child.try_wait().expect("it is ours").is_none());
        }
        child.kill().expect("it is ours");
        child.wait().expect("it is ours");
    }
    assert!(killed >= 15, "only {killed} runs were under way when they were to be killed");
    let last = dateline(&here, &ARGUMENTS[..9]);
    assert_eq!(last.code, 1);
    assert!(last.stderr.starts_with("note: going on after the "), "{}", last.stderr);
    assert!(std::fs::read(here.join("found.jsonl")).expect("it was written") == expected, "the output is another");
    assert_eq!(std::fs::read_to_string(here.join("errors.jsonl")).expect("it was written"), failed);
    assert_eq!(names(&here), ["below", "errors.jsonl", "found.jsonl", "many.jsonl", "one.txt"]);
}

/// Starts a run and kills it when some of its output is there.
fn break_off(here: &Path) {
    let mut child = start(here, &ARGUMENTS);
    // More than a buffer, and long enough for a first manifest.
    while size(here, ".found.jsonl.resume") == 0 {
        assert!(child.try_wait().expect("it is ours").is_none(), "the run was over before it could be killed");
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().expect("it is ours");
    child.wait().expect("it is ours");
}

#[test]
fn a_run_goes_on_only_with_the_options_and_inputs_that_it_was_begun_with() {
    let here = corpus("begun", MANY);
    break_off(&here);
    let other: Vec<&str> = ARGUMENTS.into_iter().chain(["--plugins", "date"]).collect();
    let run = dateline(&here, &other);
    assert_eq!(run.code, 2);
    for part in ["other options (plugins: none; now date)", ".found.jsonl.resume"] {
        assert!(run.stderr.contains(part), "{}", run.stderr);
    }
    file(&here, "one.txt", b"VIENNA (Agency) - Talks were cut short.\n");
    let run = dateline(&here, &ARGUMENTS);
    assert!(run.code == 2 && run.stderr.contains("the inputs are not those"), "{}", run.stderr);
    std::fs::remove_file(here.join(".found.jsonl.resume")).expect("it is there");
    let run = dateline(&here, &ARGUMENTS);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
}

#[test]
fn threads_may_change_when_a_run_is_gone_on_with() {
    let here = corpus("threads-change", MANY);
    break_off(&here);
    let other: Vec<&str> = ARGUMENTS.into_iter().chain(["--threads", "3"]).collect();
    assert_eq!(dateline(&here, &other).code, 1);
    let resumed = std::fs::read(here.join("found.jsonl")).expect("it was written");
    assert_eq!(dateline(&here, &ARGUMENTS).code, 1);
    assert!(std::fs::read(here.join("found.jsonl")).expect("it was written") == resumed);
}

#[test]
fn what_was_whole_when_the_run_was_killed_is_only_moved() {
    let here = corpus("whole", MANY);
    break_off(&here);
    let manifest = std::fs::read_to_string(here.join(".found.jsonl.resume")).expect("it is there");
    file(&here, ".found.jsonl.resume", manifest.replace("\"is_whole\":false", "\"is_whole\":true").as_bytes());
    let written = std::fs::read(here.join(".found.jsonl.partial")).expect("it is there");
    dateline(&here, &ARGUMENTS);
    assert!(std::fs::read(here.join("found.jsonl")).expect("it was moved") == written);
    assert_eq!(names(&here), ["below", "errors.jsonl", "found.jsonl", "many.jsonl", "one.txt"]);
}

#[test]
fn resume_without_a_file_to_go_on_with_is_wrong_usage() {
    let here = corpus("no-file", 1);
    let run = dateline(&here, &["extract", "one.txt", "--resume"]);
    assert!(run.code == 2 && run.stderr.contains("--out FILE"), "{}", run.stderr);
}

#[test]
fn shards_have_every_document_and_every_failure_once() {
    let here = corpus("shards", 60);
    let extract = |more: &[&str]| -> Run {
        let inputs = ["extract", "one.txt", "many.jsonl", "below", "none.txt", "--plugins", "date"];
        dateline(&here, &[&inputs[..], more].concat())
    };
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let all = extract(&[]);
    let (mut documents, mut failures) = (String::new(), String::new());
    for shard in ["1/3", "2/3", "3/3"] {
        let part = extract(&["--shard", shard]);
        assert!(part.stdout.lines().count() > 10, "{shard}");
        documents += &part.stdout;
        failures += &part.stderr;
    }
    assert_eq!(sorted(&documents), sorted(&all.stdout));
    assert_eq!(sorted(&failures), sorted(&all.stderr));
    let run = extract(&["--shard", "4/3"]);
    assert!(run.code == 2 && run.stderr.contains("K/N"), "{}", run.stderr);
}

#[test]
fn failures_go_to_their_file_with_their_place() {
    let here = corpus("errors", 10);
    let run = dateline(&here, &["extract", "many.jsonl", "none.txt", "--errors", "errors.jsonl", "--plugins", "date"]);
    assert_eq!((run.code, run.stderr.as_str(), lines(&run.stdout).len()), (1, "", 9));
    let failed = lines(&std::fs::read_to_string(here.join("errors.jsonl")).expect("it was written"));
    assert_eq!(failed.len(), 2);
    assert_eq!((&failed[0]["input"], &failed[0]["line"]), (&"many.jsonl".into(), &8.into()));
    assert!(failed[0]["column"].is_u64() && failed[0]["message"].as_str().is_some_and(|it| it.contains("JSON")));
    assert_eq!(
        (&failed[1]["input"], &failed[1]["message"]),
        (&"none.txt".into(), &"there is no such file or folder".into())
    );
}

#[test]
fn the_output_is_not_read_when_it_lies_in_a_folder_that_is() {
    let here = folder("own-output");
    file(&here, "a.txt", b"Talks began on 3 May 2021.");
    for _ in 0..2 {
        let run = dateline(&here, &["extract", ".", "--out", "found.jsonl", "--errors", "errors.jsonl"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert_eq!(lines(&std::fs::read_to_string(here.join("found.jsonl")).expect("it was written")).len(), 1);
    }
    let run = dateline(&here, &["extract", "found.jsonl", "--out", "./found.jsonl"]);
    assert!(run.code == 2 && run.stderr.contains("to be read and to be written"), "{}", run.stderr);
}

#[test]
fn quiet_is_quiet_about_warnings_and_not_about_failures() {
    let here = folder("quiet");
    file(&here, "a.jsonl", b"{\"id\": \"x\", \"text\": \"Talks began.\", \"published\": \"soon\"}\n{\n");
    let loud = dateline(&here, &["extract", "a.jsonl"]);
    assert!(loud.stderr.contains("warning: x") && loud.stderr.contains("error: a.jsonl:2"), "{}", loud.stderr);
    let quiet = dateline(&here, &["extract", "a.jsonl", "--quiet"]);
    assert!(!quiet.stderr.contains("warning") && quiet.stderr.contains("error: a.jsonl:2"), "{}", quiet.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_ends_the_run() {
    let here = corpus("full", 60);
    let run = dateline(&here, &["extract", "many.jsonl", "--plugins", "date", "--out", "/dev/full"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    let last = run.stderr.lines().last().unwrap_or_default();
    assert!(last.starts_with("error: cannot write to /dev/full: No space left on device"), "{}", run.stderr);
    let run = dateline(&here, &["extract", "one.txt", "--plugins", "date", "--out", "/dev/null"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let here = corpus("pipe", 600);
    let mut child =
        start(&here, &["extract", "many.jsonl", "--plugins", "date", "--quiet", "--errors", "errors.jsonl"]);
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

/// Sends a signal to a run.
#[cfg(unix)]
fn signal(child: &Child, name: &str) {
    let sent =
        Command::new("kill").arg(format!("-{name}")).arg(child.id().to_string()).status().expect("a Unix has kill");
    assert!(sent.success());
}

#[cfg(unix)]
#[test]
fn a_signal_leaves_nothing_half_done() {
    for (name, code) in [("INT", 130), ("TERM", 143)] {
        let here = corpus(&format!("signal-{name}"), MANY);
        let mut child = start(&here, &ARGUMENTS);
        assert!(wait_for(&mut child, &here, 10_000));
        signal(&child, name);
        assert_eq!(child.wait().expect("it is ours").code(), Some(code));
        assert!(here.join(".found.jsonl.resume").exists() && !here.join("found.jsonl").exists());
        assert_eq!(dateline(&here, &ARGUMENTS).code, 1);

        let mut child = start(&here, &["extract", "-", "many.jsonl", "--out", "other.jsonl"]);
        std::thread::sleep(Duration::from_millis(300));
        if child.try_wait().expect("it is ours").is_none() {
            signal(&child, name);
        }
        child.wait().expect("it is ours");
        let left: Vec<String> = names(&here).into_iter().filter(|name| name.starts_with('.')).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_run_that_waits_for_its_input() {
    let here = folder("waits");
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.current_dir(&here).args(["extract", "-", "--out", "found.jsonl"]).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it was built");
    // `wait` would close it, and the run would end by itself.
    let _input = child.stdin.take();
    // The output is opened when the run begins; signals are waited for from before that.
    while names(&here).is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&child, "INT");
    assert_eq!(child.wait().expect("it is ours").code(), Some(130));
    assert!(names(&here).is_empty());
}

/// A consumer of a feed that never ends gets each result before the next record is there.
#[test]
fn what_is_found_comes_out_before_the_next_record_is_waited_for() {
    let here = folder("live");
    for threads in ["1", "2"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.current_dir(&here).args(["extract", "-", "--input-format", "jsonl", "--threads", threads]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it was built");
        let mut input = child.stdin.take().expect("it is piped");
        let mut output = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        for round in 0..3 {
            let ids = [format!("a{round}"), format!("b{round}")];
            let records = ids.iter().map(|id| format!("{{\"id\": \"{id}\", \"text\": \"He spoke.\"}}\n"));
            input.write_all(records.collect::<String>().as_bytes()).expect("it is read");
            for id in &ids {
                let line = output.next().expect("a line for each record").expect("it can be read");
                assert!(line.contains(id.as_str()), "{line}");
            }
        }
        drop(input);
        assert!(child.wait().expect("it is ours").success());
    }
}

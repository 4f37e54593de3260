//! One child process: lines in, lines out, and no waiting without end.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::protocol::{Hello, VERSION};

/// The longest line that is taken from a child; a longer one is rubbish.
const LONGEST: u64 = 1 << 30;

/// A running child. It is killed when this is dropped.
pub(crate) struct Connection {
    child: Child,
    requests: Option<Sender<String>>,
    lines: Receiver<std::io::Result<String>>,
    limit: Duration,
    pub(crate) hello: Hello,
}

impl Connection {
    /// Starts the command and waits for its hello.
    pub(crate) fn start(command: &[PathBuf], limit: Duration) -> Result<Connection, String> {
        let (program, arguments) = command.split_first().ok_or("there is no command to start")?;
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("it cannot be started: {error}"))?;
        let stdout = child.stdout.take().ok_or("it has no standard output")?;
        let (send, lines) = sync_channel(1);
        // The thread ends when the child closes its output, or when nobody waits for a line any more.
        std::thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            loop {
                let mut line = String::new();
                let read = std::io::Read::take(&mut stdout, LONGEST).read_line(&mut line);
                let is_end = matches!(read, Ok(0) | Err(_));
                if send.send(read.map(|_| line)).is_err() || is_end {
                    return;
                }
            }
        });
        let mut stdin = child.stdin.take().ok_or("it has no standard input")?;
        let (requests, to_send) = channel::<String>();
        // A child that does not read would hold up whoever writes to it, so a thread does that which nobody waits for.
        std::thread::spawn(move || {
            for request in to_send {
                // A child that died closes the pipe; what it left to read says more than the error of writing.
                if stdin.write_all(request.as_bytes()).and_then(|()| stdin.flush()).is_err() {
                    return;
                }
            }
        });
        let hello = Hello { dateline: 0, extractors: Vec::new() };
        let mut connection = Connection { child, requests: Some(requests), lines, limit, hello };
        connection.hello = connection.receive("its hello")?;
        if connection.hello.dateline != VERSION {
            return Err(format!(
                "it speaks version {} of the protocol, this dateline speaks {VERSION}",
                connection.hello.dateline
            ));
        }
        Ok(connection)
    }

    /// Sends one line and waits for the answer. A child that gave none, or rubbish, is of no further use.
    pub(crate) fn ask<T: DeserializeOwned>(&mut self, line: &str) -> Result<T, String> {
        let requests = self.requests.as_ref().ok_or("it takes no more requests")?;
        // Where the thread has gone, the child has too, and reading tells how.
        let _ = requests.send(format!("{line}\n"));
        self.receive("its answer")
    }

    fn receive<T: DeserializeOwned>(&mut self, what: &str) -> Result<T, String> {
        let line = match self.lines.recv_timeout(self.limit) {
            Ok(Ok(line)) if !line.is_empty() => line,
            Ok(Err(error)) => return Err(format!("{what} cannot be read: {error}")),
            Err(RecvTimeoutError::Timeout) => {
                return Err(format!("{what} did not come within {} s", self.limit.as_secs_f32()));
            }
            Ok(Ok(_)) | Err(RecvTimeoutError::Disconnected) => return Err(format!("it ended {}", self.how_it_ended())),
        };
        serde_json::from_str(&line).map_err(|error| {
            let shown: String = line.trim_end().chars().take(80).collect();
            format!("{what} is not as the protocol says ({error}): {shown}")
        })
    }

    fn how_it_ended(&mut self) -> String {
        // Its output is closed, so it is ending; a child that only closed its output is ended here.
        for _ in 0..50 {
            match self.child.try_wait() {
                Ok(Some(status)) => return format!("with {status}"),
                Ok(None) => std::thread::sleep(Duration::from_millis(2)),
                Err(_) => break,
            }
        }
        let _ = self.child.kill();
        "its output".to_owned()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // A child that reads to the end of its input would end by itself; one that hangs would not.
        drop(self.requests.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

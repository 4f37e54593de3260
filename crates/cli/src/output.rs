//! Where results go: standard output, or a file that appears when all of it is there.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use dateline_io::{BratFolder, OutputFormat};

/// How much is gathered before it is written.
const BUFFER: usize = 1 << 16;

/// The output of a run.
pub(crate) enum Output {
    /// Standard output, with colours where they are seen; or a device or pipe, which cannot be moved into place.
    Stream(Box<dyn Write + Send>),
    /// A file that is written beside its place and moved there at the end.
    File(Pending),
    /// A Parquet file, which is written as a whole.
    #[cfg(feature = "parquet")]
    Table(Box<dateline_io::ParquetFile<Box<Output>>>),
    /// A folder with files for each document.
    Folder(BratFolder),
}

impl Output {
    /// Standard output.
    pub(crate) fn stdout(format: OutputFormat) -> Output {
        let stdout: Box<dyn Write + Send> =
            if format == OutputFormat::TEXT { Box::new(anstream::stdout()) } else { Box::new(io::stdout()) };
        Output::Stream(Box::new(BufWriter::with_capacity(BUFFER, stdout)))
    }

    /// The output of a format at this place.
    pub(crate) fn open(place: &Path, format: OutputFormat, kept: Option<u64>) -> io::Result<Output> {
        match format {
            OutputFormat::BRAT => BratFolder::new(place).map(Output::Folder),
            #[cfg(feature = "parquet")]
            OutputFormat::PARQUET => {
                let table = dateline_io::ParquetFile::new(Box::new(Output::file(place, None)?))?;
                Ok(Output::Table(Box::new(table)))
            }
            #[cfg(not(feature = "parquet"))]
            OutputFormat::PARQUET => Err(io::Error::other("this dateline was built without its feature \"parquet\"")),
            _ => Output::file(place, kept),
        }
    }

    /// A file; with `kept`, what was written of it when the run is broken off, and this many bytes of it are there.
    pub(crate) fn file(place: &Path, kept: Option<u64>) -> io::Result<Output> {
        if place.metadata().is_ok_and(|about| !about.is_file() && !about.is_dir()) {
            let device = OpenOptions::new().write(true).open(place)?;
            return Ok(Output::Stream(Box::new(BufWriter::with_capacity(BUFFER, device))));
        }
        Pending::open(place, kept).map(Output::File)
    }

    /// Adds what was written for one document.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Output::Stream(stream) => stream.write_all(bytes),
            Output::File(file) => file.write(bytes),
            #[cfg(feature = "parquet")]
            Output::Table(table) => table.take(bytes),
            Output::Folder(folder) => folder.take(bytes),
        }
    }

    /// Hands on what was gathered.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stream(stream) => stream.flush(),
            Output::File(file) => file.file.flush(),
            #[cfg(feature = "parquet")]
            Output::Table(_) => Ok(()),
            Output::Folder(_) => Ok(()),
        }
    }

    /// All of it is written: a file takes its place.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Output::Stream(mut stream) => stream.flush(),
            Output::File(file) => file.finish(),
            #[cfg(feature = "parquet")]
            Output::Table(table) => table.finish()?.finish(),
            Output::Folder(_) => Ok(()),
        }
    }

    /// Removes what was written of a file that will not be whole, at once.
    pub(crate) fn forget(&self) {
        match self {
            Output::File(file) => file.forget(),
            #[cfg(feature = "parquet")]
            Output::Table(table) => table.inner().forget(),
            _ => {}
        }
    }
}

/// What a table is written to.
impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Output::write(self, bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Output::flush(self)
    }
}

/// A file that is written beside its place, under a hidden name, and moved there when it is whole. One that is not
/// finished leaves nothing behind, unless a later run is to go on with it.
pub(crate) struct Pending {
    place: PathBuf,
    beside: PathBuf,
    file: BufWriter<File>,
    length: u64,
    is_kept: bool,
    behind: Option<Behind>,
    /// The bytes that were written since it was told to bring them to the disk.
    waiting: u64,
}

/// How much is written before it is brought to the disk.
const WAITING: u64 = 32 << 20;

/// Brings a file to the disk while more of it is written: at its end little is left to wait for.
struct Behind {
    tell: SyncSender<()>,
    thread: JoinHandle<io::Result<()>>,
}

impl Behind {
    fn new(file: &File) -> io::Result<Behind> {
        let file = file.try_clone()?;
        let (tell, told) = sync_channel(1);
        let thread = std::thread::Builder::new().spawn(move || told.iter().try_for_each(|()| file.sync_data()))?;
        Ok(Behind { tell, thread })
    }

    /// Waits for it. What went wrong with the disk is told once, so it is told from here.
    fn finish(self) -> io::Result<()> {
        drop(self.tell);
        self.thread.join().unwrap_or(Ok(()))
    }
}

impl Pending {
    /// Begins the file, or with `kept` goes on after this many bytes of what a run before this one left. What it wrote
    /// behind them is forgotten.
    pub(crate) fn open(place: &Path, kept: Option<u64>) -> io::Result<Pending> {
        if place.is_dir() {
            return Err(io::Error::other("it is a folder; name a file in it"));
        }
        // What a link points to is replaced, and the link stays.
        let place = place.canonicalize().unwrap_or_else(|_| place.to_owned());
        let beside = hidden(&place, if kept.is_some() { "partial".to_owned() } else { std::process::id().to_string() });
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(&beside)?;
        file.try_lock().map_err(|_| io::Error::other("another run is writing it"))?;
        let length = kept.unwrap_or(0);
        let there = file.metadata()?.len();
        if there < length {
            let (beside, journal) = (beside.display(), hidden(&place, "resume"));
            return Err(io::Error::other(format!(
                "{beside} has {there} bytes, and {length} were written; delete {} to begin anew",
                journal.display()
            )));
        }
        file.set_len(length)?;
        file.seek(SeekFrom::Start(length))?;
        let file = BufWriter::with_capacity(BUFFER, file);
        Ok(Pending { place, beside, file, length, is_kept: kept.is_some(), behind: None, waiting: 0 })
    }

    /// Moves what a run before this one finished, and could not move any more, into its place.
    pub(crate) fn move_what_is_whole(place: &Path) -> io::Result<()> {
        let place = place.canonicalize().unwrap_or_else(|_| place.to_owned());
        match std::fs::rename(hidden(&place, "partial"), place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len() as u64;
        self.file.write_all(bytes)?;
        self.waiting += bytes.len() as u64;
        // A file that is to be gone on with is brought to the disk as often as is written down how far it has come.
        if self.waiting >= WAITING && !self.is_kept {
            self.waiting = 0;
            if self.behind.is_none() {
                self.behind = Some(Behind::new(self.file.get_ref())?);
            }
            // It may still be at it: then it comes to this later.
            let _ = self.behind.as_ref().map(|behind| behind.tell.try_send(()));
        }
        Ok(())
    }

    /// Makes sure that all of it would survive a loss of power, and says how much it is.
    pub(crate) fn settle(&mut self) -> io::Result<u64> {
        self.file.flush()?;
        self.file.get_ref().sync_data()?;
        Ok(self.length)
    }

    /// All of it is written: it takes its place.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        self.behind.take().map_or(Ok(()), Behind::finish)?;
        self.settle()?;
        std::fs::rename(&self.beside, &self.place)
    }

    /// Removes what was written, at once.
    pub(crate) fn forget(&self) {
        if !self.is_kept {
            let _ = std::fs::remove_file(&self.beside);
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.forget();
    }
}

/// The hidden name beside a file: `.found.jsonl.partial`.
pub(crate) fn hidden(place: &Path, ending: impl AsRef<str>) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(place.file_name().unwrap_or_default());
    name.push(".");
    name.push(ending.as_ref());
    place.with_file_name(name)
}

/// The format that the user wants when none is named.
pub(crate) fn default_format(place: Option<&Path>) -> OutputFormat {
    match place {
        None if io::stdout().is_terminal() => OutputFormat::TEXT,
        Some(place) if place.extension().is_some_and(|extension| extension == "json") => OutputFormat::JSON,
        Some(place) if place.extension().is_some_and(|extension| extension == "parquet") => OutputFormat::PARQUET,
        _ => OutputFormat::JSONL,
    }
}

/// A reader that has seen enough (`| head`) is no error.
pub(crate) fn is_closed(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) }
}

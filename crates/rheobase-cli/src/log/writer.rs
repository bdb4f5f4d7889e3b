//! Appending to a log. The simulation hands over buffers; a thread of its own turns them into
//! bytes and writes them.

use super::Head;
use super::frame::{HEADER, Header, prelude};
use crate::export::ExportError;
use rheobase::engine::Spike;
use rheobase::record::{Sink, SinkError, Stretch};
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Bytes after which a buffer is handed over.
const BATCH: usize = 1 << 20;
/// Wall time after which it is handed over in any case: what a killed run loses at most.
const PATIENCE: Duration = Duration::from_millis(500);
/// Buffers that may wait; with more the simulation waits for the disk.
const QUEUE: usize = 4;

/// A log being written.
pub struct LogWriter {
    path: PathBuf,
    batch: Batch,
    since: Instant,
    /// `None` once the thread has ended.
    thread: Option<JoinHandle<io::Result<()>>>,
    queue: Option<SyncSender<Job>>,
    /// Buffers that come back empty; never locked, a sink must be one that threads may share.
    returned: Mutex<Receiver<Batch>>,
    failed: Option<String>,
}

/// Spikes and samples of a stretch of steps.
#[derive(Default)]
struct Batch {
    start: u64,
    stop: u64,
    spikes: Vec<(u32, u32)>,
    /// Samples of each trace.
    traces: Vec<Vec<f32>>,
}

enum Job {
    Write(Batch),
    /// Whether to bring all of it to the disk; the answer is the length of the file.
    Flush(bool, SyncSender<u64>),
}

impl LogWriter {
    /// Starts a log, in place of one that is there.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn create(path: &Path, head: &Head) -> Result<LogWriter, ExportError> {
        let made = || ExportError::io(path, "creating it");
        let bytes = prelude(head).map_err(|error| made()(error.into()))?;
        let mut file = File::create(path).map_err(made())?;
        file.write_all(&bytes).map_err(made())?;
        LogWriter::start(path, file, bytes.len() as u64, head, 0)
    }

    /// Goes on with a log from the step `tick`, up to which it has `bytes` bytes: what stands
    /// behind them is cut off.
    ///
    /// # Errors
    /// The file cannot be opened or cut.
    pub fn resume(
        path: &Path,
        head: &Head,
        bytes: u64,
        tick: u64,
    ) -> Result<LogWriter, ExportError> {
        let opened = || ExportError::io(path, "opening it again");
        let mut file = OpenOptions::new().write(true).open(path).map_err(opened())?;
        file.set_len(bytes).map_err(opened())?;
        file.seek(SeekFrom::Start(bytes)).map_err(opened())?;
        LogWriter::start(path, file, bytes, head, tick)
    }

    fn start(
        path: &Path,
        file: File,
        length: u64,
        head: &Head,
        tick: u64,
    ) -> Result<LogWriter, ExportError> {
        let (queue, jobs) = mpsc::sync_channel(QUEUE);
        let (give_back, returned) = mpsc::channel();
        let widths = head.traces.iter().map(|t| t.ids.len()).collect();
        let mut appender = Appender { file, length, widths, bytes: Vec::new() };
        let work = move || -> io::Result<()> {
            for job in jobs {
                match job {
                    Job::Write(mut batch) => {
                        appender.append(&batch)?;
                        batch.clear();
                        // Nobody may be there to take it.
                        let _ = give_back.send(batch);
                    }
                    Job::Flush(durable, answer) => {
                        if durable {
                            appender.file.sync_data()?;
                        }
                        let _ = answer.send(appender.length);
                    }
                }
            }
            Ok(())
        };
        let name = "log".to_owned();
        let thread = std::thread::Builder::new().name(name).spawn(work);
        let thread = thread.map_err(ExportError::io(path, "starting a thread that writes it"))?;
        Ok(LogWriter {
            path: path.to_path_buf(),
            batch: Batch::new(head.traces.len(), tick),
            since: Instant::now(),
            thread: Some(thread),
            queue: Some(queue),
            returned: Mutex::new(returned),
            failed: None,
        })
    }

    /// Gives the buffer to the thread.
    fn hand_over(&mut self) -> Result<(), SinkError> {
        let traces = self.batch.traces.len();
        let returned = self.returned.get_mut().ok().and_then(|queue| queue.try_recv().ok());
        let mut next = returned.unwrap_or_else(|| Batch::new(traces, 0));
        (next.start, next.stop) = (self.batch.stop, self.batch.stop);
        self.since = Instant::now();
        let full = std::mem::replace(&mut self.batch, next);
        self.send(Job::Write(full))
    }

    fn send(&mut self, job: Job) -> Result<(), SinkError> {
        match self.queue.as_ref().map(|queue| queue.send(job)) {
            Some(Ok(())) => Ok(()),
            _ => Err(self.failure()),
        }
    }

    /// Why the thread has ended.
    fn failure(&mut self) -> SinkError {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let error = match thread.join() {
                Ok(Err(error)) => error,
                _ => io::Error::other("the thread that writes it ended"),
            };
            self.failed = Some(ExportError::io(&self.path, "appending to it")(error).to_string());
        }
        self.failed.clone().unwrap_or_default().into()
    }
}

impl Sink for LogWriter {
    fn take(&mut self, stretch: &Stretch<'_>) -> Result<(), SinkError> {
        self.batch.extend(stretch);
        if self.batch.bytes() < BATCH && self.since.elapsed() < PATIENCE {
            return Ok(());
        }
        self.hand_over()
    }

    fn flush(&mut self, durable: bool) -> Result<u64, SinkError> {
        if !self.batch.is_empty() {
            self.hand_over()?;
        }
        let (sender, answer) = mpsc::sync_channel(1);
        self.send(Job::Flush(durable, sender))?;
        answer.recv().map_err(|_| self.failure())
    }
}

impl Drop for LogWriter {
    fn drop(&mut self) {
        // Errors have been told by `flush`, which comes before in every run that ends well.
        if !self.batch.is_empty() && self.queue.is_some() {
            let _ = self.hand_over();
        }
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Batch {
    fn new(traces: usize, tick: u64) -> Batch {
        let traces = vec![Vec::new(); traces];
        Batch { start: tick, stop: tick, spikes: Vec::new(), traces }
    }

    fn extend(&mut self, stretch: &Stretch<'_>) {
        let start = self.start;
        let spike = |s: &Spike| ((s.tick - start) as u32, s.neuron);
        self.spikes.extend(stretch.spikes.iter().map(spike));
        for (all, new) in self.traces.iter_mut().zip(stretch.samples) {
            all.extend(new.iter().map(|&v| v as f32));
        }
        self.stop = stretch.stop;
    }

    fn bytes(&self) -> usize {
        let samples: usize = self.traces.iter().map(Vec::len).sum();
        8 * self.spikes.len() + 4 * samples
    }

    fn is_empty(&self) -> bool {
        self.stop == self.start && self.bytes() == 0
    }

    fn clear(&mut self) {
        self.spikes.clear();
        self.traces.iter_mut().for_each(Vec::clear);
    }
}

/// The file, and how many of its bytes are whole frames.
struct Appender {
    file: File,
    length: u64,
    /// Neurons of each trace.
    widths: Vec<usize>,
    bytes: Vec<u8>,
}

impl Appender {
    /// Writes a frame whole. Where that fails the file is cut back to the frames before: room for
    /// what follows a full disk, and no tail to be wondered at.
    fn append(&mut self, batch: &Batch) -> io::Result<()> {
        self.encode(batch);
        if let Err(error) = self.file.write_all(&self.bytes) {
            // What cannot be cut off is told by its checksum.
            let _ = self.file.set_len(self.length);
            return Err(error);
        }
        self.length += self.bytes.len() as u64;
        Ok(())
    }

    fn encode(&mut self, batch: &Batch) {
        let out = &mut self.bytes;
        out.clear();
        out.resize(HEADER, 0);
        for (samples, width) in batch.traces.iter().zip(&self.widths) {
            let rows = samples.len() / (*width).max(1);
            out.extend((rows as u32).to_le_bytes());
        }
        for (step, neuron) in &batch.spikes {
            out.extend((u64::from(*step) | u64::from(*neuron) << 32).to_le_bytes());
        }
        for samples in &batch.traces {
            let at = out.len();
            out.resize(at + 4 * samples.len(), 0);
            for (bytes, sample) in out[at..].chunks_exact_mut(4).zip(samples) {
                bytes.copy_from_slice(&sample.to_le_bytes());
            }
        }
        let (header, payload) = out.split_at_mut(HEADER);
        let encoded = Header {
            steps: batch.start..batch.stop,
            payload: payload.len() as u64,
            spikes: batch.spikes.len() as u32,
            check: crc32fast::hash(payload),
        };
        header.copy_from_slice(&encoded.encode());
    }
}

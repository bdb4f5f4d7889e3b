//! Reading a log, as far as it is whole.

use super::Head;
use super::frame::{HEADER, Header, PRELUDE, SPIKE, VERSION, WORD, decode_prelude};
use rheobase::engine::Spike;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Heads longer than this are no heads.
const LONGEST_HEAD: u64 = 1 << 30;

/// A log that cannot be used at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {message}", path.display())]
pub struct Unusable {
    /// The log.
    pub path: PathBuf,
    /// Why not.
    pub message: String,
}

/// An open log.
#[derive(Clone, Debug)]
pub struct LogReader {
    path: PathBuf,
    head: Head,
    /// Where the first frame begins.
    start: u64,
}

/// How far a log is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Bytes.
    pub bytes: u64,
    /// Steps.
    pub ticks: u64,
    /// Recorded spikes of each population.
    pub spikes: Vec<u64>,
    /// Rows of each trace.
    pub rows: Vec<u64>,
    /// Bytes behind the last whole frame.
    pub damaged: u64,
}

/// What a frame holds.
#[derive(Debug)]
pub struct Piece {
    /// First step after.
    pub stop: u64,
    /// Spikes in order of step and neuron; also of neurons of which only V is recorded.
    pub spikes: Vec<Spike>,
    /// New samples of each trace, row after row.
    pub samples: Vec<Vec<f32>>,
}

impl LogReader {
    /// Reads the head.
    ///
    /// # Errors
    /// The file is missing, no log, of another version, or damaged in its head.
    pub fn open(path: &Path) -> Result<LogReader, Unusable> {
        let bad = |message: &dyn Display| Unusable {
            path: path.to_path_buf(),
            message: message.to_string(),
        };
        let mut file = File::open(path).map_err(|e| bad(&e))?;
        let length = file.metadata().map_err(|e| bad(&e))?.len();
        let mut prelude = [0; PRELUDE];
        file.read_exact(&mut prelude).map_err(|_| bad(&"it ends within its first bytes"))?;
        let decoded = decode_prelude(&prelude).ok_or_else(|| bad(&"it is no log of a run"))?;
        let (version, size, check) = decoded;
        if version != VERSION {
            let message = format!("it is a log of version {version}; this program reads {VERSION}");
            return Err(bad(&message));
        }
        let start = PRELUDE as u64 + u64::from(size);
        if start > length.min(LONGEST_HEAD) {
            return Err(bad(&"it ends within its head"));
        }
        let mut head = vec![0; size as usize];
        file.read_exact(&mut head).map_err(|e| bad(&e))?;
        let sound = crc32fast::hash(&head) == check;
        let head = sound.then(|| serde_json::from_slice(&head).ok()).flatten();
        let head = head.filter(Head::is_sound).ok_or_else(|| bad(&"its head is damaged"))?;
        Ok(LogReader { path: path.to_path_buf(), head, start })
    }

    /// What it is about.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads all of it, or its first `most` bytes, and says how far it is whole.
    ///
    /// # Errors
    /// The system cannot read it.
    pub fn extent(&self, most: Option<u64>) -> Result<Extent, Unusable> {
        let mut frames = self.frames(most)?;
        let flags = self.head.recorded_flags();
        let mut spikes = vec![0; self.head.populations.len()];
        let mut rows = vec![0; self.head.traces.len()];
        let lasts: Vec<_> = self.head.firsts();
        while let Some(piece) = frames.next().map_err(|e| self.failed(e))? {
            for spike in piece.spikes.iter().filter(|s| flags[s.neuron as usize]) {
                spikes[lasts.partition_point(|&first| first <= spike.neuron) - 1] += 1;
            }
            let widths = self.head.traces.iter().map(|t| t.ids.len().max(1));
            for ((rows, samples), width) in rows.iter_mut().zip(&piece.samples).zip(widths) {
                *rows += (samples.len() / width) as u64;
            }
        }
        let Frames { at, tick, length, .. } = frames;
        Ok(Extent { bytes: at, ticks: tick, spikes, rows, damaged: length - at })
    }

    /// Hands the frames up to the end of `extent`, one after the other, to `take`.
    ///
    /// # Errors
    /// Those of `take`; the log is no longer what it was.
    pub fn each<E: From<Unusable>>(
        &self,
        extent: &Extent,
        mut take: impl FnMut(&Piece) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut frames = self.frames(Some(extent.bytes))?;
        while let Some(piece) = frames.next().map_err(|e| self.failed(e))? {
            take(piece)?;
        }
        if frames.at != extent.bytes {
            return Err(self.failed("it changed while it was read").into());
        }
        Ok(())
    }

    fn failed(&self, message: impl Display) -> Unusable {
        Unusable { path: self.path.clone(), message: message.to_string() }
    }

    fn frames(&self, most: Option<u64>) -> Result<Frames<'_>, Unusable> {
        let open = || {
            let mut file = File::open(&self.path)?;
            let length = file.metadata()?.len();
            file.seek(SeekFrom::Start(self.start))?;
            Ok((file, length))
        };
        let (file, length) = open().map_err(|e: io::Error| self.failed(e))?;
        let length = most.map_or(length, |most| length.min(most)).max(self.start);
        let samples = vec![Vec::new(); self.head.traces.len()];
        Ok(Frames {
            head: &self.head,
            neurons: self.head.neurons(),
            file: BufReader::with_capacity(1 << 16, file),
            at: self.start,
            length,
            tick: 0,
            bytes: Vec::new(),
            piece: Piece { stop: 0, spikes: Vec::new(), samples },
        })
    }
}

/// Frame after frame, up to the first that is not whole.
struct Frames<'a> {
    head: &'a Head,
    neurons: u32,
    file: BufReader<File>,
    /// End of the frames that were read.
    at: u64,
    length: u64,
    tick: u64,
    bytes: Vec<u8>,
    piece: Piece,
}

impl Frames<'_> {
    /// The next one; `None` where none follows that is whole.
    fn next(&mut self) -> io::Result<Option<&Piece>> {
        let left = self.length - self.at;
        if left < HEADER as u64 {
            return Ok(None);
        }
        let mut header = [0; HEADER];
        self.file.read_exact(&mut header)?;
        let header = Header::decode(&header).filter(|h| {
            h.steps.start == self.tick
                && h.steps.end >= h.steps.start
                && h.payload <= left - HEADER as u64
        });
        let Some(header) = header else { return Ok(None) };
        // No more than the file has.
        self.bytes.resize(header.payload as usize, 0);
        self.file.read_exact(&mut self.bytes)?;
        if crc32fast::hash(&self.bytes) != header.check || self.unpack(&header).is_none() {
            return Ok(None);
        }
        self.at += HEADER as u64 + header.payload;
        self.tick = header.steps.end;
        self.piece.stop = header.steps.end;
        Ok(Some(&self.piece))
    }

    /// `None` where the payload is not what the header and the log's head promise.
    fn unpack(&mut self, header: &Header) -> Option<()> {
        let traces = self.head.traces.len();
        let (counts, rest) = self.bytes.split_at_checked(traces * WORD as usize)?;
        let (spikes, mut rest) = rest.split_at_checked(header.spikes as usize * SPIKE as usize)?;
        let Piece { spikes: out, samples, .. } = &mut self.piece;
        out.clear();
        let mut last = None;
        for spike in spikes.chunks_exact(SPIKE as usize) {
            let (step, neuron) = (word(spike), word(&spike[4..]));
            let spike = Spike { tick: header.steps.start + u64::from(step), neuron };
            if spike.tick >= header.steps.end || neuron >= self.neurons || last >= Some(spike) {
                return None;
            }
            last = Some(spike);
            out.push(spike);
        }
        for ((count, samples), about) in
            counts.chunks_exact(WORD as usize).zip(samples).zip(&self.head.traces)
        {
            let bytes = u64::from(word(count)).checked_mul(about.ids.len() as u64 * WORD)?;
            let (mine, others) = rest.split_at_checked(usize::try_from(bytes).ok()?)?;
            rest = others;
            samples.clear();
            samples.extend(mine.chunks_exact(WORD as usize).map(|b| f32::from_bits(word(b))));
        }
        rest.is_empty().then_some(())
    }
}

fn word(bytes: &[u8]) -> u32 {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

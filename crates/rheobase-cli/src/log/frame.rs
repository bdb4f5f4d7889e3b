//! Headers in bytes.

use super::Head;
use std::ops::Range;

/// Version of the format.
pub const VERSION: u32 = 1;

const MAGIC: &[u8; 8] = b"rheo.log";
const FRAME: &[u8; 4] = b"FRAM";

/// Bytes before the head.
pub const PRELUDE: usize = 20;
/// Bytes of a frame's header.
pub const HEADER: usize = 40;
/// Bytes of a spike.
pub const SPIKE: u64 = 8;
/// Bytes of a number of rows, and of a sample.
pub const WORD: u64 = 4;

/// What a frame's header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The steps.
    pub steps: Range<u64>,
    /// Bytes of the payload.
    pub payload: u64,
    /// Number of spikes.
    pub spikes: u32,
    /// CRC-32 of the payload.
    pub check: u32,
}

impl Header {
    pub fn encode(&self) -> [u8; HEADER] {
        let mut out = [0; HEADER];
        out[..4].copy_from_slice(FRAME);
        out[8..16].copy_from_slice(&self.steps.start.to_le_bytes());
        out[16..24].copy_from_slice(&self.steps.end.to_le_bytes());
        out[24..32].copy_from_slice(&self.payload.to_le_bytes());
        out[32..36].copy_from_slice(&self.spikes.to_le_bytes());
        out[36..].copy_from_slice(&self.check.to_le_bytes());
        let check = crc32fast::hash(&out[8..]);
        out[4..8].copy_from_slice(&check.to_le_bytes());
        out
    }

    /// `None` where these are no header, or a damaged one.
    pub fn decode(bytes: &[u8; HEADER]) -> Option<Header> {
        if &bytes[..4] != FRAME || word(bytes, 4) != crc32fast::hash(&bytes[8..]) {
            return None;
        }
        Some(Header {
            steps: double(bytes, 8)..double(bytes, 16),
            payload: double(bytes, 24),
            spikes: word(bytes, 32),
            check: word(bytes, 36),
        })
    }
}

/// The start of a file.
pub fn prelude(head: &Head) -> serde_json::Result<Vec<u8>> {
    let head = serde_json::to_vec(head)?;
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    out.extend((head.len() as u32).to_le_bytes());
    out.extend(crc32fast::hash(&head).to_le_bytes());
    out.extend(head);
    Ok(out)
}

/// Version, length of the head and its checksum; `None` where no log begins like this.
pub fn decode_prelude(bytes: &[u8; PRELUDE]) -> Option<(u32, u32, u32)> {
    let is_log = &bytes[..8] == MAGIC;
    is_log.then(|| (word(bytes, 8), word(bytes, 12), word(bytes, 16)))
}

/// The number at a place that is within.
fn word(bytes: &[u8], at: usize) -> u32 {
    let mut four = [0; 4];
    four.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(four)
}

fn double(bytes: &[u8], at: usize) -> u64 {
    u64::from(word(bytes, at)) | u64::from(word(bytes, at + 4)) << 32
}

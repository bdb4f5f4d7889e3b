//! The log of a run: recorded spikes and samples, appended while the run goes on.
//!
//! ```text
//! file     "rheo.log", version u32, length of the head u32, its CRC-32, head (JSON, see Head)
//! frame    "FRAM", CRC-32 of the rest of this header,
//!          first step u64, first step after u64, bytes of the payload u64,
//!          number of spikes u32, CRC-32 of the payload
//! payload  number of rows u32, for each trace;
//!          steps from the frame's first u32 and neuron (global id) u32, for each spike;
//!          samples f32, row after row, trace after trace
//! ```
//!
//! All numbers are little-endian. Frames follow each other without a gap in time, and each is
//! complete for its steps, so that every prefix of whole frames is a run up to some step. Whatever
//! stands behind the last whole frame was being written when the run was killed.

mod frame;
mod head;
mod reader;
mod writer;

pub use head::{Head, TraceHead};
pub use reader::{Extent, LogReader, Piece, Unusable};
pub use writer::LogWriter;

//! Long work that Ctrl-C may leave.

use crate::error;
use pyo3::prelude::*;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

/// How often signals are looked at: half of what a person would notice.
const LOOK: Duration = Duration::from_millis(50);

/// Stack of the thread, bytes: as much as a main thread has.
const STACK: usize = 8 << 20;

/// Does `work` on a thread of its own and waits for it, so that Ctrl-C is answered at once. Work that
/// is left goes on to its end, since it cannot be stopped halfway, and what it made is dropped.
pub fn until_done<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce() -> T + Send + 'static,
) -> PyResult<T> {
    let (sender, mut receiver) = sync_channel(1);
    // Nobody receives where the work was left.
    let body = move || drop(sender.send(work()));
    let thread = thread::Builder::new().stack_size(STACK).spawn(body);
    drop(thread.map_err(error::run)?);
    loop {
        let (made, back) = py.detach(move || (receiver.recv_timeout(LOOK), receiver));
        receiver = back;
        match made {
            Ok(made) => return Ok(made),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(error::run("a bug in rheobase: the work ended without a result"));
            }
        }
    }
}

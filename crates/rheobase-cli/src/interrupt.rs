//! Ctrl-C (and the signals by which a cluster ends a job): the first asks a running simulation to stop, so that its results can be written; at
//! any other time, and the second time, it ends the process.

use crate::error::INTERRUPTED;
use crate::output::note;
use std::sync::atomic::{AtomicBool, Ordering};

static STOPPABLE: AtomicBool = AtomicBool::new(false);
static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Installs the handler. Where the system allows none, Ctrl-C ends the process as always.
pub fn install() {
    let _ = ctrlc::set_handler(|| {
        let stoppable = STOPPABLE.load(Ordering::SeqCst);
        let again = stoppable && REQUESTED.swap(true, Ordering::SeqCst);
        if !stoppable || again {
            note(if again {
                "interrupted again: gave up"
            } else {
                "interrupted: nothing was written"
            });
            std::process::exit(i32::from(INTERRUPTED));
        }
    });
}

/// Lets a write beyond the limit on the size of files fail like one to a full disk, instead of
/// ending the process on the spot.
pub fn survive_file_limit() {
    #[cfg(unix)]
    // SAFETY: ignoring a signal runs no code of ours.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
    }
}

/// While this lives, Ctrl-C is a request that [`requested`] tells.
pub struct Stoppable(());

impl Stoppable {
    /// From now on.
    pub fn begin() -> Stoppable {
        STOPPABLE.store(true, Ordering::SeqCst);
        Stoppable(())
    }
}

impl Drop for Stoppable {
    fn drop(&mut self) {
        STOPPABLE.store(false, Ordering::SeqCst);
    }
}

/// Whether the user has asked to stop.
pub fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}

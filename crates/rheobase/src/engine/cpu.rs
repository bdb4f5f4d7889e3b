//! The processors that threads run on.

/// How many processors there are for this program.
pub fn count() -> usize {
    static COUNT: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    *COUNT.get_or_init(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// The processor that the calling thread runs on, if the system tells.
#[cfg(target_os = "linux")]
pub fn current() -> Option<usize> {
    // SAFETY: it takes nothing and returns a number.
    usize::try_from(unsafe { libc::sched_getcpu() }).ok()
}

/// Moves the calling thread to another processor, if it may run on another; the system may move it
/// again as it likes. Where two threads that wait for each other share a processor, the system
/// often takes many milliseconds to see that another one is free.
#[cfg(target_os = "linux")]
pub fn leave(processor: usize) {
    let size = size_of::<libc::cpu_set_t>();
    // SAFETY: a set is plain bits, all zeros are a valid one, and the calls get its size; a number
    // beyond it is not looked at. The calling thread is the only one that is changed, and gets back
    // what it was allowed.
    unsafe {
        let mut allowed: libc::cpu_set_t = std::mem::zeroed();
        if processor >= 8 * size || libc::sched_getaffinity(0, size, &mut allowed) != 0 {
            return;
        }
        let mut others = allowed;
        libc::CPU_CLR(processor, &mut others);
        if libc::CPU_COUNT(&others) > 0 && libc::sched_setaffinity(0, size, &others) == 0 {
            libc::sched_setaffinity(0, size, &allowed);
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub fn current() -> Option<usize> {
    None
}

#[cfg(not(target_os = "linux"))]
pub fn leave(_: usize) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_thread_leaves_its_processor_and_may_come_back() {
        let allowed = || std::thread::available_parallelism().unwrap().get();
        let (before, here) = (allowed(), current().unwrap());
        leave(here);
        assert_eq!(allowed(), before);
        leave(usize::MAX);
        assert_eq!(allowed(), before);
    }
}

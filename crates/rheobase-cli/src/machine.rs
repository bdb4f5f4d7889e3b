//! What the machine has.

use std::num::NonZero;
use std::path::Path;
use sysinfo::System;

/// Memory that a new network may take, bytes: what the system says is free, or what is left of a
/// container's limit.
pub fn available_memory() -> u64 {
    let mut system = System::new();
    system.refresh_memory();
    let free = system.available_memory();
    let free = match system.cgroup_limits() {
        // What the container's files take of the cache is given back when it is needed.
        Some(limits) => free.min(limits.total_memory.saturating_sub(limits.rss)),
        None => free,
    };
    address_space().map_or(free, |limit| free.min(limit))
}

/// Bytes that are free on the disk of a folder, which need not be there yet; known on Unix.
#[cfg(unix)]
pub fn free_disk(folder: &Path) -> Option<u64> {
    use std::os::unix::ffi::OsStrExt;
    let folder = std::path::absolute(folder).ok()?;
    let there = folder.ancestors().find(|path| path.exists())?;
    let name = std::ffi::CString::new(there.as_os_str().as_bytes()).ok()?;
    // SAFETY: all zeros is a value of this structure of numbers.
    let mut about: libc::statvfs = unsafe { std::mem::zeroed() };
    // SAFETY: it reads a name that ends with a null and fills the structure that it is given.
    let known = unsafe { libc::statvfs(name.as_ptr(), &raw mut about) } == 0;
    known.then(|| (about.f_bavail as u64).saturating_mul(about.f_frsize as u64))
}

#[cfg(not(unix))]
pub fn free_disk(_folder: &Path) -> Option<u64> {
    None
}

/// What is left of a limit on the process's memory (`ulimit -v`), bytes.
#[cfg(unix)]
fn address_space() -> Option<u64> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: it fills the structure that it is given.
    let known = unsafe { libc::getrlimit(libc::RLIMIT_AS, &raw mut limit) } == 0;
    let used = status_kib("VmSize:")? * 1024;
    (known && limit.rlim_cur != libc::RLIM_INFINITY).then(|| limit.rlim_cur.saturating_sub(used))
}

#[cfg(not(unix))]
fn address_space() -> Option<u64> {
    None
}

/// Processors that this process may use.
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// Most memory that this process has had, bytes; known on Linux.
pub fn peak_memory() -> Option<u64> {
    Some(status_kib("VmHWM:")? * 1024)
}

fn status_kib(field: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

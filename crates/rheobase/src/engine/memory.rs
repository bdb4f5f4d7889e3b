//! Large arrays.

/// Zeros, on large pages where the system gives them: rows are read in any order, and with pages
/// of 4 KiB the start of each would cost a walk through the page tables (measured: delivery takes
/// twice as long).
pub fn zeros<T: Default + Clone>(n: usize) -> Vec<T> {
    // Fresh pages of the system are zero: nothing is touched before it is filled.
    let mut values = vec![T::default(); n];
    advise(&mut values);
    values
}

#[cfg(target_os = "linux")]
fn advise<T>(values: &mut [T]) {
    const HUGE: usize = 2 << 20;
    let all = values.as_mut_ptr_range();
    let start = (all.start as usize).next_multiple_of(HUGE);
    let end = all.end as usize & !(HUGE - 1);
    if start < end {
        // SAFETY: the range lies within the slice; the advice changes no content, and a system
        // that does not know it says so.
        unsafe {
            libc::madvise(start as *mut libc::c_void, end - start, libc::MADV_HUGEPAGE);
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn advise<T>(_: &mut [T]) {}

/// Asks for the memory at a place of a slice, to have it in the cache when it is read.
#[inline(always)]
pub fn prefetch<T>(values: &[T], place: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch reads nothing that the program sees and never faults.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(values.as_ptr().wrapping_add(place).cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (values, place);
}

//! Lists that begin where a line of the cache does: vectors of the widest instruction set are as
//! long as a line, and each that crosses from one to the next costs twice (measured: a step of
//! neurons with two currents takes a third longer).

use std::ops::{Deref, DerefMut};

/// Bytes of a line, and of the widest vectors.
const LINE: usize = 64;

/// A list of numbers that begins with a line.
#[derive(Debug, Default)]
pub struct Aligned<T> {
    /// Numbers before the first of the list, then the list.
    values: Vec<T>,
    start: usize,
}

impl<T: Copy> Aligned<T> {
    /// `n` times a value.
    pub fn new(value: T, n: usize) -> Aligned<T> {
        let spare = LINE / size_of::<T>();
        // In one go: pages of zeros that the system gives need not be touched.
        let mut values = vec![value; n + spare];
        // If the alignment cannot be found, any place will do.
        let start = values.as_ptr().align_offset(LINE).min(spare);
        values.truncate(start + n);
        Aligned { values, start }
    }

    /// The same numbers.
    pub fn copy(of: &[T]) -> Aligned<T> {
        let Some(&first) = of.first() else { return Aligned { values: Vec::new(), start: 0 } };
        let mut copy = Aligned::new(first, of.len());
        copy.copy_from_slice(of);
        copy
    }

    /// As many numbers as that; new ones have this value.
    pub fn resize(&mut self, n: usize, value: T) {
        if n > self.len() {
            let mut longer = Aligned::new(value, n);
            longer[..self.len()].copy_from_slice(self);
            *self = longer;
        } else {
            self.values.truncate(self.start + n);
        }
    }

    /// No numbers.
    pub fn clear(&mut self) {
        self.values.truncate(self.start);
    }
}

impl<T: Copy> Clone for Aligned<T> {
    fn clone(&self) -> Aligned<T> {
        Aligned::copy(self)
    }
}

impl<T> Deref for Aligned<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.values[self.start..]
    }
}

impl<T> DerefMut for Aligned<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.values[self.start..]
    }
}

/// Room for something on the stack that begins with a line.
#[repr(align(64))]
pub struct Room<T>(pub T);

#[cfg(test)]
mod tests {
    use super::*;

    fn begins_with_a_line<T>(list: &Aligned<T>) -> bool {
        list.as_ptr().addr().is_multiple_of(LINE)
    }

    #[test]
    fn lists_begin_with_a_line_whatever_is_done_to_them() {
        for n in [1, 7, 8, 1000] {
            let mut list = Aligned::new(1.5, n);
            list[n - 1] = 2.0;
            let copy = list.clone();
            assert!(begins_with_a_line(&list) && begins_with_a_line(&copy));
            assert_eq!(copy[..], list[..]);
            list.resize(2 * n, 3.0);
            assert!(begins_with_a_line(&list));
            assert_eq!((list[n - 1], list[2 * n - 1], list.len()), (2.0, 3.0, 2 * n));
            list.resize(1, 0.0);
            assert_eq!(list.len(), 1);
            list.clear();
            assert!(list.is_empty());
        }
        assert!(Aligned::<u32>::default().is_empty() && Aligned::<u32>::copy(&[]).is_empty());
        assert!(begins_with_a_line(&Aligned::new(1u32, 3)));
    }
}

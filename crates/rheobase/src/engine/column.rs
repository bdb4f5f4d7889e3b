//! Parameters of the neurons of a layer.

use super::aligned::Aligned;
use super::kernel::BLOCK;
use std::ops::Range;

/// One number per neuron; where all are the same, a block of it, which stays in the cache.
#[derive(Clone, Debug)]
pub enum Column<T: Copy> {
    /// The number, as often as a block has neurons.
    Same(Aligned<T>),
    /// Each neuron's own.
    Each(Aligned<T>),
}

impl<T: Copy + PartialEq> Column<T> {
    /// The shorter form of these numbers.
    pub fn new(values: Vec<T>) -> Column<T> {
        match values.first() {
            Some(&first) if values.iter().all(|value| *value == first) => {
                Column::Same(Aligned::new(first, BLOCK))
            }
            _ => Column::Each(Aligned::copy(&values)),
        }
    }

    /// The numbers of a block of neurons.
    #[inline]
    pub fn block(&self, neurons: &Range<usize>) -> &[T] {
        match self {
            Column::Same(block) => &block[..neurons.len()],
            Column::Each(values) => &values[neurons.clone()],
        }
    }

    /// The number of one neuron.
    #[inline]
    pub fn get(&self, neuron: usize) -> T {
        match self {
            Column::Same(block) => block[0],
            Column::Each(values) => values[neuron],
        }
    }
}

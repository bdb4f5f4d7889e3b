//! What a user can get wrong, said so that it can be put right.

/// Why a picture was not drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlotError {
    /// A colour that is neither a known name nor `#rrggbb`.
    #[error("unknown colour `{given}`; {hint}, or a hex value such as `#0072b2`")]
    UnknownColor {
        /// The text as given.
        given: String,
        /// "did you mean …" or the list of all names.
        hint: String,
    },
    /// Two columns that belong together differ in length.
    #[error("{place}: {left} has {left_len} values but {right} has {right_len}")]
    LengthMismatch {
        /// The population, series or matrix meant.
        place: String,
        /// Name of the first column.
        left: &'static str,
        /// Its length.
        left_len: usize,
        /// Name of the second column.
        right: &'static str,
        /// Its length.
        right_len: usize,
    },
    /// A neuron id that its population (or matrix) does not have.
    #[error("{place}: id {id} is out of range, ids run from 0 to {size} (exclusive)")]
    IdOutOfRange {
        /// The population or matrix meant.
        place: String,
        /// The offending id.
        id: u64,
        /// Number of neurons, rows or columns.
        size: usize,
    },
    /// A NaN or infinite number where a finite one is needed.
    #[error("{place}: {what}[{index}] is not a finite number")]
    NotFinite {
        /// The population, series or matrix meant.
        place: String,
        /// Name of the column.
        what: &'static str,
        /// Position in the column.
        index: usize,
    },
    /// A time window that is empty, reversed or not finite.
    #[error("the window runs from {start_ms} ms to {end_ms} ms; its end must lie after its start")]
    BadWindow {
        /// Start in ms.
        start_ms: f64,
        /// End in ms.
        end_ms: f64,
    },
    /// A bin width that is not positive, or gives too many bins.
    #[error("{what} = {value}: a bin must be positive and give at most {max_bins} bins")]
    BadBin {
        /// Which bin.
        what: &'static str,
        /// The value as given, in the unit of the axis.
        value: f64,
        /// The most bins that are drawn.
        max_bins: usize,
    },
    /// A PNG scale outside what can be drawn.
    #[error("PNG scale {given} is outside {min} to {max} pixels per unit")]
    BadScale {
        /// The scale as given.
        given: f64,
        /// Smallest scale accepted.
        min: f64,
        /// Largest scale accepted.
        max: f64,
    },
    /// The terminal is too small for a raster.
    #[error(
        "{width} columns × {height} lines are too few; {need_width} × {need_height} are needed"
    )]
    TerminalTooSmall {
        /// Columns given.
        width: usize,
        /// Lines given.
        height: usize,
        /// Columns needed.
        need_width: usize,
        /// Lines needed.
        need_height: usize,
    },
    /// The PNG encoder refused.
    #[error("the PNG could not be encoded: {0}")]
    Encode(String),
}

/// Refuses columns of different lengths.
pub(crate) fn same_length(
    place: &str,
    (left, left_len): (&'static str, usize),
    (right, right_len): (&'static str, usize),
) -> Result<(), PlotError> {
    if left_len == right_len {
        return Ok(());
    }
    Err(PlotError::LengthMismatch { place: place.to_string(), left, left_len, right, right_len })
}

/// Refuses NaN and infinity.
pub(crate) fn all_finite(place: &str, what: &'static str, values: &[f64]) -> Result<(), PlotError> {
    match values.iter().position(|v| !v.is_finite()) {
        None => Ok(()),
        Some(index) => Err(PlotError::NotFinite { place: place.to_string(), what, index }),
    }
}

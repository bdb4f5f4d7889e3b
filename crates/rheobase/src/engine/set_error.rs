//! What cannot be set.

/// Why a state was not set; nothing has changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SetError {
    /// More or fewer values than things to set.
    #[error("{what}: {found} values; expected {expected}, one for each {each}")]
    Length {
        /// What was to be set.
        what: String,
        /// Number of values given.
        found: usize,
        /// Number of values accepted.
        expected: usize,
        /// What each value is of.
        each: &'static str,
    },
    /// A value that cannot be.
    #[error("{what}: number {index} (from 0) is {value}; expected {accepted}")]
    Value {
        /// What was to be set.
        what: String,
        /// Place of the value.
        index: usize,
        /// The value.
        value: f64,
        /// What would be accepted.
        accepted: String,
    },
    /// What is not there to be set.
    #[error("{what}: {message}; {help}")]
    Refused {
        /// What was to be set.
        what: String,
        /// Why it cannot.
        message: &'static str,
        /// What to do.
        help: &'static str,
    },
    /// A name of nothing.
    #[error("there is no {what} `{name}`; {help}")]
    Name {
        /// What was looked for.
        what: &'static str,
        /// The name.
        name: String,
        /// The nearest name, or all there are.
        help: String,
    },
    /// An index of nothing.
    #[error("there is no {what} of index {index}; there are {count}, from 0 on")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// The index.
        index: usize,
        /// How many there are.
        count: usize,
    },
}

//! Everything that changes in a run, as named lists of numbers.
//!
//! A [`State`] is independent of the number of threads: its lists are in the order of neurons and
//! synapses. In bytes it is section after section, all numbers little-endian:
//!
//! ```text
//! length of the name u32, name (UTF-8), kind u8 (0: u32, 1: u64, 2: f64), number of values u64, values
//! ```
//!
//! Whoever stores it adds a version and a checksum; reading bytes that are damaged all the same is
//! an error, never a panic, and takes no more memory than there are bytes.

use std::io::{self, Read, Write};

/// Longest name of a section, bytes.
const LONGEST_NAME: u32 = 4096;
/// Values that are converted together.
const AT_ONCE: usize = 8192;

/// A list of numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Counters and ids.
    U32(Vec<u32>),
    /// Steps and counts.
    U64(Vec<u64>),
    /// Quantities.
    F64(Vec<f64>),
}

/// Named lists; see the head of the module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    sections: Vec<(String, Values)>,
}

/// A state that is not that of this network, or is damaged.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// A section is missing or does not fit.
    #[error("the section `{section}` of the state {problem}")]
    Section {
        /// Its name.
        section: String,
        /// What is wrong.
        problem: String,
    },
    /// These bytes are no state.
    #[error("the state cannot be read: {0}")]
    Bytes(String),
    /// It cannot be brought to or from its place.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl StateError {
    /// A section that does not fit.
    pub(crate) fn new(section: &str, problem: impl Into<String>) -> StateError {
        StateError::Section { section: section.into(), problem: problem.into() }
    }
}

/// Kinds of numbers that a state holds.
pub trait Value: Copy + Sized {
    /// Wraps a list.
    fn wrap(values: Vec<Self>) -> Values;
    /// The list, if it is of this kind.
    fn of(values: &Values) -> Option<&[Self]>;
}

macro_rules! values {
    ($($type:ty, $kind:ident;)*) => {$(
        impl Value for $type {
            fn wrap(values: Vec<Self>) -> Values {
                Values::$kind(values)
            }

            fn of(values: &Values) -> Option<&[Self]> {
                if let Values::$kind(values) = values { Some(values) } else { None }
            }
        }
    )*};
}

values! {
    u32, U32;
    u64, U64;
    f64, F64;
}

impl State {
    /// Adds a section; each name is used once.
    pub fn put<T: Value>(&mut self, name: impl Into<String>, values: Vec<T>) {
        self.sections.push((name.into(), T::wrap(values)));
    }

    /// Whether there is a section of that name.
    pub fn has(&self, name: &str) -> bool {
        self.sections.iter().any(|(section, _)| section == name)
    }

    /// A section of any length.
    ///
    /// # Errors
    /// It is missing, or of another kind.
    pub fn get<T: Value>(&self, name: &str) -> Result<&[T], StateError> {
        let found = self.sections.iter().find(|(section, _)| section == name);
        let (_, values) = found.ok_or_else(|| StateError::new(name, "is missing"))?;
        T::of(values).ok_or_else(|| StateError::new(name, "is of another kind"))
    }

    /// A section of so many values.
    ///
    /// # Errors
    /// It is missing, of another kind or length.
    pub fn list<T: Value>(&self, name: &str, length: usize) -> Result<&[T], StateError> {
        let values = self.get(name)?;
        if values.len() == length {
            return Ok(values);
        }
        let problem = format!("has {} values, where the network needs {length}", values.len());
        Err(StateError::new(name, problem))
    }

    /// A section of a single value.
    ///
    /// # Errors
    /// As [`State::list`].
    pub fn one<T: Value>(&self, name: &str) -> Result<T, StateError> {
        Ok(self.list(name, 1)?[0])
    }

    /// Writes all sections.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for (name, values) in &self.sections {
            out.write_all(&(name.len() as u32).to_le_bytes())?;
            out.write_all(name.as_bytes())?;
            match values {
                Values::U32(v) => write_values(out, 0, v, |v| v.to_le_bytes())?,
                Values::U64(v) => write_values(out, 1, v, |v| v.to_le_bytes())?,
                Values::F64(v) => write_values(out, 2, v, |v| v.to_le_bytes())?,
            }
        }
        Ok(())
    }

    /// Reads what [`State::write`] has written, of which there are `bytes` bytes.
    ///
    /// # Errors
    /// Those of the reader; these are not the bytes of a state.
    pub fn read(input: &mut dyn Read, bytes: u64) -> Result<State, StateError> {
        let mut source = Source { input, left: bytes };
        let mut state = State::default();
        while source.left > 0 {
            let length = u32::from_le_bytes(source.array()?);
            if length > LONGEST_NAME {
                return Err(StateError::Bytes(format!("a name of {length} bytes")));
            }
            source.claim(u64::from(length))?;
            let mut name = vec![0; length as usize];
            source.input.read_exact(&mut name)?;
            let name = String::from_utf8(name);
            let name = name.map_err(|_| StateError::Bytes("a name that is no text".into()))?;
            let [kind] = source.array()?;
            let count = u64::from_le_bytes(source.array()?);
            let values = match kind {
                0 => Values::U32(source.values(count, u32::from_le_bytes)?),
                1 => Values::U64(source.values(count, u64::from_le_bytes)?),
                2 => Values::F64(source.values(count, f64::from_le_bytes)?),
                _ => return Err(StateError::Bytes(format!("values of the kind {kind}"))),
            };
            state.sections.push((name, values));
        }
        Ok(state)
    }

    /// Bytes that [`State::write`] writes.
    pub fn bytes(&self) -> u64 {
        let size = |values: &Values| match values {
            Values::U32(v) => 4 * v.len() as u64,
            Values::U64(v) => 8 * v.len() as u64,
            Values::F64(v) => 8 * v.len() as u64,
        };
        self.sections.iter().map(|(name, values)| 13 + name.len() as u64 + size(values)).sum()
    }
}

fn write_values<T: Copy, const N: usize>(
    out: &mut dyn Write,
    kind: u8,
    values: &[T],
    encode: impl Fn(T) -> [u8; N],
) -> io::Result<()> {
    out.write_all(&[kind])?;
    out.write_all(&(values.len() as u64).to_le_bytes())?;
    let mut buffer = Vec::with_capacity(AT_ONCE.min(values.len()) * N);
    for some in values.chunks(AT_ONCE) {
        buffer.clear();
        some.iter().for_each(|&v| buffer.extend_from_slice(&encode(v)));
        out.write_all(&buffer)?;
    }
    Ok(())
}

/// Bytes that are left to be read.
struct Source<'a> {
    input: &'a mut dyn Read,
    left: u64,
}

impl Source<'_> {
    fn claim(&mut self, bytes: u64) -> Result<(), StateError> {
        let left = self.left.checked_sub(bytes);
        self.left = left.ok_or_else(|| StateError::Bytes("it ends within a section".into()))?;
        Ok(())
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], StateError> {
        self.claim(N as u64)?;
        let mut bytes = [0; N];
        self.input.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn values<T: Copy, const N: usize>(
        &mut self,
        count: u64,
        decode: impl Fn([u8; N]) -> T,
    ) -> Result<Vec<T>, StateError> {
        let bytes = count.checked_mul(N as u64);
        self.claim(bytes.unwrap_or(u64::MAX))?;
        // As many as there are bytes for.
        let mut values = Vec::with_capacity(count as usize);
        let mut buffer = vec![0; AT_ONCE.min(count as usize) * N];
        while values.len() < count as usize {
            let some = AT_ONCE.min(count as usize - values.len()) * N;
            self.input.read_exact(&mut buffer[..some])?;
            let (arrays, _) = buffer[..some].as_chunks::<N>();
            values.extend(arrays.iter().map(|&bytes| decode(bytes)));
        }
        Ok(values)
    }
}

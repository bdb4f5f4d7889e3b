//! Numbers and attribute values as HDF5 stores them: little-endian everywhere.

/// A number that a dataset can hold.
pub trait Element: Copy {
    /// Bytes of one number.
    const BYTES: usize;

    /// The description of the type (datatype message, version 1).
    fn datatype() -> Vec<u8>;

    /// Appends the number to `out`.
    fn put(self, out: &mut Vec<u8>);
}

macro_rules! integers {
    ($($type:ty, $signed:expr;)*) => {$(
        impl Element for $type {
            const BYTES: usize = size_of::<$type>();

            fn datatype() -> Vec<u8> {
                // Class 0; bit 3 says that it has a sign.
                let mut message = vec![0x10, if $signed { 8 } else { 0 }, 0, 0];
                message.extend((Self::BYTES as u32).to_le_bytes());
                message.extend([0, 0]);
                message.extend((8 * Self::BYTES as u16).to_le_bytes());
                message
            }

            fn put(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
        }
    )*};
}

integers! {
    u8, false;
    u32, false;
    u64, false;
    i32, true;
    i64, true;
}

/// Class 1: leading mantissa bit implied, sign in the highest bit.
fn float(bytes: u8, exponent_at: u8, exponent_bits: u8, bias: u32) -> Vec<u8> {
    let mut message = vec![0x11, 0x20, 8 * bytes - 1, 0, bytes, 0, 0, 0, 0, 0, 8 * bytes, 0];
    message.extend([exponent_at, exponent_bits, 0, exponent_at]);
    message.extend(bias.to_le_bytes());
    message
}

impl Element for f64 {
    const BYTES: usize = 8;

    fn datatype() -> Vec<u8> {
        float(8, 52, 11, 1023)
    }

    fn put(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }
}

impl Element for f32 {
    const BYTES: usize = 4;

    fn datatype() -> Vec<u8> {
        float(4, 23, 8, 127)
    }

    fn put(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }
}

/// The value of an attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Attr<'a> {
    /// A string of fixed length, UTF-8.
    Str(&'a str),
    /// One number.
    F64(f64),
    /// One number.
    U8(u8),
    /// One number.
    U32(u32),
    /// One number.
    U64(u64),
    /// A vector.
    U32s(&'a [u32]),
    /// A vector.
    F64s(&'a [f64]),
    /// One value of an enumeration over bytes, and all its members.
    Enum(u8, &'a [(&'a str, u8)]),
}

impl Attr<'_> {
    /// The type, the length if it is a vector, and the bytes.
    pub(super) fn parts(&self) -> (Vec<u8>, Option<u64>, Vec<u8>) {
        fn one<T: Element>(value: T) -> (Vec<u8>, Option<u64>, Vec<u8>) {
            let mut bytes = Vec::new();
            value.put(&mut bytes);
            (T::datatype(), None, bytes)
        }
        fn many<T: Element>(values: &[T]) -> (Vec<u8>, Option<u64>, Vec<u8>) {
            let mut bytes = Vec::new();
            values.iter().for_each(|value| value.put(&mut bytes));
            (T::datatype(), Some(values.len() as u64), bytes)
        }
        match *self {
            Attr::Str(text) => (string(text.len()), None, padded(text)),
            Attr::F64(value) => one(value),
            Attr::U8(value) => one(value),
            Attr::U32(value) => one(value),
            Attr::U64(value) => one(value),
            Attr::U32s(values) => many(values),
            Attr::F64s(values) => many(values),
            Attr::Enum(value, members) => (enumeration(members), None, vec![value]),
        }
    }
}

/// Class 3: padded with nulls (1), UTF-8 (1 << 4). No type may have zero bytes.
fn string(length: usize) -> Vec<u8> {
    let mut message = vec![0x13, 0x11, 0, 0];
    message.extend((length.max(1) as u32).to_le_bytes());
    message
}

fn padded(text: &str) -> Vec<u8> {
    if text.is_empty() { vec![0] } else { text.as_bytes().to_vec() }
}

/// Class 8, version 3: the base type, all names, all values.
fn enumeration(members: &[(&str, u8)]) -> Vec<u8> {
    let count = (members.len() as u16).to_le_bytes();
    let mut message = vec![0x38, count[0], count[1], 0, 1, 0, 0, 0];
    message.extend(u8::datatype());
    for (name, _) in members {
        message.extend(name.as_bytes());
        message.push(0);
    }
    message.extend(members.iter().map(|&(_, value)| value));
    message
}

//! Headers and messages, section by section of the file format specification.

use std::io::{Seek, SeekFrom, Write};

use super::element::{Attr, Element};
use crate::export::{AtomicFile, ExportError};

/// Bytes of the superblock (II.A, version 2), which starts the file.
pub const SUPERBLOCK: usize = 48;

/// "No address".
const NOWHERE: u64 = u64::MAX;

/// A group, or a dataset if there is data.
#[derive(Default)]
pub struct Node {
    /// Name and index of each member of a group.
    pub links: Vec<(String, usize)>,
    /// Name and finished message of each attribute.
    pub attributes: Vec<(String, Vec<u8>)>,
    pub data: Option<Data>,
    /// Names beyond the first.
    pub names: u32,
}

/// The numbers of a dataset.
pub struct Data {
    datatype: Vec<u8>,
    bytes: u64,
    pub shape: Vec<u64>,
    address: u64,
    /// Room for a growing dataset.
    pub max_rows: u64,
    /// Its rows not yet in the file, and how many bytes of it are.
    pub gathered: Vec<u8>,
    written: u64,
}

impl Data {
    pub fn new<T: Element>(shape: Vec<u64>, address: u64) -> Self {
        let (datatype, bytes) = (T::datatype(), T::BYTES as u64);
        Data { datatype, bytes, shape, address, max_rows: 0, gathered: Vec::new(), written: 0 }
    }

    /// Moves the gathered rows to their place in the file.
    pub fn write_gathered(&mut self, out: &mut AtomicFile) -> Result<(), ExportError> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let to = SeekFrom::Start(self.address + self.written);
        let done = out.seek(to).and_then(|_| out.write_all(&self.gathered));
        done.map_err(ExportError::io(out.path(), "writing its content"))?;
        self.written += self.gathered.len() as u64;
        self.gathered.clear();
        Ok(())
    }

    fn size(&self) -> u64 {
        self.shape.iter().product::<u64>() * self.bytes
    }
}

/// The superblock of a file whose root group's header is at `root`.
pub fn superblock(root: u64, end: u64) -> Vec<u8> {
    let mut out = b"\x89HDF\r\n\x1a\n".to_vec();
    // Version 2, eight-byte offsets and lengths, no flags.
    out.extend([2, 8, 8, 0]);
    for address in [0, NOWHERE, end, root] {
        out.extend(address.to_le_bytes());
    }
    out.extend(lookup3(&out).to_le_bytes());
    out
}

/// All object headers, to be written at `start`; the root's address; the end.
/// A header's length does not depend on the addresses in it, so one pass finds
/// where each will be and a second one writes them.
pub fn headers(nodes: &[Node], start: u64) -> (Vec<u8>, u64, u64) {
    let mut addresses = vec![0; nodes.len()];
    let mut end = start;
    for (index, node) in nodes.iter().enumerate() {
        let length = header(node, &addresses).len() as u64;
        addresses[index] = end;
        end += length;
    }
    let bytes = nodes.iter().flat_map(|node| header(node, &addresses)).collect();
    (bytes, addresses[0], end)
}

/// An object header (IV.A.1.b, version 2).
fn header(node: &Node, addresses: &[u64]) -> Vec<u8> {
    let mut body = Vec::new();
    match &node.data {
        None => {
            // Link info and group info: links are kept here, in no order.
            message(&mut body, 0x02, &[&[0, 0][..], &[0xff; 16]].concat());
            message(&mut body, 0x0a, &[0, 0]);
            for (name, index) in &node.links {
                message(&mut body, 0x06, &hard_link(name, addresses[*index]));
            }
        }
        Some(data) => {
            message(&mut body, 0x01, &dataspace(Some(&data.shape)));
            message(&mut body, 0x03, &data.datatype);
            // Fill value: none set, place taken late.
            message(&mut body, 0x05, &[3, 0x0a]);
            message(&mut body, 0x08, &contiguous(data));
        }
    }
    if !node.attributes.is_empty() {
        // Attribute info; without it HDF5 counts none, though it finds them.
        message(&mut body, 0x15, &[&[0, 0][..], &[0xff; 16]].concat());
    }
    for (_, attribute) in &node.attributes {
        message(&mut body, 0x0c, attribute);
    }
    if node.names > 0 {
        let count = (node.names + 1).to_le_bytes();
        message(&mut body, 0x16, &[&[0][..], &count].concat());
    }
    // Flags: the length of the messages takes four bytes.
    let mut out = b"OHDR\x02\x02".to_vec();
    out.extend((body.len() as u32).to_le_bytes());
    out.extend(body);
    out.extend(lookup3(&out).to_le_bytes());
    out
}

fn message(out: &mut Vec<u8>, kind: u8, body: &[u8]) {
    out.push(kind);
    out.extend((body.len() as u16).to_le_bytes());
    out.push(0);
    out.extend(body);
}

/// Link message (IV.A.2.g): UTF-8 name with a two-byte length, hard link.
fn hard_link(name: &str, address: u64) -> Vec<u8> {
    let mut out = vec![1, 0x11, 1];
    out.extend((name.len() as u16).to_le_bytes());
    out.extend(name.as_bytes());
    out.extend(address.to_le_bytes());
    out
}

/// Dataspace message (IV.A.2.b, version 2); `None` is a scalar.
fn dataspace(shape: Option<&[u64]>) -> Vec<u8> {
    let sides = shape.unwrap_or_default();
    let mut out = vec![2, sides.len() as u8, 0, u8::from(shape.is_some())];
    sides.iter().for_each(|side| out.extend(side.to_le_bytes()));
    out
}

/// Data layout message (IV.A.2.i, version 3).
fn contiguous(data: &Data) -> Vec<u8> {
    let size = data.size();
    let address = if size == 0 { NOWHERE } else { data.address };
    let mut out = vec![3, 1];
    out.extend(address.to_le_bytes());
    out.extend(size.to_le_bytes());
    out
}

/// Attribute message (IV.A.2.m, version 3).
pub fn attribute(name: &str, value: &Attr) -> Vec<u8> {
    let (datatype, length, bytes) = value.parts();
    let dataspace = dataspace(length.as_ref().map(std::slice::from_ref));
    let mut out = vec![3, 0];
    for length in [name.len() + 1, datatype.len(), dataspace.len()] {
        out.extend((length as u16).to_le_bytes());
    }
    out.push(1); // UTF-8
    out.extend(name.as_bytes());
    out.push(0);
    out.extend(datatype);
    out.extend(dataspace);
    out.extend(bytes);
    out
}

/// Bob Jenkins' lookup3 `hashlittle` with initial value 0, HDF5's checksum.
fn lookup3(bytes: &[u8]) -> u32 {
    let mut abc = [0xdead_beef_u32.wrapping_add(bytes.len() as u32); 3];
    let mut rest = bytes;
    while rest.len() > 12 {
        let (block, after) = rest.split_at(12);
        add(&mut abc, block);
        mix(&mut abc);
        rest = after;
    }
    if !rest.is_empty() {
        add(&mut abc, rest);
        finish(&mut abc);
    }
    abc[2]
}

/// Adds up to twelve bytes as three words, missing ones as zeros.
fn add(abc: &mut [u32; 3], block: &[u8]) {
    for (i, &byte) in block.iter().enumerate() {
        abc[i / 4] = abc[i / 4].wrapping_add(u32::from(byte) << (8 * (i % 4)));
    }
}

fn mix([a, b, c]: &mut [u32; 3]) {
    *a = a.wrapping_sub(*c) ^ c.rotate_left(4);
    *c = c.wrapping_add(*b);
    *b = b.wrapping_sub(*a) ^ a.rotate_left(6);
    *a = a.wrapping_add(*c);
    *c = c.wrapping_sub(*b) ^ b.rotate_left(8);
    *b = b.wrapping_add(*a);
    *a = a.wrapping_sub(*c) ^ c.rotate_left(16);
    *c = c.wrapping_add(*b);
    *b = b.wrapping_sub(*a) ^ a.rotate_left(19);
    *a = a.wrapping_add(*c);
    *c = c.wrapping_sub(*b) ^ b.rotate_left(4);
    *b = b.wrapping_add(*a);
}

fn finish([a, b, c]: &mut [u32; 3]) {
    *c = (*c ^ *b).wrapping_sub(b.rotate_left(14));
    *a = (*a ^ *c).wrapping_sub(c.rotate_left(11));
    *b = (*b ^ *a).wrapping_sub(a.rotate_left(25));
    *c = (*c ^ *b).wrapping_sub(b.rotate_left(16));
    *a = (*a ^ *c).wrapping_sub(c.rotate_left(4));
    *b = (*b ^ *a).wrapping_sub(a.rotate_left(14));
    *c = (*c ^ *b).wrapping_sub(b.rotate_left(24));
}

#[cfg(test)]
mod tests {
    use super::lookup3;

    /// The self-test values of lookup3.c.
    #[test]
    fn checksum_agrees_with_its_author() {
        assert_eq!(lookup3(b""), 0xdead_beef);
        assert_eq!(lookup3(b"Four score and seven years ago"), 0x1777_0551);
    }
}

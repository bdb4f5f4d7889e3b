//! A small writer of HDF5: groups, contiguous datasets, attributes, hard links.
//!
//! Written from the *HDF5 File Format Specification, version 3.0*: superblock 2,
//! version-2 object headers, links in the headers. Every HDF5 library since 1.8
//! reads that. Our own because the pure-Rust crates hold all data in memory
//! until the end or are a hundred thousand lines for what we use a corner of.
//!
//! Numbers go to the disk as they come; the headers follow in
//! [`H5File::finish`], when all sizes are known, and the superblock last. Thus
//! no more than a buffer is in memory, and datasets may grow side by side.

mod element;
mod encode;

use std::io::{Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::path::Path;

use super::{AtomicFile, ExportError};
pub use element::{Attr, Element};
use encode::{Data, Node};

/// Bytes gathered per growing dataset before they are written: rows of several
/// recorded variables come in turn, and each turn would else be a seek.
const GATHER: usize = 1 << 18;

/// An HDF5 file being written; it gets its name in [`finish`](H5File::finish).
pub struct H5File {
    out: AtomicFile,
    end: u64,
    nodes: Vec<Node>,
}

/// A group or dataset of one [`H5File`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Object(usize);

/// A dataset that rows of `T` can be appended to.
#[derive(Debug, Clone, Copy)]
pub struct Rows<T> {
    object: Object,
    element: PhantomData<T>,
}

impl<T> Rows<T> {
    /// The dataset as an object, for attributes and links.
    pub fn object(&self) -> Object {
        self.object
    }
}

impl H5File {
    /// Starts writing what shall become `path`.
    ///
    /// # Errors
    /// As [`AtomicFile::create`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self, ExportError> {
        let out = AtomicFile::create(path)?;
        let mut file = H5File { out, end: 0, nodes: vec![Node::default()] };
        file.put(&[0; encode::SUPERBLOCK])?;
        Ok(file)
    }

    /// The name that the file shall get, for messages.
    pub fn path(&self) -> &Path {
        self.out.path()
    }

    /// The root group, `/`.
    pub fn root(&self) -> Object {
        Object(0)
    }

    /// The group at the absolute path `/a/b/c`; missing groups are made.
    ///
    /// # Errors
    /// A step of the path is a dataset or has no valid name.
    pub fn group(&mut self, path: &str) -> Result<Object, ExportError> {
        let mut at = self.root();
        for name in path.trim_matches('/').split('/').filter(|_| path != "/") {
            at = match self.child(at, name) {
                Some(child) if self.nodes[child.0].data.is_none() => child,
                Some(_) => return Err(self.name_error(name, "is that of a dataset already")),
                None => self.add(at, name, Node::default())?,
            };
        }
        Ok(at)
    }

    /// A new group `name` in `parent`.
    ///
    /// # Errors
    /// The name is taken or not valid.
    pub fn new_group(&mut self, parent: Object, name: &str) -> Result<Object, ExportError> {
        self.add(parent, name, Node::default())
    }

    /// A dataset of `shape`, its numbers in C order, written as they come.
    ///
    /// # Errors
    /// Writing fails, the name is taken, or there are not as many numbers as the
    /// shape says.
    pub fn dataset<T: Element>(
        &mut self,
        parent: Object,
        name: &str,
        shape: &[u64],
        values: impl IntoIterator<Item = T>,
    ) -> Result<Object, ExportError> {
        self.align()?;
        let address = self.end;
        let mut buffer = Vec::with_capacity(GATHER + T::BYTES);
        let mut count = 0u64;
        for value in values {
            value.put(&mut buffer);
            count += 1;
            if buffer.len() >= GATHER {
                self.put(&buffer)?;
                buffer.clear();
            }
        }
        self.put(&buffer)?;
        let wanted = shape.iter().try_fold(1u64, |n, &side| n.checked_mul(side));
        if wanted != Some(count) {
            let (found, accepted) = (format!("{count} numbers"), format!("the shape {shape:?}"));
            return Err(ExportError::shape(self.path(), name, found, accepted));
        }
        let data = Data::new::<T>(shape.to_vec(), address);
        self.add(parent, name, Node { data: Some(data), ..Node::default() })
    }

    /// A dataset of `columns` columns and at most `max_rows` rows, to be filled
    /// by [`append`](H5File::append); in the end it has the rows that came.
    /// Several may be filled in turn. Rows that never come cost no disk space
    /// where the file system knows holes.
    ///
    /// # Errors
    /// Writing fails, the name is taken, or the size is beyond 2^63 bytes.
    pub fn rows<T: Element>(
        &mut self,
        parent: Object,
        name: &str,
        max_rows: u64,
        columns: u64,
    ) -> Result<Rows<T>, ExportError> {
        self.reserve(parent, name, max_rows, vec![0, columns])
    }

    /// A dataset of one dimension of at most `most` numbers, to be filled like
    /// [`rows`](H5File::rows).
    ///
    /// # Errors
    /// As [`rows`](H5File::rows).
    pub fn column<T: Element>(
        &mut self,
        parent: Object,
        name: &str,
        most: u64,
    ) -> Result<Rows<T>, ExportError> {
        self.reserve(parent, name, most, vec![0])
    }

    fn reserve<T: Element>(
        &mut self,
        parent: Object,
        name: &str,
        max_rows: u64,
        shape: Vec<u64>,
    ) -> Result<Rows<T>, ExportError> {
        self.align()?;
        let columns = shape.get(1).copied().unwrap_or(1);
        let size = max_rows.checked_mul(columns).and_then(|n| n.checked_mul(T::BYTES as u64));
        let end = size.and_then(|size| self.end.checked_add(size));
        let Some(end) = end.filter(|&end| end < 1 << 63) else {
            let found = format!("{max_rows} rows of {columns}");
            return Err(ExportError::shape(self.path(), name, found, "less than 2^63 bytes"));
        };
        let mut data = Data::new::<T>(shape, self.end);
        data.max_rows = max_rows;
        let node = Node { data: Some(data), ..Node::default() };
        let object = self.add(parent, name, node)?;
        self.end = end;
        self.seek(end)?;
        Ok(Rows { object, element: PhantomData })
    }

    /// Appends one or more whole rows.
    ///
    /// # Errors
    /// Writing fails, the numbers are not whole rows, or there is no place left.
    pub fn append<T: Element>(&mut self, rows: &Rows<T>, values: &[T]) -> Result<(), ExportError> {
        let path = self.out.path();
        let Some(data) = &mut self.nodes[rows.object.0].data else {
            return Err(ExportError::shape(path, "appending", "a group", "a dataset"));
        };
        let columns = data.shape.get(1).copied().unwrap_or(1).max(1);
        let new = values.len() as u64 / columns;
        if !(values.len() as u64).is_multiple_of(columns) || new > data.max_rows - data.shape[0] {
            let found = format!("{} numbers after {} rows", values.len(), data.shape[0]);
            let accepted = format!("whole rows of {columns}, {} at most", data.max_rows);
            return Err(ExportError::shape(path, "appending", found, accepted));
        }
        values.iter().for_each(|value| value.put(&mut data.gathered));
        data.shape[0] += new;
        if data.gathered.len() >= GATHER {
            data.write_gathered(&mut self.out)?;
            // What comes next comes at the end again.
            self.seek(self.end)?;
        }
        Ok(())
    }

    /// How many rows have been appended.
    pub fn row_count<T: Element>(&self, rows: &Rows<T>) -> u64 {
        self.nodes[rows.object.0].data.as_ref().map_or(0, |data| data.shape[0])
    }

    /// Sets an attribute.
    ///
    /// # Errors
    /// The object has one of that name, or the value is larger than the 64 KiB
    /// that the format allows.
    pub fn attr(&mut self, object: Object, name: &str, value: Attr) -> Result<(), ExportError> {
        ExportError::check_name(self.path(), name)?;
        let attributes = &self.nodes[object.0].attributes;
        if attributes.iter().any(|(taken, _)| taken == name) {
            return Err(self.name_error(name, "is that of an attribute already"));
        }
        let message = encode::attribute(name, &value);
        if message.len() > usize::from(u16::MAX) {
            let found = format!("{} bytes", message.len());
            return Err(ExportError::shape(self.path(), name, found, "64 KiB at most"));
        }
        self.nodes[object.0].attributes.push((name.to_owned(), message));
        Ok(())
    }

    /// Gives `object` a second name: nothing is copied.
    ///
    /// # Errors
    /// The name is taken.
    pub fn link(&mut self, parent: Object, name: &str, object: Object) -> Result<(), ExportError> {
        self.check_free(parent, name)?;
        self.nodes[parent.0].links.push((name.to_owned(), object.0));
        self.nodes[object.0].names += 1;
        Ok(())
    }

    /// Writes the headers and gives the file its name.
    ///
    /// # Errors
    /// Writing fails; nothing of the file is left then.
    pub fn finish(mut self) -> Result<(), ExportError> {
        for node in &mut self.nodes {
            if let Some(data) = &mut node.data {
                data.write_gathered(&mut self.out)?;
            }
        }
        self.seek(self.end)?;
        self.align()?;
        let (headers, root, end) = encode::headers(&self.nodes, self.end);
        self.put(&headers)?;
        self.seek(0)?;
        self.put(&encode::superblock(root, end))?;
        Ok(self.out.commit()?)
    }

    fn child(&self, parent: Object, name: &str) -> Option<Object> {
        let links = &self.nodes[parent.0].links;
        links.iter().find(|(taken, _)| taken == name).map(|&(_, index)| Object(index))
    }

    fn add(&mut self, parent: Object, name: &str, node: Node) -> Result<Object, ExportError> {
        let object = Object(self.nodes.len());
        self.check_free(parent, name)?;
        self.nodes.push(node);
        self.nodes[parent.0].links.push((name.to_owned(), object.0));
        Ok(object)
    }

    fn check_free(&self, parent: Object, name: &str) -> Result<(), ExportError> {
        ExportError::check_name(self.path(), name)?;
        if self.nodes[parent.0].data.is_some() {
            return Err(self.name_error(name, "cannot stand in a dataset"));
        }
        match self.child(parent, name) {
            Some(_) => Err(self.name_error(name, "is taken in its group")),
            None => Ok(()),
        }
    }

    fn name_error(&self, name: &str, problem: &'static str) -> ExportError {
        ExportError::Name { path: self.path().to_path_buf(), name: name.to_owned(), problem }
    }

    fn seek(&mut self, to: u64) -> Result<(), ExportError> {
        let done = self.out.seek(SeekFrom::Start(to));
        done.map(drop).map_err(ExportError::io(self.out.path(), "moving in it"))
    }

    /// Appends bytes to the file.
    fn put(&mut self, bytes: &[u8]) -> Result<(), ExportError> {
        let written = self.out.write_all(bytes);
        written.map_err(ExportError::io(self.out.path(), "writing its content"))?;
        self.end += bytes.len() as u64;
        Ok(())
    }

    /// Numbers start at multiples of eight bytes, so that they can be mapped.
    fn align(&mut self) -> Result<(), ExportError> {
        let fill = self.end.next_multiple_of(8) - self.end;
        self.put(&[0; 8][..fill as usize])
    }
}

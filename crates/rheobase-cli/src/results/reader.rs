//! HDF5 files of ours, read again.

use crate::error::Failure;
use hdf5_reader::{H5Type, Hdf5File, SliceInfo, SliceInfoElem};
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// A file of results that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {message}", path.display())]
pub struct Unreadable {
    path: PathBuf,
    message: String,
}

impl Unreadable {
    pub fn new(path: &Path, message: impl Display) -> Self {
        Unreadable { path: path.to_path_buf(), message: message.to_string() }
    }
}

impl From<Unreadable> for Failure {
    fn from(error: Unreadable) -> Self {
        Failure::mistake(error, "expected a folder that `rheobase run` has written")
    }
}

/// An HDF5 file of ours.
pub struct Reader {
    path: PathBuf,
    file: Hdf5File,
}

impl Reader {
    pub fn open(path: &Path) -> Result<Reader, Unreadable> {
        let file = Hdf5File::open(path).map_err(|e| Unreadable::new(path, e))?;
        Ok(Reader { path: path.to_path_buf(), file })
    }

    fn bad(&self, at: &str, error: impl Display) -> Unreadable {
        Unreadable::new(&self.path, format!("{at}: {error}"))
    }

    /// Names of the groups in a group.
    pub fn groups(&self, at: &str) -> Result<Vec<String>, Unreadable> {
        let group = self.file.group(at).map_err(|e| self.bad(at, e))?;
        Ok(group.member_names().map_err(|e| self.bad(at, e))?.0)
    }

    /// All numbers of a dataset, row after row.
    pub fn numbers<T: H5Type + Clone + Default>(&self, at: &str) -> Result<Vec<T>, Unreadable> {
        let data = self.file.dataset(at).map_err(|e| self.bad(at, e))?;
        let array = data.read_array::<T>().map_err(|e| self.bad(at, e))?;
        Ok(array.iter().cloned().collect())
    }

    /// Rows and columns of a dataset; one of a single dimension has one column.
    pub fn shape(&self, at: &str) -> Result<(u64, u64), Unreadable> {
        let data = self.file.dataset(at).map_err(|e| self.bad(at, e))?;
        match *data.shape() {
            [rows] => Ok((rows, 1)),
            [rows, columns] => Ok((rows, columns)),
            _ => Err(self.bad(at, "it has neither one dimension nor two")),
        }
    }

    /// Some rows of a dataset, which end before `stop`.
    pub fn some_rows<T: H5Type + Clone + Default>(
        &self,
        at: &str,
        (start, end): (u64, u64),
    ) -> Result<Vec<T>, Unreadable> {
        let data = self.file.dataset(at).map_err(|e| self.bad(at, e))?;
        let all = |&n: &u64| SliceInfoElem::Slice { start: 0, end: n, step: 1 };
        let mut selections: Vec<_> = data.shape().iter().map(all).collect();
        selections[0] = SliceInfoElem::Slice { start, end, step: 1 };
        let array = data.read_slice::<T>(&SliceInfo { selections });
        Ok(array.map_err(|e| self.bad(at, e))?.iter().cloned().collect())
    }

    /// A text attribute of a dataset.
    pub fn text(&self, at: &str, name: &str) -> Result<String, Unreadable> {
        let data = self.file.dataset(at).map_err(|e| self.bad(at, e))?;
        let attribute = data.attribute(name).map_err(|e| self.bad(at, e))?;
        attribute.read_string().map_err(|e| self.bad(at, e))
    }
}

//! Files that appear whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::WriteError;

/// Large enough that writes are few, small enough to be nobody's concern.
const BUFFER: usize = 1 << 20;

/// A file being written. It has a temporary name in its own folder until
/// [`commit`](AtomicFile::commit); dropped before, it is removed.
pub struct AtomicFile {
    path: PathBuf,
    temporary: PathBuf,
    // None only once it has been committed or given up.
    out: Option<BufWriter<File>>,
}

impl AtomicFile {
    /// Starts writing what shall become `path`.
    ///
    /// # Errors
    /// The folder is missing or not writable, or `path` is itself a folder.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, WriteError> {
        let path = path.as_ref();
        let (Some(name), false) = (path.file_name(), path.is_dir()) else {
            let why = io::Error::new(ErrorKind::IsADirectory, "it is a folder");
            return Err(WriteError::io(path, "creating it")(why));
        };
        // Several runs, and several threads of one, may write to one folder.
        static COUNT: AtomicU64 = AtomicU64::new(0);
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(name);
            hidden.push(format!(".{}-{count}.tmp", std::process::id()));
            let temporary = path.with_file_name(hidden);
            match OpenOptions::new().write(true).create_new(true).open(&temporary) {
                Ok(file) => {
                    let out = Some(BufWriter::with_capacity(BUFFER, file));
                    return Ok(AtomicFile { path: path.to_path_buf(), temporary, out });
                }
                Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
                Err(e) => return Err(WriteError::io(path, "creating it")(e)),
            }
        }
    }

    /// Removes temporaries that processes which are gone have left in a folder; known where
    /// processes can be looked up.
    pub fn remove_abandoned(folder: &Path) {
        let processes = Path::new("/proc");
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries.filter(|_| processes.join("self").exists()) {
            let name = entry.file_name().to_string_lossy().into_owned();
            // A temporary is `.NAME.PROCESS-COUNT.tmp`.
            let temporary = name.strip_prefix('.').and_then(|name| name.strip_suffix(".tmp"));
            let process = temporary.and_then(|name| name.rsplit('.').next()?.split('-').next());
            let is_gone = |id: &str| id.parse::<u32>().is_ok() && !processes.join(id).exists();
            if process.is_some_and(is_gone) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// The name that the file shall get.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Brings everything to the disk and gives the file its name, replacing an
    /// older one.
    ///
    /// # Errors
    /// Writing fails (a full disk may show only here); the temporary is gone then.
    pub fn commit(mut self) -> Result<(), WriteError> {
        let path = self.path.clone();
        self.out()
            .and_then(Write::flush)
            .map_err(WriteError::io(&path, "writing its last bytes"))?;
        self.out()
            .and_then(|out| out.get_ref().sync_all())
            .map_err(WriteError::io(&path, "bringing it to the disk"))?;
        // Closed first: some systems do not rename open files.
        drop(self.out.take());
        if let Err(e) = fs::rename(&self.temporary, &path) {
            let _ = fs::remove_file(&self.temporary);
            return Err(WriteError::io(&path, "giving it its name")(e));
        }
        sync_folder(&path);
        Ok(())
    }

    fn out(&mut self) -> io::Result<&mut BufWriter<File>> {
        self.out.as_mut().ok_or_else(|| io::Error::other("the file has been closed"))
    }
}

/// Makes the new name itself durable. The file is whole either way, so a system
/// that cannot do this is no reason to report failure.
fn sync_folder(path: &Path) {
    if cfg!(unix) {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let _ = File::open(folder.unwrap_or(Path::new("."))).and_then(|f| f.sync_all());
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out()?.flush()
    }
}

impl Seek for AtomicFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.out()?.seek(to)
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if let Some(out) = self.out.take() {
            // Without a last flush to a disk that may be full.
            let (file, _unwritten) = out.into_parts();
            drop(file);
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Writes a file whole or not at all: `fill` writes its content.
///
/// # Errors
/// Those of `fill`, and those of creating and committing the file. In each case
/// an older file of the name is untouched and no temporary is left.
pub fn atomic_write(
    path: impl AsRef<Path>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    let mut file = AtomicFile::create(path)?;
    fill(&mut file).map_err(WriteError::io(file.path(), "writing its content"))?;
    file.commit()
}

//! Files appear whole or not at all.

use std::io;
use std::path::{Path, PathBuf};

use rheobase_cli::export::{ExportError, H5File, atomic_write};

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("rheobase-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_new_file_replaces_the_old_one_only_when_whole() {
    let folder = folder("atomic");
    let path = folder.join("a.txt");
    atomic_write(&path, |out| out.write_all(b"old")).unwrap();
    let failed = atomic_write(&path, |out| {
        out.write_all(&[b'x'; 3 << 20])?;
        assert_eq!(names(&folder).len(), 2, "the temporary lies in the same folder");
        assert_eq!(std::fs::read(&path)?, b"old");
        Err(io::Error::other("no more data"))
    });
    let said = failed.unwrap_err().to_string();
    assert!(said.contains("a.txt") && said.ends_with("no more data"), "{said}");
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(names(&folder), ["a.txt"]);
    let mut abandoned = H5File::create(&path).unwrap();
    let root = abandoned.root();
    abandoned.dataset(root, "x", &[3], [1.0, 2.0, 3.0]).unwrap();
    drop(abandoned);
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(names(&folder), ["a.txt"]);
    atomic_write(&path, |out| out.write_all(b"new")).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"new");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn places_that_cannot_be_written_are_named() {
    let folder = folder("places");
    let fails = |path: PathBuf| {
        let error = atomic_write(&path, |out| out.write_all(b"x")).unwrap_err();
        let ExportError::Io { path: named, .. } = &error else { panic!("{error}") };
        assert_eq!(*named, path);
    };
    fails(folder.join("none/a.txt"));
    fails(folder.clone());
    fails(folder.join(".."));
    fails(PathBuf::new());
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Runs this test binary once more with a limit on the length of files, which
/// the system reports as it does a full disk: in the middle of a write.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_else() {
    const CHILD: &str = "RHEOBASE_TEST_FULL_DISK";
    if let Some(folder) = std::env::var_os(CHILD) {
        return fill_the_disk(Path::new(&folder));
    }
    let folder = folder("full");
    std::fs::write(folder.join("a.h5"), "old").unwrap();
    std::fs::write(folder.join("b.txt"), "old").unwrap();
    let script = "trap '' XFSZ; ulimit -f 2048; exec \"$0\" --exact \"$1\" --nocapture";
    let status = std::process::Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .arg("a_full_disk_leaves_the_old_file_and_nothing_else")
        .env(CHILD, &folder)
        .status()
        .unwrap();
    assert!(status.success());
    let mut left = names(&folder);
    left.sort();
    assert_eq!(left, ["a.h5", "b.txt"]);
    for name in left {
        assert_eq!(std::fs::read_to_string(folder.join(name)).unwrap(), "old");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[cfg(unix)]
fn fill_the_disk(folder: &Path) {
    let path = folder.join("a.h5");
    let mut file = H5File::create(&path).unwrap();
    let root = file.root();
    let values = (0..4_000_000).map(f64::from);
    let said = file.dataset(root, "x", &[4_000_000], values).unwrap_err().to_string();
    assert!(said.starts_with(&format!("cannot write {}", path.display())), "{said}");
    drop(file);
    // Just too long, so that only the last flush notices.
    let path = folder.join("b.txt");
    let error = atomic_write(&path, |out| out.write_all(&vec![b'x'; (2048 << 10) + 1]));
    assert!(error.unwrap_err().to_string().contains("b.txt"));
}

//! Files that only their owner reads, whole or not at all.

use crate::KeyProblem;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Reads a private file of at most `max` bytes; nothing when there is none.
pub fn read(path: &Path, max: usize) -> Result<Option<Zeroizing<Vec<u8>>>, KeyProblem> {
    // Asked before it is opened: opening a pipe would wait for its other end.
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
        Ok(metadata) if !metadata.is_file() => {
            return Err(KeyProblem::Damaged("it is no file"));
        }
        Ok(_) => {}
    }
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    refuse_exposed(&file)?;
    // Reserved whole, because a buffer that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(max + 1));
    file.take(max as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > max {
        return Err(KeyProblem::Damaged("it is too long"));
    }
    Ok(Some(bytes))
}

/// Replaces a file: written beside it, made durable, then renamed, so that a crash at any moment
/// leaves the old file or the new one. Whoever calls this holds the lock.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), KeyProblem> {
    let draft = beside(path, ".new");
    // What a crash left behind; nobody else writes it now.
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut file = private().write(true).create_new(true).open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    sync_folder(path)?;
    Ok(())
}

/// Waits until no other process changes this place, and keeps them waiting until it is dropped.
/// The lock is a file beside the keys, because these are replaced.
pub fn lock(path: &Path) -> Result<File, KeyProblem> {
    let file = private()
        .write(true)
        .create(true)
        .truncate(false)
        .open(beside(path, ".lock"))?;
    file.lock()?;
    Ok(file)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Private from the moment it exists. On Windows the folder's access list decides, and the data
/// folder lies in the user's profile.
fn private() -> OpenOptions {
    #[allow(unused_mut)]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(unix)]
fn refuse_exposed(file: &File) -> Result<(), KeyProblem> {
    use std::os::unix::fs::MetadataExt;
    let mode = file.metadata()?.mode() & 0o777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(KeyProblem::Exposed(mode))
    }
}

#[cfg(not(unix))]
fn refuse_exposed(_: &File) -> Result<(), KeyProblem> {
    Ok(())
}

/// The new name is durable only with its folder. Windows has no such step.
fn sync_folder(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

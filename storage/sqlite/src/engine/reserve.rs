//! Some room that is kept free beside the database. Nothing is shown without a row of the audit
//! log, so that a full disk would end reading as well; the room is given up for those rows alone.

use std::{
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

/// Bytes kept free: rows for some ten thousand reads.
const SIZE: u64 = 4 << 20;
/// Bytes that must be free beyond that before changes go on.
const MARGIN: u64 = 2 << 20;

pub struct Reserve {
    path: PathBuf,
    spent: AtomicBool,
}

impl Reserve {
    /// Takes the room, if there is any.
    pub fn keep(database: &Path) -> Self {
        let mut path = database.as_os_str().to_owned();
        path.push(".reserve");
        let reserve = Self {
            path: PathBuf::from(path),
            spent: AtomicBool::new(true),
        };
        reserve.refill();
        reserve
    }

    /// Whether there is room for changes, and not only for reading on.
    pub fn allows_changes(&self) -> bool {
        !self.spent.load(Ordering::Relaxed) || self.refill()
    }

    /// Gives the room up.
    pub fn release(&self) {
        self.spent.store(true, Ordering::Relaxed);
        // Given up before, then.
        let _absent = fs::remove_file(&self.path);
    }

    fn refill(&self) -> bool {
        let full = self.take_room().is_err();
        if full {
            tracing::warn!("the disk is full: changes are refused until there is room");
        }
        self.spent.store(full, Ordering::Relaxed);
        !full
    }

    fn take_room(&self) -> io::Result<()> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&self.path)?;
        if file.metadata()?.len() == SIZE {
            return Ok(());
        }
        let taken = match fs4::available_space(&self.path)? {
            room if room < SIZE + MARGIN => Err(io::ErrorKind::StorageFull.into()),
            _ => fs4::FileExt::allocate(&file, SIZE),
        };
        if taken.is_err() {
            fs::remove_file(&self.path)?;
        }
        taken
    }
}

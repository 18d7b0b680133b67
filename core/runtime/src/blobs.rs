//! Files in a folder, named by their identifiers alone.

use async_trait::async_trait;
use praxis_domain::documents::{Blobs, Source};
use praxis_kernel::Failure;
use std::{
    fs::{File, OpenOptions},
    io::{ErrorKind, Read, Seek, SeekFrom, Write},
    path::PathBuf,
};
use uuid::Uuid;

/// A folder of files.
pub struct FolderBlobs {
    folder: PathBuf,
}

impl FolderBlobs {
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
    fn path(&self, id: Uuid) -> PathBuf {
        self.folder.join(id.to_string())
    }
}

/// A full disk is its own failure; everything else is a fault.
fn failure(error: std::io::Error) -> Failure {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Failure::new(
            praxis_kernel::FailureType::StorageFull,
            "The disk is full. Nothing was changed; please free some space and try again.",
        )
        .because(error),
        // Its work was done before and it was cleaned away.
        ErrorKind::NotFound => Failure::not_found("file any more").because(error),
        _ => Failure::internal(error),
    }
}

#[async_trait]
impl Blobs for FolderBlobs {
    async fn write_at(&self, id: Uuid, offset: u64, bytes: &[u8]) -> Result<(), Failure> {
        let (folder, path, bytes) = (self.folder.clone(), self.path(id), bytes.to_vec());
        tokio::task::spawn_blocking(move || {
            let is_new = !path.exists();
            std::fs::create_dir_all(&folder)?;
            let mut file = OpenOptions::new()
                .create(true)
                .write(true)
                .truncate(false)
                .open(path)?;
            file.seek(SeekFrom::Start(offset))?;
            file.write_all(&bytes)?;
            file.sync_data()?;
            // A file is found after a power cut only when its name is durable, too; Windows sees to
            // that by itself.
            if is_new && cfg!(unix) {
                File::open(folder)?.sync_all()?;
            }
            Ok(())
        })
        .await?
        .map_err(failure)
    }
    async fn read_at(&self, id: Uuid, offset: u64, length: usize) -> Result<Vec<u8>, Failure> {
        let path = self.path(id);
        tokio::task::spawn_blocking(move || {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(offset))?;
            let mut bytes = vec![0; length];
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        })
        .await?
        .map_err(failure)
    }
    async fn open(&self, id: Uuid) -> Result<Box<dyn Source>, Failure> {
        let path = self.path(id);
        let file = tokio::task::spawn_blocking(move || File::open(path))
            .await?
            .map_err(failure)?;
        Ok(Box::new(file))
    }
    async fn free(&self) -> Result<u64, Failure> {
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(&folder)?;
            fs4::available_space(folder)
        })
        .await?
        .map_err(failure)
    }
    async fn remove(&self, id: Uuid) -> Result<(), Failure> {
        let path = self.path(id);
        let removed = tokio::task::spawn_blocking(move || std::fs::remove_file(path)).await?;
        match removed {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(failure(error)),
            _ => Ok(()),
        }
    }
}

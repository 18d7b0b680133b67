//! Where the sound lies in tests.

use async_trait::async_trait;
use praxis_domain::documents::{Blobs, Source};
use praxis_kernel::Failure;
use std::{path::PathBuf, sync::Arc};
use uuid::Uuid;

/// A disk that says it has as many bytes as stand in a file, if there is one.
pub struct Disk {
    pub blobs: Arc<dyn Blobs>,
    pub free: PathBuf,
}

#[async_trait]
impl Blobs for Disk {
    async fn write_at(&self, id: Uuid, offset: u64, bytes: &[u8]) -> Result<(), Failure> {
        self.blobs.write_at(id, offset, bytes).await
    }
    async fn read_at(&self, id: Uuid, offset: u64, length: usize) -> Result<Vec<u8>, Failure> {
        self.blobs.read_at(id, offset, length).await
    }
    async fn open(&self, id: Uuid) -> Result<Box<dyn Source>, Failure> {
        self.blobs.open(id).await
    }
    async fn remove(&self, id: Uuid) -> Result<(), Failure> {
        self.blobs.remove(id).await
    }
    async fn free(&self) -> Result<u64, Failure> {
        match std::fs::read_to_string(&self.free) {
            Ok(free) => Ok(free.parse().unwrap()),
            Err(_) => self.blobs.free().await,
        }
    }
}

//! Files that come in piece by piece.

use async_trait::async_trait;
use praxis_kernel::{Failure, Timestamp, ids, wire};
use std::io::{Read, Seek};
use uuid::Uuid;

ids! {
    /// A file on its way in.
    UploadId
}

/// A file on its way in.
#[wire]
pub struct Upload {
    /// Identifier.
    pub upload_id: UploadId,
    /// The file's name, for people; never a path.
    pub name: String,
    /// Bytes that have arrived; the next piece starts here.
    pub received: u32,
    /// Bytes in all, at most 1 GiB.
    pub size: u32,
}

/// Largest file in bytes.
pub const MAX_UPLOAD: u32 = 1 << 30;
/// Largest piece in bytes, before base64.
pub const MAX_PIECE: usize = 512 * 1024;

/// Files on their way in: what storage keeps of them.
#[async_trait]
pub trait Uploads: Send {
    /// Adds a file of which nothing has arrived.
    async fn insert(&mut self, upload: &Upload) -> Result<(), Failure>;
    /// One file of the organisation.
    async fn find(&mut self, upload: UploadId) -> Result<Option<Upload>, Failure>;
    /// Notes how much has arrived; false when it was not `before`.
    async fn advance(&mut self, upload: UploadId, before: u32, after: u32)
    -> Result<bool, Failure>;
    /// Files that were announced before a moment and that no unfinished job works on, oldest
    /// first; with `only`, whether it is one of them.
    async fn unused(
        &mut self,
        before: Timestamp,
        only: Option<UploadId>,
        limit: u32,
    ) -> Result<Vec<UploadId>, Failure>;
    /// Removes what is known of a file; false when there is none.
    async fn forget(&mut self, upload: UploadId) -> Result<bool, Failure>;
}

/// A file that is being read, from any place.
pub trait Source: Read + Seek + Send + Sync {}
impl<T: Read + Seek + Send + Sync> Source for T {}

/// Where bytes lie that are too large for the database: a folder, or an object store.
#[async_trait]
pub trait Blobs: Send + Sync {
    /// Writes a piece at an offset and makes it durable.
    async fn write_at(&self, id: Uuid, offset: u64, bytes: &[u8]) -> Result<(), Failure>;
    /// Reads so many bytes from an offset; fails when there are fewer.
    async fn read_at(&self, id: Uuid, offset: u64, length: usize) -> Result<Vec<u8>, Failure>;
    /// Opens for reading from the start.
    async fn open(&self, id: Uuid) -> Result<Box<dyn Source>, Failure>;
    /// Bytes that are free where they lie.
    async fn free(&self) -> Result<u64, Failure>;
    /// Removes; absent is fine.
    async fn remove(&self, id: Uuid) -> Result<(), Failure>;
}

use crate::{Ctx, Done, Failure};
use base64::{Engine, engine::general_purpose::STANDARD};
use praxis_domain::{
    documents::{MAX_PIECE, MAX_UPLOAD, Upload, UploadId},
    patients::rules::required,
    store::Work,
};
use praxis_kernel::{FailureType, Rule, Timestamp, operation, wire};

/// A file that nobody used for so long was given up.
const GIVEN_UP_SECONDS: i64 = 24 * 3600;
/// Files that are looked at in one go.
const BATCH: u32 = 200;

/// A file to bring in.
#[wire(input)]
pub struct CreateUpload {
    /// Its name, for people; it is never used as a path.
    pub name: String,
    /// Bytes in all, at most 1 GiB.
    pub size: u32,
}

/// Announces a file; its pieces follow.
#[operation(POST "/v1/uploads", allow = "upload:write", status = 201, changes = [], errors = [TooLarge])]
pub async fn create_upload(ctx: &Ctx, input: CreateUpload) -> Result<Upload, Failure> {
    let name = required("name", &input.name, 255)?;
    if input.size == 0 || input.size > MAX_UPLOAD {
        return Err(Failure::validation(
            "size",
            Rule::OutOfRange,
            "A file has at least one byte and at most 1 GiB.",
        ));
    }
    let upload = Upload {
        upload_id: UploadId::new(ctx.id()),
        name,
        received: 0,
        size: input.size,
    };
    let mut work = ctx.write().await?;
    work.uploads().insert(&upload).await?;
    work.commit().await?;
    Ok(upload)
}

/// A piece of a file.
#[wire(input)]
pub struct AppendUpload {
    /// Which file.
    pub upload_id: UploadId,
    /// Where the piece begins; must be what has arrived so far.
    pub offset: u32,
    /// At most 512 KiB, in base64.
    pub data: String,
}

/// Adds the next piece. A piece that was sent twice is stored once.
#[operation(POST "/v1/uploads/{upload_id}", allow = "upload:write", errors = [NotFound, Conflict])]
pub async fn append_upload(ctx: &Ctx, input: AppendUpload) -> Result<Upload, Failure> {
    let bytes = STANDARD
        .decode(&input.data)
        .map_err(|_| Failure::validation("data", Rule::Malformed, "This is not base64."))?;
    if bytes.is_empty() || bytes.len() > MAX_PIECE {
        return Err(Failure::validation(
            "data",
            Rule::OutOfRange,
            "A piece has at least one byte and at most 512 KiB.",
        ));
    }
    let upload = find(ctx, input.upload_id).await?;
    let end = input
        .offset
        .checked_add(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    let Some(end) = end.filter(|end| *end <= upload.size) else {
        return Err(Failure::validation(
            "data",
            Rule::TooLong,
            "This is more than was announced.",
        ));
    };
    if end <= upload.received {
        return Ok(upload);
    }
    if input.offset != upload.received {
        return Err(Failure::stale(&upload));
    }
    let id = input.upload_id.get();
    ctx.services
        .blobs
        .write_at(id, u64::from(input.offset), &bytes)
        .await?;
    let mut work = ctx.write().await?;
    let stored = work
        .uploads()
        .advance(input.upload_id, input.offset, end)
        .await?;
    if !stored {
        return Err(Failure::stale(&find(ctx, input.upload_id).await?));
    }
    work.commit().await?;
    Ok(Upload {
        received: end,
        ..upload
    })
}

/// Which file.
#[wire(input)]
pub struct DiscardUpload {
    /// The file.
    pub upload_id: UploadId,
}

/// Removes a file that is not wanted after all. One that a job works on is removed by the job.
#[operation(DELETE "/v1/uploads/{upload_id}", allow = "upload:write", changes = [], errors = [NotFound, Conflict])]
pub async fn discard_upload(ctx: &Ctx, input: DiscardUpload) -> Result<Done, Failure> {
    find(ctx, input.upload_id).await?;
    // Also one that was announced at this moment.
    let soon = ctx.now().plus_seconds(1);
    if discard(ctx, input.upload_id, soon).await? {
        return Ok(Done {});
    }
    Err(Failure::new(
        FailureType::Conflict,
        "A job works on this file.",
    ))
}

/// Removes files that were given up, such as half of one whose sender went away.
pub async fn sweep(ctx: &Ctx) -> Result<(), Failure> {
    let before = ctx.now().plus_seconds(-GIVEN_UP_SECONDS);
    let mut work = ctx.read().await?;
    let unused = work.uploads().unused(before, None, BATCH).await?;
    drop(work);
    for upload in unused {
        discard(ctx, upload, before).await?;
    }
    Ok(())
}

/// Removes a file that came before a moment; false when a job works on it, or nobody knows it.
async fn discard(ctx: &Ctx, upload: UploadId, before: Timestamp) -> Result<bool, Failure> {
    let mut work = ctx.write().await?;
    // Whoever gives the file to a job in this moment waits, and does not find it.
    work.uploads().find(upload).await?;
    let unused = work.uploads().unused(before, Some(upload), 1).await?;
    if unused.is_empty() {
        return Ok(false);
    }
    // The bytes go first: whatever is cut off in between is found again.
    ctx.services.blobs.remove(upload.get()).await?;
    work.uploads().forget(upload).await?;
    work.commit().await?;
    Ok(true)
}

async fn find(ctx: &Ctx, upload: UploadId) -> Result<Upload, Failure> {
    ctx.read()
        .await?
        .uploads()
        .find(upload)
        .await?
        .ok_or_else(|| Failure::not_found("upload"))
}

/// A file of which everything has arrived.
pub(crate) async fn whole(work: &mut dyn Work, upload: UploadId) -> Result<Upload, Failure> {
    let upload = work
        .uploads()
        .find(upload)
        .await?
        .ok_or_else(|| Failure::not_found("upload"))?;
    if upload.received == upload.size {
        return Ok(upload);
    }
    Err(Failure::validation(
        "upload_id",
        Rule::Inconsistent,
        "The file has not arrived completely.",
    ))
}

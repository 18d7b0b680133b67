use crate::{Ctx, Failure};
use base64::{Engine, engine::general_purpose::STANDARD};
use praxis_domain::{
    documents::{MAX_PIECE, MAX_UPLOAD, Upload, UploadId},
    patients::rules::required,
    store::Work,
};
use praxis_kernel::{Rule, operation, wire};

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

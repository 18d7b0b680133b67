//! What goes on paper: a visit's note as an A4 PDF.
//!
//! Data in, bytes out; the same note gives the same bytes. The document is tagged, names its
//! language and is checked against PDF/UA-1 and PDF/A-2a while it is written. Its letters are of
//! IBM Plex Sans (SIL Open Font License, `fonts/OFL.txt`), embedded as far as they are used.

mod content;
mod draw;
mod labels;
mod layout;
mod moments;
mod text;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use praxis_domain::{
    access::model::Language, patients::model::Patient, visits::model::VisitDetail,
};
use praxis_kernel::Failure;

/// A note and what stands around it on paper.
pub struct PrintedNote<'a> {
    /// Language of headings and dates; the note itself stays as it was written.
    pub language: Language,
    /// The zone in whose clock times are given.
    pub zone: TimeZone,
    /// The clinic's name.
    pub clinic: &'a str,
    /// Whose visit.
    pub patient: &'a Patient,
    /// The visit with its note. Without a signature every page is marked as a draft. Transcript,
    /// drafts and suggestions are not printed.
    pub visit: &'a VisitDetail,
}

/// The note as a PDF. A letter that the font lacks is shown as `�`.
///
/// # Errors
/// `Internal` when the document cannot be written; no text of a note is known to cause it.
pub fn note(note: &PrintedNote<'_>) -> Result<Vec<u8>, Failure> {
    let faces = text::Faces::load()?;
    let content = content::of(note, &faces);
    let pages = layout::pages(&content, &faces);
    draw::document(&content, &pages, &faces)
}

/// A time zone by its IANA name, such as `Europe/Warsaw`, from the data inside the program, so
/// that every computer prints the same.
pub fn zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

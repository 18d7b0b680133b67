use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};
use symphonia::core::io::MediaSource;

/// Where a refusal of the source is kept: decoders take any error of reading for the end of the file.
#[derive(Clone, Default)]
pub struct Refusal(Arc<Mutex<Option<io::Error>>>);

impl Refusal {
    /// The refusal, if there was one.
    pub fn take(&self) -> Option<io::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn keep(&self, error: io::Error) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }
}

/// A reader as the decoders want it.
pub struct Source<R> {
    reader: R,
    length: u64,
    refusal: Refusal,
}

impl<R: Read + Seek> Source<R> {
    pub fn new(mut reader: R, refusal: Refusal) -> io::Result<Self> {
        let length = reader.seek(SeekFrom::End(0))?;
        reader.seek(SeekFrom::Start(0))?;
        Ok(Self {
            reader,
            length,
            refusal,
        })
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer);
        match read {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                let kind = error.kind();
                self.refusal.keep(error);
                Err(kind.into())
            }
            read => read,
        }
    }
}

impl<R: Seek> Seek for Source<R> {
    // A refusal to go to a place is not kept: the file itself says where to go, and may be wrong.
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.reader.seek(position)
    }
}

impl<R: Read + Seek + Send + Sync> MediaSource for Source<R> {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.length)
    }
}

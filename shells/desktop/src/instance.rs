//! One app per data folder. A second start asks the first to come to the front, and ends. It needs
//! no message bus: a lock says who is first, and a socket beside it carries the wish.

use std::{
    fs::{File, TryLockError},
    io,
    path::Path,
};

/// Held as long as this app is the first.
pub struct First {
    _lock: File,
    #[cfg(unix)]
    wishes: Option<std::os::unix::net::UnixListener>,
}

/// Whether this app is the only one on the data folder; if it is not, the other was asked to come
/// to the front.
pub fn claim(data: &Path) -> io::Result<Option<First>> {
    make_private(data)?;
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(data.join("desktop.lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(First {
            _lock: lock,
            #[cfg(unix)]
            wishes: listen(data),
        })),
        Err(TryLockError::WouldBlock) => {
            ask(data);
            Ok(None)
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

impl First {
    /// Calls `come` whenever a second start asks for the window.
    #[cfg(unix)]
    pub fn on_second_start(&self, come: impl Fn() + Send + 'static) {
        let Some(wishes) = self.wishes.as_ref().and_then(|w| w.try_clone().ok()) else {
            return;
        };
        std::thread::spawn(move || {
            for wish in wishes.incoming() {
                match wish {
                    Ok(_) => come(),
                    Err(error) => {
                        tracing::warn!(%error, "second starts are no longer noticed");
                        return;
                    }
                }
            }
        });
    }

    /// Elsewhere a second start only ends.
    #[cfg(not(unix))]
    pub fn on_second_start(&self, _come: impl Fn() + Send + 'static) {}
}

#[cfg(unix)]
fn socket(data: &Path) -> std::path::PathBuf {
    data.join("desktop.socket")
}

/// The lock is ours, so a socket that lies there is of an app that is gone.
#[cfg(unix)]
fn listen(data: &Path) -> Option<std::os::unix::net::UnixListener> {
    let _absent = std::fs::remove_file(socket(data));
    std::os::unix::net::UnixListener::bind(socket(data))
        .inspect_err(|error| tracing::warn!(%error, "second starts will only end"))
        .ok()
}

fn ask(data: &Path) {
    #[cfg(unix)]
    if let Err(error) = std::os::unix::net::UnixStream::connect(socket(data)) {
        tracing::warn!(%error, "the first window could not be asked to come to the front");
    }
    #[cfg(not(unix))]
    let _ = data;
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

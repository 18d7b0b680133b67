//! What the tests share: folders of their own, and chance.

use praxis_keychain::{Chance, Keys, Place, load_or_create};
use sha2::{Digest, Sha256};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// An empty folder that goes when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let next = NEXT.fetch_add(1, Ordering::SeqCst);
        let name = format!("praxis-keychain-{}-{next}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
    pub fn path(&self) -> &Path {
        &self.0
    }
    pub fn key_file(&self) -> Place {
        Place::KeyFile {
            path: self.0.join("keys"),
        }
    }
    /// Names of the files that lie here.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Chance that is the same in every run with the same seed, and never the same twice in one.
pub fn chance(seed: u64) -> Chance {
    let next = AtomicU64::new(0);
    Arc::new(move || {
        let count = next.fetch_add(1, Ordering::SeqCst);
        Sha256::digest([seed.to_be_bytes(), count.to_be_bytes()].concat()).into()
    })
}

/// Keys of a new installation.
pub fn fresh(seed: u64) -> Keys {
    let folder = Folder::new("fresh");
    load_or_create(&folder.key_file(), true, &chance(seed)).unwrap()
}

/// What a file's owner does before the program reads keys from it.
pub fn make_private(_path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(_path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

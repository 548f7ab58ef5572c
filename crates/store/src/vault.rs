use crate::StoreError;
use crate::files::{failed, private_folder, sync_folder, write_durably};
use onus_terms::Digest;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Blobs by their SHA-256, in `vault/ab/cdef…`. Who puts them in limits their size.
#[derive(Clone, Debug)]
pub struct Vault {
    folder: PathBuf,
}

impl Vault {
    /// The vault in a folder, which is made when needed, for its owner alone.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        private_folder(folder)?;
        Ok(Vault { folder: folder.to_owned() })
    }

    fn path(&self, digest: &Digest) -> PathBuf {
        let text = digest.to_string();
        let (folder, name) = text.split_at_checked(2).unwrap_or_default();
        self.folder.join(folder).join(name)
    }

    /// Keeps bytes durably; keeping them again changes nothing, and repairs a blob that was changed.
    pub fn put(&self, bytes: &[u8]) -> Result<Digest, StoreError> {
        let digest = Digest::of(bytes);
        if self.read(&digest).is_ok() {
            return Ok(digest);
        }
        let path = self.path(&digest);
        if let Some(folder) = path.parent() {
            private_folder(folder)?;
            sync_folder(&self.folder).map_err(failed("sync", &self.folder))?;
        }
        write_durably(&path, bytes)?;
        Ok(digest)
    }

    /// The bytes of a blob, hashed again.
    pub fn read(&self, digest: &Digest) -> Result<Vec<u8>, StoreError> {
        let path = self.path(digest);
        let bytes = fs::read(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => StoreError::NoBlob(*digest),
            _ => failed("read", &path)(error),
        })?;
        if Digest::of(&bytes) == *digest { Ok(bytes) } else { Err(StoreError::BlobChanged(*digest)) }
    }

    /// Deletes a blob. Whoever does that knows that no entry rests on it any more.
    pub fn remove(&self, digest: &Digest) -> Result<(), StoreError> {
        let path = self.path(digest);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            removed => removed.map_err(failed("delete", &path))?,
        }
        let folder = path.parent().unwrap_or(&self.folder);
        sync_folder(folder).map_err(failed("sync", folder))
    }

    /// Whether the blob is there, without reading it.
    pub fn contains(&self, digest: &Digest) -> bool {
        self.path(digest).is_file()
    }

    /// The blobs in the vault, in order. Files that are no blobs are left out.
    pub fn list(&self) -> Result<Vec<Digest>, StoreError> {
        let mut found = Vec::new();
        for folder in names(&self.folder)? {
            let path = self.folder.join(&folder);
            if path.is_dir() {
                found.extend(names(&path)?.iter().filter_map(|name| format!("{folder}{name}").parse::<Digest>().ok()));
            }
        }
        found.sort();
        Ok(found)
    }
}

fn names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let entries = fs::read_dir(folder).map_err(failed("read", folder))?;
    Ok(entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
}

//! Skips what is done: a step's inputs are hashed, and the hash of the last success is stored in
//! `.local/stamp/<name>`.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::failure::{AtPath, Outcome};
use crate::paths;

/// The inputs of a step, hashed.
pub struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    /// Hashes texts (versions, flags) and files; a folder stands for all files below it.
    pub fn of(name: &str, texts: &[&str], inputs: &[PathBuf]) -> Outcome<Self> {
        let mut hasher = DefaultHasher::new();
        texts.hash(&mut hasher);
        for input in inputs {
            hash_path(input, &mut hasher)?;
        }
        Ok(Self {
            file: paths::local("stamp").join(name),
            hash: format!("{:016x}", hasher.finish()),
        })
    }

    /// Whether the step succeeded with these very inputs.
    pub fn is_done(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|text| text.trim() == self.hash)
    }

    /// Remembers the success.
    pub fn done(&self) -> Outcome {
        let folder = paths::local("stamp");
        fs::create_dir_all(&folder).at("create", &folder)?;
        fs::write(&self.file, &self.hash).at("write", &self.file)
    }

    /// Forgets an earlier success: what it made is about to change.
    pub fn forget(&self) {
        let _ = fs::remove_file(&self.file);
    }
}

fn hash_path(path: &Path, hasher: &mut DefaultHasher) -> Outcome {
    if path.is_dir() {
        for child in sorted_children(path)? {
            hash_path(&child, hasher)?;
        }
        return Ok(());
    }
    path.hash(hasher);
    if path.exists() {
        fs::read(path).at("read", path)?.hash(hasher);
    }
    Ok(())
}

fn sorted_children(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut children = Vec::new();
    for entry in fs::read_dir(folder).at("read", folder)? {
        children.push(entry.at("read", folder)?.path());
    }
    children.sort();
    Ok(children)
}

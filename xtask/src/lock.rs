//! One at a time: two commands may run beside each other (`dev` and `test`, say), but not install or
//! build the same thing at once.

use std::fs::{self, File, TryLockError};
use std::thread;
use std::time::Duration;

use crate::failure::{AtPath, Outcome};
use crate::paths;
use crate::stop;

/// Held until this is dropped; the system releases it when the process ends, however it ends.
pub struct Held(#[expect(dead_code, reason = "the open file is the lock")] File);

/// Waits for the lock `.local/lock/<name>` and says so when another command holds it.
pub fn hold(name: &str) -> Outcome<Held> {
    let folder = paths::local("lock");
    fs::create_dir_all(&folder).at("create", &folder)?;
    let path = folder.join(name);
    let file = File::create(&path).at("write", &path)?;
    let mut announced = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Held(file)),
            Err(TryLockError::Error(error)) => return Err(error).at("lock", &path),
            Err(TryLockError::WouldBlock) if !announced => {
                println!("… Waiting for another cargo xtask ({name})");
                announced = true;
            }
            Err(TryLockError::WouldBlock) => {}
        }
        stop::check()?;
        thread::sleep(Duration::from_millis(100));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_free_again_once_dropped() {
        drop(hold("test-lock").expect("free"));
        let path = paths::local("lock/test-lock");
        let held = hold("test-lock").expect("free again");
        let other = File::create(&path).expect("file");
        assert!(matches!(other.try_lock(), Err(TryLockError::WouldBlock)));
        drop(held);
        assert!(other.try_lock().is_ok());
    }
}

//! The Lambda functions: compiled natively, each zipped as `bootstrap`, as the runtime
//! `provided.al2023` wants it.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{AtPath, Outcome};
use crate::lock;
use crate::paths;
use crate::setup::native_cargo;
use crate::step::Step;

/// The programs of `crates/backend/src/bin`, and the parameters of `infra/template.yaml` that take
/// their keys in the code bucket.
const FUNCTIONS: [(&str, &str); 5] = [
    ("http", "HttpCodeKey"),
    ("live", "LiveCodeKey"),
    ("stream", "StreamCodeKey"),
    ("mail", "MailCodeKey"),
    ("pool-events", "PoolEventsCodeKey"),
];

/// A zipped function.
pub struct Function {
    /// The template's parameter for the key.
    pub key_parameter: &'static str,
    /// The zip.
    pub zip: PathBuf,
    /// Its key in the code bucket: another program, another key, so that CloudFormation updates
    /// the function.
    pub key: String,
}

/// Compiles and zips all of them; a function that did not change is not zipped again.
pub fn build() -> Outcome<Vec<Function>> {
    let _alone = lock::hold("functions")?;
    let mut command = native_cargo();
    command.args(["build", "--locked", "--profile", "lambda"]);
    command.args(["-p", "cruddur-backend", "--bins"]);
    Step::new("backend", "The back end's functions (cargo)", command).run()?;
    FUNCTIONS
        .into_iter()
        .map(|(name, key_parameter)| pack(name, key_parameter))
        .collect()
}

/// The demo program, which `build` compiled as well.
pub fn demo() -> PathBuf {
    built("demo")
}

fn built(name: &str) -> PathBuf {
    paths::target().join("lambda").join(name)
}

fn pack(name: &str, key_parameter: &'static str) -> Outcome<Function> {
    let program = built(name);
    let bytes = fs::read(&program).at("read", &program)?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let key = format!("{name}-{:016x}.zip", hasher.finish());
    let zip = paths::local("functions").join(&key);
    if !zip.is_file() {
        zip_as_bootstrap(name, &bytes, &zip)?;
    }
    Ok(Function {
        key_parameter,
        zip,
        key,
    })
}

fn zip_as_bootstrap(name: &str, program: &[u8], zip: &Path) -> Outcome {
    let folder = paths::local("functions").join(name);
    fs::create_dir_all(&folder).at("create", &folder)?;
    remove_older(name)?;
    let bootstrap = folder.join("bootstrap");
    fs::write(&bootstrap, program).at("write", &bootstrap)?;
    fs::set_permissions(&bootstrap, fs::Permissions::from_mode(0o755)).at("change", &bootstrap)?;
    // Python's zip keeps the mode, without which Lambda refuses to run the file.
    let mut command = Command::new(paths::venv("python"));
    command
        .args(["-m", "zipfile", "-c"])
        .arg(zip)
        .arg(&bootstrap);
    Step::new(
        &format!("zip-{name}"),
        &format!("Function {name}, zipped"),
        command,
    )
    .run()
    .map(drop)
}

/// Zips of earlier programs of this name.
fn remove_older(name: &str) -> Outcome {
    let folder = paths::local("functions");
    for entry in fs::read_dir(&folder).at("read", &folder)?.flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.starts_with(&format!("{name}-")) && file.ends_with(".zip") {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

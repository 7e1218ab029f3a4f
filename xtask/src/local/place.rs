//! Where a local system lives: its ports and its folder. `dev`, `test` and `soak` never meet.

use std::fs;
use std::path::PathBuf;

use crate::failure::{AtPath, Outcome};
use crate::paths;

/// One local system.
#[derive(Clone, Debug)]
pub struct Place {
    /// `dev`, `test` or `soak`; also the folder in `.local`.
    pub name: &'static str,
    /// The port of ministack, for every AWS service.
    pub aws_port: u16,
    /// The port the app is served at.
    pub web_port: u16,
    /// Origins beside those of `web_port` that the API accepts.
    more_web_ports: &'static [u16],
    /// Whether the state outlives the command.
    pub keeps_state: bool,
}

impl Place {
    /// The system of `cargo xtask dev`; 8081 is `cargo xtask watch`.
    pub fn dev() -> Self {
        Self {
            name: "dev",
            aws_port: 4566,
            web_port: 8080,
            more_web_ports: &[8081],
            keeps_state: true,
        }
    }

    /// The system of `cargo xtask test`; 8091 to 8094 are for servers that the tests start.
    pub fn test() -> Self {
        Self {
            name: "test",
            aws_port: 4576,
            web_port: 8090,
            more_web_ports: &[8091, 8092, 8093, 8094],
            keeps_state: false,
        }
    }

    /// The system of `cargo xtask soak`.
    pub fn soak() -> Self {
        Self {
            name: "soak",
            aws_port: 4586,
            web_port: 8100,
            more_web_ports: &[],
            keeps_state: false,
        }
    }

    /// A path in this system's folder.
    pub fn folder(&self, relative: &str) -> PathBuf {
        paths::local(self.name).join(relative)
    }

    /// What the back-end and end-to-end tests read: endpoint, addresses, ids.
    pub fn stack_file(&self) -> PathBuf {
        self.folder("stack.json")
    }

    /// The app's configuration for this system.
    pub fn config_file(&self) -> PathBuf {
        self.folder("config.json")
    }

    /// The address of all AWS services.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.aws_port)
    }

    /// The origins that the API and the live socket accept, by both names of this machine.
    pub fn allowed_origins(&self) -> String {
        let ports = std::iter::once(&self.web_port).chain(self.more_web_ports);
        ports
            .flat_map(|port| ["localhost", "127.0.0.1"].map(|host| format!("http://{host}:{port}")))
            .collect::<Vec<_>>()
            .join(",")
    }

    /// Whether an earlier start left a state that it had finished building.
    pub fn holds_state(&self) -> bool {
        self.keeps_state && self.stack_file().is_file() && self.folder("state").is_dir()
    }

    /// Forgets everything.
    pub fn wipe(&self) -> Outcome {
        let folder = paths::local(self.name);
        if folder.is_dir() {
            fs::remove_dir_all(&folder).at("remove", &folder)?;
        }
        fs::create_dir_all(&folder).at("create", &folder)
    }
}

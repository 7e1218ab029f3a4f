//! The configuration of this page.

use cruddur_contract::config::{AppConfig, ConfigError, ConfigFault};
use futures_channel::mpsc::{UnboundedSender, unbounded};
use futures_util::StreamExt;
use leptos::prelude::*;

use crate::platform::http::{self, Abort, Request};
use crate::platform::page;

/// A config.json that cannot be fetched, and how it is asked for again.
#[derive(Clone, Debug)]
pub struct ConfigRetry {
    busy: ArcRwSignal<bool>,
    wanted: UnboundedSender<()>,
}

impl ConfigRetry {
    /// Whether it is being asked for.
    pub fn is_busy(&self) -> bool {
        self.busy.get()
    }

    /// Asks for it again, unless that is being done.
    pub fn retry(&self) {
        if !self.busy.get_untracked() {
            // The other end is held as long as the file is missing.
            let _ = self.wanted.unbounded_send(());
        }
    }
}

/// Reads config.json from beside index.html. While it cannot be fetched, what `show` gives is held.
pub async fn load_config<T>(show: impl FnOnce(ConfigRetry) -> T) -> Result<AppConfig, ConfigFault> {
    let (wanted, mut retries) = unbounded();
    let busy = ArcRwSignal::new(true);
    let mut show = Some(show);
    let mut _shown = None;
    loop {
        match fetch().await {
            Ok(config) => return Ok(config),
            Err(ConfigError::Invalid(fault)) => return Err(fault),
            Err(ConfigError::Unreachable) => busy.set(false),
        }
        if let Some(show) = show.take() {
            let (busy, wanted) = (busy.clone(), wanted.clone());
            _shown = Some(show(ConfigRetry { busy, wanted }));
        }
        retries.next().await;
        busy.set(true);
    }
}

async fn fetch() -> Result<AppConfig, ConfigError> {
    let request = Request {
        method: http::Method::GET,
        url: &format!("{}/config.json", page::base_path()),
        headers: &[],
        body: None,
    };
    match http::fetch(request, &Abort::new()).await {
        Some(answer) => AppConfig::from_answer(answer.status, &answer.body),
        None => Err(ConfigError::Unreachable),
    }
}

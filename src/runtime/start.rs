//! Starts the runtime of a page.

use cruddur_contract::config::AppConfig;
use cruddur_engine::effect::TimerKey;
use cruddur_engine::event::Event;

use super::app::App;
use super::diagnostics;
use super::driver::{Driver, JOURNAL, SESSION};
use super::sign_outs;
use super::signals::AppSignals;
use crate::platform::page::{self, PageEvent};
use crate::platform::timers::Interval;
use crate::platform::{files, history, viewport, web_storage};

/// How often shown times are updated, milliseconds.
const TICK: u32 = 15_000;

/// Starts the engine with what was stored, and gives the app that views read. Within the reactive
/// owner of the page; runs for as long as the page lives.
pub fn start(config: AppConfig) -> App {
    let signals = AppSignals::new();
    let driver = Driver::new(config.clone(), signals.clone());
    diagnostics::provide(driver);

    let app = App::new(
        config,
        &signals,
        Box::new(move |intent| driver.event(Event::Intent(intent))),
        Box::new(move || driver.diagnostics()),
    );

    page::listen(move |event| {
        driver.tick();
        if event == PageEvent::Shown {
            driver.rejoin_tabs();
        }
        if !matches!(
            event,
            PageEvent::Hidden | PageEvent::Left | PageEvent::Online(_)
        ) {
            driver.event(Event::SignOuts(sign_outs::read()));
        }
        driver.event(match event {
            PageEvent::Stored => return,
            PageEvent::Online(online) => Event::Online(online),
            PageEvent::Woken | PageEvent::Shown => Event::Woken,
            // Writes that wait for a pause are made now: the page may not come back.
            PageEvent::Hidden | PageEvent::Left => Event::Timer(TimerKey::Save),
        });
        if event == PageEvent::Left {
            driver.leave_tabs();
        }
    });
    // Never dropped: the page's clock runs for as long as the page.
    std::mem::forget(Interval::new(TICK, move || driver.tick()));

    history::listen();
    viewport::follow();
    files::keep_page_when_dropped();

    driver.join_tabs();
    driver.event(Event::SignOuts(sign_outs::read()));
    driver.event(Event::Started {
        stored_session: web_storage::read_session(SESSION),
        journal: web_storage::read(JOURNAL),
        online: page::is_online(),
    });
    app
}

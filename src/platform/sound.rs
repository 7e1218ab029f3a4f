//! A short tone, made by Web Audio, so that there is no file to load.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AudioContext;

use super::timers::Timeout;

/// Hertz: two notes, a fourth apart.
const NOTES: [f32; 2] = [660.0, 880.0];
/// Seconds that a note lasts.
const NOTE: f64 = 0.09;
/// Quiet: a tone at full strength hurts in headphones.
const STRENGTH: f32 = 0.07;
/// Milliseconds. An audio context holds the device as long as it is open.
const OPEN_FOR: u32 = 1_000;

/// Plays it. Before the person has done anything on the page the browser lets nothing be heard, and where it has no Web
/// Audio nothing is.
pub fn chime() {
    let Ok(audio) = AudioContext::new() else {
        return;
    };
    let _ = play(&audio);
    let close = move || {
        if let Ok(closed) = audio.close() {
            spawn_local(async move {
                let _ = JsFuture::from(closed).await;
            });
        }
    };
    Timeout::new(OPEN_FOR, close).forget();
}

fn play(audio: &AudioContext) -> Result<(), JsValue> {
    let (tone, volume) = (audio.create_oscillator()?, audio.create_gain()?);
    tone.connect_with_audio_node(&volume)?;
    volume.connect_with_audio_node(&audio.destination())?;
    let now = audio.current_time();
    let end = now + NOTE * NOTES.len() as f64;
    for (at, note) in (0..).zip(NOTES) {
        let begin = now + NOTE * f64::from(at);
        tone.frequency().set_value_at_time(note, begin)?;
    }
    volume.gain().set_value_at_time(STRENGTH, now)?;
    // A tone that is cut off clicks.
    volume.gain().linear_ramp_to_value_at_time(0.0, end)?;
    tone.start()?;
    tone.stop_with_when(end)
}

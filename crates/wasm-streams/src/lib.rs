//! As much of `wasm-streams` as `server_fn` is compiled against.
//!
//! `leptos` brings `server_fn`, whose functions this app has no use for: none of them gets into the bundle. But
//! `wasm-streams` exports classes to JavaScript, and what is exported stays, with all that it reaches: 2.6 kB
//! (brotli 11, measured). Here the two ways between a stream of the browser and one of Rust are plain generic
//! functions, which are compiled only where they are called. A browser test holds the two together.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use futures_util::stream::{self, Stream, StreamExt as _};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{
    ReadableStreamDefaultController, ReadableStreamDefaultReader, ReadableStreamReadResult,
    UnderlyingSource,
};

/// A stream of the browser that can be read.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// One that the browser has made.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// As the browser takes it.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// One that tells what a stream of Rust does, as it is asked for. An error ends it.
    ///
    /// # Panics
    ///
    /// In a browser without `ReadableStream`.
    pub fn from_stream<S>(stream: S) -> Self
    where
        S: Stream<Item = Result<JsValue, JsValue>> + 'static,
    {
        let stream: Pin<Box<dyn Stream<Item = S::Item>>> = Box::pin(stream);
        let stream = Rc::new(RefCell::new(stream));
        let pull = move |controller: ReadableStreamDefaultController| {
            let stream = Rc::clone(&stream);
            future_to_promise(async move {
                // The browser does not pull again before it has been answered.
                let next =
                    std::future::poll_fn(|context| stream.borrow_mut().poll_next_unpin(context));
                match next.await {
                    Some(chunk) => controller.enqueue_with_chunk(&chunk?)?,
                    None => controller.close()?,
                }
                Ok(JsValue::UNDEFINED)
            })
        };
        let pull = Closure::<dyn FnMut(_) -> _>::new(pull).into_js_value();
        let source = UnderlyingSource::new();
        source.set_pull(pull.unchecked_ref());
        let raw = web_sys::ReadableStream::new_with_underlying_source(&source);
        Self(raw.expect_throw("ReadableStream"))
    }

    /// What it tells, until its end or its first error.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> + 'static {
        let reader: ReadableStreamDefaultReader = self.0.get_reader().unchecked_into();
        stream::unfold(Some(reader), async |reader| {
            let reader = reader?;
            match JsFuture::from(reader.read()).await {
                Ok(read) => {
                    let read: ReadableStreamReadResult = read.unchecked_into();
                    let goes_on = !read.get_done().unwrap_or_default();
                    goes_on.then(|| (Ok(read.get_value()), Some(reader)))
                }
                Err(fault) => Some((Err(fault), None)),
            }
        })
    }
}

//! The socket adapter, over a WebSocket whose handshake the test controls.

use std::cell::RefCell;
use std::rc::Rc;

use cruddur::platform::socket::{Socket, SocketEvent};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{eventually, frame};

#[wasm_bindgen(inline_js = "
    const real = globalThis.WebSocket;
    let last;
    class ControlledSocket extends EventTarget {
        static CONNECTING = 0; static OPEN = 1; static CLOSING = 2; static CLOSED = 3;
        constructor(url) { super(); this.url = url; this.readyState = 0; this.sent = []; last = this; }
        send(text) { this.sent.push(text); }
        close() { this.readyState = 3; }
    }
    for (const name of ['open', 'message', 'error', 'close'])
        Object.defineProperty(ControlledSocket.prototype, 'on' + name, {
            set(call) { this.addEventListener(name, call); },
        });
    export function control_sockets() { globalThis.WebSocket = ControlledSocket; }
    export function restore_sockets() { globalThis.WebSocket = real; }
    export function finish_handshake() { last.readyState = 1; last.dispatchEvent(new Event('open')); }
    export function refuse(code) {
        last.readyState = 3;
        last.dispatchEvent(new CloseEvent('close', { code }));
    }
    export function sent() { return last.sent.join('|'); }
    export function state() { return last.readyState; }
")]
extern "C" {
    fn control_sockets();
    fn restore_sockets();
    fn finish_handshake();
    fn refuse(code: u16);
    fn sent() -> String;
    fn state() -> u16;
}

type Events = Rc<RefCell<Vec<SocketEvent>>>;

fn open() -> (Socket, Events) {
    let events = Events::default();
    let record = Rc::clone(&events);
    control_sockets();
    let socket = Socket::open("ws://localhost/live", move |event| {
        record.borrow_mut().push(event);
    });
    restore_sockets();
    (socket.expect("a socket"), events)
}

#[wasm_bindgen_test]
async fn a_socket_is_open_when_its_handshake_is_done_and_not_before() {
    let (socket, events) = open();
    socket.send("early".into());
    frame().await;
    assert_eq!(*events.borrow(), [], "while it is connecting");
    assert_eq!(sent(), "");
    finish_handshake();
    eventually("opened", || *events.borrow() == [SocketEvent::Opened]).await;
    eventually("the early frame", || sent() == "early").await;
    drop(socket);
    eventually("closed", || state() == 3).await;
    assert_eq!(*events.borrow(), [SocketEvent::Opened]);
}

#[wasm_bindgen_test]
async fn a_refused_handshake_is_closed_and_never_open() {
    let (_socket, events) = open();
    refuse(1006);
    eventually("closed", || *events.borrow() == [SocketEvent::Closed(1006)]).await;
}

//! The browser's side of the stream: one leading tab, and the others that hear it.
//!
//! The leader holds a Web Lock for as long as it lives; when it is closed, the browser hands the
//! lock to the next tab, which opens the stream anew. Where there are no locks (plain http on a
//! foreign host), every tab has its own stream.

use super::Live;
use crate::sessions::calls::viewer;
use fluxward_domain::live::Signal;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::set_timeout;
use send_wrapper::SendWrapper;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, EventSource, MessageEvent};

const NAME: &str = "fluxward-live";
const ADDRESS: &str = "/_live";
/// The first wait after the stream broke; doubles up to [`WAIT_MOST`].
const WAIT_FIRST: u32 = 500;
const WAIT_MOST: u32 = 30_000;

struct Stream {
    live: Live,
    /// To the other tabs.
    channel: Option<BroadcastChannel>,
    wait: Cell<u32>,
}

pub(super) fn start(live: Live) {
    let channel = BroadcastChannel::new(NAME).ok();
    if let Some(channel) = &channel {
        hear_other_tabs(live, channel);
    }
    let stream = Rc::new(Stream { live, channel, wait: Cell::new(WAIT_FIRST) });
    if lead(&stream).is_none() {
        connect(&stream);
    }
}

fn hear_other_tabs(live: Live, channel: &BroadcastChannel) {
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(signal) = read(&event) {
            live.tell(&signal);
        }
    });
    channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
}

/// Asks for the lock; connects when it is given, and keeps it by never finishing. `None` where
/// there are no locks. By reflection, because web-sys has them behind a flag.
fn lead(stream: &Rc<Stream>) -> Option<()> {
    let navigator = leptos::prelude::window().navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let stream = stream.clone();
    let given = Closure::<dyn Fn() -> Promise>::new(move || {
        connect(&stream);
        Promise::new(&mut |_, _| {})
    });
    request.call2(&locks, &NAME.into(), given.as_ref().unchecked_ref()).ok()?;
    given.forget();
    Some(())
}

fn connect(stream: &Rc<Stream>) {
    let Ok(source) = EventSource::new(ADDRESS) else { return };
    let heard = {
        let stream = stream.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| stream.heard(&event))
    };
    let broken = {
        let (stream, source) = (stream.clone(), source.clone());
        Closure::<dyn Fn()>::new(move || {
            // While it is not closed, the browser connects again by itself.
            if source.ready_state() == EventSource::CLOSED {
                stream.connect_later();
            }
        })
    };
    source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    source.set_onerror(Some(broken.as_ref().unchecked_ref()));
    heard.forget();
    broken.forget();
}

impl Stream {
    fn heard(&self, event: &MessageEvent) {
        let Some(signal) = read(event) else { return };
        self.wait.set(WAIT_FIRST);
        if let Some(channel) = &self.channel {
            // A tab that cannot be reached is gone.
            let _ = channel.post_message(&event.data());
        }
        self.live.tell(&signal);
    }

    /// After a pause: asks who one is, because the stream does not say why it was refused.
    fn connect_later(self: &Rc<Self>) {
        let wait = self.wait.get();
        self.wait.set((wait * 2).min(WAIT_MOST));
        let pause = Duration::from_millis(u64::from(wait)).mul_f64(0.5 + js_sys::Math::random());
        let stream = SendWrapper::new(self.clone());
        set_timeout(move || leptos::task::spawn_local(async move { stream.again().await }), pause);
    }

    async fn again(self: &Rc<Self>) {
        match viewer().await {
            Ok(Some(_)) => connect(self),
            Ok(None) => super::session_is_over(),
            Err(_) => self.connect_later(),
        }
    }
}

fn read(event: &MessageEvent) -> Option<Signal> {
    crate::wire::json::read(&event.data().as_string()?)
}

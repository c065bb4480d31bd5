//! What changed, told to the open page the moment it is committed.
//!
//! One event stream per browser: one tab leads, the others hear it from that tab. A signal says
//! what changed, never the new value: the page asks again. This module refuses to know what a
//! page does with a signal; only the end of the session is its own business.

#[cfg(feature = "hydrate")]
mod stream;

use crate::prelude::*;
use fluxward_domain::live::Signal;

type Listener = Callback<Signal>;

/// Who listens on this page.
#[derive(Clone, Copy)]
pub struct Live {
    listeners: StoredValue<Vec<(u32, Listener)>>,
    last: StoredValue<u32>,
    /// The newest entry of the log that the page knows of.
    newest: StoredValue<i64>,
}

/// Puts the listeners into the context; at the root, so that they outlive a page.
pub fn provide_live() {
    let live = Live {
        listeners: StoredValue::new(Vec::new()),
        last: StoredValue::new(0),
        newest: StoredValue::new(0),
    };
    provide_context(live);
}

/// What the page shows was read when entry `seq` of the log was the newest one, or later.
pub(crate) fn knows(seq: i64) {
    if let Some(live) = use_context::<Live>() {
        live.newest.set_value(seq);
    }
}

/// Opens the stream. Once, for somebody who is signed in.
pub fn start() {
    #[cfg(feature = "hydrate")]
    if let Some(live) = use_context::<Live>() {
        stream::start(live);
    }
}

/// Calls `run` with every signal until the present owner (the page) is gone. `Signal::Hello`
/// means: some may have been missed, ask for everything again.
pub fn on_signal(run: impl Fn(Signal) + Send + Sync + 'static) {
    let Some(live) = use_context::<Live>() else { return };
    let id = live.last.get_value().wrapping_add(1);
    live.last.set_value(id);
    let listener = Callback::new(run);
    live.listeners.update_value(|all| all.push((id, listener)));
    on_cleanup(move || {
        live.listeners.try_update_value(|all| all.retain(|(other, _)| *other != id));
    });
}

impl Live {
    /// Tells everyone who listens.
    #[cfg(feature = "hydrate")]
    fn tell(self, signal: &Signal) {
        if *signal == Signal::SignedOut {
            return session_is_over();
        }
        let is_news = self.newest.try_update_value(|newest| {
            let before = std::mem::replace(newest, (*newest).max(seq_of(signal)));
            !matches!(signal, Signal::Hello { .. }) || before < *newest
        });
        if is_news != Some(true) {
            return;
        }
        for (_, listener) in self.listeners.get_value() {
            listener.try_run(signal.clone());
        }
    }
}

#[cfg(feature = "hydrate")]
const fn seq_of(signal: &Signal) -> i64 {
    match signal {
        Signal::Hello { seq }
        | Signal::User { seq, .. }
        | Signal::Member { seq, .. }
        | Signal::Organization { seq, .. }
        | Signal::Access { seq } => *seq,
        // Neither the end of a session nor the delivery of a mail is an entry of the log.
        Signal::SignedOut | Signal::Mail { .. } => 0,
    }
}

/// The session has ended: nothing personal stays on screen, and the sign-in page says why.
#[cfg(feature = "hydrate")]
pub fn session_is_over() {
    let location = window().location();
    let here = location.pathname().unwrap_or_default();
    if here == "/login" {
        return;
    }
    if let Some(body) = document().body() {
        body.set_inner_html("");
    }
    let next = js_sys::encode_uri_component(&here).as_string().unwrap_or_default();
    let _ = location.replace(&format!("/login?ended&next={next}"));
}

/// The platform has been locked: the server shows what there is to see. Where one signs in, the
/// form says so itself.
#[cfg(feature = "hydrate")]
pub fn everyone_is_out() {
    let location = window().location();
    let here = location.pathname().unwrap_or_default();
    if !["/login", "/password", "/setup"].contains(&here.as_str()) {
        let _ = location.reload();
    }
}

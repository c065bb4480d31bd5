//! What only the browser can do with passkeys, by reflection: web-sys has it behind a flag.

use js_sys::{Function, JSON, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Whether passkeys can be used here: the browser knows them, and the host has a name.
pub(super) fn is_able() -> bool {
    let host = window().location().hostname().unwrap_or_default();
    let is_address = host.contains(':') || host.chars().all(|c| c.is_ascii_digit() || c == '.');
    let class = Reflect::get(&window(), &"PublicKeyCredential".into());
    !is_address && class.is_ok_and(|class| class.is_function())
}

/// Makes a passkey; answers its `toJSON()` as text.
pub(super) async fn create(options: String) -> Option<String> {
    answer(ask("create", "parseCreationOptionsFromJSON", &options)).await.ok()
}

/// Uses a passkey; answers its `toJSON()` as text.
pub(super) async fn get(options: String) -> Option<String> {
    answer(ask("get", "parseRequestOptionsFromJSON", &options)).await.ok()
}

fn ask(method: &str, parse: &str, options: &str) -> Result<Promise, JsValue> {
    let class = Reflect::get(&window(), &"PublicKeyCredential".into())?;
    let parse: Function = Reflect::get(&class, &parse.into())?.dyn_into()?;
    let wanted = Object::new();
    let public_key = parse.call1(&class, &JSON::parse(options)?)?;
    Reflect::set(&wanted, &"publicKey".into(), &public_key)?;
    let credentials = Reflect::get(&window().navigator(), &"credentials".into())?;
    let method: Function = Reflect::get(&credentials, &method.into())?.dyn_into()?;
    method.call1(&credentials, &wanted)?.dyn_into()
}

/// Refused when the person declines, or takes too long.
async fn answer(asked: Result<Promise, JsValue>) -> Result<String, JsValue> {
    let credential = JsFuture::from(asked?).await?;
    let to_json: Function = Reflect::get(&credential, &"toJSON".into())?.dyn_into()?;
    let text = JSON::stringify(&to_json.call0(&credential)?)?;
    text.as_string().ok_or(JsValue::NULL)
}

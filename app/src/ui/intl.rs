//! Times in words, by the browser's own `Intl`; no table of months or zones of ours.

use fluxward_domain::Moment;
use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

/// Below this many units of a size the next larger one is used.
const SIZES: [(f64, &str, f64); 5] = [
    (1.0, "second", 60.0),
    (60.0, "minute", 60.0),
    (3_600.0, "hour", 24.0),
    (86_400.0, "day", 7.0),
    (604_800.0, "week", 5.0),
];

/// The moment in the browser's language and zone.
pub(super) fn text(at: Moment, relative: bool) -> Option<String> {
    if relative { ago(at).or_else(|| absolute(at)) } else { absolute(at) }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of our times are far below 2^53")]
fn millis(at: Moment) -> f64 {
    (at.0 / 1000) as f64
}

/// "2 minutes ago"; `None` when it is more than a month away.
fn ago(at: Moment) -> Option<String> {
    let seconds = (millis(at) - Date::now()) / 1000.0;
    let (size, unit, _) =
        SIZES.into_iter().find(|(size, _, most)| (seconds / size).abs() < *most)?;
    let options = options(&[("numeric", "auto")]);
    let format = Intl::RelativeTimeFormat::new(&Array::new(), &options);
    Some(String::from(format.format((seconds / size).round(), unit)))
}

fn absolute(at: Moment) -> Option<String> {
    let options = options(&[("dateStyle", "medium"), ("timeStyle", "short")]);
    let date = Date::new(&JsValue::from_f64(millis(at)));
    let function = Reflect::get(&date, &"toLocaleString".into()).ok()?;
    let text = js_sys::Function::from(function).call2(&date, &JsValue::UNDEFINED, &options).ok()?;
    text.as_string()
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (key, value) in pairs {
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    options
}

//! The document around every page: its head, and the few lines that start the page's code.

#[cfg(feature = "ssr")]
use crate::routes::App;
#[cfg(feature = "ssr")]
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Where the site's files are; their names carry a hash of their content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteFiles {
    /// Path of the JavaScript module, e.g. `/pkg/fluxward.1a2b3c.js`.
    pub js: String,
    /// Path of the WebAssembly module.
    pub wasm: String,
    /// Path of the style sheet.
    pub css: String,
    /// Which further WebAssembly modules a part of the pages' code needs.
    pub parts: BTreeMap<String, Vec<String>>,
}

/// Starts the page's code; the paths stand in the two links before it.
#[cfg(feature = "ssr")]
const START: &str = "const at=s=>document.querySelector(s).href;\
import(at('link[rel=modulepreload]')).then(m=>m.default({module_or_path:at('link[as=fetch]')}).then(()=>m.hydrate()))";

/// The whole document. [`SiteFiles`] must be in the context.
#[cfg(feature = "ssr")]
pub fn shell() -> impl IntoView {
    let files = use_context::<SiteFiles>().unwrap_or_default();
    let nonce = use_nonce().map(|nonce| nonce.to_string());
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=crate::navigation::theme::of_request().key()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbfbfa"/>
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0f1113"/>
                <link rel="stylesheet" href=files.css/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="modulepreload" href=files.js nonce=nonce.clone()/>
                <link rel="preload" href=files.wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script type="module" nonce=nonce inner_html=START></script>
                <leptos_meta::MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

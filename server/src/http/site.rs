//! The files of the built site: inside the binary, or in a folder while it is being written.
//!
//! Each comes in the smallest form that the client takes; the forms were made when the site was
//! built, nothing is compressed here. Files with a hash in their name never change.

use super::pages;
use super::refusal::Door;
use super::wiring::Wiring;
use crate::error::{Error, Result};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;
use fluxward_app::SiteFiles;
use fluxward_domain::AppError;
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

#[derive(RustEmbed)]
#[folder = "$FLUXWARD_SITE"]
struct Embedded;

const MANIFEST: &str = "manifest.json";
/// Which binaries a part of the pages' code needs.
const PARTS: &str = "parts.json";
/// Encodings by preference, with the ending of the file that holds them.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Where the files of the site are.
#[derive(Clone, Debug)]
pub struct Site {
    folder: Option<PathBuf>,
}

impl Site {
    /// The site in `folder`, or the one in the binary.
    pub fn find(folder: Option<PathBuf>) -> Result<Self> {
        match folder {
            Some(folder) if !folder.join(MANIFEST).is_file() => Err(Error::Site(folder)),
            folder => Ok(Self { folder }),
        }
    }

    /// The addresses of script, binaries and style; empty ones when the site was never built.
    pub(super) fn files(&self) -> SiteFiles {
        let manifest = self.read(MANIFEST).unwrap_or_default();
        let names: BTreeMap<String, String> = serde_json::from_slice(&manifest).unwrap_or_default();
        let at = |name: &str| names.get(name).cloned().unwrap_or_default();
        let parts = self.read(PARTS).unwrap_or_default();
        let parts = serde_json::from_slice(&parts).unwrap_or_default();
        SiteFiles {
            js: at("fluxward.js"),
            wasm: at("fluxward_bg.wasm"),
            css: at("fluxward.css"),
            parts,
        }
    }

    fn read(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match &self.folder {
            None => Embedded::get(path).map(|file| file.data),
            Some(folder) => std::fs::read(folder.join(path)).ok().map(Cow::Owned),
        }
    }
}

/// A file of the site, or the application's page that says that there is nothing here.
pub(super) async fn file_or_page(State(wiring): State<Wiring>, request: Request) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD)
        && let Some(response) = file(&wiring.site, request.uri().path(), request.headers())
    {
        return response;
    }
    if is_file(request.uri().path()) {
        return Door::of(request.uri().path(), request.headers()).refuse(AppError::not_found());
    }
    pages::missing(State(wiring), request).await
}

/// Whether the path can be nothing but a file: no page is there, whoever asks.
fn is_file(path: &str) -> bool {
    path.starts_with("/pkg/") || path.rsplit('/').count() == 2 && content_type(path).is_some()
}

fn file(site: &Site, path: &str, headers: &HeaderMap) -> Option<Response> {
    let path = path.strip_prefix('/').filter(|path| is_plain(path))?;
    let kind = content_type(path)?;
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let accepted = accepted.unwrap_or_default();
    let smaller = ENCODINGS.iter().find_map(|(encoding, ending)| {
        let bytes =
            accepts(accepted, encoding).then(|| site.read(&format!("{path}{ending}")))??;
        Some((Some(*encoding), bytes))
    });
    let (encoding, bytes) = smaller.or_else(|| Some((None, site.read(path)?)))?;
    let mut response = answer(path, &bytes, headers);
    if response.status() == StatusCode::OK {
        *response.body_mut() = match bytes {
            Cow::Borrowed(embedded) => Body::from(embedded),
            Cow::Owned(read) => Body::from(read),
        };
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// What the client keeps: a hashed name for ever, any other while its tag is right.
fn answer(path: &str, bytes: &[u8], asked: &HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    if path.starts_with("pkg/") {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(CACHE_CONTROL, forever);
        return response;
    }
    let briefly = HeaderValue::from_static("public, max-age=3600");
    response.headers_mut().insert(CACHE_CONTROL, briefly);
    let digest = fluxward_core::changes::digest(bytes);
    let tag = fluxward_core::changes::hex(&digest[..8]);
    if let Ok(tag) = HeaderValue::try_from(format!("\"{tag}\"")) {
        if asked.get(IF_NONE_MATCH) == Some(&tag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// Whether the path names a file of the site and nothing else.
fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', '\0'])
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// The content type by the ending; a file of any other ending is not served.
fn content_type(path: &str) -> Option<&'static str> {
    let (_, ending) = path.rsplit_once('.')?;
    Some(match ending {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => return None,
    })
}

/// Whether `accept-encoding` takes `encoding` (RFC 9110 §12.5.3).
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|part| {
            let weight = part.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok());
            weight.is_some_and(|weight| weight <= 0.0)
        });
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> (tempfile::TempDir, Site) {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        std::fs::create_dir(folder.path().join("pkg")).unwrap();
        put("manifest.json", r#"{"fluxward.js": "/pkg/fluxward.1.js"}"#);
        put("pkg/fluxward.1.js", "plain");
        put("pkg/fluxward.1.js.br", "br");
        put("favicon.svg", "<svg/>");
        let site = Site::find(Some(folder.path().to_owned())).unwrap();
        (folder, site)
    }

    fn get(site: &Site, path: &str, name: &'static str, value: &'static str) -> Option<Response> {
        let headers = HeaderMap::from_iter([(
            axum::http::HeaderName::from_static(name),
            HeaderValue::from_static(value),
        )]);
        file(site, path, &headers)
    }

    #[test]
    fn the_smallest_form_that_the_client_takes_is_served() {
        let (_folder, site) = site();
        let encoding = |accepted| {
            let response = get(&site, "/pkg/fluxward.1.js", "accept-encoding", accepted).unwrap();
            assert!(response.headers()[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
            response.headers().get(CONTENT_ENCODING).cloned()
        };
        assert_eq!(encoding("gzip, br").unwrap(), "br");
        assert_eq!(encoding("br;q=0, gzip"), None);
        assert_eq!(encoding(""), None);
        assert_eq!(site.files().js, "/pkg/fluxward.1.js");
    }

    #[test]
    fn a_file_that_may_change_is_asked_for_again_by_its_tag() {
        let (_folder, site) = site();
        let response = get(&site, "/favicon.svg", "accept", "*/*").unwrap();
        let tag = response.headers()[ETAG].to_str().unwrap().to_owned();
        let again = get(&site, "/favicon.svg", "if-none-match", Box::leak(tag.into_boxed_str()));
        assert_eq!(again.unwrap().status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn nothing_but_the_site_s_own_files_is_served() {
        let (_folder, site) = site();
        for path in [
            "/",
            "/manifest.json",
            "/pkg/fluxward.1.js.br",
            "/../Cargo.toml",
            "/pkg/../manifest.json",
            "//etc/passwd",
        ] {
            assert!(get(&site, path, "accept", "*/*").is_none(), "{path}");
        }
    }
}

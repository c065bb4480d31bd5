//! A plain HTTP client: what a program, or a browser without scripts, would send.

use crate::described;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::handshake;
use hyper::{HeaderMap, Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Somebody at the other end of the wire.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) address: SocketAddr,
    headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, headers: Vec::new() }
    }

    /// The same client, sending this header with every request, too.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.push((name.into(), value.into()));
        client
    }

    pub(crate) fn bearer(&self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// The same client as a browser: with a cookie, and what our own pages make it send.
    pub(crate) fn browser(&self, cookie: &str) -> Self {
        self.with("cookie", cookie).with("sec-fetch-site", "same-origin")
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, "").await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.json("POST", path, &body).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.json("PATCH", path, &body).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.json("PUT", path, &body).await
    }

    pub(crate) async fn json(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.send(method, path, Some("application/json"), &body.to_string()).await
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        kind: Option<&str>,
        body: &str,
    ) -> Answer {
        let response = self.open(method, path, kind, body).await;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("the answer comes whole").to_bytes();
        let answer = Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        };
        described::check(self, method, path, &answer).await;
        answer
    }

    /// Posts to a server that may be gone: then there is no status.
    pub(crate) async fn try_post(&self, path: &str, body: Value) -> Option<u16> {
        let response =
            self.try_open("POST", path, Some("application/json"), &body.to_string()).await?;
        let status = response.status().as_u16();
        response.into_body().collect().await.ok().map(|_| status)
    }

    /// Sends, and leaves the body to the caller.
    pub(crate) async fn open(
        &self,
        method: &str,
        path: &str,
        kind: Option<&str>,
        body: &str,
    ) -> Response<Incoming> {
        self.try_open(method, path, kind, body).await.expect("an answer")
    }

    async fn try_open(
        &self,
        method: &str,
        path: &str,
        kind: Option<&str>,
        body: &str,
    ) -> Option<Response<Incoming>> {
        let stream = TcpStream::connect(self.address).await.ok()?;
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await.ok()?;
        tokio::spawn(connection);
        let mut request =
            Request::builder().method(method).uri(path).header("host", self.address.to_string());
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let request = request.body(Full::new(Bytes::from(body.to_owned()))).expect("a request");
        sender.send_request(request).await.ok()
    }

    /// Opens the event stream.
    pub(crate) async fn listen(&self) -> Stream {
        let response =
            self.with("accept", "text/event-stream").open("GET", "/_live", None, "").await;
        assert_eq!(response.status(), 200, "the stream opens");
        Stream { body: response.into_body(), text: String::new() }
    }

    /// Sends bytes as they are, and reads until the server closes.
    pub(crate) async fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.expect("the server listens");
        stream.write_all(bytes).await.expect("the server reads");
        let mut answer = Vec::new();
        // A reset is as good as an end.
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The slug of the problem, without `/problems/`; the kind of a server function's refusal.
    pub(crate) fn problem(&self) -> String {
        let body = self.json();
        let slug = body["type"].as_str().or_else(|| body["kind"].as_str()).unwrap_or_default();
        slug.trim_start_matches("/problems/").to_owned()
    }

    /// Passes the answer on when it has this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    /// Passes when the request was refused so, in the words of RFC 9457.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, slug: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.problem(), slug, "{answer:?}");
        assert_eq!(answer.json()["request_id"], answer.header("x-request-id"), "{answer:?}");
        answer
    }

    /// The `name=value` of the session cookie that was set.
    pub(crate) fn session_cookie(&self) -> Option<String> {
        let all =
            self.headers.get_all("set-cookie").into_iter().filter_map(|value| value.to_str().ok());
        all.filter(|cookie| cookie.starts_with("sid=") || cookie.starts_with("__Host-sid="))
            .find_map(|cookie| cookie.split(';').next())
            .map(str::to_owned)
    }
}

/// An open event stream.
pub(crate) struct Stream {
    body: Incoming,
    text: String,
}

impl Stream {
    /// The next signal; `None` when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let event: String = self.text.drain(..end + 2).collect();
                let data =
                    event.lines().find_map(|line| line.strip_prefix("data:")).map(str::to_owned);
                if let Some(data) = data {
                    return Some(serde_json::from_str(data.trim()).expect("a signal"));
                }
                continue;
            }
            let frame = self.body.frame().await?.ok()?;
            if let Ok(data) = frame.into_data() {
                self.text.push_str(&String::from_utf8_lossy(&data));
            }
        }
    }

    /// Reads on until a signal of this kind.
    pub(crate) async fn until(&mut self, kind: &str) -> Value {
        loop {
            let signal =
                self.next().await.unwrap_or_else(|| panic!("the stream ended before {kind}"));
            if signal["kind"] == kind {
                return signal;
            }
        }
    }

    /// Reads on until the stream ends.
    pub(crate) async fn end(&mut self) {
        while self.next().await.is_some() {}
    }
}

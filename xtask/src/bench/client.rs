//! A caller over one kept-open connection, that fails on every answer that is not a success.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use ureq::http::Request;
use ureq::{Agent, AsSendBody, http};

use super::server::{LOGIN, PASSWORD};

/// How long an import may take, which answers when everybody is in.
const PATIENCE: Duration = Duration::from_mins(30);

/// A client that speaks to this machine alone, whatever proxy the environment names.
pub(crate) fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_mins(1)))
        .proxy(None)
        .build()
        .into()
}

/// A signed-in caller.
pub(crate) struct Client {
    agent: Agent,
    address: String,
    token: Option<String>,
}

impl Client {
    /// Signs in as the administrator who measures.
    pub(crate) fn sign_in(address: &str) -> Result<Self> {
        let mut client = Self { agent: agent(), address: address.to_owned(), token: None };
        let answer = client.request("POST", "/api/v1/auth/login", Some(&Self::credentials()))?;
        client.token = Some(answer["access_token"].as_str().context("no access token")?.to_owned());
        Ok(client)
    }

    /// What signing in sends.
    pub(crate) fn credentials() -> Value {
        json!({ "login": LOGIN, "password": PASSWORD })
    }

    /// Sends a request and reads the whole answer; `Null` when it is empty.
    pub(crate) fn request(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let body = body.map(|body| ("application/json", body.to_string()));
        self.carry(&self.agent, (method, path), body)
    }

    /// Sends a table and reads the whole answer.
    pub(crate) fn table(&self, path: &str, table: String) -> Result<Value> {
        let patient = Agent::config_builder().timeout_global(Some(PATIENCE)).proxy(None);
        self.carry(&patient.build().into(), ("POST", path), Some(("text/csv", table)))
    }

    fn carry(
        &self,
        agent: &Agent,
        (method, path): (&str, &str),
        body: Option<(&str, String)>,
    ) -> Result<Value> {
        let request = Request::builder().method(method).uri(format!("{}{path}", self.address));
        let request = match &self.token {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        };
        let answer = match body {
            Some((kind, body)) => send(agent, request.header("content-type", kind).body(body)?),
            None => send(agent, request.body(())?),
        };
        answer.with_context(|| format!("{method} {path}"))
    }

    /// How long a request takes until its answer has been read.
    pub(crate) fn time(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Duration> {
        let started = Instant::now();
        self.request(method, path, body)?;
        Ok(started.elapsed())
    }
}

fn send(agent: &Agent, request: http::Request<impl AsSendBody>) -> Result<Value> {
    let mut answer = agent.run(request)?;
    let text = answer.body_mut().read_to_string()?;
    ensure!(answer.status().is_success(), "{}: {text}", answer.status());
    if text.is_empty() {
        Ok(Value::Null)
    } else {
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}

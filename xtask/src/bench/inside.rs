//! What is timed in a workspace that everybody of an organization is in, and before a change of
//! everybody's plan.

use super::client::Client;
use super::figures::{Job, Percentiles};
use super::jobs::{encoded, timed};
use anyhow::{Result, ensure};
use serde_json::{Value, json};

/// The workspace.
pub(super) const WORKSPACE: &str = "bench";

/// How far down the deep page lies at most, in requests of 200 people.
const DEEPEST: i64 = 250;

/// How often a plan is looked at.
const LOOKS: usize = 5;

/// Times the list of the people in the workspace: `texts` is what is searched for, by its name.
pub(super) fn people(
    client: &Client,
    organization: &str,
    texts: [(&str, &str); 2],
    samples: usize,
) -> Result<Vec<Job>> {
    let list = format!("/api/v1/organizations/{organization}/workspaces/{WORKSPACE}/members");
    let members = format!("/api/v1/organizations/{organization}/members?limit=1&show_all=true");
    let pages = client.request("GET", &members, None)?["total"].as_i64().unwrap_or_default() / 400;
    let mut deep = format!("{list}?limit=200");
    for _ in 0..pages.clamp(1, DEEPEST) {
        let page = client.request("GET", &deep, None)?;
        let Some(next) = page["next_cursor"].as_str() else { break };
        deep = format!("{list}?limit=200&cursor={}", encoded(next));
    }
    let deep = deep.replace("limit=200", "limit=50");
    let mut paths = vec![
        ("a workspace, first page".to_owned(), format!("{list}?limit=50")),
        ("a workspace, deep page".to_owned(), deep),
    ];
    for (name, text) in texts {
        let path = format!("{list}?limit=50&search={}", encoded(text));
        paths.push((format!("a workspace, {name}"), path));
    }
    let job =
        |(name, path): (String, String)| timed(&name, samples, |_| client.time("GET", &path, None));
    paths.into_iter().map(job).collect()
}

/// Times the look at what another plan would take from everybody.
pub(super) fn preview(client: &Client, organization: &str) -> Result<Job> {
    let path = format!("/api/v1/organizations/{organization}");
    let change = json!({ "method": "PATCH", "path": path, "body": { "plan": "starter" } });
    let asked = json!({ "changes": [change] });
    let seen = client.request("POST", "/api/v1/preview", Some(&asked))?;
    ensure!(seen["lost"].as_array().is_some_and(|lost| !lost.is_empty()), "nobody loses anything");
    let times = (0..LOOKS).map(|_| client.time("POST", "/api/v1/preview", Some(&asked)));
    let times = times.collect::<Result<Vec<_>>>()?;
    Ok(Job { name: "look at another plan".to_owned(), times: Percentiles::of(times) })
}

/// Begins the workspace; answers the change that everybody comes into it by.
pub(super) fn begin(client: &Client, organization: &str) -> Result<Value> {
    let new = json!({ "name": "Bench", "slug": WORKSPACE });
    let door = format!("/api/v1/organizations/{organization}/workspaces");
    client.request("POST", &door, Some(&new))?;
    Ok(json!({ "workspace": WORKSPACE, "role": "requester", "granted": true }))
}

//! What is timed: the things people wait for.

use super::client::Client;
use super::figures::{Job, Percentiles};
use super::inside;
use anyhow::{Context, Result, ensure};
use fluxward_domain::imports::LINES_MAX;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How far down the deep page lies, in requests of 200 rows.
const DEEPEST: u64 = 2_500;

/// Where other systems ask for decisions.
pub(crate) const EVALUATION: &str = "/access/v1/evaluation";

/// Most people that are imported.
const MOST_IMPORTED: u64 = 100_000;

/// Untimed requests before each job.
const WARM_UP: usize = 10;

/// The jobs with what they need: somebody to look for, somebody to change.
pub(crate) struct Jobs {
    client: Client,
    users: u64,
    deep_cursor: Option<String>,
    /// A part of a name that many share, and one that a single person has.
    common: String,
    rare: String,
    member: Member,
}

/// The member whose box is ticked, and about whom is asked.
struct Member {
    organization: String,
    user: String,
}

impl Member {
    /// The path of the membership.
    fn path(&self) -> String {
        format!("/api/v1/organizations/{}/members/{}", self.organization, self.user)
    }
}

impl Jobs {
    /// Signs in and looks around in the generated people.
    pub(crate) fn prepare(address: &str, users: u64) -> Result<Self> {
        let client = Client::sign_in(address)?;
        let (deep_cursor, someone) = walk(&client, users)?;
        let text = |field: &str| -> Result<String> {
            Ok(someone[field]
                .as_str()
                .with_context(|| format!("a person without {field}"))?
                .to_owned())
        };
        let name = text("full_name")?;
        let common = name.split(' ').next().unwrap_or(&name).to_owned();
        let email = text("email")?;
        let rare = email.split('@').next().unwrap_or(&email).to_owned();
        let member = some_member(&client)?;
        Ok(Self { client, users, deep_cursor, common, rare, member })
    }

    /// Times every job but the sign-in.
    pub(crate) fn time_all(&self, samples: usize) -> Result<Vec<Job>> {
        let reads = self
            .reads()
            .into_iter()
            .map(|(name, path)| timed(&name, samples, |_| self.client.time("GET", &path, None)));
        let mut jobs = reads.collect::<Result<Vec<_>>>()?;
        jobs.push(timed("tick a box", samples / 2, |turn| self.tick(turn))?);
        jobs.push(timed("change a role", samples / 2, |turn| self.change_role(turn))?);
        jobs.push(timed("explain a decision", samples, |_| self.explain())?);
        let evaluation = self.evaluation();
        jobs.push(timed("decide", samples, |_| {
            self.client.time("POST", EVALUATION, Some(&evaluation))
        })?);
        jobs.push(self.import()?);
        jobs.push(self.bulk()?);
        let texts = [("common", self.common.as_str()), ("rare", self.rare.as_str())];
        let organization = &self.member.organization;
        jobs.extend(inside::people(&self.client, organization, texts, samples)?);
        jobs.push(inside::preview(&self.client, organization)?);
        Ok(jobs)
    }

    /// Times the sign-in; the memory of its hashes comes back to the system late.
    pub(crate) fn time_sign_in(&self) -> Result<Job> {
        let credentials = Client::credentials();
        timed("sign in", WARM_UP, |_| {
            self.client.time("POST", "/api/v1/auth/login", Some(&credentials))
        })
    }

    fn reads(&self) -> Vec<(String, String)> {
        let list = "/api/v1/users?limit=50";
        let mut reads = vec![
            ("answer anything".to_owned(), "/healthz".to_owned()),
            ("list, first page".to_owned(), list.to_owned()),
        ];
        for sort in ["-name", "email", "-created", "-last_sign_in"] {
            reads.push((format!("list, by {sort}"), format!("{list}&sort={sort}")));
        }
        if let Some(cursor) = &self.deep_cursor {
            reads
                .push(("list, deep page".to_owned(), format!("{list}&cursor={}", encoded(cursor))));
        }
        for (name, text) in
            [("common", self.common.as_str()), ("rare", &self.rare), ("nobody", "qxzjqxzj")]
        {
            reads.push((format!("search, {name}"), format!("{list}&search={}", encoded(text))));
        }
        reads
    }

    /// A privilege on, off, on: each a transaction with its event.
    fn tick(&self, turn: usize) -> Result<Duration> {
        let granted = json!({ "granted": turn.is_multiple_of(2) });
        self.client.time("PUT", &format!("{}/privileges/tags", self.member.path()), Some(&granted))
    }

    fn change_role(&self, turn: usize) -> Result<Duration> {
        let role = if turn.is_multiple_of(2) { "viewer" } else { "member" };
        self.client.time("PATCH", &self.member.path(), Some(&json!({ "role": role })))
    }

    fn explain(&self) -> Result<Duration> {
        let Member { organization, user } = &self.member;
        let about = format!("scope={organization}&permission=assets.edit");
        self.client.time("GET", &format!("/api/v1/users/{user}/access?{about}"), None)
    }

    /// What other systems ask: may this member view the assets?
    pub(crate) fn evaluation(&self) -> Value {
        json!({
            "subject": { "type": "user", "id": self.member.user },
            "action": { "name": "assets.edit" },
            "resource": { "type": "organization", "id": self.member.organization },
        })
    }

    /// New people out of tables, as many in each as it may have: what a hundred of them take.
    fn import(&self) -> Result<Job> {
        let door = format!("/api/v1/organizations/{}/members/import", self.member.organization);
        let all: Vec<_> = (0..self.users.min(MOST_IMPORTED)).collect();
        let started = Instant::now();
        let mut times = Vec::new();
        for some in all.chunks(LINES_MAX) {
            let line = |n: &u64| format!("imported-{n}@import.test,Imported No {n},member\n");
            let people: String = some.iter().map(line).collect();
            let begun = Instant::now();
            let table = format!("email,full_name,role\n{people}");
            let report = self.client.table(&door, table).context("an import")?;
            let created = &report["created"];
            ensure!(*created == some.len(), "not everybody was imported: {created}");
            let hundreds = f64::from(u32::try_from(some.len())?) / 100.0;
            times.push(begun.elapsed().div_f64(hundreds));
        }
        println!("imported {} lines in {:.1} s", all.len(), started.elapsed().as_secs_f64());
        Ok(Job { name: "import, a hundred".to_owned(), times: Percentiles::of(times) })
    }

    /// A box, and a role in a workspace, of everybody in an organization, whoever was imported
    /// included, in the background: what a hundred of them take.
    fn bulk(&self) -> Result<Job> {
        let members = format!("/api/v1/organizations/{}/members", self.member.organization);
        let a_box = json!({ "privilege": "users", "granted": true });
        let a_role = inside::begin(&self.client, &self.member.organization)?;
        let times = [a_box, a_role].map(|change| {
            let asked = json!({ "filter": { "show_all": true }, "change": change });
            let started = Instant::now();
            let run = self.client.request("POST", &format!("{members}/bulk"), Some(&asked))?;
            let id = run["id"].as_str().context("a run without id")?;
            let total = run["total"].as_i64().context("a run without total")?;
            let door = format!("{members}/bulk/{id}");
            while self.client.request("GET", &door, None)?["finished_at"].is_null() {
                std::thread::sleep(Duration::from_millis(5));
            }
            let took = started.elapsed();
            println!("changed {total} people in bulk in {:.1} s", took.as_secs_f64());
            let hundreds = f64::from(u32::try_from(total)?) / 100.0;
            Ok(took.div_f64(hundreds.max(1.0)))
        });
        let times = times.into_iter().collect::<Result<Vec<_>>>().context("a bulk change")?;
        Ok(Job { name: "bulk, a hundred".to_owned(), times: Percentiles::of(times) })
    }
}

pub(super) fn timed(
    name: &str,
    samples: usize,
    mut job: impl FnMut(usize) -> Result<Duration>,
) -> Result<Job> {
    for turn in 0..WARM_UP.min(samples) {
        job(turn).with_context(|| name.to_owned())?;
    }
    // An even warm-up: the first timed change really changes something.
    let times =
        (0..samples).map(&mut job).collect::<Result<Vec<_>>>().with_context(|| name.to_owned())?;
    Ok(Job { name: name.to_owned(), times: Percentiles::of(times) })
}

/// Pages down to the middle of the list: the cursor there, and somebody on that page.
fn walk(client: &Client, users: u64) -> Result<(Option<String>, Value)> {
    let pages = (users / 400).clamp(1, DEEPEST);
    let mut cursor: Option<String> = None;
    let mut page = Value::Null;
    for _ in 0..pages {
        let from = cursor
            .as_deref()
            .map(|cursor| format!("&cursor={}", encoded(cursor)))
            .unwrap_or_default();
        page = client.request("GET", &format!("/api/v1/users?limit=200{from}"), None)?;
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    let last =
        page["items"].as_array().and_then(|items| items.last()).context("the list is empty")?;
    Ok((cursor, last.clone()))
}

/// Somebody with the role `member`.
fn some_member(client: &Client) -> Result<Member> {
    let organizations = client.request("GET", "/api/v1/organizations", None)?;
    for organization in organizations["items"].as_array().context("no list of organizations")? {
        let slug = organization["slug"].as_str().context("an organization without slug")?;
        let members = format!("/api/v1/organizations/{slug}/members");
        let page = client.request("GET", &format!("{members}?role=member"), None)?;
        if let Some(user) = page["items"][0]["user"]["id"].as_str() {
            return Ok(Member { organization: slug.to_owned(), user: user.to_owned() });
        }
    }
    anyhow::bail!("no organization has a member")
}

/// Percent-encodes everything but letters and digits.
pub(super) fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, byte| {
        if byte.is_ascii_alphanumeric() {
            encoded + &char::from(byte).to_string()
        } else {
            format!("{encoded}%{byte:02X}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_encoded() {
        assert_eq!(encoded("a+b é"), "a%2Bb%20%C3%A9");
    }

    #[test]
    fn the_warm_up_is_not_counted() {
        let mut calls = 0;
        let job = timed("x", 20, |_| {
            calls += 1;
            Ok(Duration::from_millis(1))
        });
        assert!(job.is_ok());
        assert_eq!(calls, 30);
    }
}

//! Imports: people, roles and workspaces of one organization out of a table, all or nothing.
//!
//! # Decision: a line is made of single calls
//! Every line is carried out by the very use cases that the pages call, all in one transaction
//! ([`Batch`]), so a line is authorized, guarded and recorded like what somebody does by hand, and
//! a dry run is the same, rolled back: the preview equals the result. What many lines share is
//! read once for many, and a line that changes nothing costs nothing. The head of the log is held
//! meanwhile, so every other change waits: a file has so many lines at most that none of those who
//! wait is refused for it.
//!
//! # Decision: an import gives, it does not take
//! A cell that is empty leaves things as they are. Nobody is removed, and of who is a member
//! nothing is taken away but what a cell names another value for: the base role, the one role in
//! a project, the end (`never`). Boxes and roles are added to those that are held. Names and
//! usernames are for new people alone.

pub mod api;
mod giving;
mod known;
mod line;
mod reading;
#[cfg(test)]
mod tests;

use crate::changes::{Batch, Entry, Target};
use crate::error::{Error, Result};
use crate::organizations::{self, Resolved};
use crate::scopes;
use crate::services::{Caller, Services};
use fluxward_domain::errors::check;
use fluxward_domain::imports::{BYTES_MAX, ImportQuery, Outcome, Report, TOLD_MAX, Told};
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, FieldError, Kind};
use known::Known;
use line::{Done, Importing};
use reading::{Line, Wrong};

/// How many lines are looked up together.
const AT_ONCE: usize = 200;

/// Carries out every line of a table, or none. A dry run tells what would become of each, the
/// wrong ones included; otherwise every line that is wrong is named (`lines.7`).
pub async fn import(
    s: &Services,
    c: &Caller,
    slug: &str,
    table: &[u8],
    asked: &ImportQuery,
) -> Result<Report> {
    check(asked)?;
    let place = place(s, c, slug).await?;
    if table.len() > BYTES_MAX {
        let sentence = "Import at most 16 MiB at once. Split the file.";
        return Err(AppError::new(Kind::PayloadTooLarge, sentence).into());
    }
    let lines = reading::read(table)?;
    let is_dry = asked.dry_run.unwrap_or_default();
    let batch = Batch::begin(s).await?;
    let importing = Importing::new(&batch, c, &place, asked.reason.as_deref()).await?;
    let mut told = Telling::new(is_dry);
    importing.carry_out_all(&batch, &lines, &mut told).await?;
    if is_dry {
        return Ok(told.report());
    }
    if let Some(refusal) = told.refusal() {
        return Err(refusal.into());
    }
    let report = told.report();
    if report.people() > 0 {
        importing.record(&report).await?;
        batch.commit().await?;
    }
    Ok(report)
}

/// The organization of that slug, if the caller brings people into it.
async fn place(s: &Services, c: &Caller, slug: &str) -> Result<Resolved> {
    let found = organizations::resolve(&mut s.read().await?, slug).await?;
    let place = found.ok_or_else(AppError::not_found)?;
    let scope = Scope::Organization(place.id);
    scopes::any_of(&[Permission::UsersManage, Permission::UsersInvite], |permission| {
        c.authorize(s, permission, scope)
    })?;
    Ok(place)
}

/// What became of the lines so far.
struct Telling {
    report: Report,
    refusals: Vec<AppError>,
}

impl Telling {
    fn new(dry_run: bool) -> Self {
        let report = Report { dry_run, ..Report::default() };
        Self { report, refusals: Vec::new() }
    }

    /// Takes down what became of a line; `Err(None)` when it could not be read. What is nobody's
    /// line's fault is an error.
    fn tell(
        &mut self,
        line: &Result<Line, Wrong>,
        done: std::result::Result<Done, Option<Error>>,
    ) -> Result<()> {
        let (number, email) = match line {
            Ok(read) => (read.number, &read.email),
            Err(wrong) => (wrong.number, &wrong.email),
        };
        let done = match (done, line) {
            (Ok(done), _) => done,
            (Err(Some(Error::App(error))), _) if is_of_the_line(error.kind) => {
                self.refuse(number, error)
            }
            (Err(Some(error)), _) => return Err(error),
            (Err(None), Err(wrong)) => {
                self.refuse(number, AppError::new(Kind::Invalid, wrong.message.clone()))
            }
            (Err(None), Ok(_)) => return Err(Error::Internal("a line was left out".into())),
        };
        self.report.count(done.outcome);
        self.report.lines.push(Told {
            line: number,
            email: email.clone(),
            outcome: done.outcome,
            says: done.says,
            // A link out of a dry run leads nowhere.
            link: done.link.filter(|_| !self.report.dry_run),
        });
        Ok(())
    }

    fn refuse(&mut self, number: i64, error: AppError) -> Done {
        let says = error.detail.clone();
        self.refusals.push(of_line(number, error));
        Done { outcome: Outcome::Wrong, says, link: None }
    }

    /// The wrong lines first, and no more than are told.
    fn report(mut self) -> Report {
        self.report.lines.sort_by_key(|told| (told.outcome, told.line));
        self.report.lines.truncate(TOLD_MAX);
        self.report
    }

    /// One refusal for all lines that are wrong, of the first one's kind where that says more than
    /// that they are.
    fn refusal(&self) -> Option<AppError> {
        let first = self.refusals.first()?;
        let errors = self.refusals.iter().flat_map(|error| error.errors.clone());
        let wrong = self.refusals.len();
        let lines = if wrong == 1 { "1 line is".to_owned() } else { format!("{wrong} lines are") };
        let kind =
            if matches!(first.kind.status(), 403 | 409) { first.kind } else { Kind::Invalid };
        let detail = format!("Nothing was imported: {lines} wrong.");
        Some(AppError { errors: errors.collect(), ..AppError::new(kind, detail) })
    }
}

/// Whether it says something about a line, not about the caller or the server.
const fn is_of_the_line(kind: Kind) -> bool {
    !matches!(kind, Kind::Unauthenticated | Kind::Maintenance | Kind::Unavailable | Kind::Internal)
}

fn of_line(number: i64, error: AppError) -> AppError {
    let message = format!("Line {number}: {}", error.detail);
    AppError { errors: vec![FieldError { field: format!("lines.{number}"), message }], ..error }
}

impl Importing<'_> {
    /// Does what the lines say, one after the other, until too many of them are wrong.
    async fn carry_out_all(
        &self,
        batch: &Batch,
        lines: &[std::result::Result<Line, Wrong>],
        told: &mut Telling,
    ) -> Result<()> {
        for some in lines.chunks(AT_ONCE) {
            let keys = some.iter().filter_map(|line| line.as_ref().ok());
            let keys = keys.map(|line| line.key.as_str());
            let now = self.s.clock.now();
            let viewer = (&*self.c.facts, now);
            let known = Known::of(&mut *batch.look().await?, self.place.id, keys, viewer).await?;
            for line in some {
                let done = match line {
                    Ok(line) => self.carry_out(line, &known).await.map_err(Some),
                    Err(_) => Err(None),
                };
                told.tell(line, done)?;
            }
            if told.refusals.len() >= TOLD_MAX {
                break;
            }
        }
        Ok(())
    }

    /// The entry about the whole: how many people, and why.
    async fn record(&self, report: &Report) -> Result<()> {
        let mut change = self.s.change(self.c).await?;
        let people = report.people().to_string();
        let entry = Entry::new("members.imported", Target::Organization(self.place.id))
            .in_organization(self.place.id)
            .because(self.reason)
            .with("people", None, Some(&people));
        change.record(entry).await?;
        change.tell_organization(self.place.id, &self.place.slug);
        change.commit().await?;
        Ok(())
    }
}

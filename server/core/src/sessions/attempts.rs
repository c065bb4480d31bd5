//! One attempt at a password or a one-time code, slowed down and counted.

use super::failures::{self, Subject};
use super::throttle::too_many;
use crate::error::Result;
use crate::passwords::Verdict;
use crate::services::Services;
use tokio::sync::OwnedSemaphorePermit;

/// A place among the attempts on a subject, held until the attempt has been judged: a second
/// factor may still be to come.
pub(super) struct Place(
    #[expect(dead_code, reason = "given back when dropped")] Option<OwnedSemaphorePermit>,
);

/// Compares `password` with `stored`; `None` when it is wrong, which is counted before this
/// returns. Without `stored` the work is the same and the answer is always no. While the subject
/// is blocked, this is [`fluxward_domain::Kind::TooManyAttempts`], alike for accounts that do not
/// exist.
pub(super) async fn attempt(
    s: &Services,
    subject: &Subject,
    stored: Option<&str>,
    password: &str,
) -> Result<Option<(Verdict, Place)>> {
    let place = place(s, subject).await?;
    let verdict = s.hasher.verify(password, stored).await?;
    if verdict.right {
        return Ok(Some((verdict, place)));
    }
    failures::count(s, subject).await?;
    Ok(None)
}

/// Waits for a place among the attempts on `subject`; refuses while it is blocked.
pub(super) async fn place(s: &Services, subject: &Subject) -> Result<Place> {
    let places = s.throttle().attempts_on(subject.as_str());
    let mut place = places.together().await;
    let mut so_far = failures::of(&mut s.read().await?, subject).await?;
    if so_far.failures > 0 {
        drop(place);
        place = places.alone().await;
        so_far = failures::of(&mut s.read().await?, subject).await?;
    }
    match so_far.wait(s.clock.now()) {
        Some(seconds) => Err(too_many(seconds).into()),
        None => Ok(Place(place)),
    }
}

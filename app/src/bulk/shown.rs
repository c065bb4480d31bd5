//! Bulk changes as pages show them: numbers and sentences, the words written by the server.

use crate::access::foreseen::Foreseen;
use fluxward_domain::Moment;
use fluxward_domain::bulk::BulkProgress;
use fluxward_domain::ids::{AccountId, BulkId};
use serde::{Deserialize, Serialize};

/// What a change would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// How many people it is about.
    pub total: i64,
    /// How many of them were looked at, by name.
    pub looked_at: i64,
    /// The last of them, when others come after.
    pub next: Option<AccountId>,
    /// How many of these would be changed.
    pub changed: i64,
    /// How many are like that already.
    pub unchanged: i64,
    /// Why some would be refused, and how many each time.
    pub refusals: Vec<(String, i64)>,
    /// Who gains and who loses what.
    pub foreseen: Foreseen,
}

/// A change, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Its id.
    pub id: BulkId,
    /// What changes.
    pub what: String,
    /// Why.
    pub reason: Option<String>,
    /// Whose rights it has.
    pub by: String,
    /// How far it is.
    pub progress: BulkProgress,
    /// Why it was stopped.
    pub stopped_because: Option<String>,
    /// How many people it is about.
    pub total: i64,
    /// How many were reached.
    pub done: i64,
    /// How many of these were changed.
    pub changed: i64,
    /// How many were like that already.
    pub unchanged: i64,
    /// How many were refused.
    pub refused: i64,
    /// The first of these.
    pub refusals: Vec<Refused>,
    /// When it was begun.
    pub started_at: Moment,
}

/// Somebody who was not changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The person.
    pub id: AccountId,
    /// The person's name.
    pub name: String,
    /// Why not.
    pub reason: String,
}

/// How far a change is, in a word.
pub(super) const fn word(progress: BulkProgress) -> &'static str {
    match progress {
        BulkProgress::Waiting => "Waiting",
        BulkProgress::Running => "Running",
        BulkProgress::Finished => "Finished",
        BulkProgress::Stopped => "Stopped",
    }
}

/// "1 person", "12,000 people".
pub(super) fn people(count: i64) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{} people", crate::ui::grouped(count)) }
}

#[cfg(feature = "ssr")]
mod cutting {
    use super::{Outlook, Refused, Shown};
    use fluxward_domain::bulk::{BulkPreview, BulkRefusal, BulkRun};
    use fluxward_domain::previews::Preview;

    impl From<BulkPreview> for Outlook {
        fn from(found: BulkPreview) -> Self {
            let BulkPreview { gained, lost, complete, .. } = found;
            Self {
                total: found.total,
                looked_at: found.looked_at,
                next: found.next,
                changed: found.changed,
                unchanged: found.unchanged,
                refusals: found.refusals.into_iter().map(|it| (it.reason, it.count)).collect(),
                foreseen: Preview { gained, lost, complete }.into(),
            }
        }
    }

    impl From<BulkRun> for Shown {
        fn from(run: BulkRun) -> Self {
            let refused = |BulkRefusal { user, reason }| Refused {
                id: user.id,
                name: user.full_name,
                reason,
            };
            Self {
                id: run.id,
                what: run.change.sentence(),
                reason: run.reason,
                by: run.by.name,
                progress: run.status,
                stopped_because: run.stopped_because,
                total: run.total,
                done: run.done,
                changed: run.changed,
                unchanged: run.unchanged,
                refused: run.refused,
                refusals: run.refusals.into_iter().map(refused).collect(),
                started_at: run.started_at,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_is_not_many_people() {
        assert_eq!([people(1), people(12_000)], ["1 person", "12,000 people"]);
    }
}

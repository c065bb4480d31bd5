//! Deleting a person for good: what it needs, what it does, how long what stays is kept.

use super::calls::Delete;
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::settings::calls::show;
use crate::ui::{Button, Card, ConfirmDialog, Look, Submission, toasts};
use fluxward_domain::settings::{Deletion, Settings};
use fluxward_domain::users::{Status, UserDetail};
use leptos::server_fn::ServerFn;

const DELETING: &str = "deleting";

/// What the platform says about deleting.
pub(super) type Rules = Resource<Result<Settings, Failure>>;

/// Asks what the platform says about deleting.
pub(super) fn rules() -> Rules {
    Resource::new_blocking(|| (), |()| show())
}

/// The card with the button, or with why there is none.
#[component]
pub(super) fn DeleteCard(
    /// The person as they are now.
    detail: RwSignal<UserDetail>,
    /// What the platform says about it.
    rules: Rules,
) -> AnyView {
    let submission = Submission::of(Delete::PATH);
    let whom = Memo::new(move |_| {
        detail.with(|detail| (detail.user.full_name.clone(), detail.user.status))
    });
    let id = detail.with_untracked(|detail| detail.user.id);
    let (navigate, toasts) = (use_navigate(), toasts());
    let done = Callback::new(move |_: String| {
        toasts.say("The account is deleted");
        navigate("/users", NavigateOptions::default());
    });
    view! {
        <Card id="delete" title="Delete this account">
            <Suspense>
                {move || Suspend::new(async move {
                    let settings = rules.await.ok()?;
                    Some((move || whom.with(|(name, status)| match hindrance(*status, &settings) {
                        Some(why) => view! { <p class="soft">{why}</p> }.into_any(),
                        None => view! {
                            <div class="setting">
                                <p class="soft">"Erases who this was. This cannot be taken back."</p>
                                <Button opens=DELETING look=Look::Danger>"Delete account"</Button>
                            </div>
                            <ConfirmDialog
                                id=DELETING
                                title=format!("Delete {name}?")
                                consequences=consequences(name, settings.retention_days)
                                typed=name.clone()
                                confirm="Delete account"
                                danger=true
                                reason=true
                                action=Delete::PATH
                                hidden=vec![("id", id.to_string())]
                                submission=submission
                                on_done=done
                            />
                        }
                        .into_any(),
                    }))
                    .into_any())
                })}
            </Suspense>
        </Card>
    }
    .into_any()
}

/// Why somebody of that status cannot be deleted now; `None` when they can.
fn hindrance(status: Status, settings: &Settings) -> Option<&'static str> {
    if settings.deletion == Deletion::Forbidden {
        return Some(
            "This platform never deletes accounts, so that it stays known who had access. Deactivated people are out of every list already.",
        );
    }
    (status != Status::Inactive)
        .then_some("Only a deactivated account can be deleted. Deactivate it first.")
}

fn consequences(name: &str, retention_days: Option<i64>) -> Vec<String> {
    vec![
        format!("Name, addresses, username, password, sessions and memberships of {name} are erased. This cannot be taken back."),
        "The account is in no list any more. E-mail address and username are free for somebody else.".to_owned(),
        "What was done stays in the activity log, as done by “Deleted user”, and the log still proves itself complete.".to_owned(),
        retention(retention_days),
    ]
}

/// How long what they recorded about others is kept.
fn retention(days: Option<i64>) -> String {
    match days {
        None => "Retention: the reasons and values they recorded about others are kept forever."
            .to_owned(),
        Some(1) => {
            "Retention: the reasons and values they recorded about others are kept for 1 day."
                .to_owned()
        }
        Some(days) => format!(
            "Retention: the reasons and values they recorded about others are kept for {days} days."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platform_that_never_deletes_says_so_first() {
        let forbidden = Settings { deletion: Deletion::Forbidden, ..Settings::default() };
        assert!(hindrance(Status::Inactive, &forbidden).unwrap().contains("never"));
        assert!(hindrance(Status::Active, &Settings::default()).unwrap().contains("first"));
        assert_eq!(hindrance(Status::Inactive, &Settings::default()), None);
    }

    #[test]
    fn the_retention_is_told_in_words() {
        assert!(retention(None).ends_with("forever."));
        assert!(retention(Some(30)).ends_with("30 days."));
    }
}

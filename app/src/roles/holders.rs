//! Who holds a role, and where.

use super::calls::Holders;
use super::{base, held};
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Avatar, Card, ErrorState, Time};
use fluxward_domain::roles::{Holder, Role};

/// The people and teams that hold `role`; those of a base role are in the list of members.
pub(super) fn holders_card(
    slug: &str,
    role: &Role,
    found: Option<Result<Holders, Failure>>,
) -> AnyView {
    let content = match (base(role), found) {
        (Some(base), _) => {
            let href = format!("/orgs/{slug}/members?role={}", base.key());
            let text = format!("Members who are {}", role.name);
            view! {
                <p class="soft">"Every member has exactly one of the built-in organization roles. This one is "{held(role.holders)}"."</p>
                <p><a href=href>{text}</a></p>
            }
            .into_any()
        }
        (None, Some(Ok(holders))) => list(slug, holders),
        (None, Some(Err(failure))) => view! { <ErrorState failure=failure/> }.into_any(),
        (None, None) => ().into_any(),
    };
    view! { <Card id="holders" title="Who holds it">{content}</Card> }.into_any()
}

fn list(slug: &str, Holders { first, total }: Holders) -> AnyView {
    if first.is_empty() {
        return view! { <p class="soft">"Nobody yet. It is given to people and teams where they work: in the organization, a workspace or a project."</p> }.into_any();
    }
    let rest = usize::try_from(total).unwrap_or_default().saturating_sub(first.len());
    let more = (rest > 0).then(|| view! { <p class="soft">{format!("and {rest} more")}</p> });
    let items = first.into_iter().map(|holder| item(slug, holder)).collect::<Vec<_>>();
    view! { <ul class="items">{items}</ul> {more} }.into_any()
}

fn item(slug: &str, Holder { user, team, scope, expires_at }: Holder) -> AnyView {
    let (name, kind, href) = match (user, team) {
        (Some(user), _) => {
            let href = format!("/orgs/{slug}/members/{}", user.id);
            (user.full_name, user.email, Some(href))
        }
        (None, Some(team)) => (team.name, "Team".to_owned(), None),
        (None, None) => return ().into_any(),
    };
    let until = expires_at.map(|at| view! { " · until " <Time at=at/> });
    let shown = match href {
        Some(href) => view! { <a href=href>{name.clone()}</a> }.into_any(),
        None => view! { <b>{name.clone()}</b> }.into_any(),
    };
    view! {
        <li>
            <div class="who"><Avatar name/><span>{shown}<small>{kind}</small></span></div>
            <small>{scope}{until}</small>
        </li>
    }
    .into_any()
}

//! The organizations that a person belongs to, with their role in each.

use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Card, EmptyState, StatusDot};
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::{Affiliation, MembershipStatus};
use fluxward_domain::users::{Status, UserDetail};

/// The organizations of a person.
#[component]
pub fn AffiliationsCard(
    /// The person as they are now.
    detail: RwSignal<UserDetail>,
) -> AnyView {
    let places = Memo::new(move |_| detail.with(|detail| detail.organizations.clone()));
    let id = detail.with_untracked(|detail| detail.user.id);
    let content = move || {
        let places = places.get();
        if places.is_empty() {
            return view! {
                <EmptyState title="In no organization" advice="Open an organization's members to add this person there."/>
            }
            .into_any();
        }
        let items = places.iter().map(|place| item(id, place)).collect::<Vec<_>>();
        view! { <ul class="items">{items}</ul> }.into_any()
    };
    view! { <Card id="organizations" title="Organizations">{content}</Card> }.into_any()
}

fn item(id: AccountId, place: &Affiliation) -> AnyView {
    let status = match place.status {
        MembershipStatus::Active => Status::Active,
        MembershipStatus::Inactive => Status::Inactive,
    };
    view! {
        <li>
            <a href=format!("/orgs/{}/members/{id}", place.slug)>{place.name.clone()}</a>
            <StatusDot status=status/>
            <span class="badge">{place.role.name()}</span>
        </li>
    }
    .into_any()
}

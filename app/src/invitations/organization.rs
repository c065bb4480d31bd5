//! Where to: the first step of inviting somebody from the list of all people.

use crate::Failure;
use crate::address::query_at;
use crate::markup::view;
use crate::navigation::go;
use crate::organizations::calls::list;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, Card, Choice, EmptyState, ErrorState, LinkButton, PageHeader, Select, Skeleton,
};
use fluxward_domain::organizations::{Organization, OrganizationQuery};
use fluxward_domain::pages::{MAX_LIMIT, Page};

/// Chooses the organization, then goes to its form.
#[component]
pub fn ChooseOrganizationPage() -> AnyView {
    let words = query_at(Signal::stored("/users/invite".to_owned()));
    let chosen = words.with_untracked(|words| words.get("organization"));
    let chosen =
        StoredValue::new(chosen.filter(|slug| fluxward_domain::text::slug(slug, &()).is_ok()));
    let all = Resource::new_blocking(
        || (),
        |()| list(OrganizationQuery { limit: Some(MAX_LIMIT), cursor: None }),
    );
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Invite user"/> <Skeleton rows=2/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let all = all.await;
                if let Some(slug) = chosen.get_value() {
                    go(&format!("/orgs/{slug}/invitations/new"));
                    return ().into_any();
                }
                page(all)
            })}
        </Suspense>
    }
    .into_any()
}

fn page(all: Result<Page<Organization>, Failure>) -> AnyView {
    let all = match all {
        Ok(all) => all,
        Err(failure) => return view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
    };
    let content = if all.items.is_empty() {
        let action =
            view! { <LinkButton href="/orgs/new">"New organization"</LinkButton> }.into_any();
        view! { <EmptyState title="No organization yet" advice="People are invited to an organization. Create the first one." action=action/> }.into_any()
    } else {
        form(all)
    };
    view! {
        <Breadcrumbs places=vec![("Users".into(), "/users".into())]/>
        <PageHeader title="Invite user"/>
        <div class="stack narrow"><Card id="where" title="Where to">{content}</Card></div>
    }
    .into_any()
}

/// A dropdown; a field for the slug when there are too many for one.
fn form(all: Page<Organization>) -> AnyView {
    let field = if all.next_cursor.is_some() {
        view! {
            <div class="field">
                <label for="field-organization">"Organization"</label>
                <small id="field-organization-hint">"Its slug, as in its address."</small>
                <input id="field-organization" type="text" name="organization" required aria-describedby="field-organization-hint"/>
            </div>
        }
        .into_any()
    } else {
        let first = all.items.first().map(|it| it.slug.clone()).unwrap_or_default();
        let choices = all.items.into_iter().map(|it| Choice::new(it.slug, it.name)).collect();
        view! { <Select name="organization" label="Organization" choices=choices value=first/> }
            .into_any()
    };
    view! {
        <form class="form" method="get" action="/users/invite" aria-label="Where to" rel="external">
            {field}
            <div class="actions">
                <a class="button" href="/users">"Cancel"</a>
                <button class="button primary" type="submit">"Next"</button>
            </div>
        </form>
    }
    .into_any()
}

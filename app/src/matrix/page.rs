//! The matrix of one organization. Place and filters stand in the address: it works without
//! scripts and survives Back.

use super::calls::{filters, list};
use super::path;
use super::query::read;
use super::table::matrix;
use super::toolbar::{Asking, toolbar};
use crate::address::query_at;
use crate::invitations::{Tab, people_tabs};
use crate::listing::look_on;
use crate::markup::view;
use crate::organizations::slug_of_page;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{Breadcrumbs, ErrorState, PageHeader, Skeleton};
use fluxward_domain::live::Signal as News;

/// Who may what, in one organization.
#[component]
pub fn MatrixPage() -> AnyView {
    let slug = slug_of_page();
    (move || of_organization(slug.get())).into_any()
}

fn of_organization(slug: String) -> AnyView {
    let words = query_at(Signal::stored(path(&slug)));
    let query = Memo::new(move |_| words.with(|words| read(|key| words.get(key))));
    let here = StoredValue::new(slug.clone());
    let asking = Asking { slug: here, query };
    let filters = Resource::new_blocking(
        || (),
        move |()| filters(here.get_value(), query.with_untracked(|query| query.scope.clone())),
    );
    let found =
        Resource::new_blocking(move || query.get(), move |query| list(here.get_value(), query));
    look_on(
        move |news| match news {
            News::Organization { organization, .. } | News::Member { organization, .. } => {
                *organization == slug
            }
            News::User { .. } => true,
            _ => false,
        },
        Callback::new(move |()| found.refetch()),
    );
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Who may what"/> <Skeleton rows=12/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                match filters.await {
                    Ok(filters) => untrack(|| {
                        let slug = here.get_value();
                        let place = (filters.organization.clone(), format!("/orgs/{slug}"));
                        view! {
                            <Breadcrumbs places=vec![place]/>
                            <PageHeader title="Who may what"/>
                            {people_tabs(&slug, Tab::Access)}
                            {toolbar(asking, filters)}
                        }
                        .into_any()
                    }),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Suspense>
        <div class="listing">
            <Transition fallback=|| view! { <Skeleton rows=12/> }>
                {move || Suspend::new(async move {
                    viewing().ready().await;
                    let is_shut = filters.await.is_err();
                    match found.await {
                        Ok(page) => untrack(|| matrix(asking, &page)),
                        // Said above already.
                        Err(_) if is_shut => ().into_any(),
                        Err(failure) => view! { <ErrorState failure=failure/> }.into_any(),
                    }
                })}
            </Transition>
            <p class="soft">"Platform administrators may do everything everywhere, and stand here only where they are members."</p>
        </div>
    }
    .into_any()
}

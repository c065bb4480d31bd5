//! The recent bulk changes of an organization.

use super::calls::recent;
use super::shown::{Shown, word};
use super::{run_path, select_path};
use crate::listing::look_on;
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{
    Ago, Breadcrumbs, Column, EmptyState, ErrorState, LinkButton, PageHeader, Skeleton, Table,
    grouped,
};
use fluxward_domain::live::Signal as News;

/// Recent changes.
#[component]
pub fn RecentPage() -> AnyView {
    let slug = slug_of_page();
    (move || page(slug.get())).into_any()
}

fn page(slug: String) -> AnyView {
    let place = place_of_page(&slug);
    let here = StoredValue::new(slug.clone());
    let runs = Resource::new_blocking(|| (), move |()| recent(here.get_value()));
    look_on(
        move |news| matches!(news, News::Organization { organization, .. } if *organization == slug),
        Callback::new(move |()| runs.refetch()),
    );
    view! {
        <Transition fallback=|| view! { <PageHeader title="Bulk changes"/> <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let place = place.await;
                match runs.await {
                    Ok(runs) => body(&here.get_value(), place, &runs),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn body(slug: &str, place: (String, String), runs: &[Shown]) -> AnyView {
    let people = ("Members".to_owned(), format!("{}/members", place.1));
    let select = select_path(slug);
    view! {
        <Breadcrumbs places=vec![place, people]/>
        <PageHeader title="Bulk changes"><LinkButton href=select>"Select members"</LinkButton></PageHeader>
        {table(slug, runs)}
    }
    .into_any()
}

fn table(slug: &str, runs: &[Shown]) -> AnyView {
    if runs.is_empty() {
        return view! { <EmptyState title="No bulk change yet" advice="Select members, then change all of them at once."/> }.into_any();
    }
    let rows = runs.iter().map(|run| row(slug, run)).collect::<Vec<_>>();
    let columns = ["Change", "Progress", "Reached", "By", "Begun"].map(Column::new).to_vec();
    view! { <Table label="Bulk changes" columns=columns>{rows}</Table> }.into_any()
}

fn row(slug: &str, run: &Shown) -> AnyView {
    let at = run.started_at;
    view! {
        <tr>
            <td class="wide"><a href=run_path(slug, run.id)>{run.what.clone()}</a></td>
            <td>{word(run.progress)}</td>
            <td>{format!("{} of {}", grouped(run.done), grouped(run.total))}</td>
            <td class="hide soft">{run.by.clone()}</td>
            <td class="hide soft"><Ago at=at/></td>
        </tr>
    }
    .into_any()
}

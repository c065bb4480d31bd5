//! One bulk change: how far it is, and who was refused.

use super::calls::{Cancel, Resume, run as ask_run};
use super::shown::{Refused, Shown, people, word};
use super::{recent_path, select_path};
use crate::Failure;
use crate::listing::look_on;
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::router::use_params_map;
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, Button, Card, Column, ErrorState, Facts, Form, LinkButton, Look, NotFoundPage,
    PageHeader, Skeleton, Submission, Table, Time, grouped,
};
use fluxward_domain::bulk::BulkProgress;
use fluxward_domain::ids::BulkId;
use fluxward_domain::live::Signal as News;
use leptos::server_fn::ServerFn;

/// One change.
#[component]
pub fn RunPage() -> AnyView {
    let (slug, params) = (slug_of_page(), use_params_map());
    let id = Memo::new(move |_| params.with(|params| params.get("run")?.parse::<BulkId>().ok()));
    (move || match id.get() {
        Some(id) => page(slug.get(), id),
        None => view! { <NotFoundPage/> }.into_any(),
    })
    .into_any()
}

fn page(slug: String, id: BulkId) -> AnyView {
    let place = place_of_page(&slug);
    let here = StoredValue::new(slug.clone());
    let first = Resource::new_blocking(|| (), move |()| ask_run(here.get_value(), id));
    let now = RwSignal::new(None::<Result<Shown, Failure>>);
    let again = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            let Some(slug) = here.try_get_value() else { return };
            now.try_set(Some(ask_run(slug, id).await));
        });
    });
    look_on(
        move |news| matches!(news, News::Organization { organization, .. } if *organization == slug),
        again,
    );
    view! {
        <Suspense fallback=|| view! { <PageHeader title="…"/> <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let place = place.await;
                match first.await {
                    Ok(run) => untrack(|| body(here, place, run, now, again)),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn body(
    slug: StoredValue<String>,
    place: (String, String),
    first: Shown,
    now: RwSignal<Option<Result<Shown, Failure>>>,
    again: Callback<()>,
) -> AnyView {
    let run = RwSignal::new(first.clone());
    Effect::new(move |_| {
        // What fails to come leaves what is there.
        if let Some(Ok(newer)) = now.get()
            && newer.done >= run.with_untracked(|run| run.done)
        {
            run.set(newer);
        }
    });
    let here = slug.get_value();
    let people = ("Members".to_owned(), format!("{}/members", place.1));
    let recent = ("Recent changes".to_owned(), recent_path(&here));
    let progress = Memo::new(move |_| run.with(|run| run.progress));
    let controls = move || controls(slug, run.with_untracked(|run| run.id), progress.get(), again);
    view! {
        <Breadcrumbs places=vec![place, people, recent]/>
        <PageHeader title=first.what.clone()><LinkButton href=select_path(&here)>"Select members"</LinkButton></PageHeader>
        <div class="stack narrow">
            <Card id="progress" title="Progress">
                {bar(run)}
                {move || run.with(|run| run.stopped_because.clone()).map(|why| view! { <p class="note warn">{why}</p> })}
                {controls}
            </Card>
            {details(&first, run)}
        </div>
        {move || run.with(|run| refusals(&slug.get_value(), run))}
    }
    .into_any()
}

fn bar(run: RwSignal<Shown>) -> AnyView {
    let reached =
        move || run.with(|run| format!("{} of {} reached", grouped(run.done), people(run.total)));
    view! {
        <p role="status"><b>{move || run.with(|run| word(run.progress))}</b></p>
        <progress class="progress" aria-label="Reached" max=move || run.with(|run| run.total.to_string()) value=move || run.with(|run| run.done.to_string())></progress>
        <p class="soft">{reached}</p>
    }
    .into_any()
}

/// Stopping it, or taking it up again.
fn controls(
    slug: StoredValue<String>,
    id: BulkId,
    progress: BulkProgress,
    again: Callback<()>,
) -> Option<AnyView> {
    let hidden = vec![("slug", slug.get_value()), ("id", id.to_string())];
    let done = Callback::new(move |_: String| again.run(()));
    Some(match progress {
        BulkProgress::Finished => return None,
        BulkProgress::Stopped => {
            let submission = Submission::of(Resume::PATH);
            view! {
                <Form action=Resume::PATH submission=submission on_done=done hidden=hidden label="Take up again">
                    <div class="actions"><Button submit=true look=Look::Primary busy=submission.pending>"Take up again"</Button></div>
                </Form>
            }
            .into_any()
        }
        BulkProgress::Waiting | BulkProgress::Running => {
            let submission = Submission::of(Cancel::PATH);
            view! {
                <Form action=Cancel::PATH submission=submission on_done=done hidden=hidden label="Stop">
                    <p class="soft">"It goes on without this page, for as long as you stay signed in."</p>
                    <div class="actions"><Button submit=true look=Look::Danger busy=submission.pending>"Stop"</Button></div>
                </Form>
            }
            .into_any()
        }
    })
}

fn details(first: &Shown, run: RwSignal<Shown>) -> AnyView {
    let number = |of: fn(&Shown) -> i64| (move || run.with(|run| grouped(of(run)))).into_any();
    let at = first.started_at;
    let mut items = vec![
        ("Changed", number(|run| run.changed)),
        ("Like that already", number(|run| run.unchanged)),
        ("Refused", number(|run| run.refused)),
        ("By", (move || run.with(|run| run.by.clone())).into_any()),
        ("Begun", view! { <Time at=at/> }.into_any()),
    ];
    items.extend(first.reason.clone().map(|reason| ("Reason", reason.into_any())));
    view! { <Card id="report" title="Report"><Facts items=items/></Card> }.into_any()
}

/// Those who were refused, and why.
fn refusals(slug: &str, run: &Shown) -> Option<AnyView> {
    if run.refusals.is_empty() {
        return None;
    }
    let rows = run.refusals.iter().map(|refused| row(slug, refused)).collect::<Vec<_>>();
    let more = usize::try_from(run.refused).unwrap_or_default().saturating_sub(run.refusals.len());
    let more =
        (more > 0).then(|| view! { <p class="soft">{format!("and {} more", grouped(more))}</p> });
    let columns = ["Refused", "Why"].map(Column::new).to_vec();
    Some(
        view! {
            <div class="refused"><Table label="Refused" columns=columns>{rows}</Table></div>
            {more}
        }
        .into_any(),
    )
}

fn row(slug: &str, refused: &Refused) -> AnyView {
    let href = format!("/orgs/{slug}/members/{}", refused.id);
    view! {
        <tr>
            <td class="wide"><a href=href>{refused.name.clone()}</a></td>
            <td>{refused.reason.clone()}</td>
        </tr>
    }
    .into_any()
}

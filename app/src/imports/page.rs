//! The page of an import: first the table is looked at, then it is carried out, all or nothing.

use super::calls::Run;
use super::file::{file_field, put};
use super::forms::Checked;
use super::report::{report_card, wrong_lines};
use crate::Failure;
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, Button, Card, ErrorState, Form, Look, PageHeader, Skeleton, Submission, TextArea,
    TextField, toasts,
};
use crate::wire::json;
use fluxward_domain::imports::Report;
use fluxward_domain::permissions::Permission;
use fluxward_domain::{AppError, Kind};
use leptos::server_fn::ServerFn;

/// The `id` of the field with the table.
const FIELD: &str = "field-form-csv-";
/// What the field says about itself.
const HINT: &str =
    "The first line names the columns, each line below is a person. At most 5,000 people.";

/// The columns and what stands in them.
const COLUMNS: [(&str, &str); 9] = [
    ("email", "the address; the one column that must be there"),
    ("full_name", "or first_name and last_name, for new people"),
    ("username", "for new people"),
    ("role", "owner, admin, member or viewer; new people are members when it is empty"),
    ("privileges", "assets, tags, users with “;” between, or none"),
    ("roles", "roles of your own, with “;” between"),
    ("workspaces", "design:approver+requester;sales:requester"),
    ("projects, teams", "website:contributor;shop:reader and crew;board"),
    ("expires_at", "2027-12-31T18:00:00Z, or never"),
];

/// The page.
#[component]
pub fn ImportPage() -> AnyView {
    let slug = slug_of_page();
    (move || page(slug.get())).into_any()
}

fn page(slug: String) -> AnyView {
    let place = place_of_page(&slug);
    let here = StoredValue::new(slug);
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Import people"/> <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let place = place.await;
                let slug = here.get_value();
                let may = |permission| viewing().may(permission, &slug);
                if !may(Permission::UsersManage) && !may(Permission::UsersInvite) {
                    let failure = AppError::new(Kind::Forbidden, "You may not bring people in here. Ask an Owner or Admin.");
                    return view! { <ErrorState failure=Failure(failure) whole_page=true/> }.into_any();
                }
                untrack(|| body(slug, place))
            })}
        </Suspense>
    }
    .into_any()
}

/// What was looked at or done the last time, and the table, as a page without scripts left it.
fn left(submission: Submission) -> (Option<Report>, String) {
    let answer = submission.answer.get_untracked();
    let checked = answer.and_then(|answer| json::read::<Checked>(&answer));
    checked.map_or_else(Default::default, |checked| (Some(checked.report), checked.csv))
}

fn body(slug: String, place: (String, String)) -> AnyView {
    let submission = Submission::of(Run::PATH);
    let (report, table) = left(submission);
    let report = RwSignal::new(report);
    let people = ("Members".to_owned(), format!("/orgs/{slug}/members"));
    let done = done(&people.1, report);
    let text = Callback::new(move |text: String| {
        put(FIELD, &text);
        report.set(None);
    });
    let back = people.1.clone();
    view! {
        <Breadcrumbs places=vec![place, people]/>
        <PageHeader title="Import people"/>
        <div class="stack narrow">
            <Form action=Run::PATH submission=submission on_done=done hidden=vec![("slug", slug)] label="Import">
                <Card id="people" title="People">
                    {wrong_lines(submission)}
                    {file_field(text)}
                    <div on:input=move |_| report.set(None)>
                        <TextArea name="form[csv]" label="Table" hint=HINT value=table submission=submission rows=10 required=true literal=true/>
                    </div>
                    {columns()}
                    <TextField name="form[reason]" label="Reason" submission=submission/>
                </Card>
                <p class="soft">"Either every line is carried out or none. Empty cells leave things as they are, and nobody is removed. Whoever has no account gets a mail."</p>
                <div class="actions">
                    <a class="button" href=back>"Cancel"</a>
                    {buttons(submission, report)}
                </div>
            </Form>
            {move || report.get().map(report_card)}
        </div>
    }
    .into_any()
}

/// Shows what was looked at; goes to the list of members when everything is done.
fn done(list: &str, report: RwSignal<Option<Report>>) -> Callback<String> {
    let (navigate, toasts, list) = (use_navigate(), toasts(), list.to_owned());
    Callback::new(move |answer: String| {
        let Some(Checked { report: made, .. }) = json::read::<Checked>(&answer) else { return };
        let is_over = !made.dry_run && made.lines.iter().all(|told| told.link.is_none());
        if !made.dry_run {
            toasts.say(format!("Imported: {}", made.counts()));
        }
        if is_over {
            navigate(&list, NavigateOptions::default());
        } else {
            report.set(Some(made));
        }
    })
}

/// "Check" until the table was looked at; then what it would do is offered.
fn buttons(submission: Submission, report: RwSignal<Option<Report>>) -> AnyView {
    let ready = move || {
        report.with(|report| {
            let report = report.as_ref().filter(|report| report.dry_run && report.wrong == 0)?;
            Some(report.people()).filter(|people| *people > 0)
        })
    };
    let import = move || {
        ready().map(|people| {
            let text = if people == 1 {
                "Import 1 person".to_owned()
            } else {
                format!("Import {people} people")
            };
            view! { <Button look=Look::Primary submit=true busy=submission.pending>{text}</Button> }
        })
    };
    view! {
        <Button submit=true name="form[check]" value="true" busy=submission.pending>"Check"</Button>
        {import}
    }
    .into_any()
}

fn columns() -> AnyView {
    let items = COLUMNS.map(|(name, what)| view! { <div><dt>{name}</dt><dd>{what}</dd></div> });
    view! {
        <details class="more">
            <summary>"Columns"</summary>
            <dl class="facts">{items.into_iter().collect::<Vec<_>>()}</dl>
            <p><a href="/people.csv" download="people.csv">"Download a template"</a></p>
        </details>
    }
    .into_any()
}

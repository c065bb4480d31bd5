//! A new organization, whose first Owner is whoever creates it.

use super::calls::Create;
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, Button, ErrorState, Form, Look, PageHeader, Skeleton, Submission, TextField,
};
use crate::wire::json;
use fluxward_domain::organizations::Organization;
use fluxward_domain::text::slug_from;
use fluxward_domain::{AppError, Kind};
use leptos::server_fn::ServerFn;

/// The form of a new organization.
#[component]
pub fn NewOrganizationPage() -> AnyView {
    view! {
        <Suspense fallback=|| view! { <PageHeader title="New organization"/> <Skeleton rows=3/> }>
            {move || Suspend::new(async move {
                let viewer = viewing().ready().await;
                if viewer.is_some_and(|viewer| viewer.creates_organizations) { page() } else { refused() }
            })}
        </Suspense>
    }
    .into_any()
}

fn refused() -> AnyView {
    let failure = AppError::new(
        Kind::Forbidden,
        "Only platform administrators create organizations here. Ask one of them to create it and to make you its Owner.",
    );
    view! { <ErrorState failure=Failure(failure) whole_page=true/> }.into_any()
}

fn page() -> AnyView {
    let submission = Submission::of(Create::PATH);
    let (navigate, viewing) = (use_navigate(), viewing());
    let done = Callback::new(move |answer: String| {
        if let Some(created) = json::read::<Organization>(&answer) {
            viewing.refetch();
            navigate(&format!("/orgs/{}", created.slug), NavigateOptions::default());
        }
    });
    let name = RwSignal::new(submission.entered("form[name]").unwrap_or_default());
    let suggestion = move || {
        let slug = name.with(|name| slug_from(name));
        (!slug.is_empty()).then(|| format!("When left empty: {slug}"))
    };
    view! {
        <Breadcrumbs places=vec![("Organizations".into(), "/orgs".into())]/>
        <PageHeader title="New organization"/>
        <div class="stack narrow card">
            <Form action=Create::PATH submission=submission on_done=done label="New organization">
                <TextField name="form[name]" label="Name" submission=submission required=true autofocus=true on_input=Callback::new(move |text| name.set(text))/>
                <TextField name="form[slug]" label="Slug" hint="The word in its address: lower-case letters, digits and dashes." submission=submission/>
                <p class="field-note" role="status">{suggestion}</p>
                <p class="soft">"You will be its first Owner. It begins with all modules and without a limit of seats."</p>
                <div class="actions">
                    <a class="button" href="/orgs">"Cancel"</a>
                    <Button look=Look::Primary submit=true busy=submission.pending>"Create organization"</Button>
                </div>
            </Form>
        </div>
    }
    .into_any()
}

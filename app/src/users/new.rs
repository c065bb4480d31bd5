//! A new person, with an initial password to hand over.

use super::calls::Create;
use super::forms::suggested_username;
use crate::Failure;
use crate::address::query_at;
use crate::markup::view;
use crate::organizations::calls::list as list_organizations;
use crate::sessions::viewing;
use crate::settings::calls::password_policy;
use crate::ui::{
    Breadcrumbs, Button, Card, Choice, ErrorState, Form, Look, PageHeader, PasswordField, Select,
    Skeleton, Submission, TextField,
};
use fluxward_domain::organizations::{Organization, OrganizationQuery};
use fluxward_domain::pages::{MAX_LIMIT, Page};
use fluxward_domain::passwords::PasswordPolicy;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::UserDetail;
use fluxward_domain::{AppError, Kind};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_navigate;

/// The form of a new person.
#[component]
pub fn NewUserPage() -> AnyView {
    let policy = Resource::new_blocking(|| (), |()| password_policy());
    let organizations = Resource::new_blocking(
        || (),
        |()| list_organizations(OrganizationQuery { limit: Some(MAX_LIMIT), cursor: None }),
    );
    view! {
        <Suspense fallback=|| view! { <PageHeader title="New user"/> <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let (policy, organizations) = (policy.await, organizations.await);
                if viewing().is_administrator() { page(policy, organizations) } else { refused() }
            })}
        </Suspense>
    }
    .into_any()
}

fn refused() -> AnyView {
    let failure = AppError::new(
        Kind::Forbidden,
        "Only platform administrators create people. Ask one of them.",
    );
    view! { <ErrorState failure=Failure(failure) whole_page=true/> }.into_any()
}

fn page(
    policy: Result<PasswordPolicy, Failure>,
    organizations: Result<Page<Organization>, Failure>,
) -> AnyView {
    let (policy, organizations) = match (policy, organizations) {
        (Ok(policy), Ok(organizations)) => (policy, organizations),
        (Err(failure), _) | (_, Err(failure)) => {
            return view! { <ErrorState failure=failure whole_page=true/> }.into_any();
        }
    };
    let submission = Submission::of(Create::PATH);
    let navigate = use_navigate();
    let done = Callback::new(move |answer: String| {
        if let Ok(detail) = serde_json::from_str::<UserDetail>(&answer) {
            navigate(
                &format!("/users/{}?new=true", detail.user.id),
                leptos_router::NavigateOptions::default(),
            );
        }
    });
    view! {
        <Breadcrumbs places=vec![("Users".into(), "/users".into())]/>
        <PageHeader title="New user"/>
        <div class="stack narrow">
            <Form action=Create::PATH submission=submission on_done=done label="New user">
                <Card id="person" title="Person">{person(submission)}</Card>
                <Card id="place" title="Membership">{place(submission, organizations)}</Card>
                <Card id="sign-in" title="Sign-in">
                    <PasswordField
                        name="form[password]"
                        label="Initial password"
                        submission=submission
                        policy=policy
                        required=true
                        hint="Hand it over yourself: it is shown to nobody afterwards, and has to be changed at the first sign-in."
                    />
                </Card>
                <div class="actions">
                    <a class="button" href="/users">"Cancel"</a>
                    <Button look=Look::Primary submit=true busy=submission.pending>"Create user"</Button>
                </div>
            </Form>
        </div>
    }
    .into_any()
}

fn person(submission: Submission) -> AnyView {
    let email = RwSignal::new(submission.entered("form[email]").unwrap_or_default());
    let words = query_at(Signal::stored("/users/new".to_owned()));
    let in_parts = Memo::new(move |_| words.with(|words| words.get_str("names") == Some("parts")));
    let suggestion = move || {
        let suggested = email.with(|email| suggested_username(email));
        (!suggested.is_empty())
            .then(|| format!("When left empty: {suggested}, or with a number if somebody has it."))
    };
    view! {
        <TextField name="form[email]" label="E-mail" kind="email" autocomplete="off" submission=submission required=true autofocus=true on_input=Callback::new(move |text| email.set(text))/>
        {move || if in_parts.get() { two_names(submission) } else { one_name(submission) }}
        <TextField name="form[username]" label="Username" autocomplete="off" literal=true submission=submission/>
        <p class="field-note" role="status">{suggestion}</p>
    }
    .into_any()
}

fn one_name(submission: Submission) -> AnyView {
    view! {
        <TextField name="form[full_name]" label="Full name" autocomplete="off" submission=submission required=true/>
        <a href="/users/new?names=parts">"Enter first and last name instead"</a>
    }
    .into_any()
}

fn two_names(submission: Submission) -> AnyView {
    view! {
        <div class="pair">
            <TextField name="form[first_name]" label="First name" autocomplete="off" submission=submission required=true/>
            <TextField name="form[last_name]" label="Last name" autocomplete="off" submission=submission required=true/>
        </div>
        <a href="/users/new">"Enter the full name instead"</a>
    }
    .into_any()
}

/// A dropdown of the organizations; a field for the slug when there are too many for one.
fn place(submission: Submission, organizations: Page<Organization>) -> AnyView {
    let entered =
        |name, otherwise: &str| submission.entered(name).unwrap_or_else(|| otherwise.to_owned());
    let roles = BaseRole::ALL
        .into_iter()
        .map(|role| Choice::new(role.key(), role.name()))
        .collect::<Vec<_>>();
    let organization = if organizations.next_cursor.is_some() {
        view! { <TextField name="form[organization]" label="Organization" hint="Its slug, as in its address." submission=submission/> }
            .into_any()
    } else {
        let none = Choice::new("", "None for now");
        let names = organizations.items.into_iter().map(|it| Choice::new(it.slug, it.name));
        let choices = std::iter::once(none).chain(names).collect::<Vec<_>>();
        view! { <Select name="form[organization]" label="Organization" choices=choices value=entered("form[organization]", "") submission=submission/> }
            .into_any()
    };
    view! {
        <div class="pair">
            {organization}
            <Select name="form[role]" label="Role" choices=roles value=entered("form[role]", "member") submission=submission/>
        </div>
    }
    .into_any()
}

//! A new person, who is mailed a link or handed an initial password.

use super::calls::Create;
use super::forms::suggested_username;
use crate::Failure;
use crate::address::query_at;
use crate::invitations::calls::offer as ask_offer;
use crate::markup::view;
use crate::organizations::calls::list as list_organizations;
use crate::prelude::*;
use crate::registrations::calls::entrances;
use crate::router::use_navigate;
use crate::sessions::viewing;
use crate::settings::calls::password_policy;
use crate::ui::{
    Breadcrumbs, Button, Card, Choice, ErrorState, Form, Look, PageHeader, PasswordField, Select,
    Skeleton, Submission, TextField,
};
use crate::wire::flash::Left;
use crate::wire::json;
use fluxward_domain::grants::Offered;
use fluxward_domain::organizations::{Organization, OrganizationQuery};
use fluxward_domain::pages::{MAX_LIMIT, Page};
use fluxward_domain::passwords::{Chooser, PasswordPolicy};
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::CreatedUser;
use fluxward_domain::{AppError, Kind};
use leptos::server_fn::ServerFn;

/// The form of a new person.
#[component]
pub fn NewUserPage() -> AnyView {
    let policy = Resource::new_blocking(|| (), |()| password_policy(Chooser::Anybody));
    let entrances = Resource::new_blocking(|| (), |()| entrances());
    let organizations = Resource::new_blocking(
        || (),
        |()| list_organizations(OrganizationQuery { limit: Some(MAX_LIMIT), cursor: None }),
    );
    view! {
        <Suspense fallback=|| view! { <PageHeader title="New user"/> <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let (policy, organizations) = (policy.await, organizations.await);
                let mails = entrances.await.is_ok_and(|entrances| entrances.mail);
                if viewing().is_administrator() { page(policy, organizations, mails) } else { refused() }
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
    mails: bool,
) -> AnyView {
    let (policy, organizations) = match (policy, organizations) {
        (Ok(policy), Ok(organizations)) => (policy, organizations),
        (Err(failure), _) | (_, Err(failure)) => {
            return view! { <ErrorState failure=failure whole_page=true/> }.into_any();
        }
    };
    let submission = Submission::of(Create::PATH);
    let (navigate, left) = (use_navigate(), Left::of_this_page());
    let done = Callback::new(move |answer: String| {
        if let Some(created) = json::read::<CreatedUser>(&answer) {
            let shown = json::write(&created.handed_over).unwrap_or_default();
            if let Some(left) = left {
                left.leave(Create::PATH, shown);
            }
            navigate(
                &format!("/users/{}?new=true", created.user.id),
                crate::router::NavigateOptions::default(),
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
                <Card id="sign-in" title="Sign-in">{sign_in(submission, policy, mails)}</Card>
                <div class="actions">
                    <a class="button" href="/users">"Cancel"</a>
                    <Button look=Look::Primary submit=true busy=submission.pending>"Create user"</Button>
                </div>
            </Form>
        </div>
    }
    .into_any()
}

/// How the person gets in: by a link, or with a password that is handed over.
fn sign_in(submission: Submission, policy: PasswordPolicy, mails: bool) -> AnyView {
    let by_password =
        RwSignal::new(submission.entered("form[entry]").as_deref() == Some("password"));
    let link = if mails {
        (
            "Send an activation mail (recommended)",
            "The person chooses the password by the link in it.",
        )
    } else {
        (
            "Make an activation link (recommended)",
            "No mail server is configured: the link is shown to you once, to hand over.",
        )
    };
    let way = move |value: &'static str, (label, sentence): (&'static str, &'static str)| {
        let is_password = value == "password";
        let checked = by_password.get_untracked() == is_password;
        view! {
            <label class="check">
                <input type="radio" name="form[entry]" value=value checked=checked on:change=move |_| by_password.set(is_password)/>
                <span>{label}<small>{sentence}</small></span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>"How they get in"</legend>
            {way("mail", link)}
            {way("password", ("Set an initial password", "To hand over yourself; it has to be changed at the first sign-in."))}
        </fieldset>
        <div class="nested" class:other=move || !by_password.get()>
            <PasswordField
                name="form[password]"
                label="Initial password"
                submission=submission
                policy=policy
                depends=true
                generate=true
                hint="It is shown to nobody afterwards."
            />
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
    let chosen = RwSignal::new(entered("form[organization]", ""));
    let choose = Callback::new(move |slug: String| chosen.set(slug));
    let organization = if organizations.next_cursor.is_some() {
        view! { <TextField name="form[organization]" label="Organization" hint="Its slug, as in its address." submission=submission on_input=choose/> }
            .into_any()
    } else {
        let none = Choice::new("", "None for now");
        let names = organizations.items.into_iter().map(|it| Choice::new(it.slug, it.name));
        let choices = std::iter::once(none).chain(names).collect::<Vec<_>>();
        view! { <Select name="form[organization]" label="Organization" choices=choices value=entered("form[organization]", "") submission=submission on_change=choose/> }
            .into_any()
    };
    view! {
        <div class="pair">
            {organization}
            <Select name="form[role]" label="Role" choices=roles value=entered("form[role]", "member") submission=submission/>
        </div>
        {workspaces(chosen)}
    }
    .into_any()
}

/// Roles in the workspaces of the organization that is chosen, to hold at once.
fn workspaces(chosen: RwSignal<String>) -> AnyView {
    let given = RwSignal::new(Vec::<String>::new());
    let offer = Resource::new(
        move || chosen.get(),
        move |slug: String| async move {
            if slug.is_empty() { Vec::new() } else { ask_offer(slug).await.unwrap_or_default() }
        },
    );
    view! {
        <input type="hidden" name="form[workspaces]" value=move || given.with(|given| given.join(" "))/>
        <Suspense fallback=|| ()>
            {move || Suspend::new(async move {
                let offer = offer.await;
                given.set(Vec::new());
                offer.into_iter().map(|place| workspace(given, place)).collect::<Vec<_>>().into_any()
            })}
        </Suspense>
    }
    .into_any()
}

fn workspace(given: RwSignal<Vec<String>>, place: Offered) -> AnyView {
    let items = place.roles.into_iter().map(|(key, name)| {
        let (id, pair) = (format!("in-{}-{key}", place.slug), format!("{}:{key}", place.slug));
        let tick = move |event| {
            let is_ticked = event_target_checked(&event);
            given.update(|given| {
                given.retain(|other| *other != pair);
                if is_ticked {
                    given.push(pair.clone());
                }
            });
        };
        view! {
            <div class="check">
                <input type="checkbox" id=id.clone() on:change=tick/>
                <label for=id>{name}</label>
            </div>
        }
    });
    view! {
        <fieldset>
            <legend>{format!("Roles in {}", place.name)}</legend>
            {items.collect::<Vec<_>>()}
        </fieldset>
    }
    .into_any()
}

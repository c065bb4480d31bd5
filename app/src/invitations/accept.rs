//! What the link of an invitation opens: who invites to what, and the way in.

use super::calls::{Accept, look};
use crate::Failure;
use crate::address::Address;
use crate::markup::view;
use crate::navigation::{Entrance, go};
use crate::prelude::*;
use crate::router::use_params_map;
use crate::sessions::calls::SignOut;
use crate::sessions::viewing;
use crate::settings::calls::password_policy;
use crate::ui::{Button, Form, Look, PasswordField, Submission, TextField, Time};
use crate::wire::json;
use fluxward_domain::invitations::OpenInvitation;
use fluxward_domain::passwords::{Chooser, PasswordPolicy};
use leptos::server_fn::ServerFn;

/// The invitation of the link.
#[component]
pub fn AcceptPage() -> AnyView {
    let params = use_params_map();
    let token = params.with_untracked(|params| params.get("token").unwrap_or_default());
    let token = StoredValue::new(token);
    let invitation = Resource::new_blocking(|| (), move |()| look(token.get_value()));
    let policy = Resource::new_blocking(|| (), |()| password_policy(Chooser::Anybody));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let viewer = viewing().ready().await;
                let email = viewer.map(|viewer| viewer.me.email.clone());
                let (invitation, policy) = (invitation.await, policy.await.unwrap_or_default());
                match invitation {
                    Ok(invitation) => untrack(|| page(token.get_value(), invitation, policy, email)),
                    Err(failure) => gone(failure),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn gone(failure: Failure) -> AnyView {
    #[cfg(feature = "ssr")]
    crate::wire::answer::page_status(failure.0.kind);
    view! {
        <Entrance title="This invitation cannot be accepted" lead=failure.0.detail>
            <a class="button" href="/login">"Go to sign-in"</a>
        </Entrance>
    }
    .into_any()
}

fn page(
    token: String,
    invitation: OpenInvitation,
    policy: PasswordPolicy,
    signed_in: Option<String>,
) -> AnyView {
    let lead = format!(
        "{} invites you to {} as {}.",
        invitation.invited_by,
        invitation.organization.name,
        invitation.role.name()
    );
    let told = told(&invitation);
    let way = match signed_in {
        Some(email) if is_same(&email, &invitation.email) => join(token),
        Some(email) if invitation.account_exists => another(&email, &invitation.email),
        None if invitation.account_exists => sign_in(&token),
        other => begin(token, &invitation, policy, other),
    };
    view! { <Entrance title="You are invited" lead=lead>{told}{way}</Entrance> }.into_any()
}

/// Whether two spellings are of one address, as far as can be said here; the server knows.
fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// What it means.
fn told(invitation: &OpenInvitation) -> AnyView {
    let message = invitation.message.clone();
    let message = message.map(|message| view! { <blockquote class="note">{message}</blockquote> });
    let items = invitation
        .entails
        .iter()
        .map(|sentence| view! { <li>{sentence.clone()}</li> })
        .collect::<Vec<_>>();
    view! {
        {message}
        <p>{invitation.role.sentence()}</p>
        <details class="more">
            <summary>"What you will be able to do"</summary>
            <ul class="bullets">{items}</ul>
        </details>
        <p class="soft">"For " <b>{invitation.email.clone()}</b>", until " <Time at=invitation.expires_at/>"."</p>
    }
    .into_any()
}

fn done() -> Callback<String> {
    Callback::new(|answer: String| {
        let next = json::read::<String>(&answer).unwrap_or_else(|| "/".to_owned());
        go(&next);
    })
}

/// For whoever is signed in as the invited address.
fn join(token: String) -> AnyView {
    let submission = Submission::of(Accept::PATH);
    view! {
        <Form action=Accept::PATH submission=submission on_done=done() hidden=vec![("token", token)] label="Accept">
            <Button look=Look::Primary submit=true busy=submission.pending>"Accept invitation"</Button>
        </Form>
    }
    .into_any()
}

/// For whoever is signed in as somebody else.
fn another(present: &str, invited: &str) -> AnyView {
    view! {
        <p class="note warn">"You are signed in as " <b>{present.to_owned()}</b>", the invitation is for " <b>{invited.to_owned()}</b>". Sign out, then open the link again."</p>
        <form method="post" action=SignOut::PATH><button class="button" type="submit">"Sign out"</button></form>
    }
    .into_any()
}

/// For whoever has an account and is not signed in.
fn sign_in(token: &str) -> AnyView {
    let here = format!("/invite/{token}");
    let href = String::from(Address::of("/login").with("next", Some(&here)));
    view! {
        <p>"You have an account already."</p>
        <a class="button primary" href=href>"Sign in to accept"</a>
    }
    .into_any()
}

/// For a new person.
fn begin(
    token: String,
    invitation: &OpenInvitation,
    policy: PasswordPolicy,
    signed_in: Option<String>,
) -> AnyView {
    let submission = Submission::of(Accept::PATH);
    let note = signed_in.map(|email| {
        view! { <p class="note warn">"You are signed in as " <b>{email}</b>". Accepting goes on as " <b>{invitation.email.clone()}</b>"."</p> }
    });
    // An account that only waits for its password has a username.
    let username = (!invitation.activates).then(|| {
        view! { <TextField name="username" label="Username" hint="To sign in with beside the e-mail; made from it when left empty." autocomplete="username" literal=true submission=submission/> }
    });
    view! {
        {note}
        <Form action=Accept::PATH submission=submission on_done=done() hidden=vec![("token", token)] label="Accept">
            <PasswordField name="password" label="Password" submission=submission policy=policy required=true/>
            {username}
            <Button look=Look::Primary submit=true busy=submission.pending>"Accept and sign in"</Button>
        </Form>
    }
    .into_any()
}

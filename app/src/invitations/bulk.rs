//! Inviting many at once: lines are pasted, all of them are invited or nobody is.

use super::calls::InviteAll;
use super::invite::roles;
use super::query::path;
use crate::Failure;
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, Button, Card, CopyField, ErrorState, Form, Look, PageHeader, Select, Skeleton,
    Submission, TextArea, toasts,
};
use crate::wire::json;
use fluxward_domain::invitations::Invitation;
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::{AppError, Kind};
use leptos::server_fn::ServerFn;

/// How the lines look.
const EXAMPLE: &str =
    "One person a line: “Name <name@example.com>, role”, or only the address. At most 100.";

/// The form of many invitations.
#[component]
pub fn InviteManyPage() -> AnyView {
    let slug = slug_of_page();
    (move || page(slug.get())).into_any()
}

fn page(slug: String) -> AnyView {
    let place = place_of_page(&slug);
    let here = StoredValue::new(slug);
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Invite many"/> <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let place = place.await;
                let slug = here.get_value();
                if !viewing().may(Permission::UsersInvite, &slug) {
                    let failure = AppError::new(Kind::Forbidden, "You may not invite people here. Ask an Owner or Admin.");
                    return view! { <ErrorState failure=Failure(failure) whole_page=true/> }.into_any();
                }
                untrack(|| body(slug, place))
            })}
        </Suspense>
    }
    .into_any()
}

fn body(slug: String, place: (String, String)) -> AnyView {
    let submission = Submission::of(InviteAll::PATH);
    let made = RwSignal::new(Vec::<Invitation>::new());
    let (navigate, toasts, back) = (use_navigate(), toasts(), path(&slug));
    let list = back.clone();
    let done = Callback::new(move |answer: String| {
        let Some(all) = json::read::<Vec<Invitation>>(&answer) else { return };
        toasts.say(format!("{} people are invited", all.len()));
        if all.iter().any(|it| it.link.is_some()) {
            made.set(all);
        } else {
            navigate(&list, NavigateOptions::default());
        }
    });
    let entered = |name: &str, otherwise: &str| {
        submission.entered(name).unwrap_or_else(|| otherwise.to_owned())
    };
    let role = entered("form[role]", BaseRole::Member.key());
    let people = ("Members".to_owned(), format!("/orgs/{slug}/members"));
    let choices = roles(&slug);
    view! {
        <Breadcrumbs places=vec![place, people]/>
        <PageHeader title="Invite many"/>
        <div class="stack narrow">
            {move || links(&made.get())}
            <Form action=InviteAll::PATH submission=submission on_done=done hidden=vec![("slug", slug)] label="Many invitations">
                <Card id="people" title="People">
                    {wrong_lines(submission)}
                    <TextArea name="form[lines]" label="People" hint=EXAMPLE submission=submission rows=10 required=true literal=true/>
                    <Select name="form[role]" label="Role where a line gives none" choices=choices value=role submission=submission/>
                    <TextArea name="form[message]" label="A few words" submission=submission/>
                </Card>
                <p class="soft">"Either everybody is invited or nobody. Members begin with “Administer assets and stages”."</p>
                <div class="actions">
                    <a class="button" href=back>"Cancel"</a>
                    <Button look=Look::Primary submit=true busy=submission.pending>"Invite all"</Button>
                </div>
            </Form>
        </div>
    }
    .into_any()
}

/// What is wrong, line by line.
fn wrong_lines(submission: Submission) -> AnyView {
    let items = move || {
        let errors = submission.refused.get().map(|error| error.errors).unwrap_or_default();
        let lines = errors.into_iter().filter(|error| error.field.starts_with("lines."));
        let items = lines.map(|error| view! { <li>{error.message}</li> }).collect::<Vec<_>>();
        (!items.is_empty()).then(|| view! { <div class="note bad"><p><b>"Nobody was invited."</b></p><ul class="bullets">{items}</ul></div> })
    };
    view! { <div role="alert">{items}</div> }.into_any()
}

/// The links to hand over, where no mail server is configured.
fn links(made: &[Invitation]) -> Option<AnyView> {
    let links = made.iter().filter_map(|it| Some((it.full_name.clone(), it.link.clone()?)));
    let fields = links
        .map(|(name, link)| view! { <CopyField label=format!("Link for {name}") text=link/> })
        .collect::<Vec<_>>();
    (!fields.is_empty()).then(|| {
        view! {
            <Card id="links" title="Links to hand over">
                <p class="soft">"No mail server is configured. Each link is good for its person alone; it is shown only now."</p>
                {fields}
            </Card>
        }
        .into_any()
    })
}

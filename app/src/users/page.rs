//! One person in full: details, status, organizations, sessions, activity.

use super::access::AccessCard;
use super::affiliations::AffiliationsCard;
use super::calls::{Create, sessions, show};
use super::deleting::{DeleteCard, Rules, rules};
use super::handed_over::handed_over;
use super::profile::ProfileCard;
use super::sessions::{Open, SessionsCard};
use crate::Failure;
use crate::activity::{ActivityCard, calls::of_user, card::Latest};
use crate::address::query_at;
use crate::listing::is_loss;
use crate::live::on_signal;
use crate::markup::view;
use crate::prelude::*;
use crate::router::use_params_map;
use crate::sessions::viewing;
use crate::ui::{Breadcrumbs, ErrorState, NotFoundPage, PageHeader, Skeleton};
use crate::wire::flash::Left;
use crate::wire::json;
use fluxward_domain::ids::AccountId;
use fluxward_domain::live::Signal as News;
use fluxward_domain::resets::HandedOver;
use fluxward_domain::users::{Status, UserDetail};
use leptos::server_fn::ServerFn;

/// One person.
#[component]
pub fn UserPage() -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<AccountId>().ok()));
    (move || match id.get() {
        Some(id) => person(id),
        None => view! { <NotFoundPage/> }.into_any(),
    })
    .into_any()
}

fn person(id: AccountId) -> AnyView {
    let detail = Resource::new_blocking(|| (), move |()| show(id));
    let open = Resource::new(|| (), move |()| sessions(id));
    let latest = Resource::new(|| (), move |()| of_user(id, None));
    let rules = rules();
    let now = RwSignal::new(None::<UserDetail>);
    let lost = RwSignal::new(None::<Failure>);
    let again = move || {
        leptos::task::spawn_local(async move {
            match show(id).await {
                Ok(detail) => now.try_set(Some(detail)).map(|_| ()),
                Err(failure) if is_loss(&failure) => lost.try_set(Some(failure)).map(|_| ()),
                Err(_) => None,
            };
        });
        open.refetch();
        latest.refetch();
    };
    on_signal(move |news| match news {
        News::User { id: whom, .. } | News::Member { id: whom, .. } if whom == id => again(),
        News::Hello { .. } | News::Access { .. } => again(),
        _ => (),
    });
    view! {
        <Suspense fallback=|| view! { <PageHeader title="…"/> <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                match detail.await {
                    Ok(detail) => untrack(|| living(detail, lost, (now, open, latest, rules))),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// What is asked for anew when something happened: the person, the sessions, the activity; and
/// what the platform says about deleting.
type Asked = (RwSignal<Option<UserDetail>>, Open, Latest, Rules);

/// The page for as long as the viewer may see the person.
fn living(first: UserDetail, lost: RwSignal<Option<Failure>>, asked: Asked) -> AnyView {
    let first = StoredValue::new(first);
    (move || match lost.get() {
        Some(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
        None => body(&first.get_value(), asked),
    })
    .into_any()
}

fn body(first: &UserDetail, (now, open, latest, rules): Asked) -> AnyView {
    let (id, name) = (first.user.id, first.user.full_name.clone());
    let detail = RwSignal::new(first.clone());
    // What comes of itself never goes back behind what a save has answered.
    Effect::new(move |_| {
        if let Some(newer) = now.get()
            && newer.user.version >= detail.with_untracked(|detail| detail.user.version)
        {
            detail.set(newer);
        }
    });
    let title = Signal::derive(move || detail.with(|detail| detail.user.full_name.clone()));
    let words = query_at(Signal::stored(format!("/users/{id}")));
    let is_new = move || words.with(|words| words.get_str("new").is_some());
    // Whether a link or a password goes along: kept for this page, and forgotten with it.
    let entry = Left::of_this_page().and_then(|left| left.answer(Create::PATH));
    let entry = StoredValue::new(entry.and_then(|answer| json::read(&answer)));
    view! {
        <Breadcrumbs places=vec![("Users".into(), "/users".into())]/>
        <PageHeader title=title/>
        {move || is_new().then(|| what_next(detail, entry.get_value()))}
        <div class="two">
            <div class="stack">
                <ProfileCard detail words/>
                <AffiliationsCard detail/>
            </div>
            <div class="stack">
                <AccessCard detail/>
                <SessionsCard id open/>
            </div>
            <div class="stack">
                <ActivityCard latest about=name/>
                <DeleteCard detail rules/>
            </div>
        </div>
    }
    .into_any()
}

/// Shown once, right after the person was created.
fn what_next(detail: RwSignal<UserDetail>, entry: Option<HandedOver>) -> AnyView {
    if let Some(entry) = entry.filter(|entry| *entry != HandedOver::default()) {
        return handed_over(entry);
    }
    if detail.with_untracked(|detail| detail.user.status == Status::Pending) {
        return ().into_any();
    }
    let login = move || detail.with(|detail| detail.user.email.clone());
    view! {
        <div class="note good" role="status">
            <p><b>"Account created. "</b>"Hand the initial password over in person or by a safe channel."</p>
            <p>"At the first sign-in as " <b>{login}</b> " it has to be changed; until then nothing else can be done with it."</p>
        </div>
    }
    .into_any()
}

//! One member of one organization: the boxes, the role, who they are, what happened.

use super::boxes::boxes_card;
use super::calls::show;
use super::controls::MemberControls;
use super::membership::{details_card, removal_card, role_card};
use super::role_dialog::role_dialog;
use super::standing::standing_of;
use crate::Failure;
use crate::activity::{ActivityCard, calls::of_member, card::Latest};
use crate::address::query_at;
use crate::grants::{Handing, HeldBy, OwnRoles, giving, holdings_card, holdings_of, own_roles};
use crate::listing::is_loss;
use crate::live::on_signal;
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::router::use_params_map;
use crate::seeing::see_as_person;
use crate::sessions::viewing;
use crate::ui::save::SaveArea;
use crate::ui::{Breadcrumbs, ErrorState, LinkButton, NotFoundPage, PageHeader, Skeleton};
use fluxward_domain::ids::AccountId;
use fluxward_domain::live::Signal as News;
use fluxward_domain::members::Member;
use fluxward_domain::permissions::Permission;

/// One member.
#[component]
pub fn MemberPage() -> AnyView {
    let (slug, params) = (slug_of_page(), use_params_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<AccountId>().ok()));
    (move || match id.get() {
        Some(id) => member_of(slug.get(), id),
        None => view! { <NotFoundPage/> }.into_any(),
    })
    .into_any()
}

/// What stands beside the membership. Cheap to copy.
#[derive(Clone, Copy)]
struct Beside {
    latest: Latest,
    held: HeldBy,
    /// What could be given.
    roles: OwnRoles,
    /// Whether the address says that a role is being given.
    gives: Memo<bool>,
}

impl Beside {
    fn of(slug: StoredValue<String>, id: AccountId) -> Self {
        let path = format!("/orgs/{}/members/{id}", slug.get_value());
        let words = query_at(Signal::stored(path));
        Self {
            latest: Resource::new(|| (), move |()| of_member(slug.get_value(), id, None)),
            held: holdings_of(slug, id),
            roles: own_roles(slug),
            gives: Memo::new(move |_| words.with(|words| words.get_str("add") == Some("role"))),
        }
    }
}

fn member_of(slug: String, id: AccountId) -> AnyView {
    let here = StoredValue::new(slug.clone());
    let place = place_of_page(&slug);
    let first = Resource::new_blocking(|| (), move |()| show(here.get_value(), id));
    let beside = Beside::of(here, id);
    let now = RwSignal::new(None::<Result<Member, Failure>>);
    let again = move || {
        leptos::task::spawn_local(async move {
            let Some(slug) = here.try_get_value() else { return };
            now.try_set(Some(show(slug, id).await));
        });
        beside.latest.refetch();
        beside.held.refetch();
    };
    on_signal(move |news| match news {
        News::Member { organization, id: whom, .. } if whom == id && organization == slug => {
            again();
        }
        News::User { id: whom, .. } if whom == id => again(),
        News::Hello { .. } | News::Access { .. } => again(),
        _ => (),
    });
    view! {
        <Suspense fallback=|| view! { <PageHeader title="…"/> <Skeleton rows=8/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let place = place.await;
                match first.await {
                    Ok(member) => untrack(|| living((here, place), member, now, beside)),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// The organization's slug, and the way back to it.
type Place = (StoredValue<String>, (String, String));

/// The page for as long as the membership lasts; somebody else may end it.
fn living(
    place: Place,
    first: Member,
    now: RwSignal<Option<Result<Member, Failure>>>,
    beside: Beside,
) -> AnyView {
    let gone = Memo::new(move |_| {
        now.with(|now| match now {
            Some(Err(failure)) if is_loss(failure) => Some(failure.clone()),
            _ => None,
        })
    });
    let first = StoredValue::new(first);
    (move || match gone.get() {
        Some(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
        None => body(place.clone(), first.get_value(), now, beside),
    })
    .into_any()
}

fn body(
    (slug, place): Place,
    first: Member,
    now: RwSignal<Option<Result<Member, Failure>>>,
    beside: Beside,
) -> AnyView {
    let Beside { latest, held, roles, gives } = beside;
    let log = log(slug, latest, first.user.full_name.clone());
    let (boxes_area, role_area) = (SaveArea::new(), SaveArea::new());
    let member = RwSignal::new(first.clone());
    let heard = Callback::new(move |answer| member.set(answer));
    let controls = MemberControls::new(slug, &first, (boxes_area, role_area), heard, false);
    let standing = standing_of(slug, member.into());
    let asking = RwSignal::new(None);
    follow(member, now, &controls);
    let title = Signal::derive(move || member.with(|member| member.user.full_name.clone()));
    let people = ("Members".to_owned(), format!("{}/members", place.1));
    let access = format!("{}/{}/access", people.1, first.user.id);
    let (id, full_name) = (first.user.id, first.user.full_name.clone());
    let see_as = untrack(|| see_as_person(&slug.get_value(), id, &full_name));
    let handing = Handing { slug, id, name: StoredValue::new(full_name), standing, roles, held };
    view! {
        <Breadcrumbs places=vec![place, people]/>
        <PageHeader title=title><LinkButton href=access>"What they may do, and why"</LinkButton>{see_as}</PageHeader>
        {giving(handing, gives)}
        <div class="two">
            <div class="stack">{boxes_card(member, standing, &controls, boxes_area)}</div>
            <div class="stack">
                {role_card(member, standing, &controls, role_area, asking)}
                {details_card(member, standing, controls.whom)}
                {removal_card(member, standing, slug)}
            </div>
            <div class="stack">{holdings_card(handing)}{log}</div>
        </div>
        {role_dialog(asking)}
    }
    .into_any()
}

/// The log of the member, for whoever may see it.
fn log(slug: StoredValue<String>, latest: Latest, name: String) -> AnyView {
    let viewing = viewing();
    let sees_log = Memo::new(move |_| viewing.may(Permission::ActivityView, &slug.get_value()));
    let card = move || {
        sees_log
            .get()
            .then(|| view! { <ActivityCard latest about=name.clone() in_organization=true/> })
    };
    card.into_any()
}

/// Takes over what comes of itself, and keeps the controls in step with the member.
fn follow(
    member: RwSignal<Member>,
    now: RwSignal<Option<Result<Member, Failure>>>,
    controls: &MemberControls,
) {
    // What comes of itself never goes back behind what a save has answered.
    Effect::new(move |_| {
        if let Some(Ok(newer)) = now.get()
            && newer.version >= member.with_untracked(|member| member.version)
        {
            member.set(newer);
        }
    });
    let controls = *controls;
    Effect::new(move |_| member.with(|member| controls.settle(member)));
}

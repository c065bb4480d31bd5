//! Selecting members: a box in each row, and what can be done with those who are selected.
//!
//! Without scripts the boxes are a form, with what changes and why below them.

use super::calls::Begin;
use super::change::change_dialog;
use super::forms::BulkForm;
use super::offers::Group;
use super::selection::Selection;
use super::{recent_path, select_path};
use crate::Failure;
use crate::address::query_at;
use crate::invitations::calls::offer as ask_offer;
use crate::listing::look_on;
use crate::markup::view;
use crate::members::calls::list;
use crate::members::query::{address, is_narrowed, read};
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::table::Cell;
use crate::ui::{
    Avatar, Breadcrumbs, Button, Choice, Column, EmptyState, ErrorState, LinkButton, ListPage,
    Look, PageHeader, Select, Skeleton, StatusDot, Submission, TableHandle, WindowedTable, grouped,
};
use fluxward_domain::grants::Offered;
use fluxward_domain::live::Signal as News;
use fluxward_domain::members::{Member, MemberQuery};
use fluxward_domain::pages::Page;
use fluxward_domain::privileges::Privilege;
use leptos::server_fn::ServerFn;
use std::sync::Arc;

/// Members with a box each.
#[component]
pub fn SelectPage() -> AnyView {
    let slug = slug_of_page();
    (move || page(slug.get())).into_any()
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    pub(super) slug: StoredValue<String>,
    pub(super) query: StoredValue<MemberQuery>,
    pub(super) selection: Selection,
    pub(super) offer: StoredValue<Vec<Offered>>,
    /// What is about to change.
    pub(super) asking: RwSignal<Option<Group>>,
    handle: TableHandle,
}

fn page(slug: String) -> AnyView {
    let words = query_at(Signal::stored(select_path(&slug)));
    let query = Memo::new(move |_| words.with(|words| read(|key| words.get(key))));
    let place = place_of_page(&slug);
    let here = StoredValue::new(slug);
    let first = Resource::new_blocking(
        move || query.get(),
        move |query| async move { list(here.get_value(), query).await },
    );
    let offer = Resource::new_blocking(|| (), move |()| ask_offer(here.get_value()));
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Select members"/> <Skeleton rows=10/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let (place, offer) = (place.await, offer.await);
                let first = first.await;
                // Whoever may give nothing here may change nobody here.
                match offer.and_then(|offer| Ok((offer, first?))) {
                    Ok((offer, first)) => {
                        untrack(|| body(here, place, query.get_untracked(), offer, first))
                    }
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
    query: MemberQuery,
    offer: Vec<Offered>,
    first: Page<Member>,
) -> AnyView {
    let submission = Submission::of(Begin::PATH);
    let selection = Selection::new(submission.entered_all("form[ids][]").unwrap_or_default());
    selection.heed(&first.items);
    let parts = Parts {
        slug,
        query: StoredValue::new(query.clone()),
        selection,
        offer: StoredValue::new(offer),
        asking: RwSignal::new(None),
        handle: TableHandle::new(),
    };
    let organization = slug.get_value();
    look_on(
        move |news| matches!(news, News::Member { organization: there, .. } if *there == organization),
        Callback::new(move |()| parts.handle.refresh()),
    );
    let here = slug.get_value();
    let people = ("Members".to_owned(), format!("{}/members", place.1));
    let back = address(&people.1, &MemberQuery { cursor: None, ..query.clone() });
    let (nobody, done) = (first.items.is_empty(), back.clone());
    view! {
        <Breadcrumbs places=vec![place, people]/>
        <PageHeader title="Select members">
            <LinkButton href=recent_path(&here)>"Recent changes"</LinkButton>
            <LinkButton href=done>"Done"</LinkButton>
        </PageHeader>
        {narrowed(&query, &back)}
        {if nobody { nobody_found(&back) } else { form(parts, submission, first) }}
        {change_dialog(parts)}
    }
    .into_any()
}

fn nobody_found(back: &str) -> AnyView {
    let action = view! { <a class="button" href=back.to_owned()>"Back to the list"</a> }.into_any();
    view! { <EmptyState title="Nobody found" advice="Nobody matches. Take a filter away in the list, then select." action=action/> }
        .into_any()
}

/// What the list is narrowed down by.
fn narrowed(query: &MemberQuery, back: &str) -> Option<AnyView> {
    if !is_narrowed(query) && query.show_all.is_none() {
        return None;
    }
    let mut words = Vec::new();
    words.extend(query.search.as_ref().map(|text| format!("“{text}”")));
    words.extend(query.status.map(|status| status.name().to_owned()));
    words.extend(query.role.map(|role| role.name().to_owned()));
    words.extend(query.show_all.map(|_| "deactivated people, too".to_owned()));
    let words = words.join(" · ");
    Some(
        view! { <p class="soft">"Only: " {words} ". " <a href=back.to_owned()>"Change filters"</a></p> }
            .into_any(),
    )
}

fn form(parts: Parts, submission: Submission, first: Page<Member>) -> AnyView {
    let hidden = BulkForm::of(&parts.query.get_value()).words();
    let hidden = hidden
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect::<Vec<_>>();
    let refused = move || submission.refused.get().map(|error| error.detail);
    view! {
        <form class="selecting" method="post" action=Begin::PATH aria-label="Selection" on:submit=|event| event.prevent_default()>
            <input type="hidden" name="slug" value=parts.slug.get_value()/>
            {hidden}
            <div class="form-error" role="alert">{refused}</div>
            {table(parts, first)}
            {unscripted(parts)}
            {bar(parts)}
        </form>
    }
    .into_any()
}

async fn asked(
    slug: String,
    query: MemberQuery,
    selection: Selection,
) -> Result<ListPage, Failure> {
    let page = list(slug, query).await?;
    selection.heed(&page.items);
    Ok(ListPage::of(page, key))
}

fn key(member: &Member) -> String {
    member.user.id.to_string()
}

fn table(parts: Parts, first: Page<Member>) -> AnyView {
    let Parts { slug, selection, handle, .. } = parts;
    let query = parts.query.get_value();
    let path = select_path(&slug.get_value());
    let first_href = query
        .cursor
        .as_ref()
        .map(|_| address(&path, &MemberQuery { cursor: None, ..query.clone() }));
    let at = query.clone();
    let fetch = move |cursor| {
        let query = MemberQuery { cursor, ..query.clone() };
        Box::pin(asked(slug.get_value(), query, selection)) as _
    };
    let next = move |cursor: &str| {
        address(&path, &MemberQuery { cursor: Some(cursor.to_owned()), ..at.clone() })
    };
    let columns = ["Name", "Status", "Role", "Privileges"].map(Column::new);
    view! {
        <WindowedTable
            label="Members"
            columns=columns.to_vec()
            first=ListPage::of(first, key)
            fetch=Arc::new(fetch)
            row=Arc::new(move |cell| draw(cell, selection))
            handle=handle
            next_href=Arc::new(next)
            nostrip:first_href=first_href
        />
    }
    .into_any()
}

fn draw(cell: Cell, selection: Selection) -> AnyView {
    let member = move || cell.get::<Member>();
    let privileges = move || {
        let member = member();
        let words = member.privileges.iter().copied().map(Privilege::short).collect::<Vec<_>>();
        words.join(" · ")
    };
    let status = Signal::derive(move || member().effective_status());
    view! {
        <td class="wide">{who(cell, selection)}</td>
        <td><StatusDot status=status/></td>
        <td>{move || member().role.name()}</td>
        <td class="hide soft">{privileges}</td>
    }
    .into_any()
}

/// The box with the person; whoever is invited has none.
fn who(cell: Cell, selection: Selection) -> AnyView {
    let first = cell.get::<Member>();
    let face = move || {
        let user = &cell.get::<Member>().user;
        view! { <Avatar name=user.full_name.clone()/> <span><b>{user.full_name.clone()}</b><small>{user.email.clone()}</small></span> }
    };
    if first.invitation.is_some() {
        return view! { <div class="who"><span class="no-box"></span>{face}</div> }.into_any();
    }
    let id = first.user.id.to_string();
    let (ticked, mine) = (id.clone(), id.clone());
    let is_selected = move || selection.has(&ticked);
    let again = is_selected.clone();
    view! {
        <label class="who">
            <input
                type="checkbox"
                name="form[ids][]"
                value=id
                aria-label=move || format!("Select {}", cell.get::<Member>().user.full_name)
                checked=is_selected
                prop:checked=move || again().then_some("true")
                disabled=move || selection.all.get()
                on:change=move |event| selection.set(&mine, event_target_checked(&event))
            />
            {face}
        </label>
    }
    .into_any()
}

/// What changes and why, for browsers without scripts.
fn unscripted(parts: Parts) -> AnyView {
    let (slug, offer) = (parts.slug.get_value(), parts.offer.get_value());
    let choices = Group::ALL.iter().flat_map(|group| group.choices(&slug, &offer));
    let choices = std::iter::once(Choice::new("", "Choose…")).chain(choices).collect::<Vec<_>>();
    view! {
        <div class="unscripted form">
            <label class="check"><input type="checkbox" name="form[all]" value="true"/><span>"Everybody who matches, not only this page"</span></label>
            <Select name="form[change]" label="Change" choices=choices value=String::new()/>
            <div class="field">
                <label for="bulk-why">"Reason"</label>
                <input id="bulk-why" type="text" name="form[reason]" maxlength="500"/>
            </div>
            <Button submit=true look=Look::Primary>"Change those selected"</Button>
        </div>
    }
    .into_any()
}

/// What can be done with those who are selected; at the bottom of the screen.
fn bar(parts: Parts) -> AnyView {
    let Parts { selection, asking, .. } = parts;
    let said = move || match selection.count() {
        None => "Everybody who matches is selected".to_owned(),
        Some(0) => "Nobody is selected".to_owned(),
        Some(count) => format!("{} selected", grouped(count)),
    };
    let nobody = Signal::derive(move || selection.is_empty());
    let buttons = Group::ALL
        .into_iter()
        .filter(|group| !group.choices(&parts.slug.get_value(), &parts.offer.get_value()).is_empty())
        .map(|group| {
            view! { <Button disabled=nobody on_click=Callback::new(move |()| asking.set(Some(group)))>{group.label()}</Button> }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="select-bar scripted" aria-label="Change those selected">
            <div>
                <p role="status">{said}</p>
                <Button look=Look::Quiet on_click=Callback::new(move |()| selection.take_loaded())>"Select loaded"</Button>
                <Button look=Look::Quiet on_click=Callback::new(move |()| selection.all.set(true))>"Select all that match"</Button>
                <Button look=Look::Quiet disabled=nobody on_click=Callback::new(move |()| selection.clear())>"Clear"</Button>
            </div>
            <div>{buttons}</div>
        </section>
    }
    .into_any()
}

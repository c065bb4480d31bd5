//! ⌘K: pages and people, found by typing.
//!
//! People are asked for by the same calls as the lists, so it finds whom the lists would show.

use crate::Failure;
use crate::markup::view;
use crate::navigation::paths::organization_in;
use crate::navigation::side::{Way, all_ways};
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::sessions::viewing;
use crate::ui::{Avatar, Dialog, letters};
use fluxward_domain::members::MemberQuery;
use fluxward_domain::users::UserQuery;

/// The dialog's `id`.
const ID: &str = "palette";
/// The list's `id`.
const LIST: &str = "palette-list";
/// How many people are offered.
const PEOPLE: u32 = 8;

/// Opens it.
pub fn open() {
    crate::ui::dialog::open(ID);
}

/// The button that opens it.
#[component]
pub fn PaletteButton() -> AnyView {
    view! {
        <button class="way scripted" type="button" command="show-modal" commandfor=ID on:click=|_| open()>
            <i class="icon lens" aria-hidden="true"></i>"Search"<kbd aria-hidden="true">"⌘K"</kbd>
        </button>
    }
    .into_any()
}

/// Something to go to.
#[derive(Clone, PartialEq)]
struct Entry {
    /// A page's icon; a person has a face instead.
    icon: Option<&'static str>,
    name: String,
    /// What tells it from others of that name.
    note: String,
    href: String,
}

/// The dialog: a combobox with the places that fit (WAI-ARIA 1.2, combobox with a listbox).
#[component]
pub fn Palette() -> AnyView {
    let viewing = viewing();
    let path = crate::router::path();
    let navigate = use_navigate();
    let typed = RwSignal::new(String::new());
    let people = people(typed, path);
    let entries = Memo::new(move |_| {
        let typed = letters::lower(typed.get().trim());
        let ways = all_ways(viewing, &path.get()).into_iter().map(page_entry);
        let fitting = ways.filter(|entry| letters::lower(&entry.name).contains(&typed));
        fitting.chain(people.get()).collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(0_usize);
    let go = Callback::new(move |at: usize| {
        let target =
            entries.with_untracked(|entries| entries.get(at).map(|entry| entry.href.clone()));
        if let Some(href) = target {
            crate::ui::dialog::close(ID);
            typed.set(String::new());
            navigate(&href, NavigateOptions::default());
        }
    });
    let options = move || {
        let entries = entries.get().into_iter().enumerate();
        entries.map(|(at, entry)| option(at, entry, chosen, go)).collect::<Vec<_>>()
    };
    view! {
        <Dialog id=ID title="Go to">
            <div class="palette">
                <input
                    type="text"
                    role="combobox"
                    aria-label="Search pages and people"
                    aria-expanded="true"
                    aria-controls=LIST
                    aria-autocomplete="list"
                    aria-activedescendant=move || option_id(chosen.get())
                    placeholder="Search pages and people"
                    autocomplete="off"
                    autofocus
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        chosen.set(0);
                        typed.set(event_target_value(&event));
                    }
                    on:keydown=move |event| pressed(&event, chosen, entries.with_untracked(Vec::len), go)
                />
                <ul id=LIST role="listbox" aria-label="Pages and people">{options}</ul>
            </div>
        </Dialog>
    }
    .into_any()
}

fn option_id(at: usize) -> String {
    format!("{LIST}-{at}")
}

fn option(at: usize, entry: Entry, chosen: RwSignal<usize>, go: Callback<usize>) -> AnyView {
    let Entry { icon, name, note, .. } = entry;
    let mark = match icon {
        Some(icon) => view! { <i class=format!("icon {icon}") aria-hidden="true"></i> }.into_any(),
        None => view! { <Avatar name=name.clone()/> }.into_any(),
    };
    let selected = move || if chosen.get() == at { "true" } else { "false" };
    view! {
        <li class="way" role="option" id=option_id(at) aria-selected=selected on:click=move |_| go.run(at)>
            {mark}<span>{name}</span>" "<small>{note}</small>
        </li>
    }
    .into_any()
}

/// Arrows choose, Enter goes.
fn pressed(
    event: &leptos::ev::KeyboardEvent,
    chosen: RwSignal<usize>,
    count: usize,
    go: Callback<usize>,
) {
    let at = chosen.get_untracked();
    match event.key().as_str() {
        "ArrowDown" => chosen.set((at + 1) % count.max(1)),
        "ArrowUp" => chosen.set((at + count.max(1) - 1) % count.max(1)),
        "Enter" => go.run(at),
        _ => return,
    }
    event.prevent_default();
}

fn page_entry(way: Way) -> Entry {
    Entry { icon: Some(way.icon), name: way.name.into(), note: way.place, href: way.href }
}

/// The people that fit what was typed. Each keystroke drops the question before it.
fn people(typed: RwSignal<String>, path: Memo<String>) -> RwSignal<Vec<Entry>> {
    let found = RwSignal::new(Vec::new());
    let latest = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let text = typed.get().trim().to_owned();
        let turn = latest.get_value().wrapping_add(1);
        latest.set_value(turn);
        if text.chars().count() < 2 {
            found.set(Vec::new());
            return;
        }
        let slug = path.with_untracked(|path| organization_in(path).map(str::to_owned));
        let everyone = viewing().is_administrator();
        leptos::task::spawn_local(async move {
            let answer =
                if everyone { of_platform(text).await } else { of_organization(slug, text).await };
            if latest.try_get_value() == Some(turn) {
                found.try_set(answer.unwrap_or_default());
            }
        });
    });
    found
}

async fn of_platform(text: String) -> Result<Vec<Entry>, Failure> {
    let query = UserQuery {
        search: Some(text),
        show_all: Some(true),
        limit: Some(PEOPLE),
        ..UserQuery::default()
    };
    let page = crate::users::calls::list(query).await?;
    let person = |user: fluxward_domain::users::User| Entry {
        icon: None,
        href: format!("/users/{}", user.id),
        name: user.full_name,
        note: user.email,
    };
    Ok(page.items.into_iter().map(person).collect())
}

async fn of_organization(slug: Option<String>, text: String) -> Result<Vec<Entry>, Failure> {
    let Some(slug) = slug else { return Ok(Vec::new()) };
    let query = MemberQuery {
        search: Some(text),
        show_all: Some(true),
        limit: Some(PEOPLE),
        ..MemberQuery::default()
    };
    let page = crate::members::calls::list(slug.clone(), query).await?;
    let person = |member: fluxward_domain::members::Member| Entry {
        icon: None,
        href: match member.invitation {
            Some(invitation) => crate::invitations::about(&slug, invitation),
            None => format!("/orgs/{slug}/members/{}", member.user.id),
        },
        name: member.user.full_name,
        note: member.user.email,
    };
    Ok(page.items.into_iter().map(person).collect())
}

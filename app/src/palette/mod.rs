//! ⌘K: pages and people, found by typing.
//!
//! People are asked for by the same calls as the lists, so it finds whom the lists would show.

use crate::Failure;
use crate::navigation::paths::organization_in;
use crate::navigation::side::{Way, all_ways};
use crate::sessions::viewing;
use crate::ui::{Avatar, Dialog};
use fluxward_domain::members::MemberQuery;
use fluxward_domain::users::UserQuery;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The dialog's `id`.
const ID: &str = "palette";
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

/// Somebody who was found.
#[derive(Clone, PartialEq)]
struct Person {
    name: String,
    email: String,
    href: String,
}

/// The dialog.
#[component]
pub fn Palette() -> AnyView {
    let viewing = viewing();
    let path = use_location().pathname;
    let typed = RwSignal::new(String::new());
    let found = people(typed, path);
    let ways = move || {
        let typed = typed.get().to_lowercase();
        let fits = |way: &Way| way.name.to_lowercase().contains(&typed);
        all_ways(viewing, &path.get()).into_iter().filter(fits).map(way_view).collect::<Vec<_>>()
    };
    let people = move || found.get().into_iter().map(person_view).collect::<Vec<_>>();
    view! {
        <Dialog id=ID title="Go to">
            <div class="palette" on:keydown=|event| browser::move_focus(&event) on:click=|_| crate::ui::dialog::close(ID)>
                <input
                    type="search"
                    aria-label="Page or person"
                    placeholder="Page or person"
                    autocomplete="off"
                    autofocus
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:click=|event| event.stop_propagation()
                />
                <ul aria-label="Pages">{ways}</ul>
                <ul aria-label="People" aria-live="polite">{people}</ul>
            </div>
        </Dialog>
    }
    .into_any()
}

fn way_view(way: Way) -> AnyView {
    let class = format!("icon {}", way.icon);
    view! { <li><a class="way" href=way.href><i class=class aria-hidden="true"></i>{way.name}</a></li> }.into_any()
}

fn person_view(person: Person) -> AnyView {
    let Person { name, email, href } = person;
    view! { <li><a class="way" href=href><Avatar name=name.clone()/>{name}<small>{email}</small></a></li> }.into_any()
}

/// The people that fit what was typed. Each keystroke drops the question before it.
fn people(typed: RwSignal<String>, path: Memo<String>) -> RwSignal<Vec<Person>> {
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
            let answer = if everyone { of_platform(text).await } else { of_organization(slug, text).await };
            if latest.try_get_value() == Some(turn) {
                found.try_set(answer.unwrap_or_default());
            }
        });
    });
    found
}

async fn of_platform(text: String) -> Result<Vec<Person>, Failure> {
    let query = UserQuery { search: Some(text), show_all: Some(true), limit: Some(PEOPLE), ..UserQuery::default() };
    let page = crate::users::calls::list(query).await?;
    let person = |user: fluxward_domain::users::User| Person {
        href: format!("/users/{}", user.id),
        name: user.full_name,
        email: user.email,
    };
    Ok(page.items.into_iter().map(person).collect())
}

async fn of_organization(slug: Option<String>, text: String) -> Result<Vec<Person>, Failure> {
    let Some(slug) = slug else { return Ok(Vec::new()) };
    let query = MemberQuery { search: Some(text), show_all: Some(true), limit: Some(PEOPLE), ..MemberQuery::default() };
    let page = crate::members::calls::list(slug.clone(), query).await?;
    let person = |member: fluxward_domain::members::Member| Person {
        href: format!("/orgs/{slug}/members/{}", member.user.id),
        name: member.user.full_name,
        email: member.user.email,
    };
    Ok(page.items.into_iter().map(person).collect())
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{HtmlElement, KeyboardEvent};

    /// Arrows go from line to line; Enter in the box takes the first one.
    pub(super) fn move_focus(event: &KeyboardEvent) {
        let key = event.key();
        let stops = stops();
        let focused = document().active_element();
        let at = stops.iter().position(|stop| Some(stop.as_ref()) == focused.as_ref()).unwrap_or_default();
        let target = match key.as_str() {
            "ArrowDown" => (at + 1) % stops.len().max(1),
            "ArrowUp" => (at + stops.len().saturating_sub(1)) % stops.len().max(1),
            "Enter" if at == 0 => 1,
            _ => return,
        };
        event.prevent_default();
        let Some(stop) = stops.get(target) else { return };
        if key == "Enter" {
            stop.click();
        } else {
            let _ = stop.focus();
        }
    }

    /// The box, then every line.
    fn stops() -> Vec<HtmlElement> {
        let selector = format!("#{} input, #{} li a", super::ID, super::ID);
        let Ok(found) = document().query_selector_all(&selector) else { return Vec::new() };
        (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
    }
}

#[cfg(not(feature = "hydrate"))]
mod browser {
    pub(super) fn move_focus(_: &leptos::web_sys::KeyboardEvent) {}
}

//! The ways to the other pages: at the left, and on a phone behind the bar at the bottom.

use super::brand::Brand;
use super::lock::LockBanner;
use super::paths::{home_of, organization_in};
use super::theme::ThemeSwitch;
use crate::markup::view;
use crate::palette::{Palette, PaletteButton};
use crate::prelude::*;
use crate::seeing::SeeingBar;
use crate::sessions::calls::SignOut;
use crate::sessions::{Viewing, viewing};
use crate::ui::{Avatar, KeyboardHelp};
use fluxward_domain::permissions::Permission;
use fluxward_domain::sessions::Viewer;
use leptos::server_fn::ServerFn;
use std::sync::Arc;

/// The `id` that the bar's button opens.
const ID: &str = "ways";

/// One way.
#[derive(Clone, PartialEq)]
pub struct Way {
    /// What it is called.
    pub name: &'static str,
    /// Where it belongs: an organization's name, or the platform.
    pub place: String,
    /// Its icon.
    pub icon: &'static str,
    /// Where it leads.
    pub href: String,
}

/// The ways for whoever looks.
#[component]
pub fn SideNav(
    /// Who looks.
    viewer: Arc<Viewer>,
) -> AnyView {
    let viewing = viewing();
    let path = crate::router::path();
    let home = home_of(&viewer);
    let here = Memo::new(move |_| place(viewing, &path.get()));
    let inside = Memo::new(move |_| here.with(|here| organization_ways(viewing, here.as_ref())));
    let platform =
        Memo::new(move |_| if viewing.is_administrator() { platform_ways() } else { Vec::new() });
    close_when_gone(path);
    view! {
        <SeeingBar/>
        <LockBanner/>
        <nav class="side" id=ID popover="auto" aria-label="Main">
            <a class="home" href=home><Brand/></a>
            <Switcher here/>
            <PaletteButton/>
            <Ways label="Organization" ways=inside path/>
            <Ways label="Platform" ways=platform path/>
            <div class="side-foot">
                <Link way=account() path/>
                <ThemeSwitch/>
                <form method="post" action=SignOut::PATH>
                    <button class="way" type="submit"><i class="icon out" aria-hidden="true"></i>"Sign out"</button>
                </form>
            </div>
        </nav>
        <Bar inside platform path/>
        <KeyboardHelp/>
        <Palette/>
    }
    .into_any()
}

/// Slug and name of the organization that one is in: the one of the page, else one's first.
fn place(viewing: Viewing, path: &str) -> Option<(String, String)> {
    let viewer = viewing.get()?;
    let places = &viewer.me.organizations;
    let Some(slug) = organization_in(path) else {
        return places.first().map(|place| (place.slug.clone(), place.name.clone()));
    };
    let known = places.iter().find(|place| place.slug == slug);
    Some((slug.to_owned(), known.map_or_else(|| slug.to_owned(), |place| place.name.clone())))
}

fn organization_ways(viewing: Viewing, here: Option<&(String, String)>) -> Vec<Way> {
    let Some((slug, place)) = here else { return Vec::new() };
    let all = [
        ("Members", "people", "members", Permission::UsersView),
        ("Workspaces", "layers", "workspaces", Permission::OrganizationView),
        ("Teams", "team", "teams", Permission::UsersView),
        ("Requests", "ask", "requests", Permission::OrganizationView),
        ("Activity", "clock", "activity", Permission::ActivityView),
        ("Roles & permissions", "key", "roles", Permission::UsersView),
        ("Settings", "gear", "settings", Permission::OrganizationManage),
    ];
    all.into_iter()
        .filter(|(.., permission)| viewing.may(*permission, slug))
        .map(|(name, icon, page, _)| Way {
            name,
            place: place.clone(),
            icon,
            href: format!("/orgs/{slug}/{page}"),
        })
        .collect()
}

fn platform_ways() -> Vec<Way> {
    let all = [
        ("Users", "people", "/users"),
        ("Organizations", "building", "/orgs"),
        ("Activity", "clock", "/activity"),
        ("Settings", "gear", "/settings"),
    ];
    all.into_iter()
        .map(|(name, icon, href)| Way { name, place: "Platform".into(), icon, href: href.into() })
        .collect()
}

fn account() -> Way {
    Way { name: "Account", place: String::new(), icon: "person", href: "/account".into() }
}

/// Everything that the palette offers besides people.
pub(crate) fn all_ways(viewing: Viewing, path: &str) -> Vec<Way> {
    let mut ways = organization_ways(viewing, place(viewing, path).as_ref());
    if viewing.is_administrator() {
        ways.extend(platform_ways());
        ways.push(Way {
            name: "New user",
            place: "Platform".into(),
            icon: "plus",
            href: "/users/new".into(),
        });
    }
    ways.push(account());
    ways
}

#[component]
fn Ways(label: &'static str, ways: Memo<Vec<Way>>, path: Memo<String>) -> AnyView {
    let items = move || {
        let ways = ways.get();
        (!ways.is_empty()).then(|| {
            let links =
                ways.into_iter().map(|way| view! { <li><Link way path/></li> }).collect::<Vec<_>>();
            view! {
                <p class="ways-head" aria-hidden="true">{label}</p>
                <ul class="ways" aria-label=label>{links}</ul>
            }
        })
    };
    items.into_any()
}

#[component]
fn Link(way: Way, path: Memo<String>) -> AnyView {
    let Way { name, icon, href, .. } = way;
    let (own, class) = (href.clone(), format!("icon {icon}"));
    let here = move || path.with(|path| is_within(path, &own)).then_some("page");
    view! { <a class="way" href=href aria-current=here><i class=class aria-hidden="true"></i>{name}</a> }.into_any()
}

/// Whether `path` is the page at `way` or one below it. Projects are listed with the workspaces.
fn is_within(path: &str, way: &str) -> bool {
    if let Some(organization) = way.strip_suffix("workspaces")
        && path.strip_prefix(organization).is_some_and(|rest| rest.starts_with("projects/"))
    {
        return true;
    }
    path.strip_prefix(way).is_some_and(|rest| {
        rest.is_empty() || (rest.starts_with('/') && way != "/orgs") || rest == "/new"
    })
}

/// The organizations that one can go to.
#[component]
fn Switcher(here: Memo<Option<(String, String)>>) -> AnyView {
    let viewing = viewing();
    let name = move || {
        here.with(|here| {
            here.as_ref().map_or_else(|| "No organization".to_owned(), |(_, name)| name.clone())
        })
    };
    let places = move || {
        let viewer = viewing.get()?;
        let places = viewer.me.organizations.iter().map(|place| {
            let href = format!("/orgs/{}/members", place.slug);
            view! { <li><a class="way" href=href><Avatar name=place.name.clone()/>{place.name.clone()}</a></li> }
        });
        let more = [
            ("All organizations", "/orgs", viewer.me.platform_administrator),
            ("New organization", "/orgs/new", viewer.creates_organizations),
        ];
        let more = more
            .into_iter()
            .filter(|(.., shown)| *shown)
            .map(|(name, href, _)| view! { <li><a class="way" href=href>{name}</a></li> });
        Some(view! { {places.collect::<Vec<_>>()} {more.collect::<Vec<_>>()} })
    };
    view! {
        <details class="switcher menu">
            <summary class="button"><span class="unseen">"Organization: "</span>{name}</summary>
            <ul>{places}</ul>
        </details>
    }
    .into_any()
}

/// The bar at the bottom of a phone's screen.
#[component]
fn Bar(inside: Memo<Vec<Way>>, platform: Memo<Vec<Way>>, path: Memo<String>) -> AnyView {
    let links = move || {
        let mut ways = if path.with(|path| organization_in(path).is_some()) {
            inside.get()
        } else {
            platform.get()
        };
        if ways.is_empty() {
            ways = inside.get();
        }
        ways.truncate(2);
        ways.into_iter().map(|way| view! { <Link way path/> }).collect::<Vec<_>>()
    };
    view! {
        <nav class="bar" aria-label="Shortcuts">
            {links}
            <PaletteButton/>
            <button class="way" type="button" popovertarget=ID><i class="icon menu" aria-hidden="true"></i>"Menu"</button>
        </nav>
    }
    .into_any()
}

/// On a phone the ways lie over the page; they go when one has gone.
fn close_when_gone(path: Memo<String>) {
    #[cfg(feature = "hydrate")]
    Effect::new(move |before: Option<()>| {
        path.track();
        if before.is_some() {
            hide_ways();
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = path;
}

/// By reflection, because web-sys has the method behind a flag.
#[cfg(feature = "hydrate")]
fn hide_ways() {
    use wasm_bindgen::JsCast;
    let Some(ways) = document().get_element_by_id(ID) else { return };
    let hide = js_sys::Reflect::get(&ways, &"hidePopover".into()).ok();
    if let Some(hide) = hide.and_then(|it| it.dyn_into::<js_sys::Function>().ok()) {
        // Refused only when they are hidden already.
        let _ = hide.call0(&ways);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_current_on_its_page_and_below_it() {
        assert!(is_within("/users", "/users"));
        assert!(is_within("/users/new", "/users"));
        assert!(!is_within("/users-of-old", "/users"));
        assert!(is_within("/orgs/new", "/orgs"));
        assert!(!is_within("/orgs/north/members", "/orgs"));
        assert!(is_within("/orgs/north/projects/website", "/orgs/north/workspaces"));
    }
}

//! Asking for a role: where, which one, why and until when.
//!
//! The place stands in the address, so that choosing it works without scripts. A project that the
//! viewer does not see is named by the word in its address.

use super::calls::{Ask, Offered, offered};
use super::query::{Show, address};
use super::{asking_path, path};
use crate::access::sentence;
use crate::address::query_at;
use crate::markup::view;
use crate::organizations::slug_of_page;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, Button, Card, Choice, ErrorState, Form, Look, MomentField, PageHeader, Select,
    Skeleton, Submission, TextArea, toasts,
};
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::{Role, RoleScope};
use leptos::server_fn::ServerFn;

/// Asks for a role.
#[component]
pub fn NewRequestPage() -> AnyView {
    let slug = slug_of_page();
    (move || page(slug.get())).into_any()
}

/// What the address says: the place, a project by its word, and what is needed.
#[derive(Clone, Default, PartialEq)]
struct Asked {
    scope: String,
    project: String,
    need: String,
}

fn page(slug: String) -> AnyView {
    let words = query_at(Signal::stored(format!("{}/new", path(&slug))));
    let asked = Memo::new(move |_| {
        words.with(|words| {
            let word = |key| words.get(key).map(|it| it.trim().to_owned()).unwrap_or_default();
            Asked { scope: word("scope"), project: word("project"), need: word("need") }
        })
    });
    let here = StoredValue::new(slug);
    let offered = Resource::new_blocking(|| (), move |()| offered(here.get_value()));
    view! {
        <Transition fallback=|| view! { <PageHeader title="Ask for access"/> <Skeleton rows=6/> }>
            {move || {
                let asked = asked.get();
                Suspend::new(async move {
                    viewing().ready().await;
                    match offered.await {
                        Ok(offered) => untrack(|| body(&here.get_value(), &offered, &asked)),
                        Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// The place that is asked about, by what names it, and its kind; the first one when the address
/// says nothing.
fn chosen(slug: &str, offered: &Offered, asked: &Asked) -> Option<(String, RoleScope)> {
    if !asked.project.is_empty() {
        return Some((format!("{slug}/{}", asked.project), RoleScope::Project));
    }
    if asked.scope.is_empty() {
        return offered.places.first().map(|(scope, _, kind)| (scope.clone(), *kind));
    }
    let known = offered.places.iter().find(|(scope, ..)| *scope == asked.scope);
    let kind = match known {
        Some((.., kind)) => *kind,
        None if asked.scope == slug => RoleScope::Organization,
        None => RoleScope::Project,
    };
    Some((asked.scope.clone(), kind))
}

fn body(slug: &str, offered: &Offered, asked: &Asked) -> AnyView {
    let places = vec![
        (offered.organization.clone(), format!("/orgs/{slug}")),
        ("Access requests".to_owned(), path(slug)),
    ];
    let place = chosen(slug, offered, asked);
    let form = place.as_ref().map(|place| asking(slug, offered, place, &asked.need));
    let place = where_to(slug, offered, place.as_ref().map(|(scope, _)| scope.as_str()), asked);
    view! {
        <Breadcrumbs places=places/>
        <PageHeader title="Ask for access"/>
        <div class="stack narrow">{place} {form}</div>
    }
    .into_any()
}

/// The card that chooses the place.
fn where_to(slug: &str, offered: &Offered, scope: Option<&str>, asked: &Asked) -> AnyView {
    let action = format!("{}/new", path(slug));
    let name = |name: &str, kind| match kind {
        RoleScope::Organization => format!("{name}: the whole organization"),
        RoleScope::Workspace => format!("Workspace {name}"),
        RoleScope::Project => format!("Project {name}"),
    };
    let mut choices = offered
        .places
        .iter()
        .map(|(scope, it, kind)| Choice::new(scope.clone(), name(it, *kind)))
        .collect::<Vec<_>>();
    let value = scope.unwrap_or_default().to_owned();
    if !value.is_empty() && choices.iter().all(|choice| choice.value != value) {
        let word = value.rsplit('/').next().unwrap_or_default();
        choices.push(Choice::new(value.clone(), name(word, RoleScope::Project)));
    }
    let (navigate, project) = (use_navigate(), asked.project.clone());
    let there = StoredValue::new((slug.to_owned(), asked.need.clone()));
    let choose = Callback::new(move |scope: String| {
        let (slug, need) = there.get_value();
        let quietly = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&asking_path(&slug, &scope, Some(&need)), quietly);
    });
    view! {
        <Card id="where" title="Where">
            <form class="bar" method="get" action=action.clone() aria-label="Place" on:submit=|event| event.prevent_default()>
                <Select name="scope" label="Place" compact=true choices=choices value=value on_change=choose/>
                <button class="button unscripted" type="submit">"Choose"</button>
            </form>
            <details class="more">
                <summary>"A project that is not listed"</summary>
                <p class="soft">"Only whoever is in a project sees it. Enter the word in its address, the last part of the link that you were given."</p>
                <form class="bar" method="get" action=action aria-label="Project">
                    <input type="text" name="project" aria-label="Word in its address" required autocapitalize="none" spellcheck="false" value=project/>
                    <button class="button" type="submit">"Choose"</button>
                </form>
            </details>
        </Card>
    }
    .into_any()
}

/// The form that asks.
fn asking(
    slug: &str,
    offered: &Offered,
    (scope, kind): &(String, RoleScope),
    need: &str,
) -> AnyView {
    let need = Permission::parse(need);
    let gives = |role: &Role| need.is_some_and(|need| role.set().contains(need));
    let mut roles: Vec<_> = offered.roles.iter().filter(|role| role.scope == *kind).collect();
    // The one that gives least stands first.
    roles.sort_by_key(|role| (!gives(role), role.permissions.len()));
    if roles.is_empty() {
        return view! { <p class="note">"There is no role that can be asked for in the whole organization. Choose a workspace or a project."</p> }.into_any();
    }
    let submission = Submission::of(Ask::PATH);
    let first = submission.entered("form[role]").or_else(|| Some(roles.first()?.key.clone()));
    let choices = roles
        .into_iter()
        .map(|role| role_choice(role, first.as_ref() == Some(&role.key), gives(role)))
        .collect::<Vec<_>>();
    let (navigate, toasts) = (use_navigate(), toasts());
    let there = StoredValue::new(address(&path(slug), Show::Mine.word(), None));
    let done = Callback::new(move |_: String| {
        toasts.say("Asked. Whoever may decide has been told.");
        navigate(&there.get_value(), NavigateOptions::default());
    });
    let hidden = vec![("slug", slug.to_owned()), ("form[scope]", scope.clone())];
    let (cancel, scope_error) = (path(slug), submission.error("scope"));
    let no_scope = move || {
        scope_error.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })
    };
    view! {
        <Card id="what" title="What">
            <Form action=Ask::PATH submission=submission on_done=done hidden=hidden label="Ask for access">
                {no_scope}
                <fieldset class="choice"><legend>"Role"</legend>{choices}</fieldset>
                <TextArea name="form[reason]" label="Reason" hint="Whoever decides reads it." submission=submission required=true rows=3/>
                <MomentField name="form[until]" plain="form[until_plain]" label="Until" hint="From then on it is taken by itself. Empty: for good." submission=submission/>
                <div class="actions">
                    <a class="button" href=cancel>"Cancel"</a>
                    <Button submit=true look=Look::Primary busy=submission.pending>"Ask for access"</Button>
                </div>
            </Form>
        </Card>
    }
    .into_any()
}

/// A role, with everything that it permits.
fn role_choice(role: &Role, is_chosen: bool, gives: bool) -> AnyView {
    let permits = role.permissions.iter().map(|it| sentence(*it)).collect::<Vec<_>>();
    let permits = if permits.is_empty() { "Nothing".to_owned() } else { permits.join(" · ") };
    let badge = gives.then(|| view! { " " <span class="badge">"gives what you need"</span> });
    view! {
        <label class="check">
            <input type="radio" name="form[role]" value=role.key.clone() checked=is_chosen/>
            <span><b>{role.name.clone()}</b>{badge}<small>{permits}</small></span>
        </label>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_listed_is_a_project_and_the_first_place_needs_no_words() {
        let offered = Offered {
            organization: "Blue".into(),
            places: vec![("blue/design".into(), "Design".into(), RoleScope::Workspace)],
            roles: Vec::new(),
        };
        let place = |scope: &str, project: &str| {
            let asked = Asked { scope: scope.into(), project: project.into(), need: String::new() };
            chosen("blue", &offered, &asked).unwrap()
        };
        assert_eq!(place("", ""), ("blue/design".into(), RoleScope::Workspace));
        assert_eq!(place("blue/website", ""), ("blue/website".into(), RoleScope::Project));
        assert_eq!(place("blue/design", "website"), ("blue/website".into(), RoleScope::Project));
        assert_eq!(place("blue", ""), ("blue".into(), RoleScope::Organization));
    }
}

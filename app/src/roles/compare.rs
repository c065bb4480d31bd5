//! Two roles side by side: what both permit, and where they differ.

use super::calls::{Roles, list};
use super::{about, kind, path};
use crate::access::sentence;
use crate::address::{Address, query_at};
use crate::markup::view;
use crate::organizations::slug_of_page;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::sessions::viewing;
use crate::ui::{Breadcrumbs, Card, Choice, ErrorState, PageHeader, Select, Skeleton};
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::Role;

/// Two roles side by side.
#[component]
pub fn ComparePage() -> AnyView {
    let slug = slug_of_page();
    (move || page(slug.get())).into_any()
}

/// The keys that the address asks about.
type Asked = (Option<String>, Option<String>);

fn page(slug: String) -> AnyView {
    let words = query_at(Signal::stored(format!("{}/compare", path(&slug))));
    let asked = Memo::new(move |_| words.with(|words| (words.get("left"), words.get("right"))));
    let here = StoredValue::new(slug);
    let all = Resource::new_blocking(|| (), move |()| list(here.get_value()));
    view! {
        <Transition fallback=|| view! { <PageHeader title="Compare roles"/> <Skeleton rows=12/> }>
            {move || {
                let asked = asked.get();
                Suspend::new(async move {
                    viewing().ready().await;
                    match all.await {
                        Ok(all) => untrack(|| body(&here.get_value(), &all, &asked)),
                        Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// The two roles: what is not asked for is the first one, and the first other one.
fn chosen<'a>(all: &'a Roles, (left, right): &Asked) -> Option<(&'a Role, &'a Role)> {
    let find = |key: &Option<String>| all.roles.iter().find(|it| Some(&it.key) == key.as_ref());
    let left = find(left).or_else(|| all.roles.first())?;
    let right = find(right).or_else(|| all.roles.iter().find(|it| it.key != left.key))?;
    Some((left, right))
}

fn body(slug: &str, all: &Roles, asked: &Asked) -> AnyView {
    let places = vec![
        (all.organization.clone(), format!("/orgs/{slug}")),
        ("Roles & permissions".to_owned(), path(slug)),
    ];
    let table = chosen(all, asked).map(|(left, right)| {
        view! { {choosing(slug, all, left, right)} {side_by_side(slug, left, right)} }
    });
    view! {
        <Breadcrumbs places=places/>
        <PageHeader title="Compare roles"/>
        <div class="stack">{table}</div>
    }
    .into_any()
}

fn choosing(slug: &str, all: &Roles, left: &Role, right: &Role) -> AnyView {
    let choices = || {
        all.roles
            .iter()
            .map(|it| Choice::new(it.key.clone(), format!("{} · {}", it.name, kind(it.scope))))
            .collect::<Vec<_>>()
    };
    let action = format!("{}/compare", path(slug));
    let navigate = StoredValue::new(use_navigate());
    let there = StoredValue::new((action.clone(), left.key.clone(), right.key.clone()));
    let go = move |new_left: Option<String>, new_right: Option<String>| {
        let (path, left, right) = there.get_value();
        let address = Address::of(&path)
            .with("left", Some(&new_left.unwrap_or(left)))
            .with("right", Some(&new_right.unwrap_or(right)));
        let quietly = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&String::from(address), quietly));
    };
    view! {
        <form class="bar" method="get" action=action aria-label="Roles to compare" on:submit=|event| event.prevent_default()>
            <Select name="left" label="One role" compact=true choices=choices() value=left.key.clone() on_change=Callback::new(move |key| go(Some(key), None))/>
            <Select name="right" label="The other role" compact=true choices=choices() value=right.key.clone() on_change=Callback::new(move |key| go(None, Some(key)))/>
            <button class="button unscripted" type="submit">"Compare"</button>
        </form>
    }
    .into_any()
}

fn side_by_side(slug: &str, left: &Role, right: &Role) -> AnyView {
    let either = left.set().union(right.set());
    let both = left.set().only(right.set());
    let differing = either.without(both).iter().count();
    let text = match differing {
        0 => "Both permit the same.".to_owned(),
        1 => "They differ in 1 permission.".to_owned(),
        n => format!("They differ in {n} permissions."),
    };
    let rows = Permission::ALL
        .iter()
        .filter(|it| either.contains(**it))
        .map(|it| row(*it, left.set().contains(*it), right.set().contains(*it)))
        .collect::<Vec<_>>();
    let head = |role: &Role| view! { <th scope="col"><a href=about(slug, &role.key)>{role.name.clone()}</a></th> };
    let heads = view! { <tr><th scope="col">"Permission"</th>{head(left)}{head(right)}</tr> };
    view! {
        <Card id="comparison" title="Side by side">
            <p role="status">{text}</p>
            <div class="scroll" role="region" aria-label="Comparison" tabindex="0">
                <table class="grid">
                    <thead>{heads}</thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="soft">"What neither permits is left out."</p>
        </Card>
    }
    .into_any()
}

fn row(permission: Permission, left: bool, right: bool) -> AnyView {
    let differs = (left != right).then(|| view! { " " <span class="badge warn">"differs"</span> });
    view! {
        <tr>
            <th scope="row">{sentence(permission)}{differs}<small>{permission.as_str()}</small></th>
            {cell(left)}
            {cell(right)}
        </tr>
    }
    .into_any()
}

/// Yes or no, as a sign and as a word.
pub(super) fn cell(yes: bool) -> AnyView {
    let (sign, word) = if yes { ("✓", "yes") } else { ("–", "no") };
    view! { <td><span aria-hidden="true">{sign}</span><span class="unseen">{word}</span></td> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluxward_domain::roles::built_in;

    #[test]
    fn what_is_not_asked_for_is_the_first_and_the_first_other_one() {
        let all = Roles {
            organization: String::new(),
            roles: built_in(),
            plan: String::new(),
            left_out: Vec::new(),
        };
        let keys = |asked: Asked| {
            let (left, right) = chosen(&all, &asked).unwrap();
            (left.key.clone(), right.key.clone())
        };
        assert_eq!(keys((None, None)), ("owner".into(), "admin".into()));
        assert_eq!(keys((Some("admin".into()), None)), ("admin".into(), "owner".into()));
        let none = Some("nothing".to_owned());
        assert_eq!(keys((none, Some("viewer".into()))), ("owner".into(), "viewer".into()));
    }
}

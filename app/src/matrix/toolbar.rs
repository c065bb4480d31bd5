//! The filters: where, who, in which role, and who may what.

use super::calls::Filters;
use super::path;
use super::query::{address, export};
use crate::access::{modules, sentence};
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::{Choice, SearchBox, Select};
use fluxward_domain::matrix::MatrixQuery;
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::RoleScope;

/// What the matrix is asked, and where.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    pub(super) slug: StoredValue<String>,
    pub(super) query: Memo<MatrixQuery>,
}

impl Asking {
    /// Asks something else, from the first page on.
    fn with(self, change: impl FnOnce(&mut MatrixQuery)) -> String {
        let mut query = self.query.get_untracked();
        query.cursor = None;
        change(&mut query);
        address(&self.slug.get_value(), &query)
    }

    /// A part of what is asked, as a field holds it.
    fn word(self, read: fn(&MatrixQuery) -> Option<String>) -> Signal<String> {
        Signal::derive(move || self.query.with(read).unwrap_or_default())
    }

    /// Goes on with what a field says.
    fn field(self, write: fn(&mut MatrixQuery, Option<String>)) -> Callback<String> {
        let navigate = use_navigate();
        Callback::new(move |text: String| {
            let text = Some(text).filter(|text| !text.is_empty());
            let there = self.with(|query| write(query, text));
            navigate(&there, NavigateOptions { replace: true, scroll: false });
        })
    }
}

/// The kind of the place that is asked about.
pub(super) fn kind_of(filters: &Filters, scope: Option<&str>) -> RoleScope {
    let here = |(own, ..): &&(String, String, RoleScope)| Some(own.as_str()) == scope;
    filters.places.iter().find(here).map_or(RoleScope::Organization, |(.., kind)| *kind)
}

pub(super) fn toolbar(asking: Asking, filters: Filters) -> AnyView {
    let slug = asking.slug.get_value();
    let places = filters.places.iter().map(|(scope, name, kind)| {
        let text = match kind {
            RoleScope::Organization => format!("{name}: the whole organization"),
            RoleScope::Workspace => format!("Workspace {name}"),
            RoleScope::Project => format!("Project {name}"),
        };
        // The organization needs no word in the address.
        Choice::new(if *kind == RoleScope::Organization { "" } else { scope.as_str() }, text)
    });
    let places = places.collect::<Vec<_>>();
    let scope = asking.field(|query, text| (query.scope, query.role) = (text, None));
    let role = asking.field(|query, text| query.role = text);
    let search = asking.field(|query, text| query.search = text);
    let permission = asking
        .field(|query, text| query.permission = text.and_then(|name| Permission::parse(&name)));
    let kind = {
        let filters = filters.clone();
        Memo::new(move |_| asking.query.with(|query| kind_of(&filters, query.scope.as_deref())))
    };
    let roles = move || {
        let choices = roles_of(&filters, kind.get());
        let value = asking.word(|query| query.role.clone());
        view! { <Select name="role" label="Role" compact=true choices=choices value=value on_change=role/> }
    };
    let export = move || asking.query.with(|query| export(&asking.slug.get_value(), query));
    view! {
        <form class="bar" method="get" action=path(&slug) aria-label="Filters" on:submit=|event| event.prevent_default()>
            <SearchBox label="Search name, e-mail, username" value=asking.word(|query| query.search.clone()) on_search=search/>
            <Select name="scope" label="Place" compact=true choices=places value=asking.word(|query| query.scope.clone()) on_change=scope/>
            {roles}
            <Select name="permission" label="Who may" compact=true choices=permissions() value=asking.word(|query| query.permission.map(|it| it.to_string())) on_change=permission/>
            <button class="button unscripted" type="submit">"Show"</button>
            {all(asking)}
            <a class="button" href=export rel="external" download="access.csv">"Export"</a>
        </form>
    }
    .into_any()
}

/// The base roles, the organization's own, and those for the kind of place.
fn roles_of(filters: &Filters, kind: RoleScope) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "Any role")];
    let here = |scope: RoleScope| scope == kind || scope == RoleScope::Organization;
    let roles = filters.roles.iter().filter(|(.., scope)| here(*scope));
    choices.extend(roles.map(|(key, name, _)| Choice::new(key.clone(), name.clone())));
    choices
}

fn permissions() -> Vec<Choice> {
    let mut choices = vec![Choice::new("", "Any permission")];
    let all = modules().into_iter().flat_map(|(_, inside)| inside);
    choices.extend(all.map(|it| Choice::new(it.as_str(), sentence(it))));
    choices
}

/// Deactivated people, too, or not.
fn all(asking: Asking) -> AnyView {
    let shows_all =
        Memo::new(move |_| asking.query.with(|query| query.show_all.unwrap_or_default()));
    let href = move || {
        let all = !shows_all.get();
        asking.query.track();
        asking.with(|query| query.show_all = Some(all))
    };
    let text = move || if shows_all.get() { "Hide deactivated" } else { "Show all" };
    view! { <a class="button" href=href>{text}</a> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_offers_its_own_roles_and_those_of_the_whole_organization() {
        let role = |key: &str, scope| (key.to_owned(), key.to_owned(), scope);
        let filters = Filters {
            organization: "Blue".into(),
            places: vec![("blue/design".into(), "Design".into(), RoleScope::Workspace)],
            roles: vec![
                role("admin", RoleScope::Organization),
                role("approver", RoleScope::Workspace),
                role("reader", RoleScope::Project),
            ],
        };
        let keys = |kind| {
            let choices = roles_of(&filters, kind).into_iter();
            choices.map(|choice| choice.value).collect::<Vec<_>>()
        };
        assert_eq!(keys(kind_of(&filters, Some("blue/design"))), ["", "admin", "approver"]);
        assert_eq!(keys(kind_of(&filters, None)), ["", "admin"]);
    }
}

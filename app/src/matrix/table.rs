//! The table: a row a person, a column a permission, grouped by module. On a phone every person
//! is a card that counts what they may do in each module.

use super::query::address;
use super::toolbar::Asking;
use crate::access::{modules, sentence};
use crate::address::Address;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{EmptyState, StatusDot};
use fluxward_domain::matrix::{MatrixQuery, MatrixRow};
use fluxward_domain::pages::Page;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::users::Status;

/// One page of the matrix.
pub(super) fn matrix(asking: Asking, page: &Page<MatrixRow>) -> AnyView {
    let (slug, query) = (asking.slug.get_value(), asking.query.get_untracked());
    let steps = steps(&slug, &query, page.next_cursor.as_deref());
    if page.items.is_empty() {
        let advice = if page.next_cursor.is_some() {
            "The first people by name do not pass these filters. Look further, or search for a name."
        } else {
            "Take a filter away, or choose another place."
        };
        return view! { <EmptyState title="Nobody here passes these filters" advice=advice/> {steps} }
            .into_any();
    }
    let rows = page.items.iter().map(|row| person(&slug, &query, row)).collect::<Vec<_>>();
    view! {
        <div class="scroll" role="region" aria-label="Who may what" tabindex="0">
            <table class="matrix" role="table" aria-label="Access matrix">
                {head()}
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
        {steps}
    }
    .into_any()
}

/// A module's name above the columns of its permissions.
fn head() -> AnyView {
    let (mut groups, mut columns) = (Vec::new(), Vec::new());
    for (module, inside) in modules() {
        let count = inside.len().to_string();
        groups.push(view! { <th scope="colgroup" role="columnheader" colspan=count>{module}</th> });
        for permission in inside {
            let action = permission.as_str().split('.').next_back().unwrap_or_default();
            columns.push(view! {
                <th scope="col" role="columnheader" title=sentence(permission)>
                    <span aria-hidden="true">{action}</span><span class="unseen">{sentence(permission)}</span>
                </th>
            });
        }
    }
    view! {
        <thead role="rowgroup">
            <tr role="row"><td role="cell" class="corner"></td>{groups}</tr>
            <tr role="row"><th scope="col" role="columnheader">"Person"</th>{columns}</tr>
        </thead>
    }
    .into_any()
}

/// The page that says why.
fn why(slug: &str, query: &MatrixQuery, row: &MatrixRow, permission: Option<Permission>) -> String {
    let path = format!("/orgs/{slug}/members/{}/access", row.user.id);
    let address: String = Address::of(&path)
        .with("scope", query.scope.as_deref())
        .with("why", permission.map(Permission::as_str))
        .into();
    match permission {
        Some(permission) => format!("{address}#{permission}"),
        None => address,
    }
}

fn person(slug: &str, query: &MatrixQuery, row: &MatrixRow) -> AnyView {
    let (set, by_team, ending) =
        (row.set(), PermissionSet::of(&row.by_team), PermissionSet::of(&row.ending));
    let cells = modules()
        .into_iter()
        .flat_map(|(_, inside)| inside)
        .map(|permission| {
            if !set.contains(permission) {
                return view! { <td role="cell"><span aria-hidden="true">"–"</span><span class="unseen">"no"</span></td> }.into_any();
            }
            let said = match (by_team.contains(permission), ending.contains(permission)) {
                (false, false) => "yes",
                (true, false) => "yes, by a team",
                (false, true) => "yes, until it ends",
                (true, true) => "yes, by a team, until it ends",
            };
            let class = if said == "yes" { "may" } else { "may partly" };
            let href = why(slug, query, row, Some(permission));
            // The name leads to the same page: a stop for every tick would be too many.
            view! { <td role="cell" class=class><a href=href tabindex="-1" title=said><span aria-hidden="true">"✓"</span><span class="unseen">{said}</span></a></td> }.into_any()
        })
        .collect::<Vec<_>>();
    let status = (row.status != Status::Active).then(|| view! { <StatusDot status=row.status/> });
    let about =
        format!("{} · {} of {}", row.role.name(), row.permissions.len(), Permission::ALL.len());
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a href=why(slug, query, row, None)>{row.user.full_name.clone()}</a>
                <small>{about}</small>{status}
                {counts(set)}
            </th>
            {cells}
        </tr>
    }
    .into_any()
}

/// How much of each module, for a phone.
fn counts(set: PermissionSet) -> AnyView {
    let items = modules()
        .into_iter()
        .filter_map(|(module, inside)| {
            let held = inside.iter().filter(|permission| set.contains(**permission)).count();
            let text = format!("{module} {held}/{}", inside.len());
            (held > 0).then(|| view! { <span class="seat by">{text}</span> })
        })
        .collect::<Vec<_>>();
    view! { <span class="seats counts">{items}</span> }.into_any()
}

/// The ways to the first page and the next one.
fn steps(slug: &str, query: &MatrixQuery, next: Option<&str>) -> AnyView {
    let there = |cursor: Option<&str>| {
        address(slug, &MatrixQuery { cursor: cursor.map(str::to_owned), ..query.clone() })
    };
    let first = query.cursor.is_some().then(|| {
        view! { <a class="button" href=there(None)>"From the beginning"</a> }
    });
    let next = next.map(|next| {
        view! { <a class="button" href=there(Some(next))>"Next people"</a> }
    });
    view! { <nav class="steps" aria-label="Pages">{first}{next}</nav> }.into_any()
}

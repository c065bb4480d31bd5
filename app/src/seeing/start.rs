//! The button and the dialog that begin to see as somebody else.

use super::calls::{Begin, places};
use crate::markup::view;
use crate::navigation::go;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{Button, Choice, ConfirmDialog, Select, Submission};
use fluxward_domain::ids::AccountId;
use fluxward_domain::permissions::Permission;
use leptos::server_fn::ServerFn;

/// The `id` of the dialog.
const ID: &str = "see-as";

/// "See as", for whoever may, on a member's page.
pub(crate) fn see_as_person(slug: &str, id: AccountId, name: &str) -> Option<AnyView> {
    let is_oneself = viewing().get()?.me.id == id;
    let hidden = vec![("slug", slug.to_owned()), ("user", id.to_string())];
    (!is_oneself).then(|| begins(slug, name, hidden, None))?
}

/// Where somebody with a role can be seen as; nowhere, for whoever may not see as somebody.
pub(crate) fn places_of_role(
    slug: StoredValue<String>,
    role: StoredValue<String>,
) -> Resource<Vec<(String, String)>> {
    Resource::new_blocking(
        || (),
        move |()| async move {
            viewing().ready().await;
            let slug = slug.get_value();
            let may = viewing().may(Permission::UsersManage, &slug);
            if may { places(slug, role.get_value()).await.unwrap_or_default() } else { Vec::new() }
        },
    )
}

/// "See as", for whoever may, on a role's page; `places` are where the role can be held: what
/// names each, and its name. Nothing, where there is no such place.
pub(crate) fn see_as_role(
    slug: &str,
    (key, name): (&str, &str),
    places: Vec<(String, String)>,
) -> Option<AnyView> {
    let first = places.first()?.0.clone();
    let name = format!("somebody with the role {name}");
    let mut hidden = vec![("slug", slug.to_owned()), ("role", key.to_owned())];
    if places.len() == 1 {
        hidden.push(("scope", first));
        return begins(slug, &name, hidden, None);
    }
    let choices = places.into_iter().map(|(scope, name)| Choice::new(scope, name)).collect();
    let place = view! { <Select name="scope" label="Where" choices=choices value=Signal::stored(first) hint="Where the role is held. They are a Viewer of the organization."/> };
    begins(slug, &name, hidden, Some(place.into_any()))
}

fn begins(
    slug: &str,
    name: &str,
    hidden: Vec<(&'static str, String)>,
    fields: Option<AnyView>,
) -> Option<AnyView> {
    let is_open = viewing().get()?.seen_as.is_none();
    if !is_open || !viewing().may(Permission::UsersManage, slug) {
        return None;
    }
    let submission = Submission::of(Begin::PATH);
    let there = StoredValue::new(format!("/orgs/{slug}"));
    // Everything on the page is to be asked for anew.
    let done = Callback::new(move |_: String| go(&there.get_value()));
    let consequences = vec![
        "You see what they would see, as far as you may see it yourself.".to_owned(),
        "Nothing can be changed meanwhile. Account pages are closed: theirs and yours.".to_owned(),
        "It ends after half an hour, or when you stop. The activity log records it.".to_owned(),
    ];
    let fields = fields.unwrap_or_else(|| ().into_any());
    Some(
        view! {
            <Button opens=ID>"See as"</Button>
            <ConfirmDialog id=ID title=format!("See Fluxward as {name}?") consequences=consequences confirm="See as" fields=fields reason=true action=Begin::PATH hidden=hidden submission=submission on_done=done/>
        }
        .into_any(),
    )
}

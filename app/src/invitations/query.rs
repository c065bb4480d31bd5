//! The pages of invitations as addresses.

use super::forms::InviteForm;
use crate::address::Address;
use fluxward_domain::invitations::{InvitationQuery, InvitationStatus};

/// The address of the list.
pub(super) fn path(slug: &str) -> String {
    format!("/orgs/{slug}/invitations")
}

/// Reads the query of an address; `word` answers the value of a word.
pub(super) fn read(word: impl Fn(&str) -> Option<String>) -> InvitationQuery {
    InvitationQuery {
        status: word("status").and_then(|key| InvitationStatus::parse(&key)),
        show_all: (word("show_all").as_deref() == Some("true")).then_some(true),
        limit: None,
        cursor: word("cursor").filter(|cursor| !cursor.is_empty()),
    }
}

/// The address of the list of `slug` that `query` describes.
pub(super) fn address(slug: &str, query: &InvitationQuery) -> String {
    Address::of(&path(slug))
        .with("status", query.status.map(InvitationStatus::key))
        .with("show_all", query.show_all.filter(|all| *all).map(|_| "true"))
        .with("cursor", query.cursor.as_deref())
        .into()
}

/// The address of the list with the card about one of them.
pub(crate) fn about(slug: &str, id: impl ToString) -> String {
    Address::of(&path(slug)).with("about", Some(&id.to_string())).into()
}

/// The address of the form, filled in.
pub(super) fn form(slug: &str, form: &InviteForm) -> String {
    let tick = |on: &str| (!on.is_empty()).then_some("true");
    let start = Address::of(&format!("/orgs/{slug}/invitations/new"));
    let given = form.given().fold(start, |address, (workspace, role)| {
        address.with("in", Some(&format!("{workspace}:{role}")))
    });
    given
        .with("email", Some(&form.email))
        .with("full_name", Some(&form.full_name))
        .with("role", Some(&form.role))
        .with("assets", tick(&form.assets))
        .with("tags", tick(&form.tags))
        .with("users", tick(&form.users))
        .with("message", Some(&form.message))
        .with("replaces", Some(&form.replaces))
        .with("step", Some("form"))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_list_has_the_plain_address() {
        assert_eq!(address("north", &InvitationQuery::default()), "/orgs/north/invitations");
        assert_eq!(about("north", 7), "/orgs/north/invitations?about=7");
    }

    #[test]
    fn a_form_can_be_gone_back_to() {
        let filled = InviteForm {
            email: "ada+x@example.com".into(),
            role: "viewer".into(),
            tags: "true".into(),
            ..InviteForm::default()
        };
        let expected = "/orgs/north/invitations/new?email=ada%2Bx%40example.com&role=viewer&tags=true&step=form";
        assert_eq!(form("north", &filled), expected);
    }
}

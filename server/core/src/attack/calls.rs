//! What was drawn, as the call of the REST interface that does it: for previews.

use super::acts::{Act, Holder, Place, Word};
use super::scene::Scene;
use fluxward_domain::explanations::AccessChange;
use serde_json::{Value, json};

impl Scene<'_> {
    /// The call; `None` for what cannot be looked at beforehand.
    pub(crate) fn call(&self, slug: Word, act: &Act) -> Option<AccessChange> {
        let id = |who: &usize| self.people[*who].id;
        let (method, path, body) = match act {
            Act::EditRole(key, all) => {
                ("PATCH", format!("roles/{key}"), json!({ "permissions": all }))
            }
            Act::DeleteRole(key, other) => {
                ("DELETE", format!("roles/{key}"), json!({ "replacement": other }))
            }
            Act::Assign(Place::Project(at), holder, role, end) => {
                let path = format!("projects/{at}/{}", self.path(*holder));
                ("PUT", path, json!({ "role": role, "expires_at": self.after(*end) }))
            }
            Act::Assign(at, holder, role, end) => {
                ("PUT", self.role(*at, *holder, role), json!({ "expires_at": self.after(*end) }))
            }
            Act::Revoke(Place::Project(at), holder, _) => {
                ("DELETE", format!("projects/{at}/{}", self.path(*holder)), json!({}))
            }
            Act::Revoke(at, holder, role) => ("DELETE", self.role(*at, *holder, role), json!({})),
            Act::Join(team, who, end) => {
                let path = format!("teams/{team}/members/{}", id(who));
                ("PUT", path, json!({ "expires_at": self.after(*end) }))
            }
            Act::DeleteTeam(team) => ("DELETE", format!("teams/{team}"), json!({})),
            Act::Leave(team, who) => {
                ("DELETE", format!("teams/{team}/members/{}", id(who)), json!({}))
            }
            act => return self.member_call(slug, act),
        };
        Some(change(method, format!("organizations/{slug}/{path}"), body))
    }

    fn member_call(&self, slug: Word, act: &Act) -> Option<AccessChange> {
        let member = |who: &usize| format!("members/{}", self.people[*who].id);
        let (method, path, body) = match act {
            Act::Add(who, role, end) => {
                let (id, end) = (self.people[*who].id, self.after(*end));
                let body = json!({ "user_id": id, "role": role, "expires_at": end });
                ("POST", "members".to_owned(), body)
            }
            Act::Become(who, role) => ("PATCH", member(who), json!({ "role": role })),
            Act::Switch(who, status) => ("PATCH", member(who), json!({ "status": status })),
            Act::Expire(who, end) => {
                ("PATCH", member(who), json!({ "expires_at": self.after(*end) }))
            }
            Act::Tick(who, privilege, granted) => {
                let path = format!("{}/privileges/{}", member(who), privilege.key());
                ("PUT", path, json!({ "granted": granted }))
            }
            Act::Remove(who) => ("DELETE", member(who), json!({})),
            _ => return None,
        };
        Some(change(method, format!("organizations/{slug}/{path}"), body))
    }

    /// How a holder stands in a path.
    fn path(&self, holder: Holder) -> String {
        match holder {
            Holder::User(who) => format!("members/{}", self.people[who].id),
            Holder::Team(team) => format!("teams/{team}"),
        }
    }

    fn role(&self, at: Place, holder: Holder, role: Word) -> String {
        let within = match at {
            Place::Workspace(at) => format!("workspaces/{at}/"),
            Place::Organization | Place::Project(_) => String::new(),
        };
        format!("{within}{}/roles/{role}", self.path(holder))
    }
}

/// A call of that path, from `/api/v1/` on.
pub(crate) fn change(method: &str, path: String, body: Value) -> AccessChange {
    let body = body.as_object().expect("an object").clone().into_iter().collect();
    AccessChange { method: method.to_owned(), path: format!("/api/v1/{path}"), body }
}

//! Every door is named here with how it refuses: strangers, and people who belong to nothing.
//!
//! The two lists are compared with the doors that the server really has: the paths of its own
//! description, and the registered server functions. A new door without a line here fails.

use crate::client::{Answer, Client};
use crate::on_both_engines;
use crate::world::{PASSWORD, Person, World, text};
use leptos::server_fn::axum::server_fn_paths;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How one door refuses.
struct Denial {
    /// Method and path, as described; of a server function the path.
    door: &'static str,
    /// What is sent: a request that only lacks the right.
    body: Value,
    /// What a stranger is answered.
    stranger: u16,
    /// What somebody is answered who is signed in and belongs to nothing.
    outsider: u16,
}

/// For whoever is signed in and may.
fn denied(door: &'static str, outsider: u16, body: Value) -> Denial {
    Denial { door, body, stranger: 401, outsider }
}

/// Open to everyone: `stranger` is what everyone is answered without the secret it asks for.
fn open(door: &'static str, stranger: u16, body: Value) -> Denial {
    Denial { door, body, stranger, outsider: stranger }
}

/// The REST interface. Platform matters are 403 (everyone knows that there is a platform); people
/// and places that one cannot see are 404.
#[expect(clippy::too_many_lines, reason = "a line a door")]
fn doors(somebody: &str) -> Vec<Denial> {
    let login = json!({ "login": "ada", "password": "Wrong-Harbour-27" });
    let change = json!({ "change_token": "forged", "password": PASSWORD });
    let setup = json!({
        "setup_token": "forged", "email": "xen@example.test", "username": "xen", "full_name": "Xen X",
        "password": PASSWORD,
    });
    let person = json!({ "email": "x@example.test", "full_name": "X X", "password": PASSWORD });
    let by_link = json!({ "token": "forged", "password": PASSWORD });
    let token = || json!({ "token": "forged" });
    let place = json!({ "name": "X", "slug": "x" });
    let member = json!({ "user_id": somebody, "role": "viewer" });
    let invited = json!({ "email": "x@example.test", "full_name": "X X", "role": "viewer" });
    let lines = json!({ "lines": "x@example.test" });
    let used = json!({ "ceremony": somebody, "credential": {} });
    let made = json!({ "ceremony": somebody, "credential": {}, "name": "X" });
    let none = || json!({});
    vec![
        open("POST /api/v1/setup", 410, setup),
        open("POST /api/v1/auth/login", 401, login),
        // The server of the tests is reached by an address without a host name.
        open("POST /api/v1/auth/passkey/begin", 409, none()),
        open("POST /api/v1/auth/passkey/finish", 409, used),
        open("POST /api/v1/auth/refresh", 401, json!({ "refresh_token": "forged" })),
        open("POST /api/v1/auth/password/change", 410, change),
        open("POST /api/v1/auth/password/forgot", 202, json!({ "email": "none@example.test" })),
        open("POST /api/v1/auth/password/reset", 410, by_link.clone()),
        open("POST /api/v1/auth/activate", 410, by_link),
        open("POST /api/v1/auth/register", 403, json!({})),
        open("POST /api/v1/auth/register/confirm", 410, token()),
        open("POST /api/v1/auth/email/confirm", 410, token()),
        open("POST /api/v1/auth/email/undo", 410, token()),
        denied("POST /api/v1/me/email", 409, json!({ "email": "x@example.test" })),
        denied("DELETE /api/v1/me/email", 404, Value::Null),
        denied("POST /api/v1/auth/logout", 204, none()),
        denied("GET /api/v1/me", 200, Value::Null),
        denied("PATCH /api/v1/me", 200, json!({ "full_name": "X X" })),
        denied("GET /api/v1/me/sessions", 200, Value::Null),
        denied("GET /api/v1/me/activity", 200, Value::Null),
        denied("DELETE /api/v1/me/sessions/{id}", 404, Value::Null),
        denied("GET /api/v1/me/tokens", 200, Value::Null),
        denied("POST /api/v1/me/tokens", 201, json!({ "name": "Backup" })),
        denied("DELETE /api/v1/me/tokens/{id}", 404, Value::Null),
        denied("POST /api/v1/me/totp", 200, none()),
        denied("POST /api/v1/me/totp/confirm", 422, json!({ "code": "000000" })),
        denied("DELETE /api/v1/me/totp", 204, Value::Null),
        denied("POST /api/v1/me/recovery-codes", 409, none()),
        denied("GET /api/v1/me/passkeys", 200, Value::Null),
        denied("POST /api/v1/me/passkeys/begin", 409, none()),
        denied("POST /api/v1/me/passkeys/finish", 409, made.clone()),
        denied("DELETE /api/v1/me/passkeys/{id}", 404, Value::Null),
        denied("GET /api/v1/users", 403, Value::Null),
        denied("POST /api/v1/users", 403, person),
        denied("GET /api/v1/users/{id}", 404, Value::Null),
        denied("PATCH /api/v1/users/{id}", 404, json!({ "full_name": "X X" })),
        denied("DELETE /api/v1/users/{id}", 404, none()),
        denied("POST /api/v1/users/{id}/deactivate", 404, none()),
        denied("POST /api/v1/users/{id}/activate", 404, none()),
        denied("POST /api/v1/users/{id}/suspend", 404, none()),
        denied("POST /api/v1/users/{id}/promote", 404, none()),
        denied("POST /api/v1/users/{id}/demote", 404, none()),
        denied("POST /api/v1/users/{id}/unlock", 404, none()),
        denied("POST /api/v1/users/{id}/reset-password", 404, json!({ "temporary": true })),
        denied("POST /api/v1/users/{id}/send-activation", 404, none()),
        denied("POST /api/v1/users/{id}/reset-second-factor", 404, none()),
        denied("GET /api/v1/users/{id}/sessions", 404, Value::Null),
        denied("DELETE /api/v1/users/{id}/sessions/{session}", 404, Value::Null),
        denied("GET /api/v1/organizations", 200, Value::Null),
        denied("POST /api/v1/organizations", 403, place),
        denied("GET /api/v1/organizations/{slug}", 404, Value::Null),
        denied("PATCH /api/v1/organizations/{slug}", 404, json!({ "name": "X" })),
        denied("DELETE /api/v1/organizations/{slug}", 404, Value::Null),
        denied("GET /api/v1/organizations/{slug}/members", 404, Value::Null),
        denied("POST /api/v1/organizations/{slug}/members", 404, member),
        denied("GET /api/v1/organizations/{slug}/members/{user_id}", 404, Value::Null),
        denied(
            "PATCH /api/v1/organizations/{slug}/members/{user_id}",
            404,
            json!({ "role": "admin" }),
        ),
        denied("DELETE /api/v1/organizations/{slug}/members/{user_id}", 404, Value::Null),
        denied(
            "PUT /api/v1/organizations/{slug}/members/{user_id}/privileges/{privilege}",
            404,
            json!({ "granted": true }),
        ),
        denied("GET /api/v1/organizations/{slug}/invitations", 404, Value::Null),
        denied("POST /api/v1/organizations/{slug}/invitations", 404, invited),
        denied("POST /api/v1/organizations/{slug}/invitations/bulk", 404, lines),
        denied("GET /api/v1/organizations/{slug}/invitations/{id}", 404, Value::Null),
        denied("DELETE /api/v1/organizations/{slug}/invitations/{id}", 404, Value::Null),
        denied("POST /api/v1/organizations/{slug}/invitations/{id}/resend", 404, none()),
        open("GET /api/v1/invitations/{token}", 404, Value::Null),
        open("POST /api/v1/invitations/{token}/accept", 404, json!({ "password": PASSWORD })),
        denied("GET /api/v1/activity", 403, Value::Null),
        denied("GET /api/v1/settings", 403, Value::Null),
        denied("PATCH /api/v1/settings", 403, json!({ "access_token_seconds": 60 })),
        denied("GET /api/v1/mails", 403, Value::Null),
        denied("POST /api/v1/settings/mail/test", 403, json!({ "to": "ada@example.test" })),
    ]
}

/// Places inside organizations, roles, teams and plans.
#[expect(clippy::too_many_lines, reason = "a line a door")]
fn places(somebody: &str) -> Vec<Denial> {
    let place = || json!({ "name": "X", "slug": "xx" });
    let none = || json!({});
    let change = json!({
        "method": "PATCH", "path": format!("/api/v1/organizations/blue/members/{somebody}"),
        "body": { "role": "admin" },
    });
    let role = json!({ "key": "xx", "name": "X", "scope": "workspace", "permissions": [] });
    let reader = || json!({ "role": "reader" });
    let many = || json!({ "users": [somebody], "change": { "role": "admin" } });
    let question = || {
        json!({
            "subject": { "type": "user", "id": somebody }, "action": { "name": "users.view" },
            "resource": { "type": "organization", "id": "blue" },
        })
    };
    let mut doors = vec![
        open("GET /.well-known/authzen-configuration", 200, Value::Null),
        denied("POST /access/v1/evaluation", 403, question()),
        denied("POST /access/v1/evaluations", 403, question()),
        denied("POST /access/v1/search/subject", 403, question()),
        // Of what one may not ask about, nothing is found.
        denied("POST /access/v1/search/resource", 200, question()),
        denied("POST /access/v1/search/action", 403, question()),
        denied("GET /api/v1/users/export", 403, Value::Null),
        denied("DELETE /api/v1/me/see-as", 204, Value::Null),
        denied("GET /api/v1/plans", 200, Value::Null),
        denied("PATCH /api/v1/plans/{plan}", 403, json!({ "name": "X" })),
        denied("GET /api/v1/users/{id}/access", 403, Value::Null),
        denied("POST /api/v1/preview", 404, json!({ "changes": [change] })),
    ];
    let inside = [
        ("GET", "roles", Value::Null),
        ("POST", "roles", role),
        ("GET", "roles/{role}", Value::Null),
        ("PATCH", "roles/{role}", json!({ "name": "X" })),
        ("DELETE", "roles/{role}", none()),
        ("GET", "roles/{role}/holders", Value::Null),
        ("GET", "members/bulk", Value::Null),
        ("POST", "members/bulk", many()),
        ("POST", "members/bulk/preview", many()),
        ("GET", "members/bulk/{run}", Value::Null),
        ("POST", "members/bulk/{run}/cancel", none()),
        ("POST", "members/bulk/{run}/resume", none()),
        ("GET", "members/export", Value::Null),
        ("POST", "members/import", json!("email\nx@example.test\n")),
        ("PUT", "members/{user_id}/roles/{role}", none()),
        ("DELETE", "members/{user_id}/roles/{role}", none()),
        ("GET", "teams", Value::Null),
        ("POST", "teams", place()),
        ("GET", "teams/{team}", Value::Null),
        ("PATCH", "teams/{team}", json!({ "name": "X" })),
        ("DELETE", "teams/{team}", none()),
        ("GET", "teams/{team}/members", Value::Null),
        ("PUT", "teams/{team}/members/{user_id}", none()),
        ("DELETE", "teams/{team}/members/{user_id}", none()),
        ("PUT", "teams/{team}/roles/{role}", none()),
        ("DELETE", "teams/{team}/roles/{role}", none()),
        ("GET", "workspaces", Value::Null),
        ("POST", "workspaces", place()),
        ("GET", "workspaces/{workspace}", Value::Null),
        ("PATCH", "workspaces/{workspace}", json!({ "name": "X" })),
        ("DELETE", "workspaces/{workspace}", none()),
        ("GET", "workspaces/{workspace}/members", Value::Null),
        ("GET", "workspaces/{workspace}/teams", Value::Null),
        ("PUT", "workspaces/{workspace}/members/{user_id}/roles/{role}", none()),
        ("DELETE", "workspaces/{workspace}/members/{user_id}/roles/{role}", none()),
        ("PUT", "workspaces/{workspace}/teams/{team}/roles/{role}", none()),
        ("DELETE", "workspaces/{workspace}/teams/{team}/roles/{role}", none()),
        ("POST", "see-as", json!({ "user_id": somebody })),
        ("GET", "matrix", Value::Null),
        ("GET", "matrix/export", Value::Null),
        ("GET", "requests", Value::Null),
        ("POST", "requests", json!({ "scope": "blue/design", "role": "approver", "reason": "X" })),
        ("DELETE", "requests/{request}", none()),
        ("POST", "requests/{request}/grant", none()),
        ("POST", "requests/{request}/decline", none()),
        ("GET", "projects", Value::Null),
        ("POST", "projects", place()),
        ("GET", "projects/{project}", Value::Null),
        ("PATCH", "projects/{project}", json!({ "name": "X" })),
        ("DELETE", "projects/{project}", none()),
        ("GET", "projects/{project}/members", Value::Null),
        ("GET", "projects/{project}/teams", Value::Null),
        ("PUT", "projects/{project}/members/{user_id}", reader()),
        ("DELETE", "projects/{project}/members/{user_id}", none()),
        ("PUT", "projects/{project}/teams/{team}", reader()),
        ("DELETE", "projects/{project}/teams/{team}", none()),
    ];
    // Whoever does not belong to the organization finds none of it.
    let inside = inside.into_iter().map(|(method, path, body)| Denial {
        door: String::leak(format!("{method} /api/v1/organizations/{{slug}}/{path}")),
        body,
        stranger: 401,
        outsider: 404,
    });
    doors.extend(inside);
    doors
}

/// The page's own calls.
#[expect(clippy::too_many_lines, reason = "a line a door")]
fn functions(somebody: &str, session: &str) -> Vec<Denial> {
    let here = |mut body: Value| {
        body["slug"] = json!("blue");
        body["id"] = json!(somebody);
        body
    };
    let id = json!({ "id": somebody });
    let place = json!({ "form": { "name": "X", "slug": "x" }, "slug": "blue" });
    let person = json!({ "form": {
        "email": "xen@example.test", "username": "xen", "full_name": "Xen X", "password": PASSWORD,
    } });
    let login = json!({ "login": "ada", "password": "Wrong-Harbour-27" });
    let setup = json!({
        "setup_token": "forged", "email": "xen@example.test", "username": "xen", "full_name": "Xen X",
        "password": PASSWORD,
    });
    let replace = json!({ "change_token": "forged", "login": "ada", "password": PASSWORD });
    let change =
        json!({ "current_password": "Wrong-Harbour-27", "password": "Another-Harbour-28" });
    let (token, by_link) =
        (json!({ "token": "forged" }), json!({ "token": "forged", "password": PASSWORD }));
    let register = json!({
        "email": "xen@example.test", "full_name": "Xen X", "password": PASSWORD, "username": null,
    });
    let edited = json!({ "id": somebody, "form": { "full_name": "X X" } });
    let used = json!({ "ceremony": somebody, "credential": "{}" });
    let made = json!({ "ceremony": somebody, "credential": "{}", "name": "X" });
    vec![
        open("/_fn/theme", 200, json!({ "theme": "dark" })),
        open("/_fn/setup/is-open", 200, json!({})),
        open("/_fn/setup/run", 410, setup),
        open("/_fn/sessions/sign-in", 401, login),
        open("/_fn/sessions/replace-password", 410, replace),
        open("/_fn/sessions/code", 410, json!({ "factor_token": "forged", "code": "000000" })),
        open("/_fn/sessions/viewer", 200, json!({})),
        open("/_fn/resets/forgot", 200, json!({ "email": "none@example.test" })),
        open("/_fn/resets/show", 410, token.clone()),
        open("/_fn/resets/reset", 410, by_link.clone()),
        open("/_fn/activations/show", 410, token.clone()),
        open("/_fn/activations/activate", 410, by_link),
        open("/_fn/registrations/entrances", 200, json!({})),
        open("/_fn/registrations/register", 403, register),
        open("/_fn/registrations/show", 410, token.clone()),
        open("/_fn/registrations/confirm", 410, token.clone()),
        open("/_fn/emails/show", 410, json!({ "token": "forged", "undo": true })),
        open("/_fn/emails/confirm", 410, token.clone()),
        open("/_fn/emails/undo", 410, token),
        denied("/_fn/emails/waiting", 200, json!({})),
        denied("/_fn/emails/cancel", 404, json!({})),
        denied("/_fn/emails/change", 409, json!({ "email": "x@example.test" })),
        open("/_fn/settings/password-policy", 200, json!({})),
        denied("/_fn/sessions/change-password", 422, change),
        denied("/_fn/sessions/edit", 200, json!({ "full_name": "X X" })),
        denied("/_fn/sessions/mine", 200, json!({})),
        denied("/_fn/sessions/activity", 200, json!({})),
        denied("/_fn/sessions/revoke", 404, json!({ "id": session })),
        denied("/_fn/sessions/sign-out", 200, json!({})),
        denied("/_fn/tokens/list", 200, json!({})),
        denied("/_fn/tokens/create", 200, json!({ "form": { "name": "Backup" } })),
        denied("/_fn/tokens/revoke", 404, json!({ "id": somebody })),
        open("/_fn/factors/sign-in/begin", 409, json!({})),
        open("/_fn/factors/sign-in/finish", 409, used),
        denied("/_fn/factors/passkeys/begin", 409, json!({})),
        denied("/_fn/factors/passkeys/finish", 409, made),
        denied("/_fn/factors/passkeys/remove", 404, id.clone()),
        denied("/_fn/factors/mine", 200, json!({})),
        denied("/_fn/factors/totp/begin", 200, json!({})),
        denied("/_fn/factors/totp/confirm", 422, json!({ "code": "000000" })),
        denied("/_fn/factors/totp/remove", 200, json!({})),
        denied("/_fn/factors/recovery-codes", 409, json!({})),
        denied("/_fn/users/list", 403, json!({ "query": {} })),
        denied("/_fn/users/show", 404, id.clone()),
        denied("/_fn/users/create", 403, person),
        denied("/_fn/users/edit", 404, edited),
        denied("/_fn/users/active", 404, json!({ "id": somebody, "active": false })),
        denied("/_fn/users/delete", 404, id.clone()),
        denied("/_fn/users/suspend", 404, id.clone()),
        denied("/_fn/users/promote", 404, id.clone()),
        denied("/_fn/users/demote", 404, id.clone()),
        denied("/_fn/users/unlock", 404, id.clone()),
        denied("/_fn/users/reset-password", 404, json!({ "id": somebody, "temporary": true })),
        denied("/_fn/users/send-activation", 404, id.clone()),
        denied("/_fn/users/reset-second-factor", 404, id.clone()),
        denied("/_fn/users/sessions", 404, id.clone()),
        denied("/_fn/users/sessions/end", 404, json!({ "id": somebody, "session": session })),
        denied("/_fn/organizations/list", 200, json!({ "query": {} })),
        denied("/_fn/organizations/show", 404, json!({ "slug": "blue" })),
        denied("/_fn/organizations/create", 403, json!({ "form": place["form"] })),
        denied("/_fn/organizations/edit", 404, place),
        denied("/_fn/organizations/delete", 404, json!({ "slug": "blue" })),
        denied("/_fn/members/list", 404, json!({ "slug": "blue", "query": {} })),
        denied("/_fn/members/show", 404, here(json!({}))),
        denied("/_fn/members/candidates", 404, json!({ "slug": "blue", "search": "ada" })),
        denied("/_fn/members/add", 404, here(json!({ "role": "viewer" }))),
        denied("/_fn/members/role", 404, here(json!({ "role": "admin" }))),
        denied("/_fn/members/active", 404, here(json!({ "active": false }))),
        denied("/_fn/members/end", 404, here(json!({ "ends": false }))),
        denied("/_fn/members/tick", 404, here(json!({ "privilege": "users", "granted": true }))),
        denied("/_fn/members/remove", 404, here(json!({}))),
        denied("/_fn/activity/list", 403, json!({ "query": {} })),
        denied("/_fn/activity/of-user", 404, id),
        denied("/_fn/activity/of-member", 404, here(json!({}))),
        denied("/_fn/settings/show", 403, json!({})),
        denied("/_fn/mail/server", 403, json!({ "smtp_url": "smtp://127.0.0.1:25" })),
        denied("/_fn/mail/test", 403, json!({ "to": "bea@example.test" })),
        denied("/_fn/mail/list", 403, json!({})),
        denied("/_fn/mail/previews", 403, json!({})),
        denied("/_fn/settings/joining", 403, json!({ "form": {} })),
        denied("/_fn/settings/maintenance", 403, json!({ "form": { "locked": true } })),
        denied("/_fn/settings/deletion", 403, json!({ "form": { "deletion": "forbidden" } })),
        denied(
            "/_fn/settings/second-factor",
            403,
            json!({ "form": { "second_factor_required": "everyone" } }),
        ),
        denied("/_fn/settings/passwords", 403, json!({ "form": { "profile": "nist" } })),
        denied(
            "/_fn/settings/lifetimes",
            403,
            json!({ "form": {
                "session_idle_minutes": 30, "session_absolute_hours": 12,
                "access_token_seconds": 60, "refresh_token_days": 30,
            } }),
        ),
    ]
}

/// The page's own calls about roles, plans and what somebody may do.
fn access_functions(somebody: &str) -> Vec<Denial> {
    let role = json!({ "slug": "blue", "key": "auditor", "form": { "name": "X" } });
    let new = json!({ "slug": "blue", "form": { "name": "Xx", "scope": "workspace" } });
    let asked = || json!({ "id": somebody, "scope": "blue", "permission": "users.view" });
    let mut remedy = asked();
    remedy["detail"] = json!("Make them Owner of the organization.");
    let removal = json!({ "planned": { "removal": { "slug": "blue", "id": somebody } } });
    vec![
        denied("/_fn/roles/list", 404, json!({ "slug": "blue" })),
        denied("/_fn/roles/holders", 404, json!({ "slug": "blue", "key": "approver" })),
        denied("/_fn/roles/create", 404, new),
        denied("/_fn/roles/edit", 404, role),
        denied("/_fn/roles/delete", 404, json!({ "slug": "blue", "key": "auditor" })),
        denied("/_fn/seeing/places", 404, json!({ "slug": "blue", "role": "viewer" })),
        denied("/_fn/seeing/begin", 404, json!({ "slug": "blue", "user": somebody })),
        denied("/_fn/seeing/stop", 200, json!({})),
        denied("/_fn/matrix/filters", 404, json!({ "slug": "blue" })),
        denied("/_fn/matrix/list", 404, json!({ "slug": "blue", "query": {} })),
        denied("/_fn/access/foresee", 404, removal),
        // One's own places, for whoever names no organization.
        denied("/_fn/access/around", 200, json!({})),
        denied("/_fn/access/held", 404, json!({ "id": somebody, "scope": "blue" })),
        denied("/_fn/access/why", 404, asked()),
        denied("/_fn/access/apply", 404, remedy),
        denied("/_fn/plans/list", 200, json!({})),
        denied("/_fn/plans/choose", 404, json!({ "slug": "blue", "plan": "starter" })),
        denied("/_fn/plans/seats", 404, json!({ "slug": "blue", "seats": "100" })),
        denied("/_fn/plans/edit", 403, json!({ "key": "team", "form": { "seats": "1" } })),
    ]
}

/// The page's own calls about many members at once.
fn bulk_functions(somebody: &str) -> Vec<Denial> {
    let form = || json!({ "slug": "blue", "form": { "users": somebody, "change": "role:admin" } });
    let one = || json!({ "slug": "blue", "id": somebody });
    vec![
        denied("/_fn/bulk/preview", 404, form()),
        denied("/_fn/bulk/begin", 404, form()),
        denied("/_fn/bulk/list", 404, json!({ "slug": "blue" })),
        denied("/_fn/bulk/show", 404, one()),
        denied("/_fn/bulk/cancel", 404, one()),
        denied("/_fn/bulk/resume", 404, one()),
    ]
}

/// The page's own calls about invitations.
fn inviting_functions(somebody: &str) -> Vec<Denial> {
    let one = || json!({ "slug": "blue", "id": somebody });
    let invited = json!({ "slug": "blue", "form": {
        "email": "x@example.test", "full_name": "X X", "role": "viewer",
    } });
    vec![
        open("/_fn/invitations/look", 404, json!({ "token": "forged" })),
        open("/_fn/invitations/accept", 404, json!({ "token": "forged", "password": PASSWORD })),
        denied("/_fn/invitations/list", 404, json!({ "slug": "blue", "query": {} })),
        denied("/_fn/invitations/show", 404, one()),
        denied("/_fn/invitations/offered", 404, json!({ "slug": "blue" })),
        denied("/_fn/invitations/review", 404, invited.clone()),
        denied("/_fn/invitations/invite", 404, invited),
        denied(
            "/_fn/invitations/invite-all",
            404,
            json!({ "slug": "blue", "form": { "lines": "x@example.test" } }),
        ),
        denied(
            "/_fn/imports/run",
            404,
            json!({ "slug": "blue", "form": { "csv": "email\nx@example.test\n" } }),
        ),
        denied("/_fn/invitations/resend", 404, one()),
        denied("/_fn/invitations/revoke", 404, one()),
    ]
}

/// The page's own calls about workspaces, projects, teams, and who holds what in them.
fn inside_functions(somebody: &str) -> Vec<Denial> {
    let design = |body: Value| with(json!({ "slug": "blue", "workspace": "design" }), body);
    let website = |body: Value| with(json!({ "slug": "blue", "project": "website" }), body);
    let crew = |body: Value| with(json!({ "slug": "blue", "team": "crew" }), body);
    let at = |body: Value| with(json!({ "slug": "blue", "at": "workspace/design" }), body);
    let new = || json!({ "slug": "blue", "form": { "name": "X", "slug": "xx" } });
    let renamed = || json!({ "form": { "name": "X" } });
    let role = || json!({ "form": { "user": somebody, "role": "approver" } });
    vec![
        denied("/_fn/workspaces/list", 404, json!({ "slug": "blue" })),
        denied("/_fn/workspaces/create", 404, new()),
        denied("/_fn/workspaces/edit", 404, design(renamed())),
        denied("/_fn/workspaces/delete", 404, design(json!({}))),
        denied("/_fn/projects/create", 404, new()),
        denied("/_fn/projects/edit", 404, website(renamed())),
        denied("/_fn/projects/delete", 404, website(json!({}))),
        denied("/_fn/teams/list", 404, json!({ "slug": "blue" })),
        denied("/_fn/teams/look", 404, crew(json!({ "search": "", "cursor": "" }))),
        denied("/_fn/teams/create", 404, new()),
        denied("/_fn/teams/edit", 404, crew(renamed())),
        denied("/_fn/teams/delete", 404, crew(json!({}))),
        denied("/_fn/teams/join", 404, crew(json!({ "id": somebody }))),
        denied("/_fn/teams/leave", 404, crew(json!({ "id": somebody }))),
        denied("/_fn/grants/look", 404, at(json!({ "search": "", "cursor": "" }))),
        denied("/_fn/grants/choosable", 404, at(json!({ "search": "ada" }))),
        denied("/_fn/grants/assign", 404, at(role())),
        denied("/_fn/grants/revoke", 404, at(role())),
        denied("/_fn/grants/of-person", 404, json!({ "slug": "blue", "id": somebody })),
    ]
}

/// The page's own calls about asking for roles.
fn asking_functions(somebody: &str) -> Vec<Denial> {
    let asked = json!({ "slug": "blue", "form": {
        "scope": "blue/design", "role": "approver", "reason": "X",
    } });
    vec![
        denied("/_fn/requests/list", 404, json!({ "slug": "blue", "show": "mine" })),
        denied("/_fn/requests/offered", 404, json!({ "slug": "blue" })),
        denied("/_fn/requests/ask", 404, asked),
        denied(
            "/_fn/requests/decide",
            404,
            json!({ "slug": "blue", "id": somebody, "grant": true }),
        ),
        denied("/_fn/requests/withdraw", 404, json!({ "slug": "blue", "id": somebody })),
    ]
}

/// Both together.
fn with(mut body: Value, more: Value) -> Value {
    let (Value::Object(body_fields), Value::Object(more)) = (&mut body, more) else {
        return body;
    };
    body_fields.extend(more);
    body
}

/// An administrator with an organization and a member in it, and somebody who belongs to nothing.
struct Scene {
    member: Person,
    outsider: Person,
    session: String,
}

async fn scene(world: &World) -> Scene {
    let (_, administrator) = world.administrator().await;
    let (member, outsider) =
        (world.person(&administrator, "bea").await, world.person(&administrator, "cay").await);
    let blue = json!({ "name": "Blue", "slug": "blue" });
    administrator.post("/api/v1/organizations", blue).await.expect(201);
    let joins = json!({ "user_id": member.id, "role": "member" });
    administrator.post("/api/v1/organizations/blue/members", joins).await.expect(201);
    for (kind, name, slug) in [
        ("workspaces", "Design", "design"),
        ("projects", "Website", "website"),
        ("teams", "Crew", "crew"),
    ] {
        let new = json!({ "name": name, "slug": slug });
        administrator.post(&format!("/api/v1/organizations/blue/{kind}"), new).await.expect(201);
    }
    let sessions = administrator.get("/api/v1/me/sessions").await.expect(200).json();
    let session = text(&sessions["items"][0], "id");
    Scene { member, outsider, session }
}

impl Scene {
    /// The path with everything filled in.
    fn path(&self, template: &str) -> String {
        template
            .replace("/me/sessions/{id}", &format!("/me/sessions/{}", self.session))
            .replace("{id}", &self.member.id)
            .replace("{user_id}", &self.member.id)
            .replace("{session}", &self.session)
            .replace("{slug}", "blue")
            .replace("{privilege}", "users")
            .replace("{workspace}", "design")
            .replace("{project}", "website")
            .replace("{team}", "crew")
            .replace("{role}", "approver")
            .replace("{request}", &self.member.id)
            .replace("{run}", &self.member.id)
            .replace("{plan}", "team")
            .replace("{token}", "forged")
    }

    async fn knock(&self, client: &Client, denial: &Denial) -> Answer {
        let (method, template) = denial.door.split_once(' ').unwrap_or(("POST", denial.door));
        let path = self.path(template);
        if denial.body.is_null() {
            return client.send(method, &path, None, "").await;
        }
        if let Value::String(table) = &denial.body {
            return client.send(method, &path, Some("text/csv"), table).await;
        }
        client.json(method, &path, &denial.body).await
    }
}

/// The newest entry of the log: what is refused writes none.
async fn seq(world: &World) -> i64 {
    let mut connection = world.services.read().await.expect("a connection");
    connection
        .number("select seq from log_head", Vec::new())
        .await
        .expect("a number")
        .expect("a head")
}

/// What is wrong with how the door refuses; nothing, when all is well.
async fn complaints(world: &World, scene: &Scene, denial: &Denial) -> Vec<String> {
    let ours = world.client().with("sec-fetch-site", "same-origin");
    let stranger = scene.knock(&ours, denial).await;
    let client = if denial.door.starts_with('/') {
        world.browser(&scene.outsider).await
    } else {
        world.signed_in(&scene.outsider).await
    };
    let before = seq(world).await;
    let outsider = scene.knock(&client, denial).await;
    let wrote = outsider.status >= 400 && seq(world).await != before;
    let told = ["argon2", "password_hash", "ada@example.test"]
        .into_iter()
        .any(|secret| outsider.text.contains(secret));
    [
        (stranger.status != denial.stranger, format!("a stranger is answered {stranger:?}")),
        (outsider.status != denial.outsider, format!("an outsider is answered {outsider:?}")),
        (wrote, "a refused request wrote an event".to_owned()),
        (told, format!("an outsider is told too much: {}", outsider.text)),
    ]
    .into_iter()
    .filter(|(is_wrong, _)| *is_wrong)
    .map(|(_, what)| format!("{}: {what}", denial.door))
    .collect()
}

/// Knocks at every door of the list.
async fn assert_refused(world: &World, list: impl Fn(&Scene) -> Vec<Denial>) {
    let scene = scene(world).await;
    let mut wrong = Vec::new();
    for denial in list(&scene) {
        // Nobody is to be slowed down for the wrong passwords of the list.
        world.later(60);
        wrong.extend(complaints(world, &scene, &denial).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Compares what is listed here with what there is.
#[track_caller]
fn assert_same(listed: impl Iterator<Item = String>, there: BTreeSet<String>) {
    let listed: BTreeSet<String> = listed.collect();
    let (missing, gone): (Vec<_>, Vec<_>) =
        (there.difference(&listed).collect(), listed.difference(&there).collect());
    assert!(missing.is_empty(), "doors without a denial: {missing:?}");
    assert!(gone.is_empty(), "denials without a door: {gone:?}");
}

on_both_engines! {
    async fn every_rest_door_refuses_strangers_and_outsiders(world: World) {
        assert_refused(world, |scene| {
            let mut all = doors(&scene.member.id);
            all.extend(places(&scene.member.id));
            all
        }).await;
    }

    async fn every_server_function_refuses_strangers_and_outsiders(world: World) {
        assert_refused(world, |scene| {
            let mut all = functions(&scene.member.id, &scene.session);
            all.extend(inviting_functions(&scene.member.id));
            all.extend(inside_functions(&scene.member.id));
            all.extend(access_functions(&scene.member.id));
            all.extend(bulk_functions(&scene.member.id));
            all.extend(asking_functions(&scene.member.id));
            all
        }).await;
    }
}

#[tokio::test]
async fn no_rest_door_is_without_a_denial() {
    let world = World::on_sqlite().await;
    let description = world.client().get("/api/v1/openapi.json").await.expect(200).json();
    let paths = description["paths"].as_object().expect("paths");
    let there = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().expect("methods").keys();
        methods.map(move |method| format!("{} {path}", method.to_uppercase()))
    });
    let listed = doors("").into_iter().chain(places(""));
    assert_same(listed.map(|denial| denial.door.to_owned()), there.collect());
    world.end().await;
}

#[tokio::test]
async fn no_server_function_is_without_a_denial() {
    let there = server_fn_paths().map(|(path, method)| {
        assert_eq!(method, "POST", "{path}");
        path.to_owned()
    });
    assert_same(
        functions("", "")
            .into_iter()
            .chain(inviting_functions(""))
            .chain(inside_functions(""))
            .chain(access_functions(""))
            .chain(bulk_functions(""))
            .chain(asking_functions(""))
            .map(|denial| denial.door.to_owned()),
        there.collect(),
    );
}

#[tokio::test]
async fn every_server_function_refuses_a_field_that_it_does_not_know() {
    let world = World::on_sqlite().await;
    let scene = scene(&world).await;
    let ours = world.client().with("sec-fetch-site", "same-origin");
    let mut all = functions(&scene.member.id, &scene.session);
    all.extend(inviting_functions(&scene.member.id));
    all.extend(inside_functions(&scene.member.id));
    all.extend(access_functions(&scene.member.id));
    all.extend(bulk_functions(&scene.member.id));
    all.extend(asking_functions(&scene.member.id));
    for mut denial in all {
        denial.body["surplus"] = json!("x");
        let answer = scene.knock(&ours, &denial).await.expect(422).json();
        assert_eq!(answer["errors"][0]["field"], "surplus", "{}: {answer}", denial.door);
    }
    world.end().await;
}

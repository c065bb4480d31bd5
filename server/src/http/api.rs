//! The REST interface: the doors of all features, and their description made from the very same
//! routers, so that neither can have what the other lacks.

use axum::routing::get;
use axum::{Json, Router};
use fluxward_core::{
    Services, access, activations, activity, authzen, bulk, emails, exports, factors, imports,
    invitations, mail, matrix, members, organizations, plans, previews, projects, registrations,
    requests, resets, roles, seeing, sessions, settings, setup, teams, tokens, users, workspaces,
};
use std::sync::Arc;
use utoipa::openapi::path::{ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{Object, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Components, Content, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder,
    Responses,
};
use utoipa_axum::router::OpenApiRouter;

/// Everything below `/api/v1`, its description included.
pub(super) fn router<S: Clone + Send + Sync + 'static>(services: Services) -> Router<S> {
    let (router, description) = OpenApiRouter::with_openapi(about())
        .nest("/api/v1", features())
        .merge(authzen::api::router())
        .split_for_parts();
    let description = Arc::new(complete(description));
    let show = get(move || async move { Json((*description).clone()) });
    router.with_state(services).route("/api/v1/openapi.json", show)
}

/// The doors that nobody needs a sign-in for, by the beginning of their path.
const PUBLIC: [&str; 4] =
    ["/api/v1/setup", "/api/v1/auth/", "/api/v1/invitations/", "/.well-known/"];
/// … but for these.
const SIGNED: [&str; 1] = ["/api/v1/auth/logout"];

/// Every door refuses in the same shape.
fn refuse(responses: &mut Responses) {
    let problem = || {
        let body = Content::new(Some(Ref::from_schema_name("ProblemBody")));
        ("application/problem+json".to_owned(), RefOr::T(body))
    };
    let others = || RefOr::T(ResponseBuilder::new().description("Refused, and why.").build());
    responses.responses.entry("4XX".to_owned()).or_insert_with(others);
    for (status, response) in &mut responses.responses {
        if let (true, RefOr::T(response)) = (status.starts_with('4'), response)
            && response.content.is_empty()
        {
            response.content.extend([problem()]);
        }
    }
}

/// The description with what holds for many doors alike: the sign-in, and the headers that make
/// a call safe to repeat and refuse what has changed.
fn complete(mut description: OpenApi) -> OpenApi {
    description.security = Some(vec![SecurityRequirement::new("bearer", [""; 0])]);
    for (path, item) in &mut description.paths.paths {
        let is_public = PUBLIC.iter().any(|public| path.starts_with(public))
            && !SIGNED.contains(&path.as_str());
        let idempotent = "Carries the call out once, however often it is sent with the same key.";
        let unchanged = "The `ETag` that was last seen: refused (412) when it is another by now.";
        let operations = [
            (&mut item.get, None),
            (&mut item.post, Some(("Idempotency-Key", idempotent))),
            (&mut item.put, Some(("If-Match", unchanged))),
            (&mut item.patch, Some(("If-Match", unchanged))),
            (&mut item.delete, Some(("If-Match", unchanged))),
        ];
        for (operation, header) in operations {
            let Some(operation) = operation else { continue };
            refuse(&mut operation.responses);
            if is_public {
                operation.security = Some(Vec::new());
            } else if let Some((name, description)) = header {
                let header = ParameterBuilder::new()
                    .name(name)
                    .parameter_in(ParameterIn::Header)
                    .description(Some(description))
                    .schema(Some(Object::with_type(Type::String)))
                    .build();
                operation.parameters.get_or_insert_default().push(RefOr::T(header));
            }
        }
    }
    description
}

fn features() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .merge(setup::api::router())
        .merge(sessions::api::router())
        .merge(tokens::api::router())
        .merge(resets::api::router())
        .merge(activations::api::router())
        .merge(registrations::api::router())
        .merge(emails::api::router())
        .merge(factors::api::router())
        .merge(users::api::router())
        .merge(organizations::api::router())
        .merge(members::api::router())
        .merge(bulk::api::router())
        .merge(imports::api::router())
        .merge(exports::api::router())
        .merge(invitations::api::router())
        .merge(roles::api::router())
        .merge(teams::api::router())
        .merge(workspaces::api::router())
        .merge(projects::api::router())
        .merge(plans::api::router())
        .merge(access::api::router())
        .merge(matrix::api::router())
        .merge(previews::api::router())
        .merge(seeing::api::router())
        .merge(requests::api::router())
        .merge(activity::api::router())
        .merge(settings::api::router())
        .merge(mail::api::router())
}

fn about() -> OpenApi {
    let bearer = SecurityScheme::Http(
        HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build(),
    );
    let mut components = Components::new();
    components.add_security_scheme("bearer", bearer);
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Fluxward")
                .version("1")
                .description(Some(
                    "Who is in, what they may do, and what they did. Anything a page can do, this \
                     interface can do through the same use case.",
                ))
                .build(),
        )
        .components(Some(components))
        .build()
}

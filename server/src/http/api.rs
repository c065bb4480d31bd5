//! The REST interface: the doors of all features, and their description made from the very same
//! routers, so that neither can have what the other lacks.

use axum::routing::get;
use axum::{Json, Router};
use fluxward_core::{
    Services, activity, mail, members, organizations, sessions, settings, setup, users,
};
use std::sync::Arc;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, InfoBuilder, OpenApi, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;

/// Everything below `/api/v1`, its description included.
pub(super) fn router<S: Clone + Send + Sync + 'static>(services: Services) -> Router<S> {
    let (router, description) =
        OpenApiRouter::with_openapi(about()).nest("/api/v1", features()).split_for_parts();
    let description = Arc::new(description);
    let show = get(move || async move { Json((*description).clone()) });
    router.with_state(services).route("/api/v1/openapi.json", show)
}

fn features() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .merge(setup::api::router())
        .merge(sessions::api::router())
        .merge(users::api::router())
        .merge(organizations::api::router())
        .merge(members::api::router())
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

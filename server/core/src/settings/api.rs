//! The REST doors of the settings.

use crate::services::Services;
use utoipa_axum::router::OpenApiRouter;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
}

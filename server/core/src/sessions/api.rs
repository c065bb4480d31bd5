//! The REST doors of signing in and of one's own account.

use crate::services::Services;
use utoipa_axum::router::OpenApiRouter;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
}

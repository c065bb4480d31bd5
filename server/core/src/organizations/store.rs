//! Organizations, stored.

use crate::database::{Connection, values};
use crate::error::Result;
use fluxward_domain::ids::OrganizationId;
use fluxward_domain::text;
use uuid::Uuid;

/// A living organization, found by its slug.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) id: OrganizationId,
    pub(crate) slug: String,
    pub(crate) name: String,
}

/// The living organization of that slug. Whether the caller may know of it is not asked here.
pub(crate) async fn resolve(connection: &mut Connection, slug: &str) -> Result<Option<Resolved>> {
    if text::slug(slug, &()).is_err() {
        return Ok(None);
    }
    let sql = "select id, name from organizations where slug = $1 and until_seq is null";
    let row: Option<(Uuid, String)> = connection.row(sql, values![slug]).await?;
    Ok(row.map(|(id, name)| Resolved {
        id: OrganizationId(id),
        slug: slug.to_owned(),
        name,
    }))
}

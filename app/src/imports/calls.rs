//! The door of the import's page: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::{Checked, ImportForm};
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;

#[cfg(feature = "ssr")]
use {
    crate::caller::asking, crate::forms::given, crate::wire::answer::show_once,
    fluxward_core::imports, fluxward_domain::imports::ImportQuery,
};

/// Looks at a table, or carries it out.
#[server(prefix = "/_fn", endpoint = "imports/run", protocol = Wire)]
pub async fn run(slug: String, form: ImportForm) -> Result<Checked, Failure> {
    let (services, caller) = asking()?;
    let ImportForm { csv, check, reason } = form;
    let asked = ImportQuery { dry_run: Some(!check.is_empty()), reason: given(reason) };
    let report = imports::import(&services, &caller, &slug, csv.as_bytes(), &asked).await?;
    show_once(&Checked::shortened(&report, &csv));
    Ok(Checked { report, csv: String::new() })
}

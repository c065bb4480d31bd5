//! One reason, as a sentence with what belongs to it.

use crate::markup::view;
use crate::prelude::*;
use crate::ui::Time;
use fluxward_domain::Moment;
use serde::{Deserialize, Serialize};

/// A grant that allows, or the first thing that is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// The sentence; the team is in it.
    pub detail: String,
    /// When it ends by itself.
    pub expires_at: Option<Moment>,
}

impl Ground {
    pub(super) fn shown(self) -> AnyView {
        let until = self.expires_at.map(|at| view! { <small>" Until " <Time at=at/> "."</small> });
        view! { <li><span>{self.detail}{until}</span></li> }.into_any()
    }
}

//! The forms of plans as a browser without scripts sends them.

use crate::forms::given;
use fluxward_domain::plans::EditPlan;
use serde::{Deserialize, Serialize};

/// What a plan includes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    /// The modules that are ticked.
    pub modules: Vec<String>,
    /// How many seats; any number when empty.
    pub seats: String,
}

impl From<PlanForm> for EditPlan {
    fn from(form: PlanForm) -> Self {
        Self {
            name: None,
            modules: Some(form.modules),
            seats: Some(count(&form.seats)),
            reason: None,
        }
    }
}

/// The number in a field; nothing when it is empty. What is no number is refused as 0 is.
pub(super) fn count(field: &str) -> Option<i64> {
    given(field.to_owned()).map(|text| text.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_field_is_any_number_and_no_number_is_refused() {
        let edit = EditPlan::from(PlanForm { modules: Vec::new(), seats: " ".into() });
        assert_eq!((edit.seats, edit.modules), (Some(None), Some(Vec::new())));
        assert_eq!((count("25"), count("many")), (Some(25), Some(0)));
    }
}

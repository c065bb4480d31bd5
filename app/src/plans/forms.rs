//! The forms of plans as a browser without scripts sends them.

use crate::access::planned::Planned;
use crate::address::Address;
use crate::forms::given;
use crate::router::Words;
use fluxward_domain::plans::{EditPlan, Plan};
use serde::{Deserialize, Serialize};

/// What a plan includes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    /// The modules that are ticked.
    pub modules: Vec<String>,
    /// How many seats; any number when empty.
    pub seats: String,
    /// Why.
    pub reason: String,
}

impl PlanForm {
    /// The form with what a plan includes.
    pub(super) fn of(plan: &Plan) -> Self {
        let seats = plan.seats.map(|seats| seats.to_string()).unwrap_or_default();
        Self { modules: plan.modules.clone(), seats, reason: String::new() }
    }
}

impl From<PlanForm> for EditPlan {
    fn from(form: PlanForm) -> Self {
        Self {
            name: None,
            modules: Some(form.modules),
            seats: Some(count(&form.seats)),
            reason: given(form.reason),
        }
    }
}

/// A plan's form as it was filled in, in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    /// The key of the plan.
    pub(super) key: String,
    /// Whether it is to be reviewed.
    pub(super) is_review: bool,
    /// What was filled in.
    pub(super) form: PlanForm,
}

impl Draft {
    /// Reads the words of an address; `None` when nothing was filled in yet.
    pub(super) fn read(words: &Words) -> Option<Self> {
        let is_review = words.get_str("step")? == "review";
        let form = PlanForm {
            modules: words.all("module").map(str::to_owned).collect(),
            seats: words.get("seats").unwrap_or_default(),
            reason: String::new(),
        };
        Some(Self { key: words.get("plan")?, is_review, form })
    }

    /// The change of the plan that it is about.
    pub(super) fn planned(self) -> Planned {
        let PlanForm { modules, seats, .. } = self.form;
        Planned::Definition { key: self.key, modules, seats: count(&seats) }
    }

    /// The address that comes back to the form with everything as it was filled in.
    pub(super) fn back(&self) -> String {
        let start = Address::of("/settings")
            .with("step", Some("edit"))
            .with("plan", Some(&self.key))
            .with("seats", Some(&self.form.seats));
        let modules = self.form.modules.iter();
        let whole = modules.fold(start, |it, module| it.with("module", Some(module.as_str())));
        String::from(whole) + "#plans"
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
        let edit = EditPlan::from(PlanForm { seats: " ".into(), ..PlanForm::default() });
        assert_eq!((edit.seats, edit.modules), (Some(None), Some(Vec::new())));
        assert_eq!((count("25"), count("many")), (Some(25), Some(0)));
    }

    #[test]
    fn a_draft_comes_back_as_it_was_filled_in() {
        let read = |query| Draft::read(&Words::of_query(query));
        assert_eq!(read("plan=team"), None);
        let draft = read("step=review&plan=team&module=assets&module=tags&seats=40").unwrap();
        assert!(draft.is_review);
        let address = draft.back();
        let query = address.strip_prefix("/settings?").unwrap().strip_suffix("#plans").unwrap();
        assert_eq!(read(query), Some(Draft { is_review: false, ..draft }));
    }
}

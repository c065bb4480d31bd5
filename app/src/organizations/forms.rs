//! The forms of organizations as a browser without scripts sends them.

use crate::forms::given;
use fluxward_domain::factors::SecondFactor;
use fluxward_domain::organizations::{EditOrganization, NewOrganization};
use fluxward_domain::text::slug_from;
use serde::{Deserialize, Serialize};

/// The form of a new organization.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewOrganizationForm {
    /// Its name.
    pub name: String,
    /// The word in its address; made from the name when empty.
    pub slug: String,
}

impl From<NewOrganizationForm> for NewOrganization {
    fn from(form: NewOrganizationForm) -> Self {
        let slug = given(form.slug).unwrap_or_else(|| slug_from(&form.name));
        Self { name: form.name, slug, owner: None, reason: None }
    }
}

/// The form of an organization's details.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EditOrganizationForm {
    /// Its name.
    pub name: String,
    /// The word in its address.
    pub slug: String,
    /// The key of which members need a second factor; as it is when empty.
    pub second_factor_required: String,
    /// Why.
    pub reason: String,
}

impl From<EditOrganizationForm> for EditOrganization {
    fn from(form: EditOrganizationForm) -> Self {
        Self {
            name: given(form.name),
            slug: given(form.slug),
            second_factor_required: SecondFactor::parse(&form.second_factor_required),
            reason: given(form.reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_slug_the_name_gives_one() {
        let form = NewOrganizationForm { name: "Acme Europe".into(), slug: " ".into() };
        assert_eq!(NewOrganization::from(form).slug, "acme-europe");
    }
}

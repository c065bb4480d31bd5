//! The forms of organizations as a browser without scripts sends them.

use crate::forms::given;
use fluxward_domain::factors::SecondFactor;
use fluxward_domain::organizations::{EditOrganization, NewOrganization};
use fluxward_domain::privileges::Privilege;
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
    /// Not empty where the boxes below are part of the form: then what is not ticked is not wanted.
    pub boxes: String,
    /// Whether Members begin with "Administer assets and stages": then it is not empty.
    pub assets: String,
    /// The same for "Administer tags".
    pub tags: String,
    /// The same for "Administer users and privileges".
    pub users: String,
    /// Why.
    pub reason: String,
}

impl EditOrganizationForm {
    /// The boxes that are ticked, where they are part of the form.
    fn ticked(&self) -> Option<Vec<Privilege>> {
        let is_ticked = |privilege: &Privilege| {
            !match privilege {
                Privilege::Assets => &self.assets,
                Privilege::Tags => &self.tags,
                Privilege::Users => &self.users,
            }
            .is_empty()
        };
        (!self.boxes.is_empty()).then(|| Privilege::ALL.into_iter().filter(is_ticked).collect())
    }
}

impl From<EditOrganizationForm> for EditOrganization {
    fn from(form: EditOrganizationForm) -> Self {
        Self {
            default_privileges: form.ticked(),
            name: given(form.name),
            slug: given(form.slug),
            second_factor_required: SecondFactor::parse(&form.second_factor_required),
            plan: None,
            seats: None,
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

    #[test]
    fn what_is_not_ticked_is_not_wanted_but_only_where_there_are_boxes() {
        let ticked = EditOrganizationForm { tags: "true".into(), ..Default::default() };
        assert_eq!(EditOrganization::from(ticked.clone()).default_privileges, None);
        let with_boxes = EditOrganizationForm { boxes: "true".into(), ..ticked };
        let wanted = EditOrganization::from(with_boxes).default_privileges;
        assert_eq!(wanted, Some(vec![Privilege::Tags]));
        let none = EditOrganizationForm { boxes: "true".into(), ..Default::default() };
        assert_eq!(EditOrganization::from(none).default_privileges, Some(Vec::new()));
    }
}

//! Who needs a second factor on this platform.

use super::calls::SaveFactors;
use super::card::SettingsCard;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Choice, Select, Submission};
use fluxward_domain::factors::SecondFactor;
use leptos::server_fn::ServerFn;

/// What the dropdown says for each.
const fn label(of: SecondFactor) -> &'static str {
    match of {
        SecondFactor::Nobody => "Nobody; everyone may set one up",
        SecondFactor::Administrators => {
            "Platform administrators, and Owners and Admins of organizations"
        }
        SecondFactor::Everyone => "Everyone",
    }
}

#[component]
pub(super) fn FactorsCard(required: SecondFactor) -> AnyView {
    let submission = Submission::of(SaveFactors::PATH);
    let choices = SecondFactor::ALL.map(|it| Choice::new(it.key(), label(it))).to_vec();
    view! {
        <SettingsCard
            id="second-factor"
            title="Second factor"
            sentence="Whoever needs one and has none can do nothing but set one up, from the next click on: you, too. Organizations may ask more of their own members."
            action=SaveFactors::PATH
            submission=submission
        >
            <Select name="form[second_factor_required]" label="Required for" choices=choices value=Signal::stored(required.key().to_owned()) submission=submission/>
        </SettingsCard>
    }
    .into_any()
}

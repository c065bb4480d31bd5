//! Which second factors a person has, and taking them away for whoever has lost them.

use super::access::taken_over;
use super::calls::ResetSecondFactor;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Button, ConfirmDialog, Look, Submission};
use fluxward_domain::factors::Held;
use fluxward_domain::users::UserDetail;
use leptos::server_fn::ServerFn;

const RESETTING: &str = "resetting-second-factor";

/// The part of the card about sign-in.
pub(super) fn factors_part(detail: RwSignal<UserDetail>) -> AnyView {
    let held = Memo::new(move |_| detail.with(|detail| detail.factors));
    let submission = Submission::of(ResetSecondFactor::PATH);
    let button = move || {
        held.get().any().then(
            || view! { <Button opens=RESETTING look=Look::Danger>"Reset second factor"</Button> },
        )
    };
    view! {
        <div class="setting">
            <div><b>"Second factor"</b><small>{move || sentence(held.get())}</small></div>
            {button}
        </div>
        {move || resetting(&detail.get(), submission, detail)}
    }
    .into_any()
}

/// What there is, in words.
fn sentence(held: Held) -> String {
    let passkeys = match held.passkeys {
        0 => None,
        1 => Some("1 passkey".to_owned()),
        count => Some(format!("{count} passkeys")),
    };
    let app = held.totp.then(|| "an authenticator app".to_owned());
    let all = [app, passkeys].into_iter().flatten().collect::<Vec<_>>();
    if all.is_empty() {
        return "None. Signing in asks for the password alone.".to_owned();
    }
    let left = match held.recovery_codes {
        1 => "1 recovery code".to_owned(),
        left => format!("{left} recovery codes"),
    };
    format!("Has {}; {left} left.", all.join(" and "))
}

fn resetting(person: &UserDetail, submission: Submission, detail: RwSignal<UserDetail>) -> AnyView {
    let name = &person.user.full_name;
    view! {
        <ConfirmDialog
            id=RESETTING
            title=format!("Reset the second factor of {name}?")
            consequences=vec![
                format!("{name} is signed out everywhere at once, and signs in with the password alone."),
                "Authenticator app, passkeys and recovery codes are removed; they have to be set up anew.".to_owned(),
                "Make sure that it is really this person who asks for it.".to_owned(),
            ]
            confirm="Reset second factor"
            danger=true
            reason=true
            action=ResetSecondFactor::PATH
            hidden=vec![("id", person.user.id.to_string())]
            submission=submission
            on_done=taken_over(detail, |name| format!("{name} has no second factor any more"), None)
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_has_reads_well() {
        let held = |totp, passkeys, recovery_codes| Held { totp, passkeys, recovery_codes };
        assert_eq!(
            sentence(held(true, 2, 9)),
            "Has an authenticator app and 2 passkeys; 9 recovery codes left."
        );
        assert_eq!(sentence(held(false, 1, 1)), "Has 1 passkey; 1 recovery code left.");
        assert!(sentence(Held::default()).starts_with("None."));
    }
}

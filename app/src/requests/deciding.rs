//! The card that decides one request: until when, what the person is told, and the two buttons.

use super::calls::Decide;
use super::item::{Items, wanted};
use super::query::address;
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::{
    Button, Card, Facts, Form, Look, MomentField, Submission, TextField, Time, toasts,
};
use crate::wire::json;
use fluxward_domain::requests::{AccessRequest, RequestStatus};
use leptos::server_fn::ServerFn;

/// The card about `request`.
pub(super) fn deciding(items: Items, request: &AccessRequest) -> AnyView {
    let submission = Submission::of(Decide::PATH);
    let (navigate, toasts) = (use_navigate(), toasts());
    let back = address(&items.path.get_value(), items.show.word(), None);
    let there = StoredValue::new(back.clone());
    let done = Callback::new(move |answer: String| {
        let decided = json::read::<AccessRequest>(&answer);
        let granted = decided.is_some_and(|it| it.status == RequestStatus::Granted);
        toasts.say(if granted { "Granted: it holds from now on" } else { "Declined" });
        items.again.run(());
        navigate(&there.get_value(), NavigateOptions::default());
    });
    let hidden = vec![("slug", items.slug.get_value()), ("id", request.id.to_string())];
    let close = view! { <a class="button quiet" href=back>"Close"</a> }.into_any();
    let about = about(request);
    let title = format!("{} asks to be {}", request.user.full_name, wanted(request));
    view! {
        <Card id="deciding" title=title corner=close>
            {about}
            <Form action=Decide::PATH submission=submission on_done=done hidden=hidden label="Decide">
                <MomentField name="form[until]" plain="form[until_plain]" label="Ends" hint="Shorten it by choosing an earlier moment. Empty: as it was asked for." submission=submission/>
                <TextField name="form[reason]" label="Comment" hint="Mailed to the person, and recorded beside the decision." submission=submission/>
                <div class="actions">
                    <Button submit=true look=Look::Danger name="grant" value="false" busy=submission.pending>"Decline"</Button>
                    <Button submit=true look=Look::Primary name="grant" value="true" busy=submission.pending>"Grant"</Button>
                </div>
            </Form>
        </Card>
    }
    .into_any()
}

/// Why it is wanted, and for how long.
fn about(request: &AccessRequest) -> AnyView {
    let ends = match request.expires_at {
        Some(at) => view! { <Time at=at/> }.into_any(),
        None => "for good".into_any(),
    };
    let items = vec![("Why", request.reason.clone().into_any()), ("Until", ends)];
    view! { <Facts items=items/> }.into_any()
}

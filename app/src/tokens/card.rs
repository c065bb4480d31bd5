//! The card with one's own tokens.

use super::calls::{Create, Revoke};
use super::new::{NEW, NewTokenDialog};
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{
    Ago, Button, Card, Column, CopyField, EmptyState, ErrorState, Form, Look, Skeleton, Submission,
    Table, Time, toasts,
};
use crate::wire::flash::Left;
use crate::wire::json;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::tokens::{MadeToken, Token};
use leptos::server_fn::ServerFn;

/// How many permissions a row names.
const NAMED: usize = 2;

/// One's own tokens, asked for anew when one was made or revoked.
pub type Tokens = Resource<Result<Vec<Token>, Failure>>;

/// The card.
#[component]
pub fn TokensCard(
    /// The tokens.
    tokens: Tokens,
    /// What one holds oneself, anywhere: a token can include that.
    held: PermissionSet,
) -> AnyView {
    // Without scripts it was made by the page before.
    let left = Left::of_this_page().and_then(|left| left.answer(Create::PATH));
    let made = RwSignal::new(left.and_then(|answer| json::read(&answer)));
    let corner = view! { <Button opens=NEW>"New token"</Button> };
    view! {
        <Card id="tokens" title="API tokens" corner=corner.into_any()>
            <p class="card-lead">"For programs that act as you, and never do more than you may at that moment. A changed password ends all of them."</p>
            {move || made.get().map(shown_once)}
            <Transition fallback=|| view! { <Skeleton rows=2/> }>
                {move || Suspend::new(async move {
                    match tokens.await {
                        Ok(all) if all.is_empty() => view! { <EmptyState title="No tokens" advice="Make one for each program, so that each can be revoked alone."/> }.into_any(),
                        Ok(all) => table(all, tokens),
                        Err(failure) => view! { <ErrorState failure=failure retry=Callback::new(move |()| tokens.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
        </Card>
        <NewTokenDialog made tokens held/>
    }
    .into_any()
}

/// The secret, for the only time.
fn shown_once(made: MadeToken) -> AnyView {
    view! {
        <div class="note good">
            <p role="status"><b>"“"{made.about.name}"” is made. "</b>"Copy the token now: it is not shown again."</p>
            <CopyField label="Token" text=made.token/>
        </div>
    }
    .into_any()
}

fn table(all: Vec<Token>, tokens: Tokens) -> AnyView {
    let submission = Submission::of(Revoke::PATH);
    let toasts = toasts();
    let revoked = Callback::new(move |_: String| {
        toasts.say("The token is revoked");
        tokens.refetch();
    });
    let rows = all.into_iter().map(|token| row(token, submission, revoked)).collect::<Vec<_>>();
    let columns = ["Name", "Last used", "Expires", "Action"].map(Column::new).to_vec();
    view! { <Table label="API tokens" columns=columns>{rows}</Table> }.into_any()
}

fn row(token: Token, submission: Submission, revoked: Callback<String>) -> AnyView {
    let what = format!(" “{}”", token.name);
    let includes = includes(token.permissions.as_deref());
    let used = match token.last_used_at {
        Some(at) => view! { <Ago at=at/> }.into_any(),
        None => "never".into_any(),
    };
    let ends = match token.expires_at {
        Some(at) => view! { <Time at=at/> }.into_any(),
        None => "never".into_any(),
    };
    view! {
        <tr>
            <td class="wide"><b>{token.name}</b><br/><small>{includes}" · made "<Ago at=token.created_at/></small></td>
            <td><small class="label">"Last used "</small>{used}</td>
            <td class="hide">{ends}</td>
            <td class="end">
                <Form action=Revoke::PATH submission=submission hidden=vec![("id", token.id.to_string())] on_done=revoked>
                    <Button look=Look::Quiet submit=true busy=submission.pending>"Revoke"<span class="unseen">{what}</span></Button>
                </Form>
            </td>
        </tr>
    }
    .into_any()
}

/// What a token includes, in a few words.
fn includes(permissions: Option<&[Permission]>) -> String {
    let Some(all) = permissions else { return "Everything you may do".to_owned() };
    let named = all.iter().take(NAMED).map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_names_a_few_permissions() {
        let some = [Permission::UsersView, Permission::TagsManage, Permission::ReportsView];
        assert_eq!(includes(None), "Everything you may do");
        assert_eq!(includes(Some(&some[..1])), "users.view");
        assert_eq!(includes(Some(&some)), "users.view, tags.manage and 1 more");
    }
}

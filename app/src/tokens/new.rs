//! The dialog that makes a token.

use super::calls::Create;
use super::card::Tokens;
use super::forms::CHOSEN;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::dialog::{self, CancelButton};
use crate::ui::field::FieldError;
use crate::ui::{Button, Choice, Dialog, Form, Look, Select, Submission, TextField};
use crate::wire::json;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::tokens::MadeToken;
use leptos::server_fn::ServerFn;

/// The `id` of the dialog.
pub(super) const NEW: &str = "new-token";
const DAYS: [(&str, &str); 4] =
    [("30", "In 30 days"), ("90", "In 90 days"), ("365", "In a year"), ("", "Never by itself")];

/// The dialog.
#[component]
pub(super) fn NewTokenDialog(
    /// Where the token goes when it is made.
    made: RwSignal<Option<MadeToken>>,
    /// The list, to be asked for anew.
    tokens: Tokens,
    /// What can be included.
    held: PermissionSet,
) -> AnyView {
    let submission = Submission::of(Create::PATH);
    let done = Callback::new(move |answer: String| {
        dialog::close(NEW);
        if let Some(token) = json::read(&answer) {
            made.set(Some(token));
        }
        tokens.refetch();
    });
    // Made anew with every token: nothing of the last one is left in it.
    let form = move || {
        made.track();
        fields(submission, done, held)
    };
    view! { <Dialog id=NEW title="New token">{form}</Dialog> }.into_any()
}

fn fields(submission: Submission, done: Callback<String>, held: PermissionSet) -> AnyView {
    let includes = RwSignal::new(String::new());
    let choices =
        vec![Choice::new("", "Everything I may do"), Choice::new(CHOSEN, "Only what I tick")];
    let days = DAYS.map(|(days, label)| Choice::new(days, label)).to_vec();
    let error = submission.error("permissions");
    view! {
        <Form action=Create::PATH submission=submission on_done=done>
            <TextField name="form[name]" label="Name" hint="The program or machine that uses it." submission=submission required=true autocomplete="off"/>
            <Select name="form[days]" label="Expires" choices=days value=Signal::stored("90".to_owned()) submission=submission/>
            <Select
                name="form[includes]"
                label="Includes"
                hint="Cut to what you may do yourself whenever it is used."
                choices=choices
                value=includes
                on_change=Callback::new(move |key| includes.set(key))
            />
            <FieldError id="token-permissions-error".to_owned() error=error/>
            <div class="nested" class:other=move || includes.get() != CHOSEN>{boxes(held)}</div>
            <div class="actions">
                <CancelButton id=NEW/>
                <Button look=Look::Primary submit=true busy=submission.pending>"Make token"</Button>
            </div>
        </Form>
    }
    .into_any()
}

/// A box for each permission, module by module. Without scripts they are there always; they count
/// only where it is said so.
fn boxes(held: PermissionSet) -> AnyView {
    let groups = modules(held)
        .into_iter()
        .map(|(module, permissions)| {
            let boxes = permissions.into_iter().map(permission_box).collect::<Vec<_>>();
            view! { <fieldset><legend>{module}</legend>{boxes}</fieldset> }
        })
        .collect::<Vec<_>>();
    view! { <div class="stack">{groups}</div> }.into_any()
}

fn permission_box(permission: Permission) -> AnyView {
    view! {
        <label class="check">
            <input type="checkbox" name="form[permissions][]" value=permission.as_str()/>
            <span>{permission.as_str()}<small>{permission.sentence()}</small></span>
        </label>
    }
    .into_any()
}

/// The permissions of `held` by their module, in the order of the list.
fn modules(held: PermissionSet) -> Vec<(&'static str, Vec<Permission>)> {
    let mut modules: Vec<(&str, Vec<Permission>)> = Vec::new();
    for permission in held.iter() {
        match modules.last_mut() {
            Some((module, all)) if *module == permission.module() => all.push(permission),
            _ => modules.push((permission.module(), vec![permission])),
        }
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_stand_with_their_module() {
        let held = PermissionSet::of(&[
            Permission::UsersView,
            Permission::UsersManage,
            Permission::TagsManage,
        ]);
        let names: Vec<_> =
            modules(held).into_iter().map(|(name, all)| (name, all.len())).collect();
        assert_eq!(names, [("users", 2), ("tags", 1)]);
        assert_eq!(
            modules(PermissionSet::ALL).iter().map(|(_, all)| all.len()).sum::<usize>(),
            Permission::ALL.len()
        );
    }
}

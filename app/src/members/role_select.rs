//! The dropdown with a member's role: choosing asks, confirming saves.
//!
//! Without scripts it is a form with a Save button; the server decides the same.

use super::controls::MemberControls;
use super::role_dialog::Asking;
use super::standing::Standing;
use crate::markup::view;
use crate::prelude::*;
use fluxward_domain::members::Member;
use fluxward_domain::roles::BaseRole;
use leptos::html;

/// The role of one member; `asking` is the question that the page asks before it saves, `class`
/// how the dropdown looks.
pub(super) fn role_select(
    member: Signal<Member>,
    standing: Memo<Option<Standing>>,
    controls: &MemberControls,
    asking: RwSignal<Option<Asking>>,
    class: &'static str,
) -> AnyView {
    let controls = *controls;
    let shown = controls.role.shown();
    let node = NodeRef::<html::Select>::new();
    // Shows what is saved or being saved, unless the question is open; a cancelled choice goes
    // back, and so does one made before the page's code had loaded.
    Effect::new(move |_| {
        let (open, shown) = (asking.with(Option::is_some), shown.get());
        if let (false, Some(select)) = (open, node.get()) {
            select.set_value(&shown);
        }
    });
    let chosen = move |event: leptos::ev::Event| {
        let Some(role) = BaseRole::parse(&event_target_value(&event)) else { return };
        if role.key() != shown.get_untracked() {
            asking.set(Some(Asking { member: member.get_untracked(), role, controls }));
        }
    };
    let is_fixed = move || standing.with(|it| it.as_ref().is_none_or(|it| !it.may_change_role()));
    let options =
        BaseRole::ALL.into_iter().map(|role| option(role, shown, standing)).collect::<Vec<_>>();
    let hidden = controls
        .whom
        .fields()
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect::<Vec<_>>();
    view! {
        <form class="saver" method="post" action=MemberControls::role_action() on:submit=|event| event.prevent_default()>
            {hidden}
            <select
                class=class
                node_ref=node
                name="role"
                autocomplete="off"
                aria-label=move || member.with(|member| format!("Role of {}", member.user.full_name))
                aria-invalid=move || controls.role.is_not_saved().get().then_some("true")
                disabled=is_fixed
                on:change=chosen
            >
                {options}
            </select>
            <button class="button unscripted" disabled=is_fixed>"Save"</button>
        </form>
    }
    .into_any()
}

fn option(role: BaseRole, shown: Signal<String>, standing: Memo<Option<Standing>>) -> AnyView {
    let is_refused = move || standing.with(|it| it.as_ref().is_none_or(|it| !it.may_assign(role)));
    let is_now = shown.with_untracked(|shown| shown == role.key());
    view! { <option value=role.key() selected=is_now disabled=is_refused>{role.name()}</option> }
        .into_any()
}

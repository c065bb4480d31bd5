//! A row of the list of people, and the switch in it.
//!
//! Decision: the switches belong to the page, not to the drawn rows. A row that scrolls out of
//! the window, or leaves the list because its person was switched off, keeps its pending save,
//! its Retry and its Undo.

use super::calls::{SetActive, set_active};
use crate::markup::view;
use crate::prelude::*;
use crate::ui::save::{Control, Fallback, SaveArea, Saved, SavedToggle, sender, sentence};
use crate::ui::table::Cell;
use crate::ui::{Ago, Avatar, Menu, MenuButton, MenuLink, StatusDot};
use fluxward_domain::ids::AccountId;
use fluxward_domain::users::{Status, User};
use leptos::server_fn::ServerFn;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the rows of one list share.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    /// Where their saves are shown.
    pub(super) area: SaveArea,
    /// Who is about to be suspended.
    pub(super) suspending: RwSignal<Option<Arc<User>>>,
    switches: StoredValue<BTreeMap<AccountId, Control>>,
    owner: StoredValue<Option<Owner>>,
}

impl Rows {
    /// The rows of the page that is being made.
    pub(super) fn new() -> Self {
        Self {
            area: SaveArea::new(),
            suspending: RwSignal::new(None),
            switches: StoredValue::new(BTreeMap::new()),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// The cells of one row.
    pub(super) fn draw(self, cell: Cell) -> AnyView {
        let user = cell.get::<User>();
        let switch = self.switch(&user);
        let news = move || cell.get::<User>();
        Effect::new(move |_| {
            let user = news();
            switch.settle((user.status == Status::Active).to_string(), user.version);
        });
        let status = Signal::derive(move || status_shown(news().status, switch.is_on().get()));
        let until = Signal::derive(move || news().suspended_until);
        let label = Signal::derive(move || format!("Active: {}", news().full_name));
        let never = move || match news().last_sign_in_at {
            Some(at) => view! { <Ago at=at/> }.into_any(),
            None => "never".into_any(),
        };
        view! {
            <td class="wide">{move || who(&news())}</td>
            <td class="mail">{move || news().email.clone()}</td>
            <td><StatusDot status=status until=until/></td>
            <td class="hide soft">{never}</td>
            <td class="end">
                <div class="ends">
                    <SavedToggle control=switch area=self.area label=label disabled=Signal::derive(move || !is_switchable(news().status)) fallback=fallback(user.id)/>
                    {move || self.menu(news())}
                </div>
            </td>
        }
        .into_any()
    }

    /// What else can be done to somebody, right from the list.
    fn menu(self, user: Arc<User>) -> AnyView {
        let (label, id) = (format!("More for {}", user.full_name), user.id);
        let word = match user.status {
            Status::Active => Some("Suspend"),
            Status::Suspended => Some("Change suspension"),
            Status::Inactive | Status::Pending => None,
        };
        let ask = Callback::new(move |()| self.suspending.set(Some(user.clone())));
        view! {
            <Menu label=label>
                <MenuLink href=format!("/users/{id}")>"Open"</MenuLink>
                <MenuLink href=format!("/users/{id}?edit=true")>"Edit details"</MenuLink>
                {word.map(|word| view! { <MenuButton on_click=ask>{word}</MenuButton> })}
            </Menu>
        }
        .into_any()
    }

    fn switch(self, user: &User) -> Control {
        if let Some(known) = self.switches.with_value(|all| all.get(&user.id).copied()) {
            return known;
        }
        let new = || switch(self.area, user);
        let made =
            self.owner.with_value(|owner| owner.as_ref().map_or_else(new, |owner| owner.with(new)));
        self.switches.update_value(|all| {
            all.insert(user.id, made);
        });
        made
    }
}

fn switch(area: SaveArea, user: &User) -> Control {
    let (id, name) = (user.id, user.full_name.clone());
    let send = sender(move |change| async move {
        let detail = set_active(id, change.value == "true", None, change.expected).await?;
        let active = detail.user.status == Status::Active;
        Ok(Saved { value: active.to_string(), version: detail.user.version })
    });
    let say = sentence(move |value| {
        if value == "true" {
            format!("{name} can sign in again")
        } else {
            format!("{name} is switched off")
        }
    });
    Control::new(area, (user.status == Status::Active).to_string(), user.version, send, say)
}

fn fallback(id: AccountId) -> Fallback {
    Fallback { action: SetActive::PATH, name: "active", hidden: vec![("id", id.to_string())] }
}

/// Only between on and off; who was never active or is suspended is switched on their page.
const fn is_switchable(status: Status) -> bool {
    matches!(status, Status::Active | Status::Inactive)
}

/// The status with the switch as it is shown, before the server has said so.
fn status_shown(status: Status, on: bool) -> Status {
    match status {
        Status::Active | Status::Inactive if on => Status::Active,
        Status::Active | Status::Inactive => Status::Inactive,
        other => other,
    }
}

fn who(user: &User) -> AnyView {
    let badge =
        user.platform_administrator.then(|| view! { <span class="badge">"Administrator"</span> });
    view! {
        <div class="who">
            <Avatar name=user.full_name.clone()/>
            <span>
                <a href=format!("/users/{}", user.id)>{user.full_name.clone()}</a>
                {badge}
                <small>{user.username.clone()}</small>
            </span>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_follows_the_switch_at_once() {
        assert_eq!(status_shown(Status::Active, false), Status::Inactive);
        assert_eq!(status_shown(Status::Inactive, true), Status::Active);
        assert_eq!(status_shown(Status::Pending, false), Status::Pending);
    }
}

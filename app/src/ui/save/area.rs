//! The place that says how the saves of its controls stand: `Saving…`, `Saved`, `Not saved`.

use super::control::Control;
use super::queue::Phase;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::again::SignInAgain;
use crate::ui::button::{Button, Look};
use fluxward_domain::AppError;

/// Controls whose saves are shown in one place.
#[derive(Clone, Copy)]
pub struct SaveArea {
    controls: StoredValue<Vec<Control>>,
    /// The control that was touched last, and its phase.
    last: RwSignal<Option<(Control, Phase)>>,
}

impl Default for SaveArea {
    fn default() -> Self {
        Self::new()
    }
}

impl SaveArea {
    /// An area without controls yet.
    pub fn new() -> Self {
        Self { controls: StoredValue::new(Vec::new()), last: RwSignal::new(None) }
    }

    pub(super) fn enter(self, control: Control) {
        self.controls.update_value(|all| all.push(control));
    }

    /// A control was saved, or refused, without scripts right before this page.
    pub(super) fn was_done_before(self, control: Control, refused: Option<AppError>) {
        let phase = refused.map_or(Phase::Saved { undoable: false }, Phase::Refused);
        self.last.set(Some((control, phase)));
    }

    /// One of the controls moved on: what is most worth saying is said.
    pub(super) fn look(self, moved: Control) {
        let standing = self.controls.with_value(|all| {
            let stuck = all.iter().find(|it| matches!(it.phase(), Phase::Stuck(_)));
            let saving = || all.iter().find(|it| it.phase() == Phase::Saving);
            *stuck.or_else(saving).unwrap_or(&moved)
        });
        self.last.set(Some((standing, standing.phase())));
    }
}

/// The status of an area, in its upper right corner.
#[component]
pub fn SaveStatus(
    /// The area.
    area: SaveArea,
) -> AnyView {
    let text = move || match area.last.get().map(|(_, phase)| phase) {
        None | Some(Phase::Untouched) => String::new(),
        Some(Phase::Saving) => "Saving…".to_owned(),
        Some(Phase::Saved { .. }) => "Saved".to_owned(),
        Some(Phase::Refused(error)) => format!("Not saved: {}", error.detail),
        Some(Phase::Stuck(why)) => format!("Not saved: {why}"),
    };
    let class = move || match area.last.get().map(|(_, phase)| phase) {
        Some(Phase::Saving) => "save-status saving",
        Some(Phase::Refused(_) | Phase::Stuck(_)) => "save-status not-saved",
        None | Some(Phase::Untouched) => "save-status idle",
        _ => "save-status",
    };
    view! {
        <div class=class>
            <span role="status">{text}</span>
            {move || area.last.get().and_then(|(control, phase)| offer(control, &phase))}
        </div>
    }
    .into_any()
}

fn offer(control: Control, phase: &Phase) -> Option<AnyView> {
    match phase {
        Phase::Stuck(_) => Some(
            view! { <Button look=Look::Quiet on_click=Callback::new(move |()| control.retry())>"Retry"</Button> }
                .into_any(),
        ),
        Phase::Refused(error) => Some(view! { <SignInAgain kind=error.kind/> }.into_any()),
        Phase::Saved { undoable: true } => Some(
            view! { <Button look=Look::Quiet on_click=Callback::new(move |()| control.undo())>"Undo"</Button> }
                .into_any(),
        ),
        _ => None,
    }
}

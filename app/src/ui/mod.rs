//! The design system: one widget, one file. It knows no feature, and calls no server function
//! by itself; what a widget does is handed to it.

use crate::prelude::*;

pub mod again;
pub mod avatar;
pub mod button;
pub mod card;
pub mod copy;
pub mod dialog;
pub mod empty;
pub mod error;
pub mod field;
pub mod form;
pub mod header;
pub mod help;
#[cfg(feature = "hydrate")]
mod intl;
pub mod keys;
pub(crate) mod letters;
pub mod menu;
pub mod moment;
pub mod password;
pub mod save;
pub mod search;
pub mod select;
pub mod skeleton;
pub mod status;
pub mod table;
pub mod tabs;
pub mod text_area;
pub mod time;
pub mod toast;
pub mod toggle;

pub use again::SignInAgain;
pub use avatar::Avatar;
pub use button::{Button, LinkButton, Look};
pub use card::{Card, Facts};
pub use copy::CopyField;
pub use dialog::{ConfirmDialog, Dialog};
pub use empty::EmptyState;
pub use error::{ErrorState, NotFoundPage};
pub use field::TextField;
pub use form::{Form, Submission};
pub use header::PageHeader;
pub use help::KeyboardHelp;
pub use menu::{Menu, MenuButton, MenuLink};
pub use moment::MomentField;
pub use password::PasswordField;
pub use save::{
    Control, Fallback, SaveArea, SaveStatus, SavedSelect, SavedTick, SavedToggle, sender, sentence,
};
pub use search::SearchBox;
pub use select::{Choice, Select};
pub use skeleton::Skeleton;
pub use status::StatusDot;
pub use table::{
    Cell, Column, Fetch, ListPage, Row, RowView, Table, TableHandle, WindowedTable, grouped,
};
pub use tabs::{Breadcrumbs, Tabs};
pub use text_area::TextArea;
pub use time::{Ago, Time};
pub use toast::{ToastRegion, Toasts, provide_toasts, toasts};
pub use toggle::{PressButton, Switch};

/// Whether scripts run here: from hydration on. Not before: the first render is the same on both
/// sides.
pub(crate) fn is_scripted() -> RwSignal<bool> {
    let scripted = RwSignal::new(false);
    Effect::new(move |_| scripted.set(true));
    scripted
}

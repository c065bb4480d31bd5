//! What the parts of these pages share.

use super::paging::Paging;
use super::seats::Seats;
use super::standing::Standing;
use crate::access::Choosing;
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, Words, use_navigate};
use crate::ui::{Button, Card, Look, Time, toasts};
use fluxward_domain::Moment;

/// The `id` of the dialog that deletes.
pub(crate) const DELETING: &str = "deleting";

/// The page of one thing in an organization. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Parts {
    /// The organization's slug.
    pub(crate) slug: StoredValue<String>,
    /// The path of the page.
    pub(crate) path: StoredValue<String>,
    /// What the person at the page may do.
    pub(crate) standing: Standing,
    /// The controls of the page.
    pub(crate) seats: Seats,
    /// Which people are asked for.
    pub(crate) paging: StoredValue<Paging>,
    /// What the form that is open would do.
    pub(crate) choosing: Choosing,
    /// Asks for everything again.
    pub(crate) again: Callback<()>,
}

impl Parts {
    /// Which form the words of an address open: the id of the person whom it is about, or else the
    /// word of what is added.
    pub(crate) fn open_form(words: Memo<Words>) -> Memo<Option<String>> {
        Memo::new(move |_| {
            words.with(|words| match words.get_str("add")? {
                "person" => words.get("person"),
                other => Some(other.to_owned()),
            })
        })
    }

    /// What the form that is open would do, about `one` person or about anybody, where there is
    /// something to choose in it; without scripts that of what stands there at first.
    pub(crate) fn foreseen(self, one: bool) -> AnyView {
        let shown = self.choosing.shown(one);
        view! { <p class="soft unscripted">"With what stood there when this page came:"</p> {shown} }
            .into_any()
    }

    /// What follows when a form of settings was saved: `word` reads the slug in its answer, and
    /// `path` says where that is.
    pub(crate) fn saved(
        self,
        path: fn(&str, &str) -> String,
        word: fn(&str) -> Option<String>,
    ) -> Callback<String> {
        let (navigate, toasts) = (use_navigate(), toasts());
        Callback::new(move |answer: String| {
            let (Some(word), Some(slug)) = (word(&answer), self.slug.try_get_value()) else {
                return;
            };
            toasts.say("Settings saved");
            let there = path(&slug, &word);
            let stays = self.path.with_value(|path| {
                path.strip_prefix(&there)
                    .is_some_and(|rest| matches!(rest, "" | "/settings/members"))
            });
            if stays {
                self.again.run(());
            } else {
                let quietly = NavigateOptions { replace: true, ..NavigateOptions::default() };
                navigate(&there, quietly);
            }
        })
    }
}

/// The card that leads to the dialog that deletes; `ask` works out what deleting would do.
pub(crate) fn danger(
    title: &'static str,
    verb: &'static str,
    ask: Option<Callback<()>>,
) -> AnyView {
    let asks = Callback::new(move |()| {
        if let Some(ask) = ask {
            ask.run(());
        }
    });
    view! {
        <Card id="danger" title=title>
            <div class="setting">
                <p class="soft">"Ends it for everybody. This cannot be taken back."</p>
                <Button opens=DELETING look=Look::Danger on_click=asks>{verb}</Button>
            </div>
        </Card>
    }
    .into_any()
}

/// When something ends by itself, where it does.
pub(crate) fn until(end: Option<Moment>) -> Option<AnyView> {
    end.map(|at| view! { <small class="until">" until "<Time at=at/></small> }.into_any())
}

/// How many people and teams hold a role somewhere.
pub(crate) fn counted(holders: i64) -> String {
    match holders {
        0 => "Nobody in it".to_owned(),
        1 => "1 person or team".to_owned(),
        holders => format!("{holders} people and teams"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holders_are_counted_in_words() {
        let all = [counted(0), counted(1), counted(12)];
        assert_eq!(all, ["Nobody in it", "1 person or team", "12 people and teams"]);
    }
}

//! More people than stand on one page: found by a text, or walked through page by page.
//!
//! Both stand in the address (`?search=…&cursor=…&from=…`), so it works without scripts and
//! survives Back.

use super::seats::Seats;
use crate::address::Address;
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, Words, use_navigate};
use crate::ui::{EmptyState, SearchBox, grouped};
use crate::wire::Task;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use fluxward_domain::pages::{Page, PeopleQuery};

/// Where the people who are shown stand among all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    /// How many there are; nothing is said beyond a thousand.
    total: Option<i64>,
    /// Where the next page begins.
    next: Option<String>,
}

#[cfg(feature = "ssr")]
impl Extent {
    /// The people of a page, and where they stand.
    pub(crate) fn of<T>(page: Page<T>) -> (Vec<T>, Self) {
        (page.items, Self { total: page.total, next: page.next_cursor })
    }
}

/// What is asked for, as an address says it.
#[cfg(feature = "ssr")]
pub(crate) fn asked(search: String, cursor: String) -> PeopleQuery {
    let given = |text: String| Some(text).filter(|text| !text.is_empty());
    PeopleQuery { search: given(search), limit: None, cursor: given(cursor) }
}

/// Shows what was found.
pub(crate) type Show = Box<dyn FnOnce() + Send>;

/// Which people are asked for. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Paging {
    path: StoredValue<String>,
    words: Memo<Words>,
    /// What the address asks for, as one text.
    question: Memo<String>,
}

impl Paging {
    /// As the words of the address of the page at `path` say.
    pub(crate) fn new(path: StoredValue<String>, words: Memo<Words>) -> Self {
        let question = Memo::new(move |_| {
            let word = |key: &str| words.with(|words| words.get(key)).unwrap_or_default();
            address("", &word("search"), &word("cursor"), 0)
        });
        Self { path, words, question }
    }

    /// What the address says.
    pub(crate) fn word(self, key: &'static str) -> String {
        let word = self.words.try_with_untracked(|words| words.get(key));
        word.flatten().unwrap_or_default()
    }

    /// Asks again when called, and by itself whenever the address asks for others. Nothing is
    /// shown any more when others are asked for by then, or the page was left.
    pub(crate) fn asking(
        self,
        seats: Seats,
        look: impl Fn() -> Option<Task<Show>> + Send + Sync + 'static,
    ) -> Callback<()> {
        let shown = StoredValue::new(self.question.get_untracked());
        let again = Callback::new(move |()| {
            let asked = self.question.try_get_untracked();
            let Some(answer) = look() else { return };
            leptos::task::spawn_local(async move {
                let show = answer.await;
                if self.question.try_get_untracked() != asked {
                    return;
                }
                let Some(asked) = asked else { return };
                if shown.try_get_value().as_ref() != Some(&asked) {
                    seats.forget();
                    shown.try_set_value(asked);
                }
                show();
            });
        });
        Effect::new(move |before: Option<String>| {
            let asked = self.question.get();
            if before.is_some_and(|before| before != asked) {
                again.run(());
            }
            asked
        });
        again
    }

    /// The search, when there are more people than are shown at first.
    pub(crate) fn search(self, first: &Extent) -> Option<AnyView> {
        let is_narrowed = !self.question.get_untracked().is_empty();
        if first.next.is_none() && !is_narrowed {
            return None;
        }
        let navigate = use_navigate();
        let search = Callback::new(move |text: String| {
            let quietly = NavigateOptions { scroll: false, replace: true };
            navigate(&address(&self.path.get_value(), text.trim(), "", 0), quietly);
        });
        let words = self.words;
        let text = Memo::new(move |_| words.with(|it| it.get("search").unwrap_or_default()));
        let bar = view! {
            <form class="bar" method="get" action=self.path.get_value() role="search" aria-label="Find people here" on:submit=|event| event.prevent_default()>
                <SearchBox label="Search name, e-mail, username" value=text on_search=search/>
                <button class="button unscripted" type="submit">"Find"</button>
            </form>
        };
        Some(bar.into_any())
    }

    /// Where the `count` people who are shown stand, and the ways on and back.
    pub(crate) fn steps(self, count: usize, extent: &Extent) -> Option<AnyView> {
        let (search, cursor) = (self.word("search"), self.word("cursor"));
        if extent.next.is_none() && cursor.is_empty() {
            return None;
        }
        let from = self.word("from").parse::<usize>().ok().filter(|_| !cursor.is_empty());
        let before = from.map_or(0, |from| from.max(1) - 1);
        let at = |cursor: &str, before| address(&self.path.get_value(), &search, cursor, before);
        let link =
            |href: String, label: &'static str| view! { <a class="button" href=href>{label}</a> };
        let first = (!cursor.is_empty()).then(|| link(at("", 0), "First page"));
        let next = extent.next.as_ref().map(|next| link(at(next, before + count), "Next page"));
        let steps = view! {
            <nav class="steps" aria-label="Pages">
                {first}
                <span class="soft" role="status">{position(before, count, extent.total)}</span>
                {next}
            </nav>
        };
        Some(steps.into_any())
    }

    /// What stands where nobody is found; nothing where nobody was looked for.
    pub(crate) fn nobody_found(self) -> Option<AnyView> {
        if self.question.get_untracked().is_empty() {
            return None;
        }
        let all = self.path.get_value();
        let action = view! { <a class="button" href=all>"Show everybody"</a> }.into_any();
        let nobody = view! {
            <EmptyState title="Nobody found" advice="Check the spelling, or type another part of the name or address." action=action/>
        };
        Some(nobody.into_any())
    }
}

/// The address of the page at `path` that `before` people come before.
fn address(path: &str, search: &str, cursor: &str, before: usize) -> String {
    let from = (before > 0).then(|| (before + 1).to_string());
    Address::of(path)
        .with("search", Some(search))
        .with("cursor", Some(cursor))
        .with("from", from.as_deref())
        .into()
}

/// `51–100 of 1,000`; what is beyond counting is "many".
fn position(before: usize, count: usize, total: Option<i64>) -> String {
    let all = total.map_or_else(|| "many".to_owned(), grouped);
    match count {
        0 => all,
        _ => format!("{}–{} of {all}", grouped(before + 1), grouped(before + count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_told_with_how_many_there_are() {
        assert_eq!(position(0, 50, Some(120)), "1–50 of 120");
        assert_eq!(position(1_000, 50, None), "1,001–1,050 of many");
        assert_eq!(position(100, 0, Some(100)), "100");
    }

    #[test]
    fn an_address_says_what_is_asked_for_and_nothing_else() {
        assert_eq!(address("/orgs/blue/teams/crew", "", "", 0), "/orgs/blue/teams/crew");
        assert_eq!(address("", "ada", "c", 50), "?search=ada&cursor=c&from=51");
    }
}

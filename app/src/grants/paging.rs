//! More people than stand on one page: found by a text, or walked through page by page.
//!
//! Both stand in the address (`?search=…&cursor=…&from=…`), so it works without scripts and
//! survives Back.

use super::seats::Seats;
use crate::Failure;
use crate::address::Address;
use crate::listing::is_loss;
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, Words, use_navigate};
use crate::ui::{EmptyState, ErrorState, SearchBox, grouped};
use crate::wire::Task;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[cfg(feature = "ssr")]
use fluxward_domain::pages::{Page, PeopleQuery};

/// Where the people who are shown stand among all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    /// How many are shown.
    count: usize,
    /// How many there are; nothing is said beyond a thousand.
    total: Option<i64>,
    /// Where the next page begins.
    next: Option<String>,
}

#[cfg(feature = "ssr")]
impl Extent {
    /// The people of a page, and where they stand.
    pub(crate) fn of<T>(page: Page<T>) -> (Vec<T>, Self) {
        let count = page.items.len();
        (page.items, Self { count, total: page.total, next: page.next_cursor })
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

/// What is known of the page that is shown; nothing where its people may not be seen.
pub(crate) type Known = Arc<dyn Fn() -> Option<Extent> + Send + Sync>;

/// Which people are asked for. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Paging {
    path: StoredValue<String>,
    words: Memo<Words>,
    /// What the address asks for, as one text.
    question: Memo<String>,
    /// The one that is answered by what is shown.
    answered: RwSignal<String>,
    /// Why the one of the address is not answered.
    failed: RwSignal<Option<Failure>>,
}

impl Paging {
    /// As the words of the address of the page at `path` say.
    pub(crate) fn new(path: StoredValue<String>, words: Memo<Words>) -> Self {
        let question = Memo::new(move |_| {
            let word = |key: &str| words.with(|words| words.get(key)).unwrap_or_default();
            address("", &word("search"), &word("cursor"), 0)
        });
        let answered = RwSignal::new(question.get_untracked());
        Self { path, words, question, answered, failed: RwSignal::new(None) }
    }

    /// What the address says.
    pub(crate) fn word(self, key: &'static str) -> String {
        let word = self.words.try_with_untracked(|words| words.get(key));
        word.flatten().unwrap_or_default()
    }

    /// What is shown as the answer, to draw it anew when another question is answered.
    pub(crate) fn answered(self) -> String {
        self.answered.get()
    }

    /// Asks again when called, and by itself whenever the address asks for others. Nothing is
    /// shown any more when others are asked for by then, or the page was left; what cannot be
    /// found leaves everything where it is, and is told when others were asked for.
    pub(crate) fn asking(
        self,
        seats: Seats,
        look: impl Fn() -> Option<Task<Result<Show, Failure>>> + Send + Sync + 'static,
    ) -> Callback<()> {
        let again = Callback::new(move |()| {
            let (Some(asked), Some(answer)) = (self.question.try_get_untracked(), look()) else {
                return;
            };
            leptos::task::spawn_local(async move {
                let answer = answer.await;
                if self.question.try_get_untracked().as_ref() == Some(&asked) {
                    self.take(seats, asked, answer);
                }
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

    fn take(self, seats: Seats, asked: String, answer: Result<Show, Failure>) {
        let is_other = self.answered.try_with_untracked(|answered| *answered != asked);
        let is_other = is_other.unwrap_or_default();
        let failure = match answer {
            Ok(show) => {
                if is_other {
                    seats.forget();
                    self.answered.try_set(asked);
                }
                show();
                None
            }
            Err(failure) => Some(failure).filter(|_| is_other),
        };
        self.failed.try_set(failure);
    }

    /// The search, when there are more people than are shown. It stays then, so that nobody loses
    /// it while typing.
    pub(crate) fn search(self, known: Known) -> AnyView {
        let navigate = use_navigate();
        let search = Callback::new(move |text: String| {
            let quietly = NavigateOptions { scroll: false, replace: true };
            let text = if text.trim().is_empty() { "" } else { &text };
            navigate(&address(&self.path.get_value(), text, "", 0), quietly);
        });
        let is_long = Memo::new(move |before: Option<&bool>| {
            let Some(extent) = known() else { return false };
            let is_narrowed = self.question.with(|question| !question.is_empty());
            before == Some(&true) || extent.next.is_some() || is_narrowed
        });
        let words = self.words;
        let text = Memo::new(move |_| words.with(|it| it.get("search").unwrap_or_default()));
        let bar = move || {
            is_long.get().then(|| view! {
                <form class="bar" method="get" action=self.path.get_value() role="search" aria-label="Find people here" on:submit=|event| event.prevent_default()>
                    <SearchBox label="Search name, e-mail, username" value=text on_search=search/>
                    <button class="button unscripted" type="submit">"Find"</button>
                </form>
            })
        };
        bar.into_any()
    }

    /// Where the people who are shown stand, and the ways on and back; and what went wrong on the
    /// way there.
    pub(crate) fn steps(self, known: Known, again: Callback<()>) -> AnyView {
        let at = move |cursor: &str, before: usize| {
            let search = self.words.with(|words| words.get("search")).unwrap_or_default();
            address(&self.path.get_value(), &search, cursor, before)
        };
        let before = move || {
            let words = |key| self.words.with(|words| words.get(key)).unwrap_or_default();
            let from = words("from").parse::<usize>().ok().filter(|_| !words("cursor").is_empty());
            from.map_or(0, |from| from.max(1) - 1)
        };
        let is_later = move || {
            self.words.with(|words| words.get("cursor")).is_some_and(|cursor| !cursor.is_empty())
        };
        let extent = Signal::derive(move || known().unwrap_or_default());
        let next = move || {
            let Extent { count, next, .. } = extent.get();
            next.map(|next| at(&next, before() + count))
        };
        let hidden = move || extent.with(|it| it.next.is_none()) && !is_later();
        let told = move || extent.with(|it| position(before(), it.count, it.total));
        let failure = move || {
            let failure = self.failed.get()?;
            Some(view! { <ErrorState failure=failure retry=again/> }.into_any())
        };
        view! {
            {failure}
            <nav class="steps" aria-label="Pages" hidden=hidden>
                <a class="button" href=move || at("", 0) hidden=move || !is_later()>"First page"</a>
                <span class="soft" role="status">{told}</span>
                <a class="button" href=next hidden=move || extent.with(|it| it.next.is_none())>"Next page"</a>
            </nav>
        }
        .into_any()
    }

    /// What stands where nobody is found; nothing where everybody is shown.
    pub(crate) fn nobody_found(self) -> Option<AnyView> {
        let (search, cursor) = (self.word("search"), self.word("cursor"));
        let (title, advice, verb) = match (search.is_empty(), cursor.is_empty()) {
            (true, true) => return None,
            (true, false) => {
                ("Nobody on this page any more", "The others stand before.", "First page")
            }
            _ => (
                "Nobody found",
                "Check the spelling, or type another part of the name or address.",
                "Show everybody",
            ),
        };
        let all = self.path.get_value();
        let action = view! { <a class="button" href=all>{verb}</a> }.into_any();
        Some(view! { <EmptyState title=title advice=advice action=action/> }.into_any())
    }

    /// The words that the keys of these people's controls have, when there are others elsewhere:
    /// of those nothing is known.
    pub(crate) fn only(
        self,
        extent: &Extent,
        words: impl Iterator<Item = String>,
    ) -> Option<Vec<String>> {
        let is_all = extent.next.is_none() && self.answered.with_untracked(String::is_empty);
        (!is_all).then(|| words.collect())
    }
}

/// What `look` has found, to be shown by `show`; what is lost is shown, too.
pub(crate) fn found<T: Send + 'static>(
    answer: Result<T, Failure>,
    show: impl FnOnce(Result<T, Failure>) + Send + 'static,
) -> Result<Show, Failure> {
    match answer {
        Err(failure) if !is_loss(&failure) => Err(failure),
        answer => Ok(Box::new(move || show(answer))),
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

//! More people than stand on one page: found by a text, or walked through page by page.
//!
//! Both stand in the address (`?search=…&cursor=…&from=…`), so it works without scripts and
//! survives Back.

use crate::Failure;
use crate::address::Address;
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, Words, use_navigate};
use crate::ui::{EmptyState, SearchBox, grouped};
use crate::wire::Task;
use fluxward_domain::pages::{Page, PeopleQuery};

/// Which people are asked for. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Paging {
    path: StoredValue<String>,
    /// What the address asks for.
    pub(crate) query: Memo<PeopleQuery>,
    /// How many come before, as the address says.
    before: Memo<usize>,
}

/// What is known of the page that is shown: how many are on it, how many there are, and where the
/// next one begins.
type Shown = (usize, Option<i64>, Option<String>);

impl Paging {
    /// As the words of the address of the page at `path` say.
    pub(crate) fn new(path: StoredValue<String>, words: Memo<Words>) -> Self {
        let query = Memo::new(move |_| {
            let given = |key| words.with(|words| words.get(key)).filter(|it| !it.is_empty());
            PeopleQuery { search: given("search"), limit: None, cursor: given("cursor") }
        });
        let before = Memo::new(move |_| {
            let word = words.with(|words| words.get("from"));
            let first = word.and_then(|from| from.parse::<usize>().ok());
            query.with(|it| it.cursor.as_ref().and(first)).map_or(0, |first| first.max(1) - 1)
        });
        Self { path, query, before }
    }

    /// Asks again when called, and by itself whenever the address asks for others; what `look`
    /// finds is what is `now`. Nothing is asked any more once the page is left.
    pub(crate) fn asking<T: Send + Sync + 'static>(
        self,
        now: RwSignal<Option<Result<T, Failure>>>,
        look: impl Fn(PeopleQuery) -> Option<Task<Result<T, Failure>>> + Send + Sync + 'static,
    ) -> Callback<()> {
        let again = Callback::new(move |()| {
            let asked = self.query.try_get_untracked();
            let Some(answer) = asked.clone().and_then(&look) else { return };
            leptos::task::spawn_local(async move {
                let answer = answer.await;
                // Others may be asked for by now.
                if self.query.try_get_untracked() == asked {
                    now.try_set(Some(answer));
                }
            });
        });
        Effect::new(move |before: Option<PeopleQuery>| {
            let asked = self.query.get();
            if before.is_some_and(|before| before != asked) {
                again.run(());
            }
            asked
        });
        again
    }

    /// What is known of a page.
    pub(crate) fn shown<T>(page: &Page<T>) -> Shown {
        (page.items.len(), page.total, page.next_cursor.clone())
    }

    /// The search, where there are more people than are shown.
    pub(crate) fn search(self, shown: Memo<Shown>) -> AnyView {
        let navigate = use_navigate();
        let search = Callback::new(move |text: String| {
            let quietly = NavigateOptions { scroll: false, replace: true };
            let words =
                PeopleQuery { search: Some(text.trim().to_owned()), ..PeopleQuery::default() };
            navigate(&self.address(&words, 0), quietly);
        });
        // It stays, so that nobody loses it while typing.
        let is_long = Memo::new(move |before: Option<&bool>| {
            before == Some(&true)
                || shown.with(|(_, _, next)| next.is_some())
                || self.query.with(|it| it.cursor.is_some() || it.search.is_some())
        });
        let text = Memo::new(move |_| self.query.with(|it| it.search.clone().unwrap_or_default()));
        let bar = move || {
            is_long.get().then(|| view! {
                <form class="bar" method="get" action=self.path.get_value() role="search" aria-label="Find people on this page" on:submit=|event| event.prevent_default()>
                    <SearchBox label="Search name, e-mail, username" value=text on_search=search/>
                    <button class="button unscripted" type="submit">"Find"</button>
                </form>
            })
        };
        bar.into_any()
    }

    /// Where one is among all of them, and the ways on and back.
    pub(crate) fn steps(self, shown: Memo<Shown>) -> AnyView {
        let steps = move || {
            let ((count, total, next), before) = (shown.get(), self.before.get());
            let query = self.query.get();
            let is_later = query.cursor.is_some();
            (is_later || next.is_some()).then(|| {
                let first = is_later.then(|| {
                    let words = PeopleQuery { cursor: None, ..query.clone() };
                    view! { <a class="button" href=self.address(&words, 0)>"First page"</a> }
                });
                let next = next.map(|cursor| {
                    let words = PeopleQuery { cursor: Some(cursor), ..query };
                    view! { <a class="button" href=self.address(&words, before + count)>"Next page"</a> }
                });
                view! {
                    <nav class="steps" aria-label="Pages">
                        {first}
                        <span class="soft" role="status">{position(before, count, total)}</span>
                        {next}
                    </nav>
                }
            })
        };
        steps.into_any()
    }

    /// What stands where nobody is found.
    pub(crate) fn nobody_found(self) -> Option<AnyView> {
        let asks = self.query.with_untracked(|it| it.cursor.is_some() || it.search.is_some());
        let path = self.path.get_value();
        asks.then(|| {
            let action = view! { <a class="button" href=path>"Show everybody"</a> }.into_any();
            view! {
                <EmptyState title="Nobody found" advice="Check the spelling, or type another part of the name or address." action=action/>
            }
            .into_any()
        })
    }

    fn address(self, query: &PeopleQuery, before: usize) -> String {
        let from = query.cursor.is_some().then(|| (before + 1).to_string());
        Address::of(&self.path.get_value())
            .with("search", query.search.as_deref())
            .with("cursor", query.cursor.as_deref())
            .with("from", from.as_deref())
            .into()
    }
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
}

//! What all lists share: how much of them is asked, where to go on, how many there are, and how
//! their rows are found.
//!
//! # Decision: keysets, counters, and two ways to search
//! A page begins after the last row of the page before it ([`cursor`]), so the thousandth page
//! costs what the first one does. How many rows there are is kept by every change
//! ([`counters`]), never counted on a request. A filter that no index sorts by (a text, an
//! organization) is served by walking the list's own order when it lets many rows through, and by
//! gathering the few it lets through and sorting them otherwise ([`selection`]).

pub(crate) mod counters;
pub(crate) mod cursor;
pub(crate) mod keyset;
pub(crate) mod people;
pub(crate) mod ranks;
pub(crate) mod selection;
#[cfg(test)]
mod tests;

use crate::database::search::Needle;
use crate::error::Result;
use fluxward_domain::AppError;
use fluxward_domain::pages::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use fluxward_domain::text::is_deceptive;

/// Longest text to search for, in characters.
const SEARCH_MAX: usize = 200;

/// How many rows a page has: what is asked, from 1 to 200; 50 when nothing is.
pub(crate) fn limit(asked: Option<u32>) -> i64 {
    i64::from(asked.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT))
}

/// What is to be found for what was typed, if anything was. Characters that no name can hold
/// are passed over.
pub(crate) fn needle(typed: Option<&str>) -> Result<Option<Needle>, AppError> {
    let Some(typed) = typed else { return Ok(None) };
    if typed.chars().count() > SEARCH_MAX {
        let sentence = "Search for at most 200 characters.";
        return Err(AppError::field("search", sentence));
    }
    let plain: String = typed.chars().map(|c| if is_deceptive(c) { ' ' } else { c }).collect();
    Ok(Needle::new(&plain))
}

/// The page, when every row of it could be read.
pub(crate) fn whole<T>(page: Page<Result<T>>) -> Result<Page<T>> {
    Ok(Page {
        items: page.items.into_iter().collect::<Result<_>>()?,
        next_cursor: page.next_cursor,
        total: page.total,
    })
}

//! Reading hits out of the text index in the order of a list by name, bucket by bucket.
//!
//! The index answers in the order of ranks, which is that of names but for the order inside a
//! bucket (see [`crate::lists::ranks`]). So hits are read until at least one bucket is whole, the
//! whole ones are sorted, and what follows them is read only when the page is not full yet.

use super::{Gathered, Selection, Source};
use crate::database::Connection;
use crate::error::Result;
use crate::lists::cursor::Asked;
use crate::lists::keyset::Key;
use crate::lists::ranks::{BEYOND, bucket, bucket_of};

/// How many hits are read at first.
const FIRST: usize = if cfg!(test) { 5 } else { 400 };
/// How many times more are read when those were not enough.
const MORE: usize = 4;
/// How many are read before another way is taken.
const MOST: usize = if cfg!(test) { 60 } else { 20_000 };

/// The total is nobody's business here.
const NOT_COUNTED: &str = "cast(null as bigint)";

/// Ranks from the first to before the second.
type Ranks = (i64, i64);

impl Selection<'_> {
    /// The rows of the page; `None` when the index cannot tell them in order.
    pub(super) async fn stream<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        source: Source<'_>,
    ) -> Result<Option<Vec<T>>> {
        if !self.order.is_by_name() {
            return Ok(None);
        }
        let Some(mut left) = self.in_order(connection, asked, source).await? else {
            return Ok(None);
        };
        let (mut rows, mut most, mut read) = (Vec::new(), FIRST, 0);
        let full = usize::try_from(asked.fetch()).unwrap_or(usize::MAX);
        while read < MOST {
            let Some(hits) = self.hits(connection, source, left, most).await? else {
                return Ok(None);
            };
            let at_end = hits.len() <= most;
            let whole = if at_end { left } else { self.whole_buckets(left, &hits) };
            read += match self.hits(connection, source, whole, MOST).await? {
                Some(hits) if hits.len() <= MOST => hits.len(),
                _ => return Ok(None),
            };
            let part = self.gather_some(connection, asked, source, Some(whole), NOT_COUNTED);
            rows.extend(part.await?);
            if at_end || rows.len() >= full {
                rows.truncate(full);
                return Ok(Some(rows));
            }
            left = if self.order.descending { (left.0, whole.0) } else { (whole.1, left.1) };
            most *= MORE;
        }
        Ok(None)
    }

    /// The ranks from the cursor's bucket on; `None` when a hit has no bucket.
    async fn in_order(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        source: Source<'_>,
    ) -> Result<Option<Ranks>> {
        let Some(beyond) = self.hits(connection, source, (BEYOND, i64::MAX), 0).await? else {
            return Ok(None);
        };
        if !beyond.is_empty() {
            return Ok(None);
        }
        let after = asked.after.as_ref().map(|mark| &mark.key);
        Ok(Some(match after {
            Some(Key::Text(name)) if self.order.descending => (0, bucket(name).1),
            Some(Key::Text(name)) => (bucket(name).0, BEYOND),
            _ => (0, BEYOND),
        }))
    }

    /// One hit more than `most`, if there are so many.
    async fn hits(
        &self,
        connection: &mut Connection,
        source: Source<'_>,
        ranks: Ranks,
        most: usize,
    ) -> Result<Option<Vec<i64>>> {
        let Some(needle) = source.needle() else { return Ok(None) };
        let limit = i64::try_from(most + 1).unwrap_or(i64::MAX);
        Ok(needle.stream(connection, ranks, self.order.descending, limit).await?)
    }

    /// What is left, up to the bucket that the last hit is in; that bucket, when there is no
    /// other.
    fn whole_buckets(&self, left: Ranks, hits: &[i64]) -> Ranks {
        let ends = |hit: Option<&i64>| hit.copied().map_or(left, bucket_of);
        let (first, last) = (ends(hits.first()), ends(hits.last()));
        match (self.order.descending, first == last) {
            (true, true) => (last.0, left.1),
            (true, false) => (last.1, left.1),
            (false, true) => (left.0, last.1),
            (false, false) => (left.0, last.0),
        }
    }
}

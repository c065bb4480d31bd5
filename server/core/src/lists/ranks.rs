//! Numbers for accounts that sort like the beginnings of their names.
//!
//! # Decision: buckets, not exact places
//! The text index answers in the order of ranks. Were a rank the exact place in the list by name,
//! inserting would have to renumber; so the first eight letters choose a bucket of a million
//! ranks, and inside it first come is first served. Whoever reads hits in the order of ranks
//! reads whole buckets and sorts them. Should a bucket ever be full, further names of its kind get
//! ranks [`BEYOND`], and hits there say that the order is not to be trusted.

use crate::database::{Connection, values};
use crate::error::Result;
use std::collections::HashMap;

/// How many ranks a bucket has.
const SLOTS: i64 = 1 << 20;
/// How many kinds of letters are told apart; 41 to the power of 8 buckets fit.
const KINDS: i64 = 41;
/// How many letters choose the bucket.
const LETTERS: u32 = 8;
/// The kind of everything that is not ASCII.
const FOREIGN: i64 = KINDS - 1;
/// How many bits of a name that begins with such a letter choose the bucket.
const FOREIGN_BITS: u32 = 37;

/// The first rank of those that no bucket has.
pub(crate) const BEYOND: i64 = KINDS.pow(LETTERS) * SLOTS;

/// The ranks of the bucket of `name_key`: from the first to before the second.
pub(crate) fn bucket(name_key: &str) -> (i64, i64) {
    let first = bucket_number(name_key) * SLOTS;
    (first, first + SLOTS)
}

/// The ranks of the bucket that `rank` is in.
pub(crate) const fn bucket_of(rank: i64) -> (i64, i64) {
    let first = rank - rank.rem_euclid(SLOTS);
    (first, first + SLOTS)
}

/// Never decreases in the order of names; several names may have the same.
fn bucket_number(name_key: &str) -> i64 {
    if name_key.bytes().next().is_some_and(|byte| !byte.is_ascii()) {
        return FOREIGN * KINDS.pow(LETTERS - 1) + first_bits(name_key);
    }
    let (mut number, mut told_apart) = (0, true);
    let mut letters = name_key.bytes();
    for _ in 0..LETTERS {
        let letter = letters.next().filter(|_| told_apart);
        let (kind, alone) = letter.map_or((0, true), kind);
        // What follows a letter that shares its kind cannot decide the order any more.
        told_apart = told_apart && alone && letter.is_some();
        number = number * KINDS + kind;
    }
    number
}

/// The kind of a byte, in the order of bytes, and whether the byte is the only one of its kind.
fn kind(byte: u8) -> (i64, bool) {
    match byte {
        b' ' => (1, true),
        b'0'..=b'9' => (i64::from(byte - b'0') + 3, true),
        b'a'..=b'z' => (i64::from(byte - b'a') + 14, true),
        0..b' ' => (0, false),
        b'!'..b'0' => (2, false),
        b':'..b'a' => (13, false),
        b'{'.. => (FOREIGN, false),
    }
}

/// The first bits of the text.
fn first_bits(text: &str) -> i64 {
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    let bits = u64::from_be_bytes(first) >> (u64::BITS - FOREIGN_BITS);
    i64::try_from(bits).unwrap_or_default()
}

/// Hands out ranks, to one new account or to many.
#[derive(Debug, Default)]
pub(crate) struct Ranks {
    next: HashMap<i64, i64>,
}

impl Ranks {
    /// A rank that no account has, for one of that name. Asked inside the change that stores it.
    pub(crate) async fn next(&mut self, on: &mut Connection, name_key: &str) -> Result<i64> {
        let (first, end) = bucket(name_key);
        let rank = self.next_between(on, first, end).await?;
        if rank < end {
            return Ok(rank);
        }
        self.next_between(on, BEYOND, i64::MAX).await
    }

    async fn next_between(&mut self, on: &mut Connection, first: i64, end: i64) -> Result<i64> {
        let known = self.next.get(&first).copied();
        let next = if let Some(next) = known {
            next
        } else {
            let sql = "select coalesce(max(rank) + 1, cast($1 as bigint)) from accounts
                where rank >= $1 and rank < $2";
            on.number(sql, values![first, end]).await?.unwrap_or(first)
        };
        self.next.insert(first, next + 1);
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranks_sort_like_the_beginnings_of_names(
            one in "[a-c0-1 .:{éя一]{0,10}", other in "[a-c0-1 .:{éя一]{0,10}",
        ) {
            let (low, high) = if one <= other { (&one, &other) } else { (&other, &one) };
            prop_assert!(bucket(low) <= bucket(high), "{low:?} {high:?}");
            prop_assert!(bucket(high).1 <= BEYOND);
        }

        #[test]
        fn any_two_texts_are_in_order(one in "\\PC{0,12}", other in "\\PC{0,12}") {
            let (one, other) = (crate::text::folded(&one), crate::text::folded(&other));
            let (low, high) = if one <= other { (&one, &other) } else { (&other, &one) };
            prop_assert!(bucket(low) <= bucket(high), "{low:?} {high:?}");
        }
    }
}

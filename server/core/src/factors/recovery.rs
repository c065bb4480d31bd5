//! Recovery codes: for whoever has lost the app or the passkey. Ten at a time, each good once,
//! known here only by a keyed digest: the database alone does not tell whether a guess is right.

use super::store;
use crate::changes::Change;
use crate::database::Connection;
use crate::error::Result;
use crate::keys::{Keys, Purpose};
use fluxward_domain::factors::RECOVERY_CODES;
use fluxward_domain::ids::AccountId;
use hkdf::Hkdf;
use sha2::Sha256;

/// Bytes that a set of codes is made from.
pub(super) const SEED: usize = 32;
/// Characters of a code: fifty bits.
const LENGTH: usize = 10;
/// Crockford's Base32: nothing in it is mistaken for anything else.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The codes of `seed`, as people read them: `5x9k2-m7tqa`.
pub(super) fn codes(seed: [u8; SEED]) -> Vec<String> {
    let mut bytes = [0; RECOVERY_CODES * LENGTH];
    Hkdf::<Sha256>::new(None, &seed)
        .expand(b"fluxward v1 recovery codes", &mut bytes)
        .expect("a hundred bytes are a length that SHA-256 can expand to");
    let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
    let code = |bytes: &[u8]| {
        let (first, last) = bytes.split_at(LENGTH / 2);
        let half = |bytes: &[u8]| bytes.iter().map(letter).collect::<String>();
        format!("{}-{}", half(first), half(last))
    };
    bytes.chunks(LENGTH).map(code).collect()
}

/// The code as it is compared, however it was typed; `None` when it cannot be one.
pub(super) fn canonical(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        })
        .collect();
    let is_one = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
    is_one.then_some(code)
}

fn bond(account: AccountId, code: &str) -> Vec<u8> {
    [account.0.as_bytes().as_slice(), code.as_bytes()].concat()
}

/// Stores the codes of `seed` instead of the ones before.
pub(super) async fn replace(
    change: &mut Change,
    account: AccountId,
    codes: &[String],
) -> Result<()> {
    store::forget_codes(change, account).await?;
    for code in codes {
        let code = canonical(code).unwrap_or_default();
        let keys = &change.services().keys;
        let digest = keys.seal(Purpose::RecoveryCode, &[], &bond(account, &code));
        store::insert_code(change, account, &digest).await?;
    }
    Ok(())
}

/// Uses a code up; answers whether it was one of the account's.
pub(super) async fn use_up(
    connection: &mut Connection,
    keys: &Keys,
    account: AccountId,
    code: &str,
) -> Result<bool> {
    let bond = bond(account, code);
    let is_it = |digest: &String| keys.open(Purpose::RecoveryCode, digest, &bond).is_some();
    let digests = store::codes(connection, account).await?;
    match digests.into_iter().find(is_it) {
        Some(digest) => store::use_code(connection, account, &digest).await,
        None => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_codes_that_differ_and_read_well() {
        let codes = codes([7; SEED]);
        assert_eq!(codes.len(), RECOVERY_CODES);
        let mut unique = codes.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), RECOVERY_CODES);
        for code in &codes {
            assert_eq!(canonical(code), Some(code.replace('-', "")));
            assert_eq!(canonical(&code.to_uppercase().replace('-', " ")), canonical(code));
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        for typed in ["", "123456", "0123456789a", "01234-5678u", "01234_56789"] {
            assert_eq!(canonical(typed), None, "{typed}");
        }
        assert_eq!(canonical("OIL34 56789").as_deref(), Some("0113456789"));
    }
}

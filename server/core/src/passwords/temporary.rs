//! Temporary passwords: easy to read out and to type, hard to guess, and within the policy.

use crate::services::Rng;
use fluxward_domain::passwords::PasswordPolicy;

/// 32 letters and digits that are not mistaken for each other: five bits each.
const ALPHABET: &[u8; 32] = b"abcdefhkmnprtwACDEHKLMNP23456789";
/// Letters of a group.
const GROUP: usize = 5;
/// Groups of the shortest password: a hundred bits.
const GROUPS: usize = 4;

/// A fresh password that meets `policy`, in groups with dashes between them.
pub fn temporary(rng: &Rng, policy: &PasswordPolicy) -> String {
    let groups = GROUPS.max((policy.min_length as usize).div_ceil(GROUP));
    loop {
        let groups: Vec<_> = (0..groups).map(|_| group(rng)).collect();
        let password = groups.join("-");
        if policy.unmet(&password).is_empty() {
            return password;
        }
    }
}

fn group(rng: &Rng) -> String {
    let letter = |byte: u8| char::from(ALPHABET[usize::from(byte % 32)]);
    rng.bytes::<GROUP>().map(letter).iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seeded;

    #[test]
    fn it_meets_any_policy() {
        let strict = PasswordPolicy { min_length: 128, symbol: true, ..PasswordPolicy::standard() };
        for policy in [PasswordPolicy::standard(), PasswordPolicy::nist(), strict] {
            let password = temporary(&seeded(1), &policy);
            assert!(policy.unmet(&password).is_empty() && password.len() >= 23, "{password}");
        }
    }
}

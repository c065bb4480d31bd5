//! A password to hand over, made of chance that is given.

use fluxward_domain::passwords::PasswordPolicy;

/// Letters and digits that nobody confuses when reading them out.
const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Groups of so many, with dashes between them.
const GROUP: usize = 4;
/// Characters at least: with this alphabet and four groups, 93 bits.
const LEAST: usize = 19;

/// A password that meets `policy`, by `chance`: random bytes, asked for as often as needed.
pub(super) fn generate(policy: &PasswordPolicy, chance: impl Fn() -> u8) -> String {
    let length = LEAST.max(policy.min_length as usize);
    loop {
        let password = (0..length)
            .map(|at| if at % (GROUP + 1) == GROUP { '-' } else { letter(&chance) })
            .collect::<String>();
        if policy.unmet(&password).is_empty() {
            return password;
        }
    }
}

/// Every letter equally likely: bytes beyond the last whole multiple are thrown away.
fn letter(chance: &impl Fn() -> u8) -> char {
    let count = ALPHABET.len();
    let fair = 256 / count * count;
    loop {
        let byte = usize::from(chance());
        if byte < fair {
            return char::from(ALPHABET[byte % count]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// Chance that goes through all bytes in a fixed order.
    fn stepping() -> impl Fn() -> u8 {
        let next = Cell::new(7_u8);
        move || {
            next.set(next.get().wrapping_mul(5).wrapping_add(3));
            next.get()
        }
    }

    #[test]
    fn it_meets_every_policy() {
        let strict = PasswordPolicy { min_length: 40, symbol: true, ..PasswordPolicy::standard() };
        for policy in [PasswordPolicy::standard(), PasswordPolicy::nist(), strict] {
            let password = generate(&policy, stepping());
            assert!(policy.unmet(&password).is_empty(), "{password}");
        }
    }

    #[test]
    fn it_is_read_in_groups_of_four() {
        let password = generate(&PasswordPolicy::standard(), stepping());
        assert_eq!(password.len(), 19);
        assert!(password.split('-').all(|group| group.len() == 4), "{password}");
    }
}

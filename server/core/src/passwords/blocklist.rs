//! Whether a password may be chosen: the rules of the policy, then what is too easy to guess.

use super::normal;
use crate::text::folded;
use fluxward_domain::passwords::{PasswordPolicy, Rule};
use fluxward_domain::text::password_bytes;
use fluxward_domain::{AppError, FieldError};
use std::sync::LazyLock;

/// The most common passwords, in lower case and NFC, sorted by bytes; see `common.LICENSE.txt`.
static COMMON: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("common.txt").lines().collect());

/// The fewest characters of a word that counts as one's own.
const OWN_WORD: usize = 4;

/// Whether `password` may be chosen: the rules of `policy`, and the blocklist of common passwords
/// and of the person's own words (names, addresses, organizations; split here). An error names
/// the field `password` and everything that is wrong with it.
pub fn check_new(policy: &PasswordPolicy, password: &str, own: &[&str]) -> Result<(), AppError> {
    let mut problems = Vec::new();
    if let Err(error) = password_bytes(password, &()) {
        problems.push(error.message().to_owned());
    }
    let password = normal(password);
    problems.extend(missing(&policy.unmet(&password)));
    if is_common(&password) {
        problems.push("This is one of the most common passwords. Choose another.".into());
    } else if is_own(&password, own) {
        problems
            .push("This is little more than a name or an address of yours. Choose another.".into());
    }
    if problems.is_empty() {
        return Ok(());
    }
    let named = |message| FieldError { field: "password".into(), message };
    Err(AppError::invalid(problems.into_iter().map(named).collect()))
}

fn missing(unmet: &[Rule]) -> Option<String> {
    let rules: Vec<_> = unmet.iter().map(|rule| rule.sentence()).collect();
    (!rules.is_empty())
        .then(|| format!("This password does not have: {}.", rules.join("; ").to_lowercase()))
}

/// The whole of it, and what is left without digits, punctuation and white space.
fn forms(text: String) -> [String; 2] {
    let letters = text.chars().filter(|c| c.is_alphabetic()).collect();
    [text, letters]
}

fn is_common(password: &str) -> bool {
    forms(password.to_lowercase()).iter().any(|form| COMMON.binary_search(&form.as_str()).is_ok())
}

fn is_own(password: &str, own: &[&str]) -> bool {
    let forms = forms(folded(password));
    own.iter().flat_map(|text| own_words(text)).any(|word| forms.contains(&word))
}

/// The text whole, as letters only, and word by word.
fn own_words(text: &str) -> Vec<String> {
    let text = folded(text);
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
    let mut all: Vec<_> = words.collect();
    all.extend(forms(text));
    all.retain(|word| word.chars().count() >= OWN_WORD);
    all
}

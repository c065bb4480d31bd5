//! Canonical forms: how two spellings turn out to be one, and what is searched.
//!
//! Everything is folded here, never by an engine, so that both engines compare and sort alike.

use fluxward_domain::AppError;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The spelling that is kept: trimmed, NFC, inner white space as single spaces.
pub fn kept(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// The spelling that is searched and sorted by: without case and without accents.
pub fn folded(text: &str) -> String {
    let lower: String =
        text.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase();
    kept(&lower)
}

/// The canonical form of an e-mail address: trimmed, lower case, NFC, the domain in IDNA ASCII.
/// No dot or plus tricks: those are the mail provider's to define.
pub fn email_key(email: &str) -> Result<String, AppError> {
    let lower: String = email.trim().to_lowercase().nfc().collect();
    let wrong = || AppError::field("email", "Enter an e-mail address like name@example.com.");
    let (local, domain) = lower.rsplit_once('@').ok_or_else(wrong)?;
    let domain = idna::domain_to_ascii_strict(domain).map_err(|_| wrong())?;
    Ok(format!("{local}@{domain}"))
}

/// The canonical form of a username: trimmed, NFKC, lower case.
pub fn username_key(username: &str) -> String {
    username.trim().nfkc().collect::<String>().to_lowercase().nfkc().collect()
}

/// What a person is found by: name, e-mail address and username, folded, each after an empty
/// line. No folded text holds a line's end, so a search that begins with [`BEGINNING`] finds what
/// begins so.
pub fn search_text(full_name: &str, email: &str, username: &str) -> String {
    [full_name, email, username].map(|text| format!("{BEGINNING}{}", folded(text))).concat()
}

/// What stands before each text in [`search_text`]: with it, a single letter makes a trigram.
pub const BEGINNING: &str = "\n\n";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_address_are_one() {
        let one = email_key("Ünal@BÜCHER.example").unwrap();
        assert_eq!(one, email_key(" u\u{308}nal@xn--bcher-kva.example ").unwrap());
        assert_ne!(email_key("a.b@c.example").unwrap(), email_key("ab@c.example").unwrap());
    }

    proptest! {
        #[test]
        fn the_canonical_form_is_idempotent(local in "[\\PC&&[^@ ]]{1,20}", domain in "[a-zäöß]{1,10}\\.example") {
            if let Ok(once) = email_key(&format!("{local}@{domain}")) {
                prop_assert_eq!(email_key(&once).unwrap(), once);
            }
        }
    }
}

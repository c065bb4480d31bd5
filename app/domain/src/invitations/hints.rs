//! What may be wrong with an address: a typing mistake in a domain that everybody knows, or an
//! address outside the organization. Hints refuse nothing.

use crate::errors::FieldError;

/// Domains of many people's addresses.
const WELL_KNOWN: [&str; 24] = [
    "aol.com",
    "fastmail.com",
    "free.fr",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "mail.com",
    "msn.com",
    "orange.fr",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "t-online.de",
    "web.de",
    "yahoo.com",
    "yandex.com",
    "zoho.com",
];

/// Endings that are written by mistake, with what was meant.
const ENDINGS: [(&str, &str); 12] = [
    ("con", "com"),
    ("cmo", "com"),
    ("ocm", "com"),
    ("comm", "com"),
    ("vom", "com"),
    ("xom", "com"),
    ("cpm", "com"),
    ("ner", "net"),
    ("nte", "net"),
    ("ogr", "org"),
    ("orgg", "org"),
    ("rog", "org"),
];

/// What may be wrong with `email`, in an organization whose members have addresses of `domains`.
/// Both are in canonical form.
pub fn of_address(email: &str, domains: &[String]) -> Vec<FieldError> {
    let Some((local, domain)) = email.rsplit_once('@') else { return Vec::new() };
    if domains.iter().any(|known| known == domain) {
        return Vec::new();
    }
    let hint = |message| FieldError { field: "email".into(), message };
    let mut hints = Vec::new();
    if let Some(meant) = meant(domain, domains) {
        hints.push(hint(format!("Did you mean {local}@{meant}?")));
    }
    if !domains.is_empty() {
        hints.push(hint(format!(
            "{domain} is outside this organization: nobody in it has such an address. Prefer company addresses."
        )));
    }
    hints
}

/// The domain that was probably meant.
fn meant(domain: &str, domains: &[String]) -> Option<String> {
    if WELL_KNOWN.contains(&domain) {
        return None;
    }
    let own = domains.iter().map(String::as_str);
    if let Some(known) = own.chain(WELL_KNOWN).find(|known| is_near(domain, known)) {
        return Some(known.to_owned());
    }
    let (name, ending) = domain.rsplit_once('.')?;
    let (_, right) = ENDINGS.iter().find(|(wrong, _)| *wrong == ending)?;
    Some(format!("{name}.{right}"))
}

/// Whether one slip of a finger makes one of the other: a letter too many, too few, wrong, or two
/// in the wrong order. Short domains are near everything and therefore near nothing.
fn is_near(typed: &str, known: &str) -> bool {
    let (typed, known): (Vec<char>, Vec<char>) = (typed.chars().collect(), known.chars().collect());
    if known.len() < 6 || typed.len().abs_diff(known.len()) > 1 {
        return false;
    }
    let same = typed.iter().zip(&known).take_while(|(a, b)| a == b).count();
    let (a, b) = (&typed[same..], &known[same..]);
    let swapped = matches!((a, b), ([a1, a2, ..], [b1, b2, ..]) if a1 == b2 && a2 == b1)
        && a.get(2..) == b.get(2..);
    swapped || rest(a, 1) == rest(b, 1) || rest(a, 1) == b || a == rest(b, 1)
}

/// What is left without the first `count`.
fn rest(letters: &[char], count: usize) -> &[char] {
    letters.get(count..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(email: &str, domains: &[&str]) -> Vec<String> {
        let domains: Vec<_> = domains.iter().map(|&domain| domain.to_owned()).collect();
        of_address(email, &domains).into_iter().map(|hint| hint.message).collect()
    }

    #[test]
    fn one_slip_in_a_well_known_domain_is_pointed_out() {
        for domain in ["gmial.com", "gmai.com", "gmaill.com", "gnail.com", "gmail.con", "gmail.co"]
        {
            let hints = told(&format!("ada@{domain}"), &[]);
            assert_eq!(hints, ["Did you mean ada@gmail.com?"], "{domain}");
        }
        assert_eq!(told("ada@firm.con", &[]), ["Did you mean ada@firm.com?"]);
        for fine in
            ["ada@gmail.com", "ada@mail.com", "ada@firm.example", "ada@gmx.de", "ada@web.de"]
        {
            assert!(told(fine, &[]).is_empty(), "{fine}");
        }
    }

    #[test]
    fn an_address_outside_the_organization_is_pointed_out() {
        let own = ["harbour.example"];
        assert!(told("ada@harbour.example", &own).is_empty());
        let outside = told("ada@gmail.com", &own);
        assert_eq!(outside.len(), 1);
        assert!(outside[0].starts_with("gmail.com is outside"), "{outside:?}");
        let slip = told("ada@harbuor.example", &own);
        assert_eq!(slip[0], "Did you mean ada@harbour.example?");
    }
}

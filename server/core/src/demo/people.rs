//! Who is in the example: names, addresses, roles and statuses, all computed from a number, so
//! that the same number is the same person in every installation.

use fluxward_domain::members::MembershipStatus;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;

const FIRST: [&str; 40] = [
    "Ada", "Amara", "Anders", "Beatriz", "Björn", "Chiara", "Chinedu", "Daria", "Elif", "Emeka",
    "Farah", "Femke", "Goran", "Hana", "Hugo", "Ines", "Ivo", "Jelena", "Jonas", "Kaito", "Katrin",
    "Lars", "Leila", "Liam", "Mai", "Mateo", "Mila", "Nadia", "Noah", "Olga", "Oskar", "Priya",
    "Rafael", "Sanna", "Tariq", "Uma", "Viktor", "Wanda", "Yara", "Zoë",
];
const LAST: [&str; 48] = [
    "Abe",
    "Adeyemi",
    "Almeida",
    "Andersen",
    "Bauer",
    "Bianchi",
    "Carvalho",
    "Castillo",
    "Dahl",
    "Demir",
    "Dubois",
    "Eriksen",
    "Fischer",
    "Fontaine",
    "Garcia",
    "Haddad",
    "Hansen",
    "Horvat",
    "Ito",
    "Jansen",
    "Johansson",
    "Kaya",
    "Keller",
    "Kovács",
    "Kowalska",
    "Lindqvist",
    "Lopes",
    "Maier",
    "Meyer",
    "Moreau",
    "Müller",
    "Nakamura",
    "Nguyen",
    "Novak",
    "Okafor",
    "Olsen",
    "Petrov",
    "Quinn",
    "Rossi",
    "Santos",
    "Schmidt",
    "Silva",
    "Sørensen",
    "Tanaka",
    "Varga",
    "Weber",
    "Yilmaz",
    "Zeller",
];
const PLACES: [&str; 24] = [
    "Northwind",
    "Bluefield",
    "Cedar Grove",
    "Dunmore",
    "Eastgate",
    "Fairhaven",
    "Glenwood",
    "Highmark",
    "Ironbridge",
    "Juniper",
    "Kestrel",
    "Larkspur",
    "Meridian",
    "Newhall",
    "Oakridge",
    "Pinecrest",
    "Quayside",
    "Ravenna",
    "Silverlake",
    "Thornbury",
    "Upland",
    "Vantage",
    "Westbrook",
    "Yarrow",
];

/// One person of the example.
pub(super) struct Person {
    pub(super) first_name: &'static str,
    pub(super) last_name: &'static str,
    pub(super) email: String,
    pub(super) username: String,
    pub(super) status: Status,
    /// Whether the person ever signed in.
    pub(super) has_signed_in: bool,
}

/// A number that looks like chance and is always the same: splitmix64 of `i` and `what`.
fn mixed(i: u32, what: u64) -> u64 {
    let mut z = (u64::from(i) << 8 | what).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// `n` of a hundred.
fn percent(i: u32, what: u64, n: u64) -> bool {
    mixed(i, what) % 100 < n
}

fn picked<T: Copy>(from: &[T], i: u32, what: u64) -> T {
    let len = from.len() as u64;
    from[usize::try_from(mixed(i, what) % len).unwrap_or_default()]
}

/// The person of number `i`.
pub(super) fn person(i: u32) -> Person {
    let (first_name, last_name) = (picked(&FIRST, i, 1), picked(&LAST, i, 2));
    let username = format!("{}.{}{i}", plain(first_name), plain(last_name));
    Person {
        first_name,
        last_name,
        email: format!("{username}@people.example"),
        username,
        status: if percent(i, 3, 6) && i > 2 { Status::Inactive } else { Status::Active },
        has_signed_in: percent(i, 4, 80),
    }
}

/// Letters that can stand in an address.
fn plain(name: &str) -> String {
    crate::text::folded(name).replace('ø', "o")
}

/// How many seconds before the newest one the account of number `i` of `users` began: evenly
/// spread over two years, the first the oldest.
pub(super) fn age(i: u32, users: u32) -> i64 {
    const TWO_YEARS: i64 = 2 * 365 * 86_400;
    TWO_YEARS * i64::from(users - i) / i64::from(users)
}

/// How many seconds ago the person last signed in: within ninety days, mostly lately.
pub(super) fn last_seen(i: u32) -> i64 {
    let day = i64::try_from(mixed(i, 5) % 90).unwrap_or_default();
    let within = i64::try_from(mixed(i, 6) % 86_400).unwrap_or_default();
    day * day / 90 * 86_400 + within
}

/// How many organizations an example of so many people has.
pub(super) fn organizations(users: u32) -> u32 {
    (users / 200).clamp(3, 240)
}

/// Name and slug of the organization of number `o`.
pub(super) fn organization(o: u32) -> (String, String) {
    let place = PLACES[o as usize % PLACES.len()];
    let name = match o as usize / PLACES.len() {
        0 => place.to_owned(),
        round => format!("{place} {}", round + 1),
    };
    let slug = fluxward_domain::text::slug_from(&name);
    (name, slug)
}

/// A membership of the example.
pub(super) struct Place {
    /// The organization's number.
    pub(super) organization: u32,
    pub(super) role: BaseRole,
    pub(super) status: MembershipStatus,
    pub(super) boxes: Vec<Privilege>,
}

/// Where the person of number `i` belongs: the first organization is by far the largest, every
/// tenth person belongs to two, and the first two of each are its Owner and an Admin.
pub(super) fn places(i: u32, organizations: u32) -> Vec<Place> {
    if i < organizations * 2 {
        let role = if i < organizations { BaseRole::Owner } else { BaseRole::Admin };
        return vec![place(i, i % organizations, role)];
    }
    let any = |what| u32::try_from(mixed(i, what) % u64::from(organizations)).unwrap_or_default();
    let home = if percent(i, 7, 30) { 0 } else { any(8) };
    let mut places = vec![place(i, home, role(i, 9))];
    let second = any(10);
    if percent(i, 11, 10) && second != home {
        places.push(place(i, second, role(i, 12)));
    }
    places
}

fn role(i: u32, what: u64) -> BaseRole {
    match mixed(i, what) % 100 {
        0..3 => BaseRole::Admin,
        3..70 => BaseRole::Member,
        _ => BaseRole::Viewer,
    }
}

fn place(i: u32, organization: u32, role: BaseRole) -> Place {
    let off = percent(i, 13, 3) && !matches!(role, BaseRole::Owner);
    let ticked = |(privilege, share): (Privilege, u64)| {
        percent(i, 14 + privilege as u64, share).then_some(privilege)
    };
    let shares = match role {
        BaseRole::Owner | BaseRole::Admin => {
            [(Privilege::Assets, 100), (Privilege::Tags, 60), (Privilege::Users, 60)]
        }
        BaseRole::Member => [(Privilege::Assets, 90), (Privilege::Tags, 12), (Privilege::Users, 4)],
        BaseRole::Viewer => [(Privilege::Assets, 0), (Privilege::Tags, 10), (Privilege::Users, 1)],
    };
    Place {
        organization,
        role,
        status: if off { MembershipStatus::Inactive } else { MembershipStatus::Active },
        boxes: shares.into_iter().filter_map(ticked).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_the_same_every_time_and_keeps_clear_of_reserved_slugs() {
        assert_eq!(person(7).email, person(7).email);
        let slugs: std::collections::HashSet<_> = (0..240).map(|o| organization(o).1).collect();
        assert_eq!(slugs.len(), 240);
        assert!(!slugs.contains("root") && !slugs.contains("acme"));
    }

    #[test]
    fn everybody_has_an_address_and_a_username_that_are_accepted() {
        for i in 0..2_000 {
            let person = person(i);
            assert!(fluxward_domain::text::email(&person.email, &()).is_ok(), "{}", person.email);
            assert!(
                fluxward_domain::text::username(&person.username, &()).is_ok(),
                "{}",
                person.username
            );
        }
    }
}

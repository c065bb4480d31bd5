//! A person's initials on a colour that stays theirs.

use crate::markup::view;
use crate::prelude::*;

/// How many hues the style sheet has (`.hue-0` …).
const HUES: u32 = 8;

/// Initials of `name`, coloured by it. Purely decorative: the name stands beside it.
#[component]
pub fn Avatar(
    /// The person's or the place's full name.
    #[prop(into)]
    name: String,
) -> AnyView {
    let class = format!("avatar hue-{}", hue(&name));
    view! { <span class=class aria-hidden="true">{initials(&name)}</span> }.into_any()
}

/// First letters of the first and the last word.
pub fn initials(name: &str) -> String {
    let mut words =
        name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let both: String = first.into_iter().chain(words.next_back()).collect();
    super::letters::upper(&both)
}

/// FNV-1a, cut to the hues that there are: the same on every machine and every day.
fn hue(name: &str) -> u32 {
    let hash = name
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash % HUES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Ada Augusta King"), "AK");
        assert_eq!(initials("  plato "), "P");
        assert_eq!(initials("(Éva) Nagy"), "ÉN");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn a_name_keeps_its_hue() {
        assert_eq!(hue("Ada King"), hue("Ada King"));
        assert!(hue("Ada King") < HUES);
    }
}

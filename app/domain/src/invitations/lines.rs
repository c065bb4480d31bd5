//! People as they are pasted, one a line: `Name <address>, role`, `address, role`, `address`.

use crate::roles::BaseRole;

/// One line that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// The address.
    pub email: String,
    /// The name; made from the address when none was written.
    pub full_name: String,
    /// The role, if one was written.
    pub role: Option<BaseRole>,
}

/// Reads every line that is not empty; whether an address is one is not asked here. A line that
/// makes no sense is answered with its number and what is wrong.
pub fn read(text: &str) -> Vec<Result<Line, (usize, String)>> {
    let numbered = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    numbered.filter(|(_, line)| !line.is_empty()).map(|(number, line)| one(number, line)).collect()
}

fn one(number: usize, line: &str) -> Result<Line, (usize, String)> {
    let (person, role) = match line.rsplit_once([',', ';', '\t']) {
        Some((person, role)) if !role.contains('@') => (person.trim(), role.trim()),
        _ => (line, ""),
    };
    let (name, email) = match person.split_once('<') {
        Some((name, email)) => (name.trim().trim_matches('"'), email.trim_end_matches('>')),
        None => ("", person),
    };
    let email = email.trim().to_owned();
    let role = match role {
        "" => None,
        word => {
            let unknown = || (number, unknown_role(word));
            Some(BaseRole::parse(&word.to_lowercase()).ok_or_else(unknown)?)
        }
    };
    let full_name = if name.is_empty() { name_of(&email) } else { name.to_owned() };
    Ok(Line { number, email, full_name, role })
}

/// That there is no base role of that name, and which there are.
pub fn unknown_role(word: &str) -> String {
    let [first, second, third, last] = BaseRole::ALL.map(BaseRole::name);
    format!("There is no role “{word}”. Use {first}, {second}, {third} or {last}.")
}

/// A name to begin with for whoever is known by an address alone: `ada.lovelace@…` is "Ada
/// Lovelace".
pub fn name_of(email: &str) -> String {
    let local = email.split(['@', '+']).next().unwrap_or_default();
    let words = local.split(['.', '_', '-']).filter(|word| !word.is_empty());
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    words.map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_people_write_them() {
        let text = "Ada Lovelace <ada@x.example>, admin\n\n  bob.stone@x.example ; Viewer\n\"Eve, E.\" <eve@x.example>\nmax@x.example\tmember\r\n";
        let read: Vec<_> = read(text).into_iter().map(Result::unwrap).collect();
        let told: Vec<_> = read
            .iter()
            .map(|line| (line.number, line.full_name.as_str(), line.email.as_str(), line.role))
            .collect();
        assert_eq!(
            told,
            [
                (1, "Ada Lovelace", "ada@x.example", Some(BaseRole::Admin)),
                (3, "Bob Stone", "bob.stone@x.example", Some(BaseRole::Viewer)),
                (4, "Eve, E.", "eve@x.example", None),
                (5, "Max", "max@x.example", Some(BaseRole::Member)),
            ]
        );
    }

    #[test]
    fn an_unknown_role_is_named_with_its_line() {
        let read = read("ada@x.example\nbob@x.example, king");
        let expected = (2, "There is no role “king”. Use Owner, Admin, Member or Viewer.".into());
        assert_eq!(read[1], Err(expected));
    }
}

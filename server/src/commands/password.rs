//! Passwords that a command is given, and temporary ones that it makes.

use crate::error::{Error, Result};
use fluxward_core::Rng;
use std::io::{BufRead, stdin};

/// Letters and digits that are not taken for each other.
const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// The first line of standard input.
pub(crate) fn from_stdin() -> Result<String> {
    let mut line = String::new();
    let read = stdin().lock().read_line(&mut line);
    read.map_err(|error| Error::Io("the password cannot be read".into(), error))?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        let detail = "no password came on standard input; pipe it in: printf '%s' \"$PASSWORD\" | fluxward … --password-stdin";
        return Err(Error::Input(detail.into()));
    }
    Ok(password.to_owned())
}

/// A password that nobody foresees: four groups of five, and what the default policy asks for.
pub(crate) fn fresh(rng: &Rng) -> String {
    let bytes: [u8; 20] = rng.bytes();
    let letters: Vec<u8> =
        bytes.iter().map(|byte| LETTERS[usize::from(*byte) % LETTERS.len()]).collect();
    let groups = letters.chunks(5).map(String::from_utf8_lossy);
    let text = groups.collect::<Vec<_>>().join("-");
    format!("W7-{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_password_has_all_kinds_of_characters() {
        let password = fresh(&Rng::system());
        assert_eq!(password.len(), 26);
        assert_ne!(password, fresh(&Rng::system()));
    }
}

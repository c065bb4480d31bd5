//! What may stand in a name, an address, a slug or a reason: checks shared by both sides.
//!
//! These are the checks that need no Unicode tables. Canonical forms (NFC, IDNA, folding for
//! search) are the server's, in its `text` module.

/// Longest e-mail address (RFC 5321: 254 octets).
pub const EMAIL_MAX: usize = 254;
/// Longest name of a person or a place, in characters.
pub const NAME_MAX: usize = 100;
/// Longest reason, in characters.
pub const REASON_MAX: usize = 500;
/// Longest message to somebody, in characters.
pub const MESSAGE_MAX: usize = 1000;
/// Longest password, in bytes.
pub const PASSWORD_MAX_BYTES: usize = 1024;

type Checked = Result<(), garde::Error>;

fn no(message: &str) -> Checked {
    Err(garde::Error::new(message.to_owned()))
}

/// Characters that are never part of a name: controls, and the invisible ones that reorder or
/// hide text (bidirectional controls, zero-width characters, tags).
pub fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' | '\u{2028}' | '\u{2029}')
}

/// An e-mail address that mail can be sent to: `local@domain`, no quotes, no comments.
pub fn email(value: &str, _: &()) -> Checked {
    let value = value.trim();
    let sentence = "Enter an e-mail address like name@example.com.";
    if value.len() > EMAIL_MAX || value.chars().any(|c| is_deceptive(c) || c.is_whitespace()) {
        return no(sentence);
    }
    let Some((local, domain)) = value.rsplit_once('@') else {
        return no(sentence);
    };
    let local_fine = !local.is_empty()
        && local.len() <= 64
        && !local.contains(['@', ',', ';', ':', '<', '>', '(', ')', '[', ']', '"', '\\'])
        && local.split('.').all(|part| !part.is_empty());
    let domain_fine = domain.contains('.') || domain == "localhost";
    let labels_fine = domain.split('.').all(|label| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c == '-' || c.is_alphanumeric() || !c.is_ascii())
    });
    if local_fine && domain_fine && labels_fine { Ok(()) } else { no(sentence) }
}

/// An e-mail address, when one is given.
pub fn optional_email(value: &Option<String>, context: &()) -> Checked {
    value.as_deref().map_or(Ok(()), |value| email(value, context))
}

/// What somebody signs in with: an address or a username, of any shape.
pub fn login(value: &str, _: &()) -> Checked {
    if (1..=320).contains(&value.len()) {
        return Ok(());
    }
    no("Enter your e-mail address or your username.")
}

/// A username: 2–64 letters, digits, dots, dashes or underscores, beginning and ending with a
/// letter or digit; never shaped like an e-mail address.
pub fn username(value: &str, _: &()) -> Checked {
    let value = value.trim();
    let ends_fine = value.chars().next().is_some_and(char::is_alphanumeric)
        && value.chars().next_back().is_some_and(char::is_alphanumeric);
    let all_fine = value.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if (2..=64).contains(&value.chars().count()) && ends_fine && all_fine {
        return Ok(());
    }
    no(
        "Use 2 to 64 letters, digits, dots, dashes or underscores, beginning and ending with a letter or digit.",
    )
}

/// A username, when one is given.
pub fn optional_username(value: &Option<String>, context: &()) -> Checked {
    value.as_deref().map_or(Ok(()), |value| username(value, context))
}

/// The name of a person or a place.
pub fn name(value: &str, _: &()) -> Checked {
    let length = value.trim().chars().count();
    if length == 0 {
        return no("Enter a name.");
    }
    if length > NAME_MAX {
        return no("Use at most 100 characters.");
    }
    if value.trim().chars().any(is_deceptive) {
        return no("Remove invisible and control characters from the name.");
    }
    Ok(())
}

/// A name, when one is given.
pub fn optional_name(value: &Option<String>, context: &()) -> Checked {
    value.as_deref().map_or(Ok(()), |value| name(value, context))
}

/// A slug: 2–40 lower-case letters, digits and single dashes.
pub fn slug(value: &str, _: &()) -> Checked {
    let fine = (2..=40).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !value.starts_with('-')
        && !value.ends_with('-')
        && !value.contains("--");
    if fine {
        return Ok(());
    }
    no("Use 2 to 40 lower-case letters, digits and single dashes, like “acme-europe”.")
}

/// A slug, when one is given.
pub fn optional_slug(value: &Option<String>, context: &()) -> Checked {
    value.as_deref().map_or(Ok(()), |value| slug(value, context))
}

/// The key of a role: like a slug, with dashes or underscores.
pub fn role_key(value: &str, _: &()) -> Checked {
    let fine = (2..=40).contains(&value.len())
        && value
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b))
        && value.starts_with(|c: char| c.is_ascii_lowercase())
        && !value.ends_with(['-', '_']);
    if fine {
        return Ok(());
    }
    no("Use 2 to 40 lower-case letters, digits, dashes and underscores, like “asset_librarian”.")
}

/// The reason of a change.
pub fn reason(value: &Option<String>, _: &()) -> Checked {
    let Some(value) = value else { return Ok(()) };
    if value.chars().count() > REASON_MAX {
        return no("Use at most 500 characters for the reason.");
    }
    if value.chars().any(|c| is_deceptive(c) && c != '\n') {
        return no("Remove invisible and control characters from the reason.");
    }
    Ok(())
}

/// A few words to somebody, of several lines perhaps.
pub fn message(value: &Option<String>, _: &()) -> Checked {
    let Some(value) = value else { return Ok(()) };
    if value.chars().count() > MESSAGE_MAX {
        return no("Use at most 1,000 characters for the message.");
    }
    if value.chars().any(|c| is_deceptive(c) && !matches!(c, '\n' | '\r' | '\t')) {
        return no("Remove invisible and control characters from the message.");
    }
    Ok(())
}

/// The length of a password that is about to be looked at; its rules are in
/// [`crate::passwords`].
pub fn password_bytes(value: &str, _: &()) -> Checked {
    if value.is_empty() {
        return no("Enter a password.");
    }
    if value.len() > PASSWORD_MAX_BYTES {
        return no("Use at most 1,024 bytes.");
    }
    Ok(())
}

/// The same, when one is given.
pub fn optional_password_bytes(value: &Option<String>, context: &()) -> Checked {
    value.as_deref().map_or(Ok(()), |value| password_bytes(value, context))
}

/// A slug made from a name, to start from: `Acme Europe` becomes `acme-europe`.
pub fn slug_from(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 40 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests;

//! What a plain form sends, before it is a request: every field is text, and an empty field
//! means "not given".

/// What was given, trimmed; nothing, when the field was left empty.
pub(crate) fn given(text: impl Into<Option<String>>) -> Option<String> {
    let text = text.into()?;
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_nothing() {
        assert_eq!(given(Some("  ".to_owned())), None);
        assert_eq!(given(None), None);
        assert_eq!(given(" leads the team ".to_owned()).as_deref(), Some("leads the team"));
    }
}

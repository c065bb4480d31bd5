//! What a plain form sends, before it is a request: every field is text, and an empty field
//! means "not given".

#[cfg(feature = "ssr")]
use fluxward_domain::AppError;

/// What was given, trimmed; nothing, when the field was left empty.
pub(crate) fn given(text: impl Into<Option<String>>) -> Option<String> {
    let text = text.into()?;
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// The errors of the fields below `parent`, named as the card names them.
#[cfg(feature = "ssr")]
pub(crate) fn fields_of(parent: &str, mut error: AppError) -> AppError {
    for field in &mut error.errors {
        if let Some(own) = field.field.strip_prefix(parent) {
            field.field = own.to_owned();
        }
    }
    error
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

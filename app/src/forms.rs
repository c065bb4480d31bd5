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

/// The moment that was chosen in a [`crate::ui::MomentField`], if one was.
#[cfg(feature = "ssr")]
pub(crate) fn moment(
    field: &str,
    exact: Option<String>,
    plain: Option<String>,
) -> Result<Option<fluxward_domain::Moment>, fluxward_domain::AppError> {
    // What the browser writes has minutes, and seconds only where they are not zero.
    let with_zone = |text: String| {
        if text.len() == "2026-12-01T09:00".len() {
            format!("{text}:00Z")
        } else {
            format!("{text}Z")
        }
    };
    let Some(text) = given(exact).or_else(|| given(plain).map(with_zone)) else {
        return Ok(None);
    };
    let sentence = "Choose a day and a time.";
    let moment = fluxward_domain::Moment::parse_rfc3339(&text);
    moment.map(Some).ok_or_else(|| fluxward_domain::AppError::field(field, sentence))
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

    #[cfg(feature = "ssr")]
    #[test]
    fn a_moment_is_in_the_zone_it_says_or_in_utc() {
        let chosen = |exact: &str, plain: &str| {
            let moment = moment("until", Some(exact.to_owned()), Some(plain.to_owned()));
            moment.map(|moment| moment.map(fluxward_domain::Moment::to_rfc3339))
        };
        let nine = Ok(Some("2026-12-01T09:00:00Z".to_owned()));
        assert_eq!(chosen("2026-12-01T09:00:00.000Z", "2026-12-01T10:00"), nine);
        assert_eq!(chosen("", "2026-12-01T09:00"), nine);
        assert_eq!(chosen("", "2026-12-01T09:00:00"), nine);
        assert_eq!(chosen("", " "), Ok(None));
        assert_eq!(chosen("soon", "").unwrap_err().errors[0].field, "until");
    }
}

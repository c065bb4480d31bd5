//! Authenticator apps (RFC 6238): secrets, the address that apps read, and which step a code is of.
//!
//! Six digits, SHA-1, thirty seconds: what every app understands. A code counts one step early
//! or late; that none counts twice is the store's to make sure.

use crate::error::{Error, Result};
use crate::services::Rng;
use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use fluxward_domain::Moment;
use fluxward_domain::factors::NewTotp;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;
use totp_rs::{Builder, Secret, Totp};

/// Bytes of a secret (RFC 4226 §4: 160 bits).
pub(super) const SECRET: usize = 20;
/// What apps show above the code.
const ISSUER: &str = "Fluxward";
/// How many empty modules surround the code (ISO/IEC 18004).
const QUIET: i32 = 4;

pub(super) fn fresh(rng: &Rng) -> [u8; SECRET] {
    rng.bytes()
}

fn totp(secret: [u8; SECRET], login: &str) -> Result<Totp> {
    let builder = Builder::new()
        .with_secret(Secret::new_stack(secret))
        .with_account_name(login.replace(':', " "))
        .with_issuer(Some(ISSUER));
    builder.build().map_err(|error| Error::Internal(format!("TOTP: {error}")))
}

/// What an app is told.
pub(super) fn told(secret: [u8; SECRET], login: &str) -> Result<NewTotp> {
    let totp = totp(secret, login)?;
    let otpauth_uri = totp.to_url().map_err(|error| Error::Internal(format!("TOTP: {error}")))?;
    Ok(NewTotp { secret: totp.secret().to_base32(), otpauth_uri })
}

/// The step that `code` is of at `now`, if it is of one that counts.
pub(super) fn step(secret: [u8; SECRET], code: &str, now: Moment) -> Result<Option<i64>> {
    let seconds = u64::try_from(now.unix_seconds()).unwrap_or_default();
    let step = totp(secret, ISSUER)?.check(code, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// `text` as a QR code: an SVG file in a `data:` address, dark on white whatever the theme.
pub(super) fn picture(text: &str) -> Result<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)
        .map_err(|_| Error::Internal("the address is too long for a QR code".into()))?;
    let size = code.size();
    let mut path = String::new();
    for (y, x) in (0..size).flat_map(|y| (0..size).map(move |x| (y, x))) {
        if code.get_module(x, y) {
            // Writing to a string cannot fail.
            let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    let whole = size + 2 * QUIET;
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/><path d=\"{path}\"/></svg>"
    );
    Ok(format!("data:image/svg+xml;base64,{}", BASE64.encode(svg)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    const RFC: [u8; SECRET] = *b"12345678901234567890";

    fn at(seconds: i64) -> Moment {
        Moment(seconds * 1_000_000)
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        for (seconds, code, expected) in [
            (59, "287082", 1),
            (1_111_111_109, "081804", 37_037_036),
            (20_000_000_000, "353130", 666_666_666),
        ] {
            assert_eq!(step(RFC, code, at(seconds)).unwrap(), Some(expected), "{seconds}");
        }
        for code in ["", "28708", "2870822", "+87082", "28708a", "２８７０８２"] {
            assert_eq!(step(RFC, code, at(59)).unwrap(), None, "{code}");
        }
    }

    #[test]
    fn a_code_counts_from_one_step_before_its_own_to_one_after() {
        // 287082 is of step 1: its own time is from 30 to before 60.
        for (moment, counts) in
            [(at(0), true), (at(90), false), (Moment(89_999_999), true), (at(30), true)]
        {
            assert_eq!(step(RFC, "287082", moment).unwrap().is_some(), counts, "{moment:?}");
        }
        // 081804 is of step 37037036, whose time begins at 1111111080.
        let begins = 1_111_111_080;
        for (moment, counts) in [
            (Moment((begins - 30) * 1_000_000 - 1), false),
            (at(begins - 30), true),
            (Moment((begins + 60) * 1_000_000 - 1), true),
            (at(begins + 60), false),
        ] {
            assert_eq!(step(RFC, "081804", moment).unwrap().is_some(), counts, "{moment:?}");
        }
    }

    #[test]
    fn an_app_is_told_who_and_where() {
        let told = told(RFC, "ada+1@people.example").unwrap();
        assert_eq!(told.secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            told.otpauth_uri,
            "otpauth://totp/Fluxward:ada%2B1%40people.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fluxward"
        );
        assert!(picture(&told.otpauth_uri).unwrap().starts_with("data:image/svg+xml;base64,"));
    }
}

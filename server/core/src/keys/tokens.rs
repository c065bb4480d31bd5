//! Access tokens: JWTs signed with Ed25519 (RFC 8037). One algorithm, and the key is chosen by
//! its id; what else the header says does not matter.

use super::Keys;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use fluxward_domain::ids::{AccountId, SessionId};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header,
};
use serde::{Deserialize, Serialize};

/// What an access token says: who, and which session; never what they may do. Times are seconds
/// since 1970 (RFC 7519 §4.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Who made it.
    pub iss: String,
    /// Whom it is for.
    pub aud: String,
    /// The account.
    pub sub: AccountId,
    /// The session.
    pub sid: SessionId,
    /// When it was made.
    pub iat: i64,
    /// From when on it counts.
    pub nbf: i64,
    /// When it counts no more.
    pub exp: i64,
}

/// One key's way to sign and verify.
pub(super) struct Signer {
    kid: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Signer {
    pub(super) fn new(kid: &str, seed: [u8; 32]) -> Self {
        let key = SigningKey::from_bytes(&seed);
        let der = key.to_pkcs8_der().expect("an Ed25519 key has a PKCS #8 form");
        Self {
            kid: kid.to_owned(),
            encoding: EncodingKey::from_ed_der(der.as_bytes()),
            decoding: DecodingKey::from_ed_der(key.verifying_key().as_bytes()),
        }
    }
}

impl Keys {
    /// The token that says `claims`.
    pub fn sign_token(&self, claims: &Claims) -> crate::Result<String> {
        let signer = &self.newest().signer;
        let header = Header { kid: Some(signer.kid.clone()), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, claims, &signer.encoding)
            .map_err(|error| crate::Error::Internal(format!("a token cannot be signed: {error}")))
    }

    /// What a token of ours says, when it was made by `iss` for `aud` and counts at `now` (seconds
    /// since 1970); `None` for any other text. There is no leeway.
    pub fn read_token(&self, token: &str, iss: &str, aud: &str, now: i64) -> Option<Claims> {
        let kid = decode_header(token).ok()?.kid?;
        let signer = self.0.iter().map(|key| &key.signer).find(|signer| signer.kid == kid)?;
        let claims: Claims = decode(token, &signer.decoding, &validation()).ok()?.claims;
        let right = claims.iss == iss && claims.aud == aud;
        (right && claims.nbf <= now && now < claims.exp).then_some(claims)
    }
}

/// Only the algorithm and the signature: issuer, audience and times are checked above, exactly
/// and against the clock that everything else goes by.
fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

#[cfg(test)]
impl Signer {
    pub(super) fn encoding(&self) -> EncodingKey {
        self.encoding.clone()
    }
}

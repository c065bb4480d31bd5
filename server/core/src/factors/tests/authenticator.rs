//! An authenticator in software: what a person's device answers, byte by byte.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use fluxward_domain::factors::Ceremony;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Present, and recognised.
const VERIFIED: u8 = 0x05;
/// Present, and not recognised.
pub(super) const PRESENT: u8 = 0x01;
const WITH_KEY: u8 = 0x40;

/// One key pair on somebody's device.
pub(super) struct Device {
    key: SigningKey,
    id: [u8; 16],
    owner: String,
    pub(super) flags: u8,
    pub(super) origin: &'static str,
}

impl Device {
    pub(super) fn new(seed: u8) -> Self {
        let key = SigningKey::from_slice(&[seed; 32]).unwrap();
        let origin = "http://localhost:3000";
        Self { key, id: [seed; 16], owner: String::new(), flags: VERIFIED, origin }
    }

    /// Answers the beginning of a registration.
    pub(super) fn registered(&mut self, begun: &Ceremony) -> Value {
        self.owner = begun.options["user"]["id"].as_str().unwrap().to_owned();
        let mut data = data(self.flags | WITH_KEY);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.id);
        data.extend(self.public_key());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        self.answer(json!({
            "clientDataJSON": self.client_data("webauthn.create", begun),
            "attestationObject": BASE64.encode(object),
            "transports": ["internal"],
        }))
    }

    /// Answers the beginning of a sign-in.
    pub(super) fn signed(&self, begun: &Ceremony) -> Value {
        let (data, client) = (data(self.flags), self.client_data("webauthn.get", begun));
        let told = BASE64.decode(&client).unwrap();
        let signature: Signature =
            self.key.sign(&[data.as_slice(), &Sha256::digest(told)].concat());
        self.answer(json!({
            "clientDataJSON": client,
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature.to_der()),
            "userHandle": self.owner,
        }))
    }

    fn answer(&self, response: Value) -> Value {
        let id = BASE64.encode(self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "response": response,
            "clientExtensionResults": {}, "authenticatorAttachment": "platform",
        })
    }

    fn client_data(&self, kind: &str, begun: &Ceremony) -> String {
        let challenge = &begun.options["challenge"];
        let data = json!({
            "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false,
        });
        BASE64.encode(data.to_string())
    }

    /// As COSE (RFC 9053 §7.1): an elliptic curve key on P-256 for ES256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().unwrap(), point.y().unwrap());
        let mut key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec();
        key.extend_from_slice(x);
        key.extend(b"\x22\x58\x20");
        key.extend_from_slice(y);
        key
    }
}

/// What an authenticator says of itself: for whom, how, and a counter that it does not keep.
fn data(flags: u8) -> Vec<u8> {
    let mut data = Sha256::digest("localhost").to_vec();
    data.push(flags);
    data.extend([0; 4]);
    data
}

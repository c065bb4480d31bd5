//! The key file, and what is sealed and signed with it.

use super::*;
use crate::services::Rng;
use fluxward_domain::ids::{AccountId, SessionId};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;
use std::os::unix::fs::PermissionsExt;
use uuid::Uuid;

const NOW: i64 = 1_000_000;

fn claims() -> Claims {
    Claims {
        iss: "https://flux.example".into(),
        aud: "api".into(),
        sub: AccountId(Uuid::from_u128(1)),
        sid: SessionId(Uuid::from_u128(2)),
        iat: NOW,
        nbf: NOW,
        exp: NOW + 60,
    }
}

fn read(keys: &Keys, token: &str, now: i64) -> Option<Claims> {
    keys.read_token(token, "https://flux.example", "api", now)
}

fn in_a_folder(test: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    test(&folder.path().join("deep/keys.json"));
}

#[test]
fn the_file_is_made_once_and_for_its_owner_alone() {
    in_a_folder(|path| {
        let rng = Rng::system();
        let first = Keys::load_or_create(path, &rng, Moment(0)).unwrap();
        let mode = std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        let again = Keys::load_or_create(path, &rng, Moment(0)).unwrap();
        assert_eq!(again.open_cursor(&first.sign_cursor(b"here")), Some(b"here".to_vec()));
        let files = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(files, 1, "nothing is left beside it");
    });
}

#[test]
fn a_file_that_others_can_read_is_refused_with_the_remedy() {
    in_a_folder(|path| {
        let _ = Keys::load_or_create(path, &Rng::system(), Moment(0)).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let error = Keys::load_or_create(path, &Rng::system(), Moment(0)).err().unwrap();
        assert!(error.to_string().contains("(mode 640); run “chmod 600"), "{error}");
    });
}

#[test]
fn a_damaged_file_is_refused_and_left_alone() {
    in_a_folder(|path| {
        let _ = Keys::load_or_create(path, &Rng::system(), Moment(0)).unwrap();
        for text in ["", "{", r#"{"version":1,"keys":[]}"#, r#"{"version":2,"keys":[]}"#] {
            std::fs::write(path, text).unwrap();
            let error = Keys::load_or_create(path, &Rng::system(), Moment(0)).err().unwrap();
            assert!(error.to_string().contains("is damaged"), "{text}: {error}");
            assert_eq!(std::fs::read_to_string(path).unwrap(), text);
        }
    });
}

#[test]
fn after_a_rotation_the_newest_key_signs_and_the_older_ones_verify() {
    in_a_folder(|path| {
        let rng = Rng::system();
        let before = Keys::load_or_create(path, &rng, Moment(0)).unwrap();
        let kid = Keys::rotate(path, &rng, Moment(1)).unwrap();
        let after = Keys::load_or_create(path, &rng, Moment(2)).unwrap();
        let (old, new) =
            (before.sign_token(&claims()).unwrap(), after.sign_token(&claims()).unwrap());
        assert_eq!(read(&after, &old, NOW), Some(claims()));
        assert_eq!(jsonwebtoken::decode_header(&new).unwrap().kid, Some(kid));
        assert_eq!(read(&before, &new, NOW), None);
        assert!(after.open_cursor(&before.sign_cursor(b"x")).is_some());
    });
}

#[test]
fn there_is_nothing_to_rotate_without_a_file() {
    in_a_folder(|path| {
        let error = Keys::rotate(path, &Rng::system(), Moment(0)).err().unwrap();
        assert!(error.to_string().starts_with("there is no key file"), "{error}");
    });
}

#[test]
fn a_sealed_text_opens_for_its_purpose_its_bond_and_its_installation_only() {
    let keys = Keys::ephemeral(&Rng::system());
    let text = keys.seal(Purpose::PasswordChange, b"payload", b"bond");
    let open = |purpose, text: &str, bond: &[u8]| keys.open(purpose, text, bond);
    assert_eq!(open(Purpose::PasswordChange, &text, b"bond"), Some(b"payload".to_vec()));
    assert_eq!(open(Purpose::Cursor, &text, b"bond"), None);
    assert_eq!(open(Purpose::PasswordChange, &text, b"other"), None);
    let stranger = Keys::ephemeral(&Rng::system());
    assert_eq!(stranger.open(Purpose::PasswordChange, &text, b"bond"), None);
    for forged in ["", "AAAA", "€", &text[1..], &text.to_uppercase()] {
        assert_eq!(open(Purpose::PasswordChange, forged, b"bond"), None, "{forged}");
    }
}

#[test]
fn a_kept_secret_outlives_rotations_and_is_nothing_elsewhere() {
    in_a_folder(|path| {
        let rng = Rng::system();
        let before = Keys::load_or_create(path, &rng, Moment(0)).unwrap();
        let text = before.encrypt(&rng, b"secret", b"ada").unwrap();
        assert!(
            !text.contains("secret") && text != before.encrypt(&rng, b"secret", b"ada").unwrap()
        );
        for at in 1..4 {
            let _ = Keys::rotate(path, &rng, Moment(at)).unwrap();
        }
        let after = Keys::load_or_create(path, &rng, Moment(9)).unwrap();
        assert_eq!(after.decrypt(&text, b"ada"), Ok(b"secret".to_vec()));
        assert_eq!(after.decrypt(&text, b"bea"), Err(Unreadable));
        assert_eq!(Keys::ephemeral(&rng).decrypt(&text, b"ada"), Err(Unreadable));
        let newer = after.encrypt(&rng, b"secret", b"ada").unwrap();
        assert_eq!(before.decrypt(&newer, b"ada"), Err(Unreadable), "the newest key makes them");
        let end = if text.ends_with('A') { "B" } else { "A" };
        for broken in
            ["", ".", &text[..text.len() - 5], &format!("{}{end}", &text[..text.len() - 1])]
        {
            assert_eq!(after.decrypt(broken, b"ada"), Err(Unreadable), "{broken}");
        }
    });
}

#[test]
fn a_token_counts_from_its_first_to_before_its_last_second() {
    let keys = Keys::ephemeral(&Rng::system());
    let token = keys.sign_token(&claims()).unwrap();
    assert_eq!(read(&keys, &token, NOW - 1), None);
    assert_eq!(read(&keys, &token, NOW), Some(claims()));
    assert_eq!(read(&keys, &token, NOW + 59), Some(claims()));
    assert_eq!(read(&keys, &token, NOW + 60), None);
}

#[test]
fn other_algorithms_keys_issuers_audiences_and_shapes_are_no_tokens() {
    let keys = Keys::ephemeral(&Rng::system());
    let ours = keys.sign_token(&claims()).unwrap();
    let kid = jsonwebtoken::decode_header(&ours).unwrap().kid;
    let with = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut body = json!(claims());
        change(&mut body);
        let header = Header { kid: kid.clone(), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, &body, &keys.newest().signer_key()).unwrap()
    };
    assert!(read(&keys, &with(&|_| ()), NOW).is_some());
    let public = EncodingKey::from_secret(b"anything");
    let hs256 = Header { kid: kid.clone(), ..Header::new(Algorithm::HS256) };
    let parts: Vec<_> = ours.split('.').collect();
    let none = BASE64.encode(json!({"alg": "none", "kid": kid}).to_string());
    let forged = [
        String::new(),
        "a.b.c".into(),
        format!("{none}.{}.", parts[1]),
        format!("{}.{}.", parts[0], parts[1]),
        jsonwebtoken::encode(&hs256, &claims(), &public).unwrap(),
        Keys::ephemeral(&Rng::system()).sign_token(&claims()).unwrap(),
        with(&|body| body["iss"] = json!("https://other.example")),
        with(&|body| body["aud"] = json!("other")),
        with(&|body| body["aud"] = json!(["api", "other"])),
        with(&|body| body["exp"] = json!("9999999999")),
        with(&|body| body["exp"] = json!(1.0e12)),
        with(&|body| body["admin"] = json!(true)),
        with(&|body| drop(body.as_object_mut().unwrap().remove("exp"))),
        with(&|body| drop(body.as_object_mut().unwrap().remove("nbf"))),
    ];
    for token in forged {
        assert_eq!(read(&keys, &token, NOW), None, "{token}");
    }
}

impl Key {
    fn signer_key(&self) -> EncodingKey {
        self.signer.encoding()
    }
}

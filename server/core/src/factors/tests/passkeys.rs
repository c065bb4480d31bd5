//! Passkeys: registering, signing in, and who may not.

use super::authenticator::{Device, PRESENT};
use super::*;
use crate::keys::Keys;
use crate::live::Live;
use crate::passwords::{Cost, Hasher};
use crate::services::{Parts, Services, Surroundings};
use fluxward_domain::factors::{AddedPasskey, NewPasskey, PasskeyLogin};
use fluxward_domain::ids::PasskeyId;
use fluxward_domain::mail::MailSettings;

async fn register(world: &World, person: &Person, device: &mut Device) -> Result<AddedPasskey> {
    let caller = world.caller(person).await;
    let begun = begin_passkey(&world.s, &caller).await?;
    let credential = device.registered(&begun);
    let new = NewPasskey { ceremony: begun.ceremony, name: " My  phone ".into(), credential };
    finish_passkey(&world.s, &caller, new).await
}

/// Somebody with a passkey on a device.
async fn with_passkey(world: &World, name: &str, seed: u8) -> (Person, Device) {
    let (person, mut device) = (world.person(name).await, Device::new(seed));
    register(world, &person, &mut device).await.unwrap();
    (person, device)
}

async fn use_it(world: &World, device: &Device) -> Result<SignedIn> {
    let begun = sessions::begin_passkey(&world.s, &world.request()).await.unwrap();
    let login = PasskeyLogin { credential: device.signed(&begun), ceremony: begun.ceremony };
    sessions::sign_in_with_passkey(&world.s, login, &world.request(), SessionKind::Browser).await
}

#[tokio::test]
async fn a_passkey_signs_in_alone_and_is_asked_for_beside_the_password() {
    World::each(async |world| {
        let (ada, device) = with_passkey(world, "ada", 1).await;
        let entry = world.last_entry().await;
        assert!(entry.starts_with("user.factor_added") && entry.contains("passkey “My phone”"));
        let entered = use_it(world, &device).await.unwrap();
        assert_eq!(entered.account, ada.id);
        assert!(entered.set_cookie.is_some());
        assert!(world.last_entry().await.contains("passkey"));
        assert_eq!(refusal(enter(world, "ada", None).await).kind, Kind::SecondFactorRequired);
        let listed = passkeys(&world.s, &world.caller(&ada).await).await.unwrap();
        assert_eq!(listed[0].name, "My phone");
        assert!(listed[0].last_used_at.is_some());
    })
    .await;
}

#[tokio::test]
async fn an_answer_counts_once_for_its_own_ceremony_and_its_own_time() {
    World::each(async |world| {
        let (_, device) = with_passkey(world, "ada", 1).await;
        let (s, request) = (&world.s, world.request());
        let begun = sessions::begin_passkey(s, &request).await.unwrap();
        let other = sessions::begin_passkey(s, &request).await.unwrap();
        let credential = device.signed(&begun);
        let login = |ceremony: &str| PasskeyLogin {
            ceremony: ceremony.into(),
            credential: credential.clone(),
        };
        let sign_in = async |ceremony: &str| {
            sessions::sign_in_with_passkey(s, login(ceremony), &request, SessionKind::Api).await
        };
        assert_eq!(refusal(sign_in(&other.ceremony).await).kind, Kind::BadCredentials);
        sign_in(&begun.ceremony).await.unwrap();
        for over in [begun.ceremony.as_str(), &other.ceremony, "", "x"] {
            assert_eq!(refusal(sign_in(over).await).kind, Kind::Gone, "{over}");
        }
        let late = sessions::begin_passkey(s, &request).await.unwrap();
        let credential = device.signed(&late);
        world.time.pass(5 * 60);
        let late = PasskeyLogin { ceremony: late.ceremony, credential };
        let said = sessions::sign_in_with_passkey(s, late, &request, SessionKind::Api).await;
        assert_eq!(refusal(said).kind, Kind::Gone);
    })
    .await;
}

#[tokio::test]
async fn other_keys_origins_and_devices_that_recognise_nobody_are_refused() {
    World::each(async |world| {
        let (ada, mut device) = with_passkey(world, "ada", 1).await;
        let stranger = Device::new(2);
        assert_eq!(refusal(use_it(world, &stranger).await).kind, Kind::BadCredentials);
        device.flags = PRESENT;
        assert_eq!(refusal(use_it(world, &device).await).kind, Kind::BadCredentials);
        let mut unseen = Device::new(3);
        unseen.flags = PRESENT;
        let said = refusal(register(world, &ada, &mut unseen).await);
        assert_eq!((said.kind, said.errors[0].field.as_str()), (Kind::Invalid, "credential"));
        let (_, mut elsewhere) = with_passkey(world, "bea", 4).await;
        elsewhere.origin = "http://evil.example";
        assert_eq!(refusal(use_it(world, &elsewhere).await).kind, Kind::BadCredentials);
        let taken = refusal(register(world, &ada, &mut Device::new(4)).await);
        assert_eq!(taken.kind, Kind::Taken);
    })
    .await;
}

#[tokio::test]
async fn whoever_may_not_come_in_by_password_may_not_by_passkey() {
    World::each(async |world| {
        let (ada, device) = with_passkey(world, "ada", 1).await;
        let status = "update accounts set status = 'inactive' where id = $1";
        world.force(status, &ada).await;
        assert_eq!(refusal(use_it(world, &device).await).kind, Kind::BadCredentials);
        world.force("update accounts set status = 'suspended' where id = $1", &ada).await;
        assert_eq!(refusal(use_it(world, &device).await).kind, Kind::Suspended);
        world.force("update accounts set status = 'active' where id = $1", &ada).await;
        let root = world.administrator("root").await;
        let lock = json!({ "maintenance": { "locked": true } });
        settings::edit(&world.s, &world.caller(&root).await, lock, None).await.unwrap();
        assert_eq!(refusal(use_it(world, &device).await).kind, Kind::Maintenance);
    })
    .await;
}

#[tokio::test]
async fn the_owner_still_uses_a_passkey_while_passwords_are_slowed_down() {
    World::each(async |world| {
        let (_, device) = with_passkey(world, "ada", 1).await;
        for _ in 0..6 {
            let wrong = Login { login: "ada".into(), password: "wrong".into(), code: None };
            let _ = sessions::sign_in(&world.s, wrong, &world.request(), SessionKind::Api).await;
        }
        assert_eq!(refusal(enter(world, "ada", None).await).kind, Kind::TooManyAttempts);
        use_it(world, &device).await.unwrap();
        let said = refusal(enter(world, "ada", None).await);
        assert_eq!(said.kind, Kind::TooManyAttempts, "guessing goes no faster for it");
    })
    .await;
}

#[tokio::test]
async fn a_removed_passkey_is_nothing_and_nobody_removes_anybody_elses() {
    World::each(async |world| {
        let (ada, device) = with_passkey(world, "ada", 1).await;
        let (bea, _) = with_passkey(world, "bea", 2).await;
        let caller = world.caller(&ada).await;
        let mine = passkeys(&world.s, &caller).await.unwrap()[0].id;
        let theirs = passkeys(&world.s, &world.caller(&bea).await).await.unwrap()[0].id;
        for id in [theirs, PasskeyId(crate::testing::NOBODY)] {
            assert_eq!(refusal(remove_passkey(&world.s, &caller, id).await).kind, Kind::NotFound);
        }
        remove_passkey(&world.s, &caller, mine).await.unwrap();
        assert!(world.last_entry().await.starts_with("user.factor_removed"));
        assert_eq!(refusal(use_it(world, &device).await).kind, Kind::BadCredentials);
        enter(world, "ada", None).await.unwrap();
        world.time.pass(601);
        assert_eq!(refusal(begin_passkey(&world.s, &caller).await).kind, Kind::StepUpRequired);
        assert_eq!(
            refusal(remove_passkey(&world.s, &caller, mine).await).kind,
            Kind::StepUpRequired
        );
    })
    .await;
}

#[tokio::test]
async fn a_passkey_is_the_second_factor_that_is_required() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        require(world, &root, "everyone").await;
        let (ada, device) = with_passkey(world, "ada", 1).await;
        assert!(!world.caller(&ada).await.facts.must_enrol);
        use_it(world, &device).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_address_without_a_host_name_or_https_has_no_passkeys_and_says_why() {
    let world = World::new().await;
    let ada = world.person("ada").await;
    let caller = world.caller(&ada).await;
    for (public_url, why) in [
        ("http://127.0.0.1:3000", "host name"),
        ("https://[::1]", "host name"),
        ("http://console.example", "https"),
    ] {
        let s = Services::new(Parts {
            database: world.s.database.clone(),
            clock: world.s.clock.clone(),
            rng: world.s.rng.clone(),
            keys: Keys::ephemeral(&world.s.rng),
            hasher: Hasher::new(Cost::LEAST),
            facts: crate::access::FactsCache::default(),
            live: Live::default(),
            surroundings: Surroundings {
                public_url: public_url.into(),
                mail: MailSettings::default(),
            },
        });
        let said = refusal(begin_passkey(&s, &caller).await);
        assert!(said.kind == Kind::Conflict && said.detail.contains(why), "{said:?}");
        assert_eq!(mine(&s, &caller).await.unwrap().no_passkeys, Some(said.detail));
    }
    assert_eq!(mine(&world.s, &caller).await.unwrap().no_passkeys, None);
    world.end().await;
}

#[tokio::test]
async fn a_first_factor_brings_ten_recovery_codes_also_when_it_is_a_passkey() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        let codes = register(world, &ada, &mut Device::new(1)).await.unwrap().recovery_codes;
        assert_eq!(codes.len(), 10);
        enter(world, "ada", Some(&codes[3])).await.unwrap();
        let again = refusal(enter(world, "ada", Some(&codes[3])).await);
        assert_eq!(again.kind, Kind::SecondFactorRequired);
        let second = register(world, &ada, &mut Device::new(2)).await.unwrap();
        assert!(second.recovery_codes.is_empty(), "the ones that are kept stay good");
        let (bea, _, codes) = with_app(world, "bea").await;
        let beside = register(world, &bea, &mut Device::new(3)).await.unwrap();
        assert!(beside.recovery_codes.is_empty());
        enter(world, "bea", Some(&codes[0])).await.unwrap();
    })
    .await;
}

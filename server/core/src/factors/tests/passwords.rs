//! By the NIST profile, fifteen characters are needed alone and eight beside a second factor.

use super::*;
use fluxward_domain::passwords::Chooser;
use fluxward_domain::sessions::ChangePassword;

const EIGHT: &str = "tin-boat";

async fn change(world: &World, person: &Person, password: &str) -> Result<()> {
    let change = ChangePassword {
        current_password: Some(PASSWORD.into()),
        password: password.into(),
        ..ChangePassword::default()
    };
    let caller = world.caller(person).await;
    sessions::change_password(&world.s, Some(&caller), change, &world.request()).await
}

async fn shown(world: &World, person: Option<&Person>) -> u32 {
    let (caller, chooser) = match person {
        Some(person) => (Some(world.caller(person).await), Chooser::Caller),
        None => (None, Chooser::Anybody),
    };
    let policy = sessions::password_policy(&world.s, caller.as_ref(), &chooser).await;
    policy.unwrap().min_length
}

#[tokio::test]
async fn eight_characters_are_enough_beside_a_second_factor() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let nist = json!({ "password_policy": { "profile": "nist" } });
        settings::edit(&world.s, &world.caller(&root).await, nist, None).await.unwrap();
        let ada = world.person("ada").await;
        assert_eq!(shown(world, Some(&ada)).await, 15);
        assert_eq!(refusal(change(world, &ada, EIGHT).await).errors[0].field, "password");
        set_up(world, &ada).await;
        assert_eq!((shown(world, Some(&ada)).await, shown(world, None).await), (8, 15));
        assert_eq!(refusal(change(world, &ada, "tin-bot").await).errors[0].field, "password");
        change(world, &ada, EIGHT).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn other_profiles_make_no_difference() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let own = json!({ "password_policy": { "min_length": 12 } });
        settings::edit(&world.s, &world.caller(&root).await, own, None).await.unwrap();
        let (ada, ..) = with_app(world, "ada").await;
        assert_eq!(shown(world, Some(&ada)).await, 12);
        assert_eq!(refusal(change(world, &ada, "Tin-boat-7").await).errors[0].field, "password");
    })
    .await;
}

//! Settings on a real database, on both engines.

use super::*;
use crate::testing::World;
use fluxward_domain::AppError;
use serde_json::json;

async fn root(world: &World) -> Caller {
    let root = world.administrator("root").await;
    world.caller(&root).await
}

#[tokio::test]
async fn an_edit_is_recorded_value_by_value_and_nothing_is_when_nothing_changes() {
    World::each(async |world| {
        let root = root(world).await;
        let patch = json!({"reset_minutes": 60, "maintenance": {"message": "Soon"}, "reason": "Audit"});
        let (version, _) = edit_with_version(&world.s, &root, patch.clone(), None).await.unwrap();
        let told = world.last_entry().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told, @r#"settings.edited {"reason":"Audit","changes":[{"field":"maintenance.message","before":"","after":"Soon"},{"field":"reset_minutes","before":"30","after":"60"}]}"#);
        }
        let entries = world.log().await;
        let again = edit_with_version(&world.s, &root, patch, Some(version)).await.unwrap();
        assert_eq!((again.0, again.1.reset_minutes), (version, 60));
        assert_eq!(world.log().await, entries);
        assert_eq!(show(&world.s, &root).await.unwrap(), again.1);
    })
    .await;
}

#[tokio::test]
async fn an_edit_of_an_older_version_is_refused() {
    World::each(async |world| {
        let root = root(world).await;
        edit(&world.s, &root, json!({"reset_minutes": 60}), Some(0)).await.unwrap();
        let refused = edit(&world.s, &root, json!({"reset_minutes": 90}), Some(0)).await;
        assert_eq!(AppError::from(refused.unwrap_err()).kind, Kind::ChangedSince);
    })
    .await;
}

#[tokio::test]
async fn only_platform_administrators_see_and_change_settings() {
    let world = World::new().await;
    let ada = world.caller(&world.person("ada").await).await;
    let seen = show(&world.s, &ada).await.unwrap_err();
    let changed = edit(&world.s, &ada, json!({"reset_minutes": 60}), None).await.unwrap_err();
    for refused in [seen, changed] {
        assert_eq!(AppError::from(refused).kind, Kind::Forbidden);
    }
    assert_eq!(password_policy(&world.s).await.unwrap(), PasswordPolicy::standard());
}

#[tokio::test]
async fn a_bad_edit_changes_nothing() {
    let world = World::new().await;
    let root = root(&world).await;
    let patch = json!({"reset_minutes": 60, "invitation_hours": 0});
    let refused = AppError::from(edit(&world.s, &root, patch, None).await.unwrap_err());
    assert_eq!(
        (refused.kind, refused.errors[0].field.as_str()),
        (Kind::Invalid, "invitation_hours")
    );
    assert_eq!(show(&world.s, &root).await.unwrap(), Settings::default());
}

#[tokio::test]
async fn an_edit_is_in_force_on_every_node_at_once() {
    World::each(async |world| {
        let elsewhere = world.another_node().await;
        assert_eq!(password_policy(&elsewhere).await.unwrap(), PasswordPolicy::standard());
        let patch = json!({"password_policy": {"profile": "nist"}});
        edit(&world.s, &root(world).await, patch, None).await.unwrap();
        assert_eq!(password_policy(&elsewhere).await.unwrap(), PasswordPolicy::nist());
        elsewhere.database.close().await;
    })
    .await;
}

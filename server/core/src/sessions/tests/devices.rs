//! What people are told by mail about their sign-ins.

use super::*;

/// A sign-in from that address with that client.
async fn from(world: &World, address: &str, user_agent: &str) {
    let login = Login { login: "ada".into(), password: PASSWORD.into(), code: None };
    let request =
        RequestInfo { id: "test".into(), address: address.into(), user_agent: user_agent.into() };
    sign_in(&world.s, login, &request, SessionKind::Browser).await.unwrap();
}

#[tokio::test]
async fn a_new_device_is_told_by_mail_once_and_the_first_one_not_at_all() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let smtp = world.mail_server(&root).await;
        world.person("ada").await;
        let mut told = Vec::new();
        for (address, client) in [
            ("192.0.2.1", "curl/8"),
            ("192.0.2.77", "curl/9"),
            ("198.51.100.1", "curl/8"),
            ("198.51.100.1", "wget/1"),
            ("198.51.100.1", "wget/1"),
        ] {
            from(world, address, client).await;
            told.push(world.mails_to(&smtp, "ada@people.example").await.len());
        }
        assert_eq!(told, [0, 0, 1, 2, 2]);
        let last = world.mails_to(&smtp, "ada@people.example").await.pop().unwrap();
        assert_eq!(last.header("Subject"), "New sign-in: wget");
        assert!(last.text().contains("198.51.100.1"), "{}", last.text());
    })
    .await;
}

#[tokio::test]
async fn changing_the_password_needs_a_recent_sign_in() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        let caller = world.caller(&ada).await;
        world.time.pass(601);
        let change = fluxward_domain::sessions::ChangePassword {
            current_password: Some(PASSWORD.into()),
            password: "Silver-Meadow-42".into(),
            ..fluxward_domain::sessions::ChangePassword::default()
        };
        let late = change_password(&world.s, Some(&caller), change, &world.request()).await;
        assert_eq!(refusal(late).kind, Kind::StepUpRequired);
    })
    .await;
}

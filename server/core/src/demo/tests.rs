use super::*;
use crate::activity;
use crate::database::values;
use crate::testing::World;

#[tokio::test]
async fn the_example_is_whole_counted_and_in_the_log() {
    World::each(async |world| {
        let filled = fill(&world.s, 700, None).await.unwrap();
        assert_eq!(filled, Filled { users: 700, organizations: 3 });
        let mut connection = world.s.read().await.unwrap();
        let report = activity::verify(&mut connection).await.unwrap();
        assert_eq!(report.problems, Vec::<String>::new());
        for (counted, kept) in [
            (
                "select count(*) from accounts",
                "select cast(sum(n) as bigint) from counters where role = '' and status <> ''",
            ),
            (
                "select count(*) from memberships",
                "select cast(sum(n) as bigint) from counters where role <> ''",
            ),
        ] {
            let counted = connection.number(counted, values![]).await.unwrap();
            assert_eq!(counted, connection.number(kept, values![]).await.unwrap());
        }
        let able = connection
            .number("select count(*) from accounts where password_hash is not null", values![]);
        assert_eq!(able.await.unwrap(), Some(0));
    })
    .await;
}

#[tokio::test]
async fn the_example_comes_once() {
    let world = World::new().await;
    fill(&world.s, 10, None).await.unwrap();
    let again = fill(&world.s, 10, None).await.unwrap_err();
    assert!(again.to_string().contains("in this database already"), "{again}");
}

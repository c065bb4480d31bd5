//! What the attack has found once, a test each.

use super::acts::{Act, Chapter, Holder, Place, Step, Whoever, Word};
use super::run;
use crate::testing::World;
use fluxward_domain::permissions::Permission;

/// Whoever holds `role` tries it where somebody else is a Team Admin.
async fn tries(role: (Word, &[Permission]), left_out: Option<Vec<Permission>>, act: Act) {
    let (whole, design) = (Place::Organization, Place::Workspace("design"));
    let place = if role.0 == "team_admin" { design } else { whole };
    let gifts = [
        Act::EditRole("keeper", role.1.to_vec()),
        Act::Assign(place, Holder::User(5), role.0, None),
        Act::Assign(design, Holder::User(7), "team_admin", None),
    ];
    let by = Whoever::Person(5);
    let step = Step { by, left_out, slug: "acme", act, own: false, within: false };
    let gifts = gifts.map(|act| ("acme", act)).to_vec();
    let world = World::new().await;
    run(&world, &[Chapter { gifts, steps: vec![step] }]).await;
    world.end().await;
}

#[tokio::test]
async fn nobody_lets_team_admins_override_who_does_not_hold_that() {
    tries(("keeper", &[Permission::SettingsManage]), None, Act::EditWorkspace("design", true))
        .await;
}

#[tokio::test]
async fn no_team_admin_lets_themselves_override_by_a_token() {
    let left_out = Some(vec![Permission::MetricsView]);
    tries(("team_admin", &[]), left_out, Act::EditWorkspace("design", true)).await;
}

#[tokio::test]
async fn a_token_makes_nobody_the_manager_of_a_project_beyond_itself() {
    let left_out = Some(vec![Permission::MetricsView]);
    let act = Act::CreateProject("annex", None);
    tries(("keeper", &[Permission::ProjectsCreate]), left_out, act).await;
}

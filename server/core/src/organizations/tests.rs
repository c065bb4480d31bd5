//! Organizations, on a real database of either engine.

use super::*;
use crate::database::values;
use crate::settings;
use crate::testing::{NOBODY, Person, World};
use crate::users;
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::{EditMember, MembershipStatus, NewMember};
use fluxward_domain::organizations::{EditOrganization, NewOrganization};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use serde_json::json;

/// How it was refused.
#[track_caller]
fn refused<T>(result: Result<T>) -> (Kind, String) {
    match result {
        Ok(_) => panic!("this should have been refused"),
        Err(error) => {
            let error = AppError::from(error);
            (error.kind, error.errors.first().map(|error| error.field.clone()).unwrap_or_default())
        }
    }
}

fn plainly(kind: Kind) -> (Kind, String) {
    (kind, String::new())
}

fn new(slug: &str, owner: Option<AccountId>) -> NewOrganization {
    NewOrganization { name: format!("The {slug}"), slug: slug.into(), owner, reason: None }
}

async fn make(w: &World, by: &Person, slug: &str, owner: Option<&Person>) -> Result<Organization> {
    create(&w.s, &w.caller(by).await, new(slug, owner.map(|owner| owner.id))).await
}

async fn add(w: &World, by: &Person, slug: &str, who: &Person, role: BaseRole) {
    let new = NewMember { user_id: who.id, role, expires_at: None, reason: None };
    members::add(&w.s, &w.caller(by).await, slug, new).await.unwrap();
}

async fn slugs(w: &World, by: &Person) -> (Vec<String>, Option<i64>) {
    let caller = w.caller(by).await;
    let (mut query, mut slugs) = (OrganizationQuery { limit: Some(2), cursor: None }, Vec::new());
    loop {
        let page = list(&w.s, &caller, &query).await.unwrap();
        slugs.extend(page.items.into_iter().map(|organization| organization.slug));
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            return (slugs, page.total);
        }
    }
}

async fn allow_everyone(w: &World, root: &Person) {
    let patch = json!({ "organizations_by_anyone": true });
    settings::edit(&w.s, &w.caller(root).await, patch, None).await.unwrap();
}

#[tokio::test]
async fn whoever_creates_one_is_its_first_owner_unless_another_is_named() {
    World::each(async |w| {
        let (root, olga) = (w.administrator("root").await, w.person("olga").await);
        let before = w.log().await.len();
        let made = make(w, &root, "acme", None).await.unwrap();
        assert_eq!((made.name.as_str(), made.members), ("The acme", 1));
        assert_eq!(w.log().await[before..], ["organization.created", "member.added"]);
        let mine = w.caller(&root).await.facts.memberships.len();
        make(w, &root, "bolt", Some(&olga)).await.unwrap();
        assert_eq!((mine, w.caller(&root).await.facts.memberships.len()), (1, 1));
        let theirs = w.caller(&olga).await;
        assert_eq!(theirs.facts.memberships[0].role, BaseRole::Owner);
        assert_eq!(show(&w.s, &theirs, "bolt").await.unwrap().name, "The bolt");
    })
    .await;
}

#[tokio::test]
async fn everyone_creates_them_only_where_a_setting_says_so_and_only_for_themselves() {
    World::each(async |w| {
        let (root, olga) = (w.administrator("root").await, w.person("olga").await);
        assert_eq!(refused(make(w, &olga, "acme", None).await), plainly(Kind::Forbidden));
        allow_everyone(w, &root).await;
        let other = make(w, &olga, "acme", Some(&root)).await;
        assert_eq!(refused(other), plainly(Kind::Forbidden));
        make(w, &olga, "acme", None).await.unwrap();
        let off = json!({ "organizations_by_anyone": false });
        settings::edit(&w.s, &w.caller(&root).await, off, None).await.unwrap();
        assert_eq!(refused(make(w, &olga, "bolt", None).await), plainly(Kind::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn the_first_owner_can_act() {
    let w = World::new().await;
    let (root, olga) = (w.administrator("root").await, w.person("olga").await);
    let caller = w.caller(&root).await;
    users::deactivate(&w.s, &caller, olga.id, Because::default(), None).await.unwrap();
    let inactive = make(&w, &root, "acme", Some(&olga)).await;
    assert_eq!(refused(inactive), (Kind::Invalid, "owner".into()));
    let nobody = create(&w.s, &caller, new("acme", Some(AccountId(NOBODY)))).await;
    assert_eq!(refused(nobody), (Kind::NotFound, "owner".into()));
    w.end().await;
}

#[tokio::test]
async fn a_slug_is_unique_among_the_living_and_means_nothing_else() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        make(w, &root, "acme", None).await.unwrap();
        let taken = make(w, &root, "acme", None).await;
        assert_eq!(refused(taken), (Kind::Taken, "slug".into()));
        for slug in ["new", "platform", "Acme", "a", "-a-", "a--b"] {
            let odd = make(w, &root, slug, None).await;
            assert_eq!(refused(odd), (Kind::Invalid, "slug".into()), "{slug}");
        }
    })
    .await;
}

#[tokio::test]
async fn everyone_sees_their_own_and_administrators_see_all() {
    World::each(async |w| {
        let (root, olga) = (w.administrator("root").await, w.person("olga").await);
        for (slug, owner) in
            [("cedar", &olga), ("acme", &root), ("bolt", &root), ("dune", &olga), ("elm", &root)]
        {
            make(w, &root, slug, Some(owner)).await.unwrap();
        }
        let all = ["acme", "bolt", "cedar", "dune", "elm"].map(str::to_owned).to_vec();
        assert_eq!(slugs(w, &root).await, (all, Some(5)));
        add(w, &root, "elm", &olga, BaseRole::Viewer).await;
        let own = ["cedar", "dune", "elm"].map(str::to_owned).to_vec();
        assert_eq!(slugs(w, &olga).await, (own, Some(3)));
        let off = EditMember { status: Some(MembershipStatus::Inactive), ..EditMember::default() };
        members::edit(&w.s, &w.caller(&root).await, "elm", olga.id, off, None).await.unwrap();
        let own = ["cedar", "dune"].map(str::to_owned).to_vec();
        assert_eq!(slugs(w, &olga).await, (own, Some(2)));
    })
    .await;
}

#[tokio::test]
async fn a_cursor_of_somebody_elses_list_is_refused() {
    let w = World::new().await;
    let (root, olga) = (w.administrator("root").await, w.person("olga").await);
    for slug in ["acme", "bolt"] {
        make(&w, &root, slug, Some(&olga)).await.unwrap();
    }
    let query = OrganizationQuery { limit: Some(1), cursor: None };
    let page = list(&w.s, &w.caller(&root).await, &query).await.unwrap();
    let query = OrganizationQuery { cursor: page.next_cursor, ..query };
    let other = list(&w.s, &w.caller(&olga).await, &query).await;
    assert_eq!(refused(other), plainly(Kind::Malformed));
    w.end().await;
}

#[tokio::test]
async fn a_foreign_one_answers_like_a_missing_one() {
    World::each(async |w| {
        let (root, olga) = (w.administrator("root").await, w.person("olga").await);
        make(w, &root, "acme", None).await.unwrap();
        let (s, c, before) = (&w.s, &w.caller(&olga).await, w.log().await);
        for slug in ["acme", "missing", "a\0b", ""] {
            assert_eq!(refused(show(s, c, slug).await), plainly(Kind::NotFound));
            let renamed = EditOrganization { name: Some("X".into()), ..Default::default() };
            assert_eq!(refused(edit(s, c, slug, renamed, None).await), plainly(Kind::NotFound));
            let gone = delete(s, c, slug, Because::default()).await;
            assert_eq!(refused(gone), plainly(Kind::NotFound));
        }
        assert_eq!(w.log().await, before);
    })
    .await;
}

#[tokio::test]
async fn admins_rename_it_and_only_owners_delete_it() {
    World::each(async |w| {
        let (root, olga, ada, max) = (
            w.administrator("root").await,
            w.person("olga").await,
            w.person("ada").await,
            w.person("max").await,
        );
        make(w, &root, "acme", Some(&olga)).await.unwrap();
        add(w, &olga, "acme", &ada, BaseRole::Admin).await;
        add(w, &olga, "acme", &max, BaseRole::Member).await;
        let (s, admin) = (&w.s, &w.caller(&ada).await);
        let renamed =
            |name: &str| EditOrganization { name: Some(name.into()), ..Default::default() };
        let member = edit(s, &w.caller(&max).await, "acme", renamed("Mine"), None).await;
        assert_eq!(refused(member), plainly(Kind::Forbidden));
        let edited = edit(s, admin, "acme", renamed(" Acme   Europe "), None).await.unwrap();
        assert_eq!((edited.name.as_str(), edited.members), ("Acme Europe", 3));
        let gone = delete(s, admin, "acme", Because::default()).await;
        assert_eq!(refused(gone), plainly(Kind::Forbidden));
        delete(s, &w.caller(&olga).await, "acme", Because::default()).await.unwrap();
        assert_eq!(refused(show(s, admin, "acme").await), plainly(Kind::NotFound));
    })
    .await;
}

#[tokio::test]
async fn an_edit_of_another_version_or_to_a_taken_slug_is_refused() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let seen = make(w, &root, "acme", None).await.unwrap().version;
        make(w, &root, "bolt", None).await.unwrap();
        let (s, c) = (&w.s, &w.caller(&root).await);
        let to = |slug: &str| EditOrganization { slug: Some(slug.into()), ..Default::default() };
        assert_eq!(
            refused(edit(s, c, "acme", to("bolt"), None).await),
            (Kind::Taken, "slug".into())
        );
        let before = w.log().await;
        let same = edit(s, c, "acme", to("acme"), Some(seen)).await.unwrap();
        assert_eq!((same.version, w.log().await), (seen, before));
        let moved = edit(s, c, "acme", to("acme-europe"), Some(seen)).await.unwrap();
        assert_eq!(refused(show(s, c, "acme").await), plainly(Kind::NotFound));
        let late = edit(s, c, "acme-europe", to("acme"), Some(seen)).await;
        assert_eq!(refused(late), plainly(Kind::ChangedSince));
        let late = delete_version(s, c, "acme-europe", Because::default(), Some(seen)).await;
        assert_eq!(refused(late), plainly(Kind::ChangedSince));
        edit(s, c, "acme-europe", to("acme"), Some(moved.version)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_slug_used_again_brings_nobody_back() {
    World::each(async |w| {
        let (root, olga, max) =
            (w.administrator("root").await, w.person("olga").await, w.person("max").await);
        let old = make(w, &root, "acme", Some(&olga)).await.unwrap();
        add(w, &olga, "acme", &max, BaseRole::Member).await;
        let (theirs, because) = (w.caller(&max).await, Because { reason: Some("Sold".into()) });
        delete(&w.s, &w.caller(&olga).await, "acme", because).await.unwrap();
        let entry = w.last_entry().await;
        assert!(entry.starts_with("organization.deleted") && entry.contains("Sold"), "{entry}");
        let again = make(w, &root, "acme", None).await.unwrap();
        assert_ne!((old.id, 1), (again.id, again.members + 1));
        for who in [&olga, &max] {
            let caller = w.caller(who).await;
            assert!(caller.facts.memberships.is_empty());
            assert_eq!(refused(show(&w.s, &caller, "acme").await), plainly(Kind::NotFound));
        }
        let stale = members::remove(&w.s, &theirs, "acme", max.id, Because::default(), None).await;
        assert_eq!(refused(stale), plainly(Kind::NotFound));
        let sql = "select cast(count(*) as bigint) from counters where list_id = $1";
        let mut on = w.s.read().await.unwrap();
        assert_eq!(on.number(sql, values![old.id]).await.unwrap(), Some(0));
        assert_eq!(slugs(w, &root).await, (vec!["acme".to_owned()], Some(1)));
    })
    .await;
}

/// Members begin with these boxes from now on.
async fn begin_with(w: &World, by: &Person, boxes: &[Privilege]) -> Result<Organization> {
    let edit = EditOrganization {
        default_privileges: Some(boxes.to_vec()),
        ..EditOrganization::default()
    };
    super::edit(&w.s, &w.caller(by).await, "acme", edit, None).await
}

/// The boxes of a member.
async fn boxes(w: &World, by: &Person, who: &Person) -> Vec<Privilege> {
    members::show(&w.s, &w.caller(by).await, "acme", who.id).await.unwrap().privileges
}

#[tokio::test]
async fn members_begin_with_the_boxes_that_the_organization_says_and_viewers_with_none() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let made = make(w, &root, "acme", None).await.unwrap();
        assert_eq!(made.default_privileges, [Privilege::Assets]);
        let first = w.person("first").await;
        add(w, &root, "acme", &first, BaseRole::Member).await;
        let wanted = [Privilege::Users, Privilege::Tags, Privilege::Users];
        let edited = begin_with(w, &root, &wanted).await.unwrap();
        assert_eq!(edited.default_privileges, [Privilege::Tags, Privilege::Users]);
        assert!(edited.version > made.version);
        let told = w.last_entry().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told, @r#"organization.edited {"reason":null,"changes":[{"field":"default_privileges","before":"Administer assets and stages","after":"Administer tags, Administer users and privileges"}]}"#);
        }
        let (mia, vic) = (w.person("mia").await, w.person("vic").await);
        add(w, &root, "acme", &mia, BaseRole::Member).await;
        add(w, &root, "acme", &vic, BaseRole::Viewer).await;
        assert_eq!(boxes(w, &root, &mia).await, [Privilege::Tags, Privilege::Users]);
        assert_eq!(boxes(w, &root, &vic).await, []);
        assert_eq!(boxes(w, &root, &first).await, [Privilege::Assets], "who is in keeps theirs");
        let log = w.log().await.len();
        begin_with(w, &root, &[Privilege::Tags, Privilege::Users]).await.unwrap();
        assert_eq!(w.log().await.len(), log, "nothing has changed");
        begin_with(w, &root, &[]).await.unwrap();
        let last = w.person("last").await;
        add(w, &root, "acme", &last, BaseRole::Member).await;
        assert_eq!(boxes(w, &root, &last).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_person_who_is_created_into_an_organization_begins_with_its_boxes() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        make(w, &root, "acme", None).await.unwrap();
        begin_with(w, &root, &[Privilege::Tags]).await.unwrap();
        let new = fluxward_domain::users::NewUser {
            email: "nia@people.example".into(),
            username: None,
            full_name: Some("Nia Nord".into()),
            first_name: None,
            last_name: None,
            password: None,
            organization: Some("acme".into()),
            role: Some(BaseRole::Member),
            workspaces: Vec::new(),
            reason: None,
        };
        let id = users::create(&w.s, &w.caller(&root).await, new).await.unwrap().user.id;
        let nia = Person { id, username: "nia".into() };
        assert_eq!(boxes(w, &root, &nia).await, [Privilege::Tags]);
    })
    .await;
}

#[tokio::test]
async fn only_who_manages_the_organization_says_what_members_begin_with() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        make(w, &root, "acme", None).await.unwrap();
        begin_with(w, &root, &[Privilege::Users]).await.unwrap();
        let (ada, mia, out) = (w.person("ada").await, w.person("mia").await, w.person("out").await);
        add(w, &root, "acme", &ada, BaseRole::Admin).await;
        add(w, &root, "acme", &mia, BaseRole::Member).await;
        let all = Privilege::ALL;
        assert_eq!(refused(begin_with(w, &mia, &all).await), plainly(Kind::Forbidden));
        assert_eq!(refused(begin_with(w, &out, &all).await), plainly(Kind::NotFound));
        begin_with(w, &ada, &all).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_token_says_nothing_about_boxes_that_it_does_not_include() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        make(w, &root, "acme", None).await.unwrap();
        let mut caller = w.caller(&root).await;
        let some = [Permission::OrganizationManage, Permission::OrganizationView];
        let facts = fluxward_domain::access::Facts {
            limited_to: Some(fluxward_domain::permissions::PermissionSet::of(&some)),
            ..(*caller.facts).clone()
        };
        caller.facts = std::sync::Arc::new(facts);
        let with = |boxes: &[Privilege]| EditOrganization {
            default_privileges: Some(boxes.to_vec()),
            ..EditOrganization::default()
        };
        let more = with(&[Privilege::Assets, Privilege::Users]);
        let more = super::edit(&w.s, &caller, "acme", more, None).await;
        assert_eq!(refused(more), plainly(Kind::Forbidden));
        super::edit(&w.s, &caller, "acme", with(&[]), None).await.unwrap();
    })
    .await;
}

//! What a change would do, as a page shows it: how much, and the first of it.

use fluxward_domain::permissions::Permission;
use serde::{Deserialize, Serialize};

/// Who gains and who loses what; or why the change would be refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreseen {
    /// Why the caller cannot make the change: an answer to the question like any other.
    pub refused: Option<String>,
    /// What is gained.
    pub gained: Side,
    /// What is lost.
    pub lost: Side,
}

/// Everything that is gained, or everything that is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// How many times a person and a permission.
    pub count: u32,
    /// How many people.
    pub people: u32,
    /// Whether there is more than was counted.
    pub more: bool,
    /// The first lines.
    pub first: Vec<Line>,
}

/// One permission of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The person's name.
    pub name: String,
    /// The permission.
    pub permission: Permission,
    /// The places.
    pub scopes: Vec<String>,
}

#[cfg(feature = "ssr")]
mod counting {
    use super::{Foreseen, Line, Side};
    use fluxward_domain::ids::AccountId;
    use fluxward_domain::permissions::Permission;
    use fluxward_domain::previews::{Difference, Preview};
    use std::collections::BTreeMap;

    /// How many lines a page shows of each side.
    const LINES: usize = 24;

    impl From<Preview> for Foreseen {
        fn from(preview: Preview) -> Self {
            let more = !preview.complete;
            Self {
                refused: None,
                gained: side(&preview.gained, more),
                lost: side(&preview.lost, more),
            }
        }
    }

    fn side(all: &[Difference], more: bool) -> Side {
        let mut people: Vec<AccountId> = Vec::new();
        let mut lines: BTreeMap<(usize, Permission), Line> = BTreeMap::new();
        for one in all {
            // Whose differences they are comes person by person.
            if people.last() != Some(&one.user.id) {
                people.push(one.user.id);
            }
            let line = lines.entry((people.len(), one.permission)).or_insert_with(|| Line {
                name: one.user.full_name.clone(),
                permission: one.permission,
                scopes: Vec::new(),
            });
            line.scopes.push(one.scope.clone());
        }
        let counted = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Side {
            count: counted(lines.len()),
            people: counted(people.len()),
            more,
            first: lines.into_values().take(LINES).collect(),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use fluxward_domain::members::MemberUser;
        use fluxward_domain::users::Status;

        fn difference(n: u8, permission: Permission, scope: &str) -> Difference {
            let id = format!("00000000-0000-7000-8000-0000000000{n:02x}").parse().unwrap();
            let user = MemberUser {
                id,
                email: "ada@example.com".into(),
                username: "ada".into(),
                full_name: format!("Person {n}"),
                status: Status::Active,
                suspended_until: None,
            };
            Difference { user, permission, scope: scope.into() }
        }

        #[test]
        fn a_permission_of_one_person_is_one_line_however_many_places() {
            let gained = vec![
                difference(1, Permission::TagsManage, "blue"),
                difference(1, Permission::UsersView, "blue"),
                difference(1, Permission::TagsManage, "blue/design"),
                difference(2, Permission::TagsManage, "blue"),
            ];
            let foreseen = Foreseen::from(Preview { gained, lost: Vec::new(), complete: true });
            assert_eq!((foreseen.gained.count, foreseen.gained.people), (3, 2));
            let tags =
                foreseen.gained.first.iter().find(|it| it.permission == Permission::TagsManage);
            assert_eq!(tags.unwrap().scopes, ["blue", "blue/design"]);
            assert_eq!(foreseen.lost, Side::default());
        }

        #[test]
        fn a_page_shows_the_first_lines_and_the_whole_count() {
            let all = Permission::ALL.iter().map(|it| difference(1, *it, "blue")).collect();
            let foreseen =
                Foreseen::from(Preview { gained: Vec::new(), lost: all, complete: false });
            assert_eq!(foreseen.lost.first.len(), LINES);
            assert_eq!(foreseen.lost.count as usize, Permission::ALL.len());
            assert!(foreseen.lost.more);
        }
    }
}

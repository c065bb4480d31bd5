//! What somebody may do, and why; and what a change would do before it is made.
//!
//! It refuses to know any rule: explanations and previews are the server's, told by the same
//! code that decides. What travels to a page is cut to what a page shows.

pub mod calls;
mod choosing;
pub mod foreseen;
mod ground;
pub mod page;
pub mod planned;
mod preview;
mod query;
mod why;

pub(crate) use choosing::Choosing;
pub use page::{AccessPage, MyAccessPage};
pub(crate) use preview::{Preview, differences, is_refused};

use fluxward_domain::permissions::Permission;

/// "See reports and dashboards".
pub(crate) fn sentence(permission: Permission) -> String {
    let mut letters = permission.sentence().chars();
    // The catalogue's sentences begin with ASCII.
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The catalogue module by module, each with its permissions, in its order.
pub(crate) fn modules() -> Vec<(&'static str, Vec<Permission>)> {
    let mut all: Vec<(&'static str, Vec<Permission>)> = Vec::new();
    for permission in Permission::ALL {
        match all.last_mut() {
            Some((module, inside)) if *module == permission.module() => inside.push(*permission),
            _ => all.push((permission.module(), vec![*permission])),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_in_one_module_and_no_module_comes_twice() {
        let all = modules();
        assert_eq!(
            all.iter().map(|(_, inside)| inside.len()).sum::<usize>(),
            Permission::ALL.len()
        );
        let mut names: Vec<_> = all.iter().map(|(module, _)| *module).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all.len());
    }

    #[test]
    fn a_permission_begins_with_a_capital() {
        assert_eq!(sentence(Permission::ReportsView), "See reports and dashboards");
    }
}

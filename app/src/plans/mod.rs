//! Plans: what an organization's tier includes, choosing one, and what each one is.
//!
//! It refuses to know what a plan switches off for whom: the preview says that.

pub mod calls;
mod card;
pub mod forms;
mod review;
mod settings;

pub(crate) use card::plan_card;
pub(crate) use settings::{ask_plans, plans_card};

use fluxward_domain::plans::{Plan, modules};

/// "12 seats", or that there is no limit.
fn seats(seats: Option<i64>) -> String {
    match seats {
        None => "any number of seats".to_owned(),
        Some(1) => "1 seat".to_owned(),
        Some(n) => format!("{n} seats"),
    }
}

/// What it includes beside the running of the organization, in words.
fn included(plan: &Plan) -> String {
    match plan.modules.len() {
        0 => "people, roles and settings".to_owned(),
        n if n == modules().len() => "everything".to_owned(),
        _ => plan.modules.join(", "),
    }
}

/// Those of `modules` that are not among `others`.
fn without<'a>(modules: &'a [String], others: &[String]) -> Vec<&'a str> {
    modules.iter().filter(|module| !others.contains(module)).map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_plan_switches_off_what_it_leaves_out() {
        let [large, small] = [&["assets", "changes", "reports"][..], &["assets"]]
            .map(|modules| modules.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(without(&large, &small), ["changes", "reports"]);
        assert!(without(&small, &large).is_empty());
    }

    #[test]
    fn a_plan_is_told_in_words() {
        let all = modules().into_iter().map(str::to_owned).collect();
        let mut plan = Plan {
            key: "team".into(),
            name: "Team".into(),
            modules: all,
            seats: Some(1),
            version: 1,
        };
        assert_eq!((included(&plan), seats(plan.seats)), ("everything".into(), "1 seat".into()));
        plan.modules = vec!["assets".into(), "reports".into()];
        assert_eq!(included(&plan), "assets, reports");
    }
}

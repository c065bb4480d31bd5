//! What would become of a table, or has become of it: counts, and line by line, the wrong ones
//! first.

use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Card, CopyField, Submission};
use fluxward_domain::imports::{Outcome, Report, Told};

/// The card about a table.
pub(super) fn report_card(report: Report) -> AnyView {
    let title = if report.dry_run { "What would be done" } else { "What was done" };
    let all = report.wrong + report.people() + report.unchanged;
    let rest = all.saturating_sub(i64::try_from(report.lines.len()).unwrap_or(i64::MAX));
    let more = (rest > 0).then(|| view! { <p class="soft">{format!("and {rest} more lines")}</p> });
    let (look, sentence) = sentence(&report);
    let items = report.lines.into_iter().map(item).collect::<Vec<_>>();
    view! {
        <Card id="report" title=title>
            <p class=look role="status">{sentence}</p>
            <ul class="items" aria-label="Lines">{items}</ul>
            {more}
        </Card>
    }
    .into_any()
}

fn sentence(report: &Report) -> (&'static str, String) {
    let counts = report.counts();
    match (report.dry_run, report.wrong, report.people()) {
        (_, 1.., _) => {
            ("note bad", format!("{counts}. Nothing is imported while a line is wrong."))
        }
        (_, _, 0) => ("note", format!("{counts}. There is nothing to do.")),
        (true, ..) => ("note good", format!("{counts}. Nothing has been done yet.")),
        (false, ..) => ("note good", format!("{counts}.")),
    }
}

fn item(told: Told) -> AnyView {
    let look = match told.outcome {
        Outcome::Wrong => "badge bad",
        Outcome::Unchanged => "badge off",
        _ => "badge",
    };
    let label = format!("Link for {}", told.email);
    let link = told.link.map(|link| view! { <CopyField label=label text=link/> });
    view! {
        <li>
            <div class="who"><span><b>{told.email}</b><small>{told.says}</small></span></div>
            <small>{format!("Line {}", told.line)}</small>
            <span class=look>{told.outcome.name()}</span>
            {link}
        </li>
    }
    .into_any()
}

/// What is wrong, line by line, where the whole was refused.
pub(super) fn wrong_lines(submission: Submission) -> AnyView {
    let items = move || {
        let errors = submission.refused.get().map(|error| error.errors).unwrap_or_default();
        let lines = errors.into_iter().filter(|error| error.field.starts_with("lines."));
        let items = lines.map(|error| view! { <li>{error.message}</li> }).collect::<Vec<_>>();
        (!items.is_empty()).then(|| view! { <div class="note bad"><p><b>"Nobody was imported."</b></p><ul class="bullets">{items}</ul></div> })
    };
    view! { <div role="alert">{items}</div> }.into_any()
}

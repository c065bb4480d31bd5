//! The settings of one organization: name, address, plan, and its end.

use super::calls::{Delete, Edit, show};
use super::slug_of_page;
use crate::Failure;
use crate::access::calls::foresee;
use crate::access::foreseen::Foreseen;
use crate::access::planned::Planned;
use crate::address::query_at;
use crate::live::on_signal;
use crate::markup::view;
use crate::plans::calls::list as list_plans;
use crate::plans::plan_card;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::sessions::viewing;
use crate::settings::card::Check;
use crate::ui::{
    Breadcrumbs, Button, Card, Choice, ConfirmDialog, ErrorState, Form, Look, PageHeader, Select,
    Skeleton, Submission, TextField, toasts,
};
use crate::wire::json;
use fluxward_domain::factors::SecondFactor;
use fluxward_domain::live::Signal as News;
use fluxward_domain::organizations::Organization;
use fluxward_domain::permissions::Permission;
use fluxward_domain::plans::Plan;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::{AppError, Kind};
use leptos::server_fn::ServerFn;

const DELETING: &str = "deleting";

/// What deleting does, in the order in which it matters.
const CONSEQUENCES: [&str; 4] = [
    "All its members lose access at once, open pages included.",
    "Memberships, roles and privileges in it end for everybody.",
    "Its address becomes free; an organization that takes it begins without any of the old members.",
    "The activity log keeps what happened.",
];

/// The settings of one organization.
#[component]
pub fn OrganizationSettingsPage() -> AnyView {
    let slug = slug_of_page();
    (move || place(slug.get())).into_any()
}

/// The plans, and the one that is looked at with what choosing it would do.
#[derive(Clone, Copy)]
struct Plans {
    all: Resource<Result<Vec<Plan>, Failure>>,
    looked_at: Resource<Option<(String, Result<Foreseen, Failure>)>>,
}

fn place(slug: String) -> AnyView {
    let words = query_at(Signal::stored(format!("/orgs/{slug}/settings")));
    let here = StoredValue::new(slug);
    let organization = Resource::new_blocking(|| (), move |()| show(here.get_value()));
    let looked_at = Resource::new_blocking(
        move || words.with(|words| words.get("plan")),
        move |plan| async move {
            let plan = plan?;
            let planned = Planned::Plan { slug: here.get_value(), plan: plan.clone() };
            Some((plan, foresee(planned).await))
        },
    );
    let plans = Plans { all: Resource::new_blocking(|| (), |()| list_plans()), looked_at };
    on_signal(move |news| {
        if matches!(news, News::Access { .. }) {
            organization.refetch();
        }
    });
    view! {
        <Transition fallback=|| view! { <PageHeader title="Settings"/> <Skeleton rows=4/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                match organization.await {
                    Ok(found) => untrack(|| page(found, plans, Callback::new(move |()| organization.refetch()))),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn page(organization: Organization, plans: Plans, again: Callback<()>) -> AnyView {
    let viewing = viewing();
    let manages = viewing.may(Permission::OrganizationManage, &organization.slug);
    let pays = viewing.may(Permission::BillingManage, &organization.slug);
    if !manages && !pays {
        let failure = AppError::new(
            Kind::Forbidden,
            "Owners and Admins change these settings. Ask one of them.",
        );
        return view! { <ErrorState failure=Failure(failure) whole_page=true/> }.into_any();
    }
    let deletes = viewing.may(Permission::OrganizationDelete, &organization.slug);
    view! {
        <Breadcrumbs places=vec![(organization.name.clone(), format!("/orgs/{}", organization.slug))]/>
        <PageHeader title="Organization settings"/>
        <div class="stack narrow">
            {manages.then(|| naming(organization.clone()))}
            {pays.then(|| plan_part(organization.clone(), plans, again))}
            {deletes.then(|| danger(organization))}
        </div>
    }
    .into_any()
}

/// The plan. By itself, so that looking at another one leaves alone what is entered above.
fn plan_part(organization: Organization, plans: Plans, again: Callback<()>) -> AnyView {
    let organization = StoredValue::new(organization);
    view! {
        <Transition fallback=|| view! { <Skeleton rows=4/> }>
            {move || Suspend::new(async move {
                match (plans.all.await, plans.looked_at.await) {
                    (Ok(all), looked_at) => untrack(|| {
                        organization.with_value(|it| plan_card(it, &all, looked_at, again))
                    }),
                    (Err(failure), _) => view! { <ErrorState failure=failure/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn naming(organization: Organization) -> AnyView {
    let submission = Submission::of(Edit::PATH);
    let (navigate, viewing, toasts) = (use_navigate(), viewing(), toasts());
    let before = organization.slug.clone();
    let required = Signal::stored(organization.second_factor_required.key().to_owned());
    let version = RwSignal::new(organization.version);
    let done = Callback::new(move |answer: String| {
        let Some(edited) = json::read::<Organization>(&answer) else { return };
        version.set(edited.version);
        viewing.refetch();
        toasts.say("Settings saved");
        if edited.slug != before {
            let quietly = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&format!("/orgs/{}/settings", edited.slug), quietly);
        }
    });
    view! {
        <Card id="naming" title="General">
            <Form action=Edit::PATH submission=submission on_done=done hidden=vec![("slug", organization.slug.clone())]>
                <input type="hidden" name="expected" value=move || version.get().to_string()/>
                <TextField name="form[name]" label="Name" submission=submission value=organization.name required=true/>
                <TextField name="form[slug]" label="Slug" hint="The word in its address. Links to the old address stop working." submission=submission value=organization.slug required=true/>
                <Select name="form[second_factor_required]" label="Members need a second factor" choices=factors() value=required submission=submission hint="Whoever needs one and has none can do nothing but set one up, from the next click on."/>
                {beginning(&organization.default_privileges)}
                <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
                <div class="actions"><Button look=Look::Primary submit=true busy=submission.pending>"Save"</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

/// The boxes that Members begin with.
fn beginning(ticked: &[Privilege]) -> AnyView {
    let boxes = [
        (Privilege::Assets, "form[assets]"),
        (Privilege::Tags, "form[tags]"),
        (Privilege::Users, "form[users]"),
    ]
    .map(|(privilege, name)| {
        let checked = ticked.contains(&privilege);
        view! { <Check name=name label=privilege.label() sentence=privilege.sentence() checked=checked/> }
    })
    .into_iter()
    .collect::<Vec<_>>();
    view! {
        <fieldset>
            <legend>"Privileges that Members begin with"</legend>
            <p class="soft">"Ticked when somebody joins as Member, and in the invitation form. Whoever is in already keeps what they have."</p>
            <input type="hidden" name="form[boxes]" value="true"/>
            {boxes}
        </fieldset>
    }
    .into_any()
}

fn factors() -> Vec<Choice> {
    let label = |of| match of {
        SecondFactor::Nobody => "Nobody",
        SecondFactor::Administrators => "Owners and Admins",
        SecondFactor::Everyone => "Everyone",
    };
    SecondFactor::ALL.map(|it| Choice::new(it.key(), label(it))).to_vec()
}

fn danger(organization: Organization) -> AnyView {
    let submission = Submission::of(Delete::PATH);
    let (navigate, viewing, toasts) = (use_navigate(), viewing(), toasts());
    let name = organization.name;
    let said = name.clone();
    let done = Callback::new(move |_: String| {
        viewing.refetch();
        toasts.say(format!("{said} is deleted"));
        navigate("/orgs", NavigateOptions::default());
    });
    view! {
        <Card id="danger" title="Delete this organization">
            <div class="setting">
                <p class="soft">"Ends it for everybody. This cannot be taken back."</p>
                <Button opens=DELETING look=Look::Danger>"Delete organization"</Button>
            </div>
        </Card>
        <ConfirmDialog
            id=DELETING
            title=format!("Delete {name}?")
            consequences=CONSEQUENCES.map(str::to_owned).to_vec()
            typed=name
            confirm="Delete organization"
            danger=true
            reason=true
            action=Delete::PATH
            hidden=vec![("slug", organization.slug)]
            submission=submission
            on_done=done
        />
    }
    .into_any()
}

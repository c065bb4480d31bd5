//! What one person may do at a place, permission by permission, each with its Why.
//!
//! Place, question and change stand in the address: it works without scripts and survives Back.

use super::calls::{Around, around, foresee, held, why};
use super::foreseen::Foreseen;
use super::planned::Planned;
use super::query::{AccessQuery, address, read};
use super::why::{Why, explained};
use super::{modules, sentence};
use crate::Failure;
use crate::address::query_at;
use crate::live::on_signal;
use crate::markup::view;
use crate::organizations::slug_of_page;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::{use_navigate, use_params_map};
use crate::sessions::{Viewing, viewing};
use crate::ui::{
    Breadcrumbs, Card, Choice, EmptyState, ErrorState, NotFoundPage, PageHeader, Select, Skeleton,
};
use fluxward_domain::ids::AccountId;
use fluxward_domain::live::Signal as News;
use fluxward_domain::permissions::Permission;

/// What a member may do.
#[component]
pub fn AccessPage() -> AnyView {
    let (slug, params) = (slug_of_page(), use_params_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<AccountId>().ok()));
    (move || match id.get() {
        Some(id) => {
            let slug = slug.get();
            page(format!("/orgs/{slug}/members/{id}/access"), Some((slug, id)))
        }
        None => view! { <NotFoundPage/> }.into_any(),
    })
    .into_any()
}

/// What one may do oneself.
#[component]
pub fn MyAccessPage() -> AnyView {
    page("/account/access".to_owned(), None)
}

/// Somebody in an organization; oneself everywhere when there is nobody.
type Whom = Option<(String, AccountId)>;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    pub(super) path: StoredValue<String>,
    pub(super) query: Memo<AccessQuery>,
    /// Whose access it is, and where, as the server has answered it.
    pub(super) id: StoredValue<String>,
    pub(super) scope: StoredValue<String>,
    held: Resource<Option<Held>>,
    pub(super) why: Resource<Option<Result<Why, Failure>>>,
    pub(super) foreseen: Resource<Option<Result<Foreseen, Failure>>>,
}

impl Parts {
    /// Asks again what is allowed, and why.
    pub(super) fn again(self) {
        self.held.refetch();
        self.why.refetch();
    }
}

/// Whose access, where, and what is allowed there.
type Held = (AccountId, String, Result<Vec<Permission>, Failure>);

/// Whose access and where: what the address leaves out is the first place that there is.
async fn asked(viewing: Viewing, whom: Whom, scope: String) -> Option<(AccountId, String)> {
    if let Some((slug, id)) = whom {
        return Some((id, if scope.is_empty() { slug } else { scope }));
    }
    let viewer = viewing.ready().await?;
    let first = if viewer.me.platform_administrator {
        Some("platform".to_owned())
    } else {
        viewer.me.organizations.first().map(|place| place.slug.clone())
    };
    Some((viewer.me.id, if scope.is_empty() { first? } else { scope }))
}

fn page(path: String, whom: Whom) -> AnyView {
    let (viewing, whom) = (viewing(), StoredValue::new(whom));
    let words = query_at(Signal::stored(path.clone()));
    let query = Memo::new(move |_| words.with(|words| read(|key| words.get(key))));
    let around = Resource::new_blocking(
        || (),
        move |()| {
            let (slug, id) = whom.get_value().unzip();
            around(slug, id)
        },
    );
    let scope = Memo::new(move |_| query.with(|query| query.scope.clone()));
    let question = Memo::new(move |_| (scope.get(), query.with(|query| query.why)));
    let held = Resource::new_blocking(
        move || scope.get(),
        move |scope| async move {
            let (id, scope) = asked(viewing, whom.get_value(), scope).await?;
            let found = held(id, scope.clone()).await;
            Some((id, scope, found))
        },
    );
    let why = Resource::new_blocking(
        move || question.get(),
        move |(scope, permission)| async move {
            let permission = permission?;
            let (id, scope) = asked(viewing, whom.get_value(), scope).await?;
            Some(why(id, scope, permission).await)
        },
    );
    let foreseen = Resource::new_blocking(
        move || query.get(),
        move |query| async move {
            let (permission, change) = (query.why?, query.change?);
            let (id, scope) = asked(viewing, whom.get_value(), query.scope).await?;
            let detail = why.await?.ok()?.ways.into_iter().nth(change)?;
            Some(foresee(Planned::Remedy { id, scope, permission, detail }).await)
        },
    );
    let (id, scope) = (StoredValue::new(String::new()), StoredValue::new(String::new()));
    let parts = Parts { path: StoredValue::new(path), query, id, scope, held, why, foreseen };
    on_signal(move |news| {
        let concerned = whom.try_get_value().flatten().map(|(_, id)| id);
        match news {
            News::Member { id, .. } | News::User { id, .. } if concerned == Some(id) => {
                parts.again();
            }
            News::Hello { .. } | News::Access { .. } => parts.again(),
            _ => (),
        }
    });
    view! {
        <Transition fallback=|| view! { <PageHeader title="Access"/> <Skeleton rows=12/> }>
            {move || Suspend::new(async move {
                let (around, held) = (around.await, held.await);
                match around {
                    Ok(around) => untrack(|| body(parts, whom.get_value(), around, held)),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn body(parts: Parts, whom: Whom, around: Around, held: Option<Held>) -> AnyView {
    let Around { name, organization, places } = around;
    let (above, title) = if let Some((slug, id)) = whom {
        let place = format!("/orgs/{slug}");
        let people = ("Members".to_owned(), format!("{place}/members"));
        let person = (name.clone(), format!("{place}/members/{id}"));
        (vec![(organization, place), people, person], format!("What {name} may do, and why"))
    } else {
        let account = ("Account".to_owned(), "/account".to_owned());
        (vec![account], "What you may do, and why".to_owned())
    };
    let Some((id, scope, found)) = held else {
        return view! {
            <Breadcrumbs places=above/>
            <PageHeader title=title/>
            <EmptyState title="You belong to no organization yet" advice="Ask an Owner or Admin of one to add you. What you may do there stands here then."/>
        }
        .into_any();
    };
    parts.id.set_value(id.to_string());
    parts.scope.set_value(scope.clone());
    let content = match found {
        Ok(allowed) => catalogue(parts, &allowed),
        Err(failure) => view! { <ErrorState failure=failure/> }.into_any(),
    };
    view! {
        <Breadcrumbs places=above/>
        <PageHeader title=title/>
        <div class="stack narrow">{place(parts, scope, places)} {content}</div>
    }
    .into_any()
}

/// The place, chosen.
fn place(parts: Parts, scope: String, places: Vec<(String, String)>) -> AnyView {
    let navigate = use_navigate();
    let choose = Callback::new(move |scope: String| {
        let there = AccessQuery { scope, ..AccessQuery::default() };
        let quietly = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&address(&parts.path.get_value(), &there), quietly);
    });
    let choices = places.into_iter().map(|(scope, name)| Choice::new(scope, name)).collect();
    view! {
        <form class="bar" method="get" action=parts.path.get_value() aria-label="Place" on:submit=|event| event.prevent_default()>
            <Select name="scope" label="Place" compact=true choices=choices value=scope on_change=choose/>
            <button class="button unscripted" type="submit">"Show"</button>
        </form>
    }
    .into_any()
}

/// Every permission there is, module by module.
fn catalogue(parts: Parts, allowed: &[Permission]) -> AnyView {
    let count = format!("{} of {}", allowed.len(), Permission::ALL.len());
    let parts_of = modules()
        .into_iter()
        .map(|(module, inside)| {
            let rows = inside
                .into_iter()
                .map(|permission| row(parts, permission, allowed.contains(&permission)))
                .collect::<Vec<_>>();
            view! { <h3 class="module">{module}</h3> <ul class="items mays">{rows}</ul> }
        })
        .collect::<Vec<_>>();
    let corner = view! { <span class="soft">{count}</span> }.into_any();
    view! { <Card id="permissions" title="Permissions" corner=corner>{parts_of}</Card> }.into_any()
}

fn row(parts: Parts, permission: Permission, is_allowed: bool) -> AnyView {
    let is_open = Memo::new(move |_| parts.query.with(|query| query.why == Some(permission)));
    let href = move || {
        let why = (!is_open.get()).then_some(permission);
        let scope = parts.query.with(|query| query.scope.clone());
        let there = AccessQuery { scope, why, change: None };
        format!("{}#{permission}", address(&parts.path.get_value(), &there))
    };
    let (class, sign, word) =
        if is_allowed { ("may", "✓", "Allowed") } else { ("may not", "–", "Not allowed") };
    view! {
        <li class=class id=permission.as_str()>
            <span class="sign" aria-hidden="true">{sign}</span>
            <div>{sentence(permission)}<small>{word}" · "{permission.as_str()}</small></div>
            <a class="button quiet" href=href>
                {move || if is_open.get() { "Close" } else { "Why?" }}
                <span class="unseen">" "{sentence(permission)}</span>
            </a>
            {move || is_open.get().then(|| explained(parts, permission))}
        </li>
    }
    .into_any()
}

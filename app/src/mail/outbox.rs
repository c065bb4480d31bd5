//! What became of each mail, the newest first.

use super::calls::list;
use crate::Failure;
use crate::live::on_signal;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Ago, Button, Card, EmptyState, ErrorState, Look};
use fluxward_domain::Moment;
use fluxward_domain::live::Signal as News;
use fluxward_domain::mail::{Mail, MailQuery, MailState};
use fluxward_domain::pages::Page;

/// The first page of the outbox.
pub(super) type Outbox = Resource<Result<Page<Mail>, Failure>>;

/// The outbox.
#[component]
pub(super) fn OutboxCard(outbox: Outbox) -> AnyView {
    on_signal(move |news| {
        if matches!(news, News::Mail { .. } | News::Hello { .. }) {
            outbox.refetch();
        }
    });
    view! {
        <Card id="outbox" title="Outbox">
            <Transition>
                {move || Suspend::new(async move {
                    match outbox.await {
                        Ok(page) => lines(page),
                        Err(failure) => view! { <ErrorState failure=failure/> }.into_any(),
                    }
                })}
            </Transition>
        </Card>
    }
    .into_any()
}

fn lines(page: Page<Mail>) -> AnyView {
    if page.items.is_empty() {
        return view! { <EmptyState title="No mail yet" advice="Invitations, links and notices are listed here with what became of them."/> }.into_any();
    }
    let older = RwSignal::new(Vec::<Mail>::new());
    let next = RwSignal::new(page.next_cursor);
    let items = page.items.into_iter().map(line).collect::<Vec<_>>();
    let more = move || next.get().map(|cursor| more(cursor, older, next));
    view! {
        <ul class="items">{items}{move || older.get().into_iter().map(line).collect::<Vec<_>>()}</ul>
        {more}
    }
    .into_any()
}

fn more(cursor: String, older: RwSignal<Vec<Mail>>, next: RwSignal<Option<String>>) -> AnyView {
    let load = Callback::new(move |()| {
        let query = MailQuery { cursor: Some(cursor.clone()), ..MailQuery::default() };
        leptos::task::spawn_local(async move {
            if let Ok(page) = list(query).await {
                older.try_update(|all| all.extend(page.items));
                next.try_set(page.next_cursor);
            }
        });
    });
    view! { <div class="actions scripted"><Button look=Look::Plain on_click=load>"Show older"</Button></div> }
        .into_any()
}

fn line(mail: Mail) -> AnyView {
    let (badge, state) = (badge(mail.delivery.state), mail.delivery.state.name());
    let to = format!("{} <{}>", mail.name, mail.address);
    let next = mail.delivery.due_at.filter(|_| mail.delivery.attempts > 0);
    view! {
        <li>
            <div>
                <b>{mail.title}</b>
                <small>{to}</small>
                {mail.delivery.error.map(|error| view! { <small>{error}</small> })}
                {next.map(again)}
            </div>
            <span class=badge>{state}</span>
            <small><Ago at=mail.created_at/></small>
        </li>
    }
    .into_any()
}

fn again(at: Moment) -> AnyView {
    view! { <small>"Tried again " <Ago at=at/></small> }.into_any()
}

const fn badge(state: MailState) -> &'static str {
    match state {
        MailState::Sent | MailState::Sending => "badge",
        MailState::Queued | MailState::Cancelled => "badge warn",
        MailState::Failed => "badge bad",
    }
}

//! One person's stream: which of all notices they may know of, by what they may see at that very
//! moment.

use super::{Notice, Published};
use crate::error::Error;
use crate::services::{Caller, Services};
use crate::sessions;
use fluxward_domain::access::decide;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::live::Signal;
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{Kind, Moment};
use futures::Stream;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

/// How often an open stream makes sure that its session goes on: sessions also end by the clock.
const LOOK_AGAIN: Duration = Duration::from_secs(20);

/// What the caller's open pages are told, from now on. It begins with [`Signal::Hello`] and ends
/// when the session does, after [`Signal::SignedOut`]. Whoever reads too slowly is told to ask for
/// everything again ([`Signal::Access`]). An open stream does not keep its session alive.
pub fn stream(s: &Services, c: &Caller) -> impl Stream<Item = Signal> + Send + use<> {
    let mut look_again = interval_at(Instant::now() + LOOK_AGAIN, LOOK_AGAIN);
    look_again.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listening = Listening {
        s: s.clone(),
        caller: c.clone(),
        // Before the first look at the session: nothing can be missed in between.
        notices: s.live.subscribe(),
        look_again,
        ready: VecDeque::new(),
        state: State::New,
    };
    futures::stream::unfold(listening, Listening::next)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Ended,
}

struct Listening {
    s: Services,
    caller: Caller,
    notices: Receiver<Arc<Published>>,
    look_again: Interval,
    /// What is to be told next.
    ready: VecDeque<Signal>,
    state: State,
}

impl Listening {
    async fn next(mut self) -> Option<(Signal, Self)> {
        loop {
            if let Some(signal) = self.ready.pop_front() {
                return Some((signal, self));
            }
            match self.state {
                State::Ended => return None,
                State::New => self.greet().await,
                State::Open => tokio::select! {
                    heard = self.notices.recv() => self.hear(heard).await,
                    _ = self.look_again.tick() => self.look(None).await,
                },
            }
        }
    }

    async fn greet(&mut self) {
        self.state = State::Open;
        match super::newest(&self.s).await {
            Ok(seq) => {
                self.ready.push_back(Signal::Hello { seq });
                self.look(None).await;
                for published in self.s.live.just_delivered() {
                    if self.state == State::Open {
                        self.tell(&published).await;
                    }
                }
            }
            Err(_) => self.state = State::Ended,
        }
    }

    async fn hear(&mut self, heard: Result<Arc<Published>, RecvError>) {
        match heard {
            Ok(published) => self.tell(&published).await,
            Err(RecvError::Lagged(_)) => {
                let seq = super::newest(&self.s).await.unwrap_or_default();
                self.look(Some(seq)).await;
            }
            Err(RecvError::Closed) => self.state = State::Ended,
        }
    }

    async fn tell(&mut self, published: &Published) {
        let notice = &published.notice;
        if notice.ended.contains(&self.caller.session) {
            return self.sign_out();
        }
        let of = [self.caller.account, self.caller.facts.account];
        if notice.everyone || of.iter().any(|account| notice.access.contains(account)) {
            self.look(Some(notice.seq)).await;
        }
        if self.state == State::Open {
            self.tell_users(published).await;
            self.tell_places(notice);
            self.tell_mail(notice);
        }
    }

    /// Mails are for who may see the outbox.
    fn tell_mail(&mut self, notice: &Notice) {
        let facts = &self.caller.facts;
        let sees = decide(facts, Permission::SettingsManage, Scope::Platform, self.now());
        if notice.mail && sees.allowed() {
            self.ready.push_back(Signal::Mail { seq: notice.seq });
        }
    }

    async fn tell_users(&mut self, published: &Published) {
        let seq = published.notice.seq;
        for &id in &published.notice.users {
            if self.sees(id, published).await {
                self.ready.push_back(Signal::User { id, seq });
            }
        }
    }

    fn tell_places(&mut self, notice: &Notice) {
        let seq = notice.seq;
        for (id, slug, account) in &notice.members {
            let sees = *account == self.caller.account || self.may(Permission::UsersView, *id);
            if sees {
                let (organization, id) = (slug.clone(), *account);
                self.ready.push_back(Signal::Member { organization, id, seq });
            }
        }
        for (id, slug) in &notice.organizations {
            if self.may(Permission::OrganizationView, *id) {
                let organization = slug.clone();
                self.ready.push_back(Signal::Organization { organization, seq });
            }
        }
    }

    /// Whether the person may know that the account `id` changed.
    async fn sees(&self, id: AccountId, published: &Published) -> bool {
        let facts = &self.caller.facts;
        let platform = decide(facts, Permission::UsersView, Scope::Platform, self.now());
        if id == self.caller.account || platform.allowed() {
            return true;
        }
        let views = |id| self.may(Permission::UsersView, id);
        if !facts.memberships.iter().any(|it| views(it.organization)) {
            return false;
        }
        let theirs = published.organizations_of(&self.s, id).await;
        theirs.into_iter().any(views)
    }

    fn may(&self, permission: Permission, organization: OrganizationId) -> bool {
        let scope = Scope::Organization(organization);
        decide(&self.caller.facts, permission, scope, self.now()).allowed()
    }

    fn now(&self) -> Moment {
        self.s.clock.now()
    }

    /// Looks at session and rights again. With `told`, the page is told to ask again in any case,
    /// else only when something is different.
    async fn look(&mut self, told: Option<i64>) {
        match sessions::still(&self.s, &self.caller).await {
            Ok(Some(caller)) => {
                let differs = caller.facts != self.caller.facts;
                self.caller = caller;
                if told.is_some() || differs {
                    self.tell_access(told).await;
                }
            }
            Ok(None) => self.sign_out(),
            Err(Error::App(error)) if error.kind == Kind::Maintenance => {
                if told.is_some() || !self.caller.facts.locked {
                    Arc::make_mut(&mut self.caller.facts).locked = true;
                    self.tell_access(told).await;
                }
            }
            // The page asks again, and is told where to set a second factor up.
            Err(Error::App(error)) if error.kind == Kind::SecondFactorSetupRequired => {
                self.tell_access(told).await;
                self.state = State::Ended;
            }
            // The browser comes again, and is answered when the database can be.
            Err(_) => self.state = State::Ended,
        }
    }

    async fn tell_access(&mut self, told: Option<i64>) {
        let seq = match told {
            Some(seq) => seq,
            None => super::newest(&self.s).await.unwrap_or_default(),
        };
        self.ready.push_back(Signal::Access { seq });
    }

    fn sign_out(&mut self) {
        self.ready.push_back(Signal::SignedOut);
        self.state = State::Ended;
    }
}

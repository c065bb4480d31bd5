-- One-use links in mails. Their tokens are made from the key file when they are needed; nothing
-- secret is stored. subject is the account or the invitation that the link is about.
create table links (
    id uuid primary key,
    purpose text not null,
    subject uuid not null,
    address text not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    voided_at bigint
);
create index links_of_subject on links (subject, purpose) where used_at is null and voided_at is null;
create index links_by_end on links (expires_at);

-- Mails, written in the transaction of the change that they tell of, sent by a worker.
-- state: queued, sending, sent, failed, cancelled. facts is what the message says, never a secret.
-- claim tells an attempt from any other; broken_off says that one began and was never finished.
create table outbox (
    id uuid primary key,
    message text not null,
    address text not null,
    address_key text not null,
    name text not null,
    account_id uuid,
    organization_id uuid,
    link_id uuid,
    facts text not null,
    created_at bigint not null,
    state text not null,
    attempts bigint not null,
    due_at bigint not null,
    claim uuid,
    broken_off boolean not null default false,
    finished_at bigint,
    error text
);
create index outbox_due on outbox (due_at) where state in ('queued', 'sending');
create index outbox_newest on outbox (created_at, id);
create index outbox_of_link on outbox (link_id, created_at) where link_id is not null;
create index outbox_to_address on outbox (address_key, created_at);

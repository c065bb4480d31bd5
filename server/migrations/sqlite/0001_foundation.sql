-- Ids are 16 bytes, times are microseconds since 1970 (UTC), text that is compared or searched
-- is folded by the server (`*_key`, `search_text`). Rows with since_seq/until_seq are periods:
-- they are ended and begun, never overwritten, so that any past moment can be asked for.

create table log_head (
    one integer primary key check (one = 1),
    seq bigint not null,
    at bigint not null,
    hash blob not null,
    definitions bigint not null
);
insert into log_head values (1, 0, 0, x'0000000000000000000000000000000000000000000000000000000000000000', 0);

create table events (
    seq integer primary key,
    at bigint not null,
    action text not null,
    actor_id blob,
    target_kind text not null,
    target_id blob not null,
    organization_id blob,
    org_seq bigint,
    canonical blob not null,
    hash blob not null
);
create index events_by_actor on events (actor_id, seq);
create index events_by_target on events (target_id, seq);
create index events_by_organization on events (organization_id, seq) where organization_id is not null;
create index events_by_action on events (action, seq);

-- Personal values lie apart: the chain holds their salted commitment only.
create table event_details (
    seq integer primary key references events (seq),
    salt blob not null,
    data text not null
);

create table settings (
    one integer primary key check (one = 1),
    data text not null,
    version bigint not null
);
insert into settings values (1, '{}', 0);

-- `rank` is the account's number in the text index: it sorts like the beginning of the name, so that
-- hits come out of the index almost in the order of the list.
create table accounts (
    n integer primary key,
    id blob not null unique,
    email text not null,
    email_key text not null unique,
    username text not null,
    username_key text not null unique,
    full_name text not null,
    first_name text,
    last_name text,
    name_key text not null,
    search_text text not null,
    rank bigint not null unique,
    status text not null,
    password_hash text,
    password_temporary boolean not null default false,
    created_at bigint not null,
    last_sign_in_at bigint not null default 0,
    version bigint not null,
    access_version bigint not null
);
create index accounts_by_name on accounts (name_key, id);
create index accounts_by_email on accounts (email_key, id);
create index accounts_by_created on accounts (created_at, id);
create index accounts_by_last_sign_in on accounts (last_sign_in_at, id);
create index accounts_shown_by_name on accounts (name_key, id) where status <> 'inactive';
create index accounts_shown_by_email on accounts (email_key, id) where status <> 'inactive';
create index accounts_shown_by_created on accounts (created_at, id) where status <> 'inactive';
create index accounts_shown_by_last_sign_in on accounts (last_sign_in_at, id) where status <> 'inactive';
create index accounts_by_status_and_name on accounts (status, name_key, id);
create index accounts_by_status_and_email on accounts (status, email_key, id);
create index accounts_by_status_and_created on accounts (status, created_at, id);
create index accounts_by_status_and_last_sign_in on accounts (status, last_sign_in_at, id);

create virtual table account_search using fts5 (
    search_text, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);

create table account_statuses (
    account_id blob not null,
    status text not null,
    ends_at bigint,
    since_seq bigint not null,
    until_seq bigint,
    since_at bigint not null,
    changed_by blob,
    reason text
);
create unique index account_statuses_now on account_statuses (account_id) where until_seq is null;
create index account_statuses_by_account on account_statuses (account_id, since_seq);

create table organizations (
    id blob primary key,
    slug text not null,
    name text not null,
    name_key text not null,
    created_at bigint not null,
    since_seq bigint not null,
    until_seq bigint,
    chain_seq bigint not null,
    chain_hash blob not null,
    version bigint not null
);
create unique index organizations_by_slug on organizations (slug) where until_seq is null;
create index organizations_by_name on organizations (name_key, id) where until_seq is null;

-- listed_status, name_key, joined_at and version belong to the membership as it is listed now;
-- role and status are its period.
create table memberships (
    organization_id blob not null,
    account_id blob not null,
    role text not null,
    status text not null,
    since_seq bigint not null,
    until_seq bigint,
    since_at bigint not null,
    changed_by blob,
    reason text,
    joined_at bigint not null,
    listed_status text not null,
    name_key text not null,
    version bigint not null
);
create unique index memberships_now on memberships (organization_id, account_id) where until_seq is null;
create index memberships_of_account on memberships (account_id) where until_seq is null;
create index memberships_by_name on memberships (organization_id, name_key, account_id) where until_seq is null;
create index memberships_shown_by_name on memberships (organization_id, name_key, account_id) where until_seq is null and listed_status <> 'inactive';
create index memberships_by_status on memberships (organization_id, listed_status, name_key, account_id) where until_seq is null;
create index memberships_by_role on memberships (organization_id, role, name_key, account_id) where until_seq is null;
create index memberships_by_role_and_status on memberships (organization_id, role, listed_status, name_key, account_id) where until_seq is null;
create index memberships_history on memberships (organization_id, account_id, since_seq);

-- place_kind: platform, organization, workspace, project. kind: privilege or role.
create table grants (
    account_id blob not null,
    organization_id blob,
    place_kind text not null,
    place_id blob not null,
    kind text not null,
    key text not null,
    since_seq bigint not null,
    until_seq bigint,
    since_at bigint not null,
    expires_at bigint,
    granted_by blob,
    reason text
);
create unique index grants_now on grants (account_id, place_kind, place_id, kind, key) where until_seq is null;
create index grants_at_place on grants (place_id, key) where until_seq is null;
create index grants_history on grants (account_id, since_seq);

-- How many rows each list has, kept in the transaction of every change. The platform's list has
-- the nil id and the empty role.
create table counters (
    list_id blob not null,
    status text not null,
    role text not null,
    n bigint not null,
    primary key (list_id, status, role)
);

create table sessions (
    id blob primary key,
    account_id blob not null,
    kind text not null,
    secret_hash blob not null unique,
    created_at bigint not null,
    authenticated_at bigint not null,
    last_seen_at bigint not null,
    expires_at bigint not null,
    ended_at bigint,
    address text not null,
    device text not null
);
create index sessions_by_end on sessions (expires_at);
create index sessions_of_account on sessions (account_id, last_seen_at) where ended_at is null;

create table refresh_tokens (
    hash blob primary key,
    session_id blob not null references sessions (id) on delete cascade,
    expires_at bigint not null,
    used_at bigint
);
create index refresh_tokens_of_session on refresh_tokens (session_id);

-- Failed sign-ins by canonical account (or by the digest of an unknown login, for a while).
create table sign_in_failures (
    subject text primary key,
    failures bigint not null,
    blocked_until bigint not null,
    kept_until bigint not null
);
create index sign_in_failures_by_age on sign_in_failures (kept_until);

create table idempotency (
    caller text not null,
    key text not null,
    request_hash blob not null,
    status bigint not null,
    body blob not null,
    created_at bigint not null,
    primary key (caller, key)
);
create index idempotency_by_age on idempotency (created_at);

-- Links that were asked for at the public door, kept for an hour and answered beside the request.
create table reset_requests (
    id blob primary key,
    address text not null,
    asked_at bigint not null,
    answered_at bigint
);
create index reset_requests_of_address on reset_requests (address);
create index reset_requests_by_age on reset_requests (asked_at);
create index reset_requests_waiting on reset_requests (asked_at, id) where answered_at is null;

-- People who registered themselves, until they confirm their address: no account yet.
create table registrations (
    id blob primary key,
    email text not null,
    email_key text not null,
    username text,
    full_name text not null,
    password_hash text not null,
    asked_at bigint not null,
    answered_at bigint
);
create index registrations_of_address on registrations (email_key);
create index registrations_by_age on registrations (asked_at);
create index registrations_waiting on registrations (asked_at, id) where answered_at is null;

-- Other addresses that people entered for themselves, confirmed or not: what the links in the
-- mails to the new and to the old address are about.
create table email_changes (
    id blob primary key,
    account_id blob not null,
    before text not null,
    email text not null,
    email_key text not null,
    asked_at bigint not null,
    confirmed_at bigint
);
create index email_changes_of_account on email_changes (account_id, asked_at);

-- The devices that somebody signed in with: the words for the client, and its network.
create table known_devices (
    account_id blob not null,
    device text not null,
    network text not null,
    seen_at bigint not null,
    primary key (account_id, device, network)
);

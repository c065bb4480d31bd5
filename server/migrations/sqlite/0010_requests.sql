-- Requests for access. Those without until_seq are open; outcome (granted, declined, withdrawn) says
-- how one ended. place_kind and place_id are as grants have them.
create table access_requests (
    id blob primary key,
    organization_id blob not null,
    account_id blob not null,
    place_kind text not null,
    place_id blob not null,
    role text not null,
    expires_at bigint,
    reason text not null,
    created_at bigint not null,
    since_seq bigint not null,
    until_seq bigint,
    outcome text,
    ended_at bigint,
    decided_by blob,
    answer text,
    version bigint not null
);
create unique index access_requests_now on access_requests (account_id, place_kind, place_id, role) where until_seq is null;
create index access_requests_newest on access_requests (organization_id, created_at, id);
create index access_requests_open on access_requests (organization_id, created_at, id) where until_seq is null;

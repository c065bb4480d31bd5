-- Invitations. until_seq and outcome (accepted, revoked, expired) say how one ended; whether an open
-- one is expired is a matter of expires_at. sent_at, link_id and mail_id are those of the present link.
-- privileges are the keys of the boxes with spaces between.
create table invitations (
    id uuid primary key,
    organization_id uuid not null,
    email text not null,
    email_key text collate "C" not null,
    full_name text not null,
    name_key text collate "C" not null,
    search_text text collate "C" not null,
    role text not null,
    privileges text not null,
    message text,
    invited_by uuid not null,
    created_at bigint not null,
    sent_at bigint not null,
    remind_at bigint not null,
    reminded_at bigint,
    expires_at bigint not null,
    link_id uuid not null,
    mail_id uuid,
    since_seq bigint not null,
    until_seq bigint,
    outcome text,
    ended_at bigint,
    account_id uuid,
    version bigint not null
);
create unique index invitations_now on invitations (organization_id, email_key) where until_seq is null;
create index invitations_newest on invitations (organization_id, created_at, id);
create index invitations_by_name on invitations (organization_id, name_key, id) where until_seq is null;
create index invitations_to_remind on invitations (remind_at) where until_seq is null and reminded_at is null;
create index invitations_to_address on invitations (email_key) where until_seq is null;

-- Suspensions end by themselves; the job that writes this down finds those that are over.
create index account_statuses_by_end on account_statuses (ends_at) where until_seq is null and ends_at is not null;

-- A deleted account keeps its row and its id, so that history can name "Deleted user"; nothing in
-- the row says who it was. forgotten_at: when its traces in the log were erased, too.
alter table accounts add column deleted_at bigint;
alter table accounts add column forgotten_at bigint;
create index accounts_deleted on accounts (deleted_at) where deleted_at is not null and forgotten_at is null;

-- API tokens are sessions of the kind "token"; here is what only they have. `permissions` are
-- names with spaces between them; null stands for everything that the owner may do.
create table api_tokens (
    session_id blob primary key references sessions (id) on delete cascade,
    name text not null,
    permissions text
);

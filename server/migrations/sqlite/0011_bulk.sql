-- Bulk changes of members. Positions count from 1; what a run has still to do is what lies behind
-- `done`. Of what is done, only the targets that were refused are kept, with the sentence why.
-- `what` is the change as it travels, `why` the reason why a run was stopped.
create table bulk_runs (
    id blob primary key,
    organization_id blob not null,
    account_id blob not null,
    session_id blob not null,
    what text not null,
    reason text,
    status text not null,
    why text,
    total bigint not null,
    done bigint not null,
    changed bigint not null,
    unchanged bigint not null,
    refused bigint not null,
    created_at bigint not null,
    finished_at bigint
);
create index bulk_runs_newest on bulk_runs (organization_id, created_at, id);
create index bulk_runs_open on bulk_runs (created_at, id) where finished_at is null;

create table bulk_targets (
    run_id blob not null,
    position bigint not null,
    account_id blob not null,
    refusal text,
    primary key (run_id, position)
);
create index bulk_targets_refused on bulk_targets (run_id, position) where refusal is not null;

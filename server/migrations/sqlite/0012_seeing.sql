-- Sessions that see the console as somebody else would, read-only: as the account, or as somebody
-- who holds the role at the place.
create table seeings (
    session_id blob primary key references sessions (id) on delete cascade,
    organization_id blob not null,
    account_id blob,
    place text,
    role text,
    ends_at bigint not null
);
create index seeings_by_end on seeings (ends_at);

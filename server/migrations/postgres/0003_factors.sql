-- A person's authenticator app: the secret is sealed by the key file. It counts from
-- confirmed_at on; last_step is the latest time step that was used, none before it counts again.
create table totp (
    account_id uuid primary key,
    sealed text not null,
    created_at bigint not null,
    confirmed_at bigint,
    last_step bigint not null default 0
);

-- Recovery codes by a keyed digest; a used one is gone.
create table recovery_codes (
    account_id uuid not null,
    digest text not null,
    primary key (account_id, digest)
);

create table passkeys (
    id uuid primary key,
    account_id uuid not null,
    name text not null,
    credential_id bytea not null unique,
    credential text not null,
    created_at bigint not null,
    last_used_at bigint
);
create index passkeys_of_account on passkeys (account_id, created_at);

-- A registration of a passkey or a sign-in with one that has begun; taken out by whoever ends it.
create table passkey_ceremonies (
    id uuid primary key,
    account_id uuid,
    state text not null,
    expires_at bigint not null
);
create index passkey_ceremonies_by_end on passkey_ceremonies (expires_at);

-- Who of an organization needs a second factor: nobody, administrators, everyone.
alter table organizations add column second_factor text not null default 'nobody';

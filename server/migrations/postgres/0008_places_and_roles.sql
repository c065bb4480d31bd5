-- Places inside organizations, roles of their own, teams, plans, and ends of memberships. All of
-- them are periods, like memberships and grants: a row is ended and another begun, never changed,
-- but for `version`, which is the log entry of the last change.

create table workspaces (
    id uuid not null,
    organization_id uuid not null,
    slug text collate "C" not null,
    name text not null,
    name_key text collate "C" not null,
    overriding boolean not null,
    created_at bigint not null,
    since_seq bigint not null,
    until_seq bigint,
    version bigint not null
);
create unique index workspaces_now on workspaces (id) where until_seq is null;
create unique index workspaces_by_slug on workspaces (organization_id, slug) where until_seq is null;
create index workspaces_by_name on workspaces (organization_id, name_key, id) where until_seq is null;
create index workspaces_history on workspaces (id, since_seq);

create table projects (
    id uuid not null,
    organization_id uuid not null,
    workspace_id uuid,
    slug text collate "C" not null,
    name text not null,
    name_key text collate "C" not null,
    created_at bigint not null,
    since_seq bigint not null,
    until_seq bigint,
    version bigint not null
);
create unique index projects_now on projects (id) where until_seq is null;
create unique index projects_by_slug on projects (organization_id, slug) where until_seq is null;
create index projects_by_name on projects (organization_id, name_key, id) where until_seq is null;
create index projects_of_workspace on projects (workspace_id) where until_seq is null and workspace_id is not null;
create index projects_history on projects (id, since_seq);

-- scope: organization, workspace, project. permissions are their names with spaces between.
create table roles (
    organization_id uuid not null,
    key text collate "C" not null,
    name text not null,
    scope text not null,
    permissions text not null,
    created_at bigint not null,
    since_seq bigint not null,
    until_seq bigint,
    version bigint not null
);
create unique index roles_now on roles (organization_id, key) where until_seq is null;
create index roles_history on roles (organization_id, key, since_seq);

create table teams (
    id uuid not null,
    organization_id uuid not null,
    slug text collate "C" not null,
    name text not null,
    name_key text collate "C" not null,
    created_at bigint not null,
    since_seq bigint not null,
    until_seq bigint,
    version bigint not null
);
create unique index teams_now on teams (id) where until_seq is null;
create unique index teams_by_slug on teams (organization_id, slug) where until_seq is null;
create index teams_by_name on teams (organization_id, name_key, id) where until_seq is null;
create index teams_history on teams (id, since_seq);

create table team_members (
    team_id uuid not null,
    organization_id uuid not null,
    account_id uuid not null,
    since_seq bigint not null,
    until_seq bigint,
    since_at bigint not null,
    expires_at bigint,
    granted_by uuid,
    reason text
);
create unique index team_members_now on team_members (team_id, account_id) where until_seq is null;
create index team_members_of_account on team_members (account_id) where until_seq is null;
create index team_members_ending on team_members (expires_at) where until_seq is null and expires_at is not null;
create index team_members_history on team_members (account_id, since_seq);

-- A grant's subject is an account or a team (subject_kind); ids never collide.
alter table grants rename column account_id to subject_id;
alter table grants add column subject_kind text not null default 'account';
create index grants_ending on grants (expires_at) where until_seq is null and expires_at is not null;
create index grants_of_role on grants (organization_id, key, place_kind) where until_seq is null and kind = 'role';

alter table memberships add column expires_at bigint;
create index memberships_ending on memberships (expires_at) where until_seq is null and expires_at is not null;

-- modules are their names with spaces between; seats is null where there is no limit.
create table plans (
    key text collate "C" not null,
    position bigint not null,
    name text not null,
    modules text not null,
    seats bigint,
    since_seq bigint not null,
    until_seq bigint,
    version bigint not null
);
create unique index plans_now on plans (key) where until_seq is null;
insert into plans (key, position, name, modules, seats, since_seq, version) values
    ('starter', 1, 'Starter', 'assets stages tags licences reports', 10, 0, 0),
    ('team', 2, 'Team', 'teams workspaces projects work assets stages tags licences features changes policies metrics reports activity', 100, 0, 0),
    ('enterprise', 3, 'Enterprise', 'teams workspaces projects work assets stages tags licences features changes policies metrics reports activity reviews', null, 0, 0);

-- The plan of an organization that chose one, and its own number of seats, if that was agreed.
create table organization_plans (
    organization_id uuid not null,
    plan text collate "C" not null,
    seats bigint,
    since_seq bigint not null,
    until_seq bigint,
    granted_by uuid,
    reason text
);
create unique index organization_plans_now on organization_plans (organization_id) where until_seq is null;
create index organization_plans_by_plan on organization_plans (plan) where until_seq is null;

-- The roles in workspaces that come with an invitation, as JSON: workspaces by id.
alter table invitations add column workspaces text not null default '[]';

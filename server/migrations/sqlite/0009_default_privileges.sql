-- The boxes that somebody begins with who joins an organization as Member: their keys with spaces
-- between.
alter table organizations add column default_privileges text not null default 'assets';

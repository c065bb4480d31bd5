-- The digest of the caller's rights once the request was carried out: with others, its answer may
-- be none of theirs any more.
alter table idempotency add column rights bytea not null default '';

create table read_mark (
    key      bytea not null constraint read_mark_pkey primary key constraint read_mark_key_check check (octet_length(key) = 32),
    begun_at timestamptz not null
);
create index read_mark_begun_idx on read_mark (begun_at);
comment on table read_mark is 'What was read in a quarter of an hour and has its event, whichever replica wrote it. Rows go when their time is over.';
comment on column read_mark.key is 'SHA-256 of kind, reader, what was read, and the quarter of an hour.';

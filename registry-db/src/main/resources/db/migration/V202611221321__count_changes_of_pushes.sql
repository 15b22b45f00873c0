alter table push_log
    add column added_files   bigint,
    add column added_bytes   bigint,
    add column removed_files bigint,
    add column removed_bytes bigint,
    add column changed_files bigint,
    add column changed_bytes bigint;
comment on column push_log.added_files is 'How many files this push added to the version before; null, like the others, for pushes of before these were counted.';
comment on column push_log.removed_bytes is 'The sizes that the removed files had.';
comment on column push_log.changed_files is 'Files whose bytes or metadata became others; changed_bytes is what they have now.';

alter table push
    add column added_files   bigint,
    add column added_bytes   bigint,
    add column removed_files bigint,
    add column removed_bytes bigint,
    add column changed_files bigint,
    add column changed_bytes bigint;
comment on column push.added_files is 'Counted while presence was written ahead, against prepared_against; goes to push_log with the commit.';

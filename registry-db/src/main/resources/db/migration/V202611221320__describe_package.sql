alter table package
    add column description       text constraint package_description_check check (char_length(description) between 1 and 300),
    add column description_lower text,
    add column pushed_at         timestamptz;
comment on column package.description is 'One line that says what it is; null for none.';
comment on column package.description_lower is 'The same in lower case, to be searched; made by the service, because what PostgreSQL takes for a letter depends on the database''s collation.';
comment on column package.pushed_at is 'When head_log_id was pushed, kept by a trigger: the order of lists by the last push.';

update package k set pushed_at = g.at from push_log g where g.id = k.head_log_id;

create index package_pushed_idx on package (pushed_at, id) where head_log_id is not null;
create index package_namespace_pushed_idx on package (namespace_id, pushed_at, id) where head_log_id is not null;

-- A trigger, because the release before moves heads while this one starts.
create function note_pushed() returns trigger language plpgsql as $$
begin
    new.pushed_at := (select at from push_log where id = new.head_log_id);
    return new;
end
$$;
comment on function note_pushed is 'Keeps when a package was pushed to last.';

create trigger package_pushed before insert or update of head_log_id on package
    for each row execute function note_pushed();

create table database_role (
    purpose text not null constraint database_role_pkey primary key
            constraint database_role_purpose_check check (purpose in ('service', 'retention')),
    name    text not null
);
comment on table database_role is 'Roles that the registry runs under besides the owner of the tables; empty: the owner does everything.';

create function grant_database_rights() returns void language plpgsql as $$
declare
    append_only constant text[] := array['event', 'event_personal', 'event_leaf', 'event_node', 'seal', 'seal_key', 'seal_epoch'];
    schema constant text := current_schema();
    service text := (select name from database_role where purpose = 'service');
    retention text := (select name from database_role where purpose = 'retention');
    relation record;
begin
    if service is not null then
        execute format('grant usage on schema %I to %I', schema, service);
        execute format('revoke all on all tables in schema %I from %I', schema, service);
        -- Partitions get nothing: who may use the whole need not touch a part.
        for relation in
            select relname from pg_class
            where relnamespace = schema::regnamespace and relkind in ('r', 'p', 'v') and not relispartition
        loop
            execute format('grant %s on %I.%I to %I',
                case
                    when relation.relname = any(append_only) then 'select, insert'
                    when relation.relname in ('flyway_schema_history', 'database_role') then 'select'
                    else 'select, insert, update, delete'
                end, schema, relation.relname, service);
        end loop;
        execute format('grant usage, select on all sequences in schema %I to %I', schema, service);
        execute format('grant execute on function make_event_partitions(integer), erase_personal(bigint, bigint, integer), open_seal_epoch(text) to %I', service);
    end if;
    if retention is not null then
        execute format('grant usage on schema %I to %I', schema, retention);
        execute format('grant execute on function drop_event_partitions(integer) to %I', retention);
    end if;
end
$$;
comment on function grant_database_rights is 'Gives the roles of database_role what they need and nothing more. Runs after every migration, so that new tables are usable.';

create function use_database_roles(service text, retention text) returns void language sql as $$
    insert into database_role (purpose, name) values ('service', service), ('retention', retention)
    on conflict (purpose) do update set name = excluded.name;
    select grant_database_rights();
$$;
comment on function use_database_roles is 'Run once by the owner in production: docs/operations.md.';

create function erase_personal(account bigint, after_event bigint, batch integer, out erased bigint, out last_event bigint)
language sql security definer as $$
    with victim as (
        select id, at from event where account_id = account and id > after_event order by id limit batch
    ), gone as (
        delete from event_personal p using victim v where p.event_id = v.id and p.at = v.at returning 1
    )
    select (select count(*) from gone), (select max(id) from victim);
$$;
comment on function erase_personal is 'Removes the personal fields, and the keys of their MACs, of the account''s next events; last_event is null when there are none.';

create function drop_event_partitions(keep_months integer) returns setof text language plpgsql security definer as $$
declare
    part record;
    first_kept timestamptz := (date_trunc('month', now() at time zone 'UTC') - make_interval(months => keep_months)) at time zone 'UTC';
    leaves text;
    events bigint;
begin
    if keep_months is null or keep_months < 1 then
        raise exception 'keep at least one month besides the present one, not %', keep_months;
    end if;
    for part in
        select c.relname, replace(c.relname, 'event_', 'event_personal_') as personal,
            to_timestamp(right(c.relname, 7), 'YYYY_MM')::timestamp at time zone 'UTC' as begins,
            (to_timestamp(right(c.relname, 7), 'YYYY_MM')::timestamp + interval '1 month') at time zone 'UTC' as ends
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'event'::regclass
        order by c.relname
    loop
        continue when part.ends > first_kept;
        if exists (
            select from event e
            where e.at >= part.begins and e.at < part.ends
                and not exists (select from event_leaf l where l.event_id = e.id)
        ) then
            raise exception '% holds events that are not sealed yet: let the sealer run first', part.relname;
        end if;
        select count(*) into events from event e where e.at >= part.begins and e.at < part.ends;
        select string_agg(case when low = high then low::text else low || '-' || high end, ',' order by low) into leaves
        from (
            select min(number) as low, max(number) as high
            from (
                select number, number - row_number() over (order by number) as island
                from event_leaf where at >= part.begins and at < part.ends
            ) numbered
            group by island
        ) runs;
        insert into event (id, at, kind, outcome, entries, detail)
        values (nextval('event_id_seq'), clock_timestamp(), 'partition-drop', 'ok', events,
            json_build_object('partition', part.relname, 'leaves', coalesce(leaves, ''), 'role', session_user)::text);
        execute format('drop table %I', part.relname);
        execute format('drop table if exists %I', part.personal);
        return next part.relname;
    end loop;
end
$$;
comment on function drop_event_partitions is 'Drops the months before the last so many whole ones, each told of by an event that names its leaves.';

do $$
declare
    signature text;
begin
    -- Functions that run with the owner's rights look for names where the tables are and nowhere else.
    foreach signature in array array[
        'make_event_partitions(integer)', 'erase_personal(bigint, bigint, integer)', 'drop_event_partitions(integer)'
    ] loop
        execute format('alter function %s security definer', signature);
        execute format('alter function %s set search_path = %I, pg_temp', signature, current_schema());
    end loop;
    foreach signature in array array[
        'make_event_partitions(integer)', 'erase_personal(bigint, bigint, integer)', 'drop_event_partitions(integer)',
        'grant_database_rights()', 'use_database_roles(text, text)', 'open_seal_epoch(text)'
    ] loop
        execute format('revoke all on function %s from public', signature);
    end loop;
end
$$;

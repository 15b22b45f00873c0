-- Queries go through events from the newest back, so every index has the time after what it is by. Those that had the id instead go.
create index event_time_idx on event (at, id);
create index event_account_time_idx on event (account_id, at, id) where account_id is not null;
create index event_nobody_time_idx on event (at, id) where account_id is null;
create index event_package_time_idx on event (package_id, at, id) where package_id is not null;
create index event_version_time_idx on event (version_id, at, id) where version_id is not null;
create index event_kind_time_idx on event (kind, at, id);
create index event_denied_time_idx on event (at, id) where outcome = 'denied';
drop index event_account_idx;
drop index event_package_idx;
drop index event_version_idx;
drop index event_account_at_idx;
drop index event_package_at_idx;

-- What is no address, as nobody but tests writes it, must not keep an event from being appended.
create function event_address(address text) returns inet language sql immutable parallel safe as $$
    select case
        when split_part(address, '%', 1) ~ '^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])([.](?!$)|$)){4}$'
            or split_part(address, '%', 1) ~ '^([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}$'
        then split_part(address, '%', 1)::inet
    end
$$;
comment on function event_address is 'The address of an event, to compare with networks. What stands behind a % names an interface and is no part of it.';
create index event_personal_address_idx on event_personal (event_address(address), at, event_id);

create or replace function erase_personal(account bigint, after_event bigint, batch integer, out erased bigint, out last_event bigint)
language sql security definer as $$
    with victim as (
        select id, at from event
        where account_id = account
            and (at, id) > (coalesce((select e.at from event e where e.id = after_event), '-infinity'), after_event)
        order by at, id limit batch
    ), gone as (
        delete from event_personal p using victim v where p.event_id = v.id and p.at = v.at returning 1
    )
    select (select count(*) from gone), (select id from victim order by at desc, id desc limit 1);
$$;
do $$
begin
    execute format('alter function erase_personal(bigint, bigint, integer) set search_path = %I, pg_temp', current_schema());
end
$$;

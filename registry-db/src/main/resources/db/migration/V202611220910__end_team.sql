alter table namespace add column ended_at timestamptz;
comment on column namespace.ended_at is 'Since when the team is gone. The namespace stays with its packages, and so does its name.';
create index namespace_team_idx on namespace (name) where kind = 'team' and ended_at is null;
create index account_group_name_idx on account_group (name);

-- Whoever makes a grant read names before it came to the insert; meanwhile package or namespace may have been renamed or moved.
create function place_grant() returns trigger language plpgsql as $$
declare
    package_name text := '';
begin
    if new.package_id is not null then
        select name, namespace_id into package_name, new.namespace_id from package where id = new.package_id for key share;
    end if;
    select name || ' ' || package_name into new.sort_key from namespace where id = new.namespace_id for key share;
    return new;
end
$$;
comment on function place_grant is 'Puts a new grant where its package is now, and holds off whoever renames or moves it.';

create trigger access_grant_placed before insert on access_grant
    for each row execute function place_grant();

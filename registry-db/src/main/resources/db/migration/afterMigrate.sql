-- New tables become usable for the service's role. Does nothing where no roles are set up, and for whoever is not the owner.
select grant_database_rights()
where exists (select from database_role)
    and pg_has_role(current_user, (select relowner from pg_class where oid = 'event'::regclass), 'usage');

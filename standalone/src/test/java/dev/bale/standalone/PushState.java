package dev.bale.standalone;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How far the pushes of a package have come, as the registry's database has it. Of a push that has ended nothing but the
 * version is left within a minute.
 *
 * @param uploads of fragments, by hash: every one that a client was given URLs for
 * @param verified hashes whose bytes the registry has verified in the storage
 */
record PushState(boolean committed, List<String> uploads, Set<String> verified, long verifiedBytes) {
    private static final String OF_PACKAGE = """
             from upload u
             join push p on p.id = u.push_id
             join package k on k.id = p.package_id
            where k.name = ?
            """;

    static PushState of(Database database, String name) {
        long committed = database.number("""
                select count(*)
                  from push_log l
                  join package k on k.id = l.package_id
                 where k.name = ?
                """, name);
        return new PushState(
                committed > 0,
                database.texts("select encode(u.sha256, 'hex')" + OF_PACKAGE, name),
                new HashSet<>(database.texts(
                        "select encode(u.sha256, 'hex')" + OF_PACKAGE + " and u.location_id is not null", name)),
                database.number(
                        "select coalesce(sum(u.size), 0)" + OF_PACKAGE + " and u.location_id is not null", name));
    }

    /** How often clients were given URLs for fragments that an earlier state has as verified. */
    long uploadsOf(Set<String> hashes) {
        return uploads.stream().filter(hashes::contains).count();
    }
}

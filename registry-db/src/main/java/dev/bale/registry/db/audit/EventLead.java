package dev.bale.registry.db.audit;

import dev.bale.registry.db.Database.Parameters;
import java.sql.SQLException;
import java.util.List;

/** Which part of a filter leads: the one that as a rule fits the fewest events. Each has its index, which has the time after it. */
enum EventLead {
    VERSION(true, EventLead.branches("unnest(?::bigint[])", "e.version_id = lead.value")) {
        @Override
        void bind(Parameters p, EventFilter filter, List<String> addresses) throws SQLException {
            p.addArray(
                    "bigint",
                    filter.versions() == null
                            ? new Object[0]
                            : filter.versions().toArray());
        }
    },
    ADDRESS(true, EventLead.ADDRESSES) {
        @Override
        void bind(Parameters p, EventFilter filter, List<String> addresses) throws SQLException {
            p.addTexts(addresses.toArray(String[]::new));
        }
    },
    ACCOUNT(false, EventLead.one("e.account_id = ?")) {
        @Override
        void bind(Parameters p, EventFilter filter, List<String> addresses) throws SQLException {
            p.add(filter.account());
        }
    },
    PACKAGE(false, EventLead.one("e.package_id = ?")) {
        @Override
        void bind(Parameters p, EventFilter filter, List<String> addresses) throws SQLException {
            p.add(filter.inPackage());
        }
    },
    KIND(true, EventLead.branches("unnest(?::text[])", "e.kind = lead.value")) {
        @Override
        void bind(Parameters p, EventFilter filter, List<String> addresses) throws SQLException {
            p.addTexts(filter.kinds().toArray(String[]::new));
        }
    },
    DENIED(false, EventLead.one("e.outcome = 'denied'")),
    NOBODY(false, EventLead.one("e.account_id is null")),
    NAMESPACE(
            true,
            EventLead.branches(
                    "(select id from package where namespace_id = ? limit 1000)", "e.package_id = lead.value")) {
        @Override
        void bind(Parameters p, EventFilter filter, List<String> addresses) throws SQLException {
            p.add(filter.namespace());
        }
    },
    TIME(false, EventLead.one("true"));

    /** Packages of a namespace that are gone through one by one. */
    static final int PACKAGES = 1_000;

    /** Events to look at of each value, where there are many. */
    private static final int MANY = 100;

    /** Events that are looked at of all addresses together. */
    private static final int SCATTERED = 5_000;

    static final String SHOWN = """
            e.id, e.at, e.kind, e.outcome, e.account_id, p.name, p.address, p.program, p.event_id is null,
                e.credential, e.grant_note, n.name || '/' || k.name, v.top_hash, e.request_id, e.ordinals, e.all_ordinals, e.cached, e.entries, e.detail, e.version_id
            """;

    static final String NAMED = """
            left join event_personal p on p.event_id = e.id and p.at = e.at
            left join package k on k.id = e.package_id
            left join namespace n on n.id = k.namespace_id
            left join version v on v.id = e.version_id
            """;

    private static final String COLUMNS =
            " e.id, e.at, e.kind, e.outcome, e.account_id, e.package_id, e.version_id, e.request_id, e.grant_note\n";

    private static final String PART =
            " and e.at >= ? and e.at <= ? and (e.at, e.id) < (?, ?) order by e.at desc, e.id desc limit ?";

    private static final String ADDRESSES = """
            select""" + COLUMNS + """
            from (
                select one.event_id, one.at
                from unnest(?::text[]) lead (value)
                cross join lateral (
                    select p.event_id, p.at
                    from event_personal p
                    where event_address(p.address) = lead.value::inet
                        and p.at >= ? and p.at <= ? and (p.at, p.event_id) < (?, ?)
                    order by p.at desc, p.event_id desc
                    limit ?) one
                order by one.at desc, one.event_id desc
                limit ?) found
            cross join lateral (
                select * from event one where one.id = found.event_id and one.at = found.at
                offset 0) e
            """;

    private static final String REST = """
            )
            select size.examined, edge.at, edge.id, shown.*
            from (select count(*) as examined from look) size
            left join (select at, id from look order by at, id limit 1) edge on true
            left join lateral (
                select""" + " " + SHOWN + """
                from (
                    select l.id, l.at
                    from look l
                    where (?::bigint is null or l.account_id = ?)
                        and (not ? or l.account_id is null)
                        and (?::bigint is null or l.package_id = ?)
                        and (?::bigint is null or exists (select from package o where o.id = l.package_id and o.namespace_id = ?))
                        and (? or l.version_id = any(?))
                        and (? or l.kind = any(?))
                        and (?::text is null or l.outcome = ?)
                        and (?::text is null or l.request_id = ?)
                        and (?::text is null or ? = any(string_to_array(l.grant_note, ',')))
                        and (?::text is null or exists (
                            select from event_personal a
                            where a.event_id = l.id and a.at = l.at and event_address(a.address) <<= ?::inet))
                    order by l.at desc, l.id desc
                    limit ?) page
                join event e on e.id = page.id and e.at = page.at
            """ + NAMED + """
                ) shown on true
            order by shown.at desc, shown.id desc
            """;

    private final boolean branches;
    private final String sql;

    EventLead(boolean branches, String look) {
        this.branches = branches;
        this.sql = "with look as materialized (" + look + rest();
    }

    /** A constant of an enum is made before its class's fields are. */
    private static String rest() {
        return REST;
    }

    private static String one(String condition) {
        return "select" + COLUMNS + "from event e where " + condition + PART;
    }

    private static String branches(String values, String condition) {
        return "select e.* from " + values + " lead (value) cross join lateral (select" + COLUMNS
                + "from event e where " + condition + PART + ") e order by e.at desc, e.id desc limit ?";
    }

    static EventLead of(EventFilter filter) {
        if (filter.versions() != null) {
            return VERSION;
        }
        if (filter.address() != null) {
            return ADDRESS;
        }
        if (filter.account() != null) {
            return ACCOUNT;
        }
        if (filter.inPackage() != null) {
            return PACKAGE;
        }
        if (!filter.kinds().isEmpty()) {
            return KIND;
        }
        if ("denied".equals(filter.outcome())) {
            return DENIED;
        }
        if (filter.nobody()) {
            return NOBODY;
        }
        return filter.namespace() != null ? NAMESPACE : TIME;
    }

    /** The query. Its parameters: those of {@link #bind}, the part of time and the bound, the bound again where it branches, the filter. */
    String sql() {
        return sql;
    }

    /** Whether it goes through several values, each in the order of time. */
    boolean branches() {
        return branches;
    }

    /** How many events of each value to look at, so that all together are about so many. */
    int branch(EventFilter filter, int addresses, int examine) {
        return switch (this) {
            case KIND -> Math.max(MANY, examine / filter.kinds().size());
            case VERSION ->
                Math.max(
                        20,
                        examine
                                / Math.max(
                                        1,
                                        filter.versions() == null
                                                ? 1
                                                : filter.versions().size()));
            // What an address or a package of many has done lies all over the table: a page each.
            case ADDRESS -> Math.clamp(SCATTERED / Math.max(1, addresses), 10, Math.min(examine, 500));
            case NAMESPACE -> Math.min(examine, 50);
            case ACCOUNT, PACKAGE, DENIED, NOBODY, TIME -> examine;
        };
    }

    /** Binds what leads. */
    void bind(Parameters p, EventFilter filter, List<String> addresses) throws SQLException {}
}

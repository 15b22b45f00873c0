package dev.bale.presign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The query of a URL: kept in the order given for the URL, sorted for the signature. */
final class QueryParameters {
    private record Pair(String name, String value) {
        private static final Comparator<Pair> ORDER =
                Comparator.comparing(Pair::name).thenComparing(Pair::value);

        private String text() {
            return name + "=" + value;
        }
    }

    private final List<Pair> pairs;

    private QueryParameters(List<Pair> pairs) {
        this.pairs = pairs;
    }

    static QueryParameters of(Map<String, String> parameters) {
        QueryParameters query = new QueryParameters(new ArrayList<>());
        parameters.forEach(query::add);
        return query;
    }

    QueryParameters add(String name, String value) {
        pairs.add(new Pair(PercentEncoding.ofQuery(name), PercentEncoding.ofQuery(value)));
        return this;
    }

    QueryParameters with(String name, String value) {
        return new QueryParameters(new ArrayList<>(pairs)).add(name, value);
    }

    String forUrl() {
        return join(pairs);
    }

    String forSignature() {
        return join(pairs.stream().sorted(Pair.ORDER).toList());
    }

    private static String join(List<Pair> pairs) {
        return pairs.stream().map(Pair::text).collect(Collectors.joining("&"));
    }
}

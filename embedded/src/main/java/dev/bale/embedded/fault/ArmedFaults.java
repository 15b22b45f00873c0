package dev.bale.embedded.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The rules in force, with what is left of each. */
final class ArmedFaults {
    private static final class Armed {
        private final Fault fault;
        private final FaultRule rule;
        private int seen;
        private int struck;

        private Armed(Fault fault, FaultRule rule) {
            this.fault = fault;
            this.rule = rule;
        }

        private boolean strikes(ProxiedRequest request, Random random) {
            if (struck >= rule.times() || !rule.when().test(request) || seen++ < rule.skip()) {
                return false;
            }
            if (rule.probability() < 1 && random.nextDouble() >= rule.probability()) {
                return false;
            }
            struck++;
            return true;
        }
    }

    private final List<Armed> armed = new ArrayList<>();
    private final Random random;

    ArmedFaults(long seed) {
        this.random = new Random(seed);
    }

    synchronized void add(Fault fault, FaultRule rule) {
        armed.add(new Armed(fault, rule));
    }

    synchronized void clear() {
        armed.clear();
    }

    /** All faults that strike this request, in the order in which they were injected. */
    synchronized FaultPlan planFor(ProxiedRequest request) {
        return new FaultPlan(armed.stream()
                .filter(each -> each.strikes(request, random))
                .map(each -> each.fault)
                .toList());
    }
}

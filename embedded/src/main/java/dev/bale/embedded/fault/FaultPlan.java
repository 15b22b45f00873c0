package dev.bale.embedded.fault;

import java.util.List;
import java.util.Optional;

/** The faults that strike one request. */
record FaultPlan(List<Fault> faults) {
    <F extends Fault> Optional<F> first(Class<F> kind) {
        return faults.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    <F extends Fault> List<F> all(Class<F> kind) {
        return faults.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    long corruptRequestAt() {
        return first(Fault.CorruptRequest.class)
                .map(Fault.CorruptRequest::position)
                .orElse(-1L);
    }

    long corruptResponseAt() {
        return first(Fault.CorruptResponse.class)
                .map(Fault.CorruptResponse::position)
                .orElse(-1L);
    }
}

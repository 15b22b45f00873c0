package dev.bale.registry.api.audit.seals;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.manifest.audit.Head;

/** A signed head, as it can be saved and verified elsewhere. */
public record HeadView(
        @JsonProperty("bale_head") int version,
        String log,
        int epoch,
        long number,
        long size,
        String root,
        String at,
        String key,
        String signature) {
    static HeadView of(Head head) {
        return new HeadView(
                1,
                head.log(),
                head.epoch(),
                head.number(),
                head.size(),
                head.root().toString(),
                Head.time(head.at()),
                head.key(),
                head.signature());
    }
}

package dev.bale.registry.api.push;

import jakarta.ws.rs.PathParam;

/** The part of an address that names a push. */
class PushPath {
    @PathParam("namespace")
    String namespace = "";

    @PathParam("name")
    String packageName = "";

    @PathParam("push")
    String push = "";

    PushName name() {
        return PushName.of(namespace, packageName, push);
    }
}

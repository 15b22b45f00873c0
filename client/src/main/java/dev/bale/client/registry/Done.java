package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.util.List;

/** Which reported uploads the registry found to be what they claim. */
public record Done(List<String> verified, List<Refused> refused) {
    /** An upload that is missing or something else; its fragment stays wanted. */
    public record Refused(String upload, Sha256 sha256, String reason) {}
}

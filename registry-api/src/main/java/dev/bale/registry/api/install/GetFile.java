package dev.bale.registry.api.install;

import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.packages.FragmentLists;
import dev.bale.registry.api.packages.VersionPages;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;

/** One file for people with curl alone: a URL, or a curl configuration that fetches its fragments in order. */
@ApplicationScoped
public class GetFile {
    private final VersionPages pages;
    private final HandOut handOut;

    GetFile(VersionPages pages, HandOut handOut) {
        this.pages = pages;
        this.handOut = handOut;
    }

    /**
     * A URL of the whole file.
     *
     * @throws Conflict when the file has several fragments, so that no one URL gives it
     */
    public URI url(Principal principal, FindVersion.Found found, String path) {
        EntryAt entry = entry(found, path);
        if (FragmentLists.count(entry.entry()) > 1) {
            throw Conflict.severalFragments(
                    "This file has several fragments, so no one URL gives it. Fetch it with"
                            + " `?as=curl`: curl -s -H \"Authorization: Bearer $TOKEN\" \"<this address>?as=curl\" | curl -s -K - > file");
        }
        return URI.create(urls(handOut(principal, found, entry)).getFirst());
    }

    /** A configuration for {@code curl -K -} that writes the file's bytes to standard output. */
    public String curlConfiguration(Principal principal, FindVersion.Found found, String path) {
        StringBuilder configuration = new StringBuilder("# curl -K - < this > file; valid for minutes\nfail\n");
        for (String url : urls(handOut(principal, found, entry(found, path)))) {
            configuration.append("url = \"").append(url).append("\"\n");
        }
        return configuration.toString();
    }

    private EntryAt entry(FindVersion.Found found, String path) {
        return pages.readable(found.version(), found.view())
                .lookup(EntryPath.of(path))
                .orElseThrow(() -> new NotFound("There is no such file in this version. List its folder: `bale ls`."));
    }

    private HandOut.Handed handOut(Principal principal, FindVersion.Found found, EntryAt entry) {
        return handOut.handOut(principal, found, HandOutRequest.ofEntry(entry.ordinal(), found.viewId(), "cat"));
    }

    static List<String> urls(HandOut.Handed handed) {
        return handed.items().stream().map(GetFile::url).toList();
    }

    static String url(HandOut.Item item) {
        return item.origin().base() + "/" + item.signed().key() + "?"
                + item.signed().query().orElse(item.origin().query()) + "&X-Amz-Signature="
                + item.signed().signature();
    }
}

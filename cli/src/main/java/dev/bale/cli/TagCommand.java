package dev.bale.cli;

import dev.bale.client.BaleClient;
import dev.bale.client.ClientException;
import dev.bale.client.install.ResolvedVersion;
import dev.bale.client.registry.PackageCalls;
import dev.bale.client.registry.Tag;
import dev.bale.manifest.PackageName;
import dev.bale.manifest.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists, moves and removes tags. */
@Command(
        name = "tag",
        description = "Lists, moves and removes the tags of a package.",
        synopsisSubcommandLabel = "(list | set | remove)",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale tag list team/sales",
            "  bale tag set team/sales@3fa9c1 checked",
            "  bale tag remove team/sales checked"
        })
final class TagCommand {
    private final Bale bale;

    TagCommand(Bale bale) {
        this.bale = bale;
    }

    @Command(
            name = "list",
            description = "Lists the tags of a package.",
            footerHeading = "%nExamples:%n",
            footer = "  bale tag list team/sales")
    int list(@Parameters(paramLabel = "PACKAGE", description = "The package.") String name) throws IOException {
        PackageName target = Bale.packageName(name);
        List<Tag> tags = bale.withClient(client -> all(client.inPackage(target)));
        if (bale.json()) {
            bale.console().json(Map.of("tags", tags));
        } else {
            tags.forEach(tag ->
                    bale.console().line(tag.topHash().hex().substring(0, 12) + "  " + Words.printable(tag.tag())));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "set",
            description = {
                "Makes a tag, or moves it.",
                "Where someone else moves it at the same moment, one of the two is refused."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  bale tag set team/sales checked", "  bale tag set team/sales@3fa9c1 checked"})
    int set(
            @Parameters(index = "0", paramLabel = "REF", description = "The version to be named.") String reference,
            @Parameters(index = "1", paramLabel = "TAG", description = "The tag.") String tag,
            @Option(names = "--new", description = "Fail when the tag exists already.") boolean mustBeNew)
            throws IOException {
        Reference wanted = Bale.reference(reference);
        Tag moved = bale.withClient(client -> move(client, wanted, tag, mustBeNew));
        if (bale.json()) {
            bale.console().json(moved);
        } else {
            bale.console()
                    .line(Words.printable(moved.tag()) + " is now " + wanted.packageName() + "@"
                            + moved.topHash().hex().substring(0, 12));
        }
        return ExitCode.OK;
    }

    private static Tag move(BaleClient client, Reference wanted, String tag, boolean mustBeNew) {
        PackageCalls calls = client.inPackage(wanted.packageName());
        Optional<Tag> now = mustBeNew ? Optional.empty() : find(calls, tag);
        return calls.setTag(
                tag,
                ResolvedVersion.wire(wanted.selector()),
                now.map(Tag::topHash).orElse(null));
    }

    @Command(
            name = "remove",
            description = "Removes a tag; its version stays.",
            footerHeading = "%nExamples:%n",
            footer = "  bale tag remove team/sales checked")
    int remove(
            @Parameters(index = "0", paramLabel = "PACKAGE", description = "The package.") String name,
            @Parameters(index = "1", paramLabel = "TAG", description = "The tag.") String tag)
            throws IOException {
        PackageName target = Bale.packageName(name);
        Tag removed = bale.withClient(client -> {
            PackageCalls calls = client.inPackage(target);
            Tag now = find(calls, tag)
                    .orElseThrow(() ->
                            new ClientException(ClientException.Kind.NOT_FOUND, target + " has no tag " + tag + "."));
            calls.deleteTag(tag, now.topHash());
            return now;
        });
        if (bale.json()) {
            bale.console().json(removed);
        } else {
            bale.console().line("Removed " + Words.printable(tag) + ".");
        }
        return ExitCode.OK;
    }

    private static Optional<Tag> find(PackageCalls calls, String tag) {
        return all(calls).stream().filter(known -> known.tag().equals(tag)).findFirst();
    }

    private static List<Tag> all(PackageCalls calls) {
        List<Tag> tags = new ArrayList<>();
        String after = null;
        do {
            PackageCalls.TagPage page = calls.tags(after);
            tags.addAll(page.tags());
            after = page.next();
        } while (after != null);
        return tags;
    }
}

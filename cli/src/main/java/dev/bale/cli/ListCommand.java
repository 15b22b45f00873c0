package dev.bale.cli;

import dev.bale.client.BaleClient;
import dev.bale.client.registry.PackageCalls.PackagePage;
import dev.bale.client.registry.PackageInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists packages. */
@Command(
        name = "list",
        description = "Lists the packages that you may see.",
        footerHeading = "%nExamples:%n",
        footer = {"  bale list", "  bale list team/"})
final class ListCommand implements Callable<Integer> {
    private static final int PAGE = 500;

    private final Bale bale;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PREFIX",
            description = "Only names (namespace/name) that begin with this.")
    private @Nullable String prefix;

    ListCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        List<PackageInfo> packages = bale.withClient(this::read);
        if (bale.json()) {
            bale.console().json(Map.of("packages", packages));
        } else {
            packages.forEach(this::print);
        }
        return ExitCode.OK;
    }

    private List<PackageInfo> read(BaleClient client) {
        List<PackageInfo> packages = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            PackagePage page = client.packages(Optional.ofNullable(prefix), after, PAGE);
            packages.addAll(page.packages());
            after = Optional.ofNullable(page.next());
        } while (after.isPresent());
        return packages;
    }

    private void print(PackageInfo found) {
        PackageInfo.Newest latest = found.latest();
        String newest = latest == null
                ? ""
                : "  " + latest.topHash().hex().substring(0, 12) + "  "
                        + Words.content(latest.entries(), latest.bytes(), "some paths");
        bale.console().line(Words.printable(found.namespace() + "/" + found.name()) + newest);
    }
}

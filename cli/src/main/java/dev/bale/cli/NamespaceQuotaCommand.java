package dev.bale.cli;

import dev.bale.client.ClientException;
import dev.bale.client.registry.NamespaceCalls;
import dev.bale.client.registry.NamespaceCalls.Namespace;
import dev.bale.client.registry.NamespaceCalls.Quota;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets what a namespace may hold. */
@Command(
        name = "quota",
        description = {
            "Sets what a namespace may hold, for administrators; what is not given stays as it is.",
            "What is there stays, however much it is; pushes that have no room are refused before they upload."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale namespace quota sales --bytes 500GB --packages 200",
            "  bale namespace quota sales --bytes none",
            "  bale namespace quota sales --default"
        })
final class NamespaceQuotaCommand implements Callable<Integer> {
    private static final String NONE = "none";
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([kMGTP]?)(i?)B?");
    private static final Map<String, Integer> POWERS = Map.of("", 0, "k", 1, "M", 2, "G", 3, "T", 4, "P", 5);

    private final Bale bale;

    @Parameters(paramLabel = "NAMESPACE", description = "The namespace.")
    private String name = "";

    @Option(
            names = "--bytes",
            paramLabel = "SIZE",
            description =
                    "Bytes of its different files and parts of files, such as 500GB or 2TiB, or none for no limit.")
    private @Nullable String bytes;

    @Option(
            names = "--metadata",
            paramLabel = "SIZE",
            description = "Bytes of the pages and metadata that pushes send, or none.")
    private @Nullable String metadata;

    @Option(names = "--packages", paramLabel = "NUMBER", description = "Packages, or none.")
    private @Nullable String packages;

    @Option(names = "--default", description = "Let the registry's default quota hold again.")
    private boolean byDefault;

    NamespaceQuotaCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        boolean any = bytes != null || metadata != null || packages != null;
        if (any == byDefault) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    "Say what to set: --bytes, --metadata or --packages; or --default alone.");
        }
        NamespaceCommand.print(bale, bale.withClient(client -> set(new NamespaceCalls(client.calls()))));
        return ExitCode.OK;
    }

    private Namespace set(NamespaceCalls calls) {
        if (byDefault) {
            return calls.clearQuota(name);
        }
        Quota before = calls.namespace(name).quota();
        Quota now = before == null ? new Quota(null, null, null) : before;
        return calls.setQuota(
                name,
                new Quota(
                        bytes == null ? now.bytes() : size(bytes),
                        metadata == null ? now.metadataBytes() : size(metadata),
                        packages == null ? now.packages() : number(packages)));
    }

    /** Decimal units as the progress shows them, binary ones with an i; null for none. */
    static @Nullable Long size(String text) {
        if (text.equals(NONE)) {
            return null;
        }
        Matcher matcher = SIZE.matcher(text);
        if (matcher.matches()) {
            BigDecimal unit = BigDecimal.valueOf(matcher.group(3).isEmpty() ? 1000 : 1024)
                    .pow(POWERS.getOrDefault(matcher.group(2), 0));
            BigDecimal size = new BigDecimal(matcher.group(1)).multiply(unit);
            if (size.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
                return size.longValue();
            }
        }
        throw new ClientException(
                ClientException.Kind.INVALID,
                String.format(Locale.ROOT, "\"%s\" is no size. Write it like 500GB, 2TiB or none.", text));
    }

    private static @Nullable Long number(String text) {
        if (text.equals(NONE)) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new ClientException(
                    ClientException.Kind.INVALID, "\"" + text + "\" is no number. Write it like 200 or none.", e);
        }
    }
}

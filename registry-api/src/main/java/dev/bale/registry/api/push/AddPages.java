package dev.bale.registry.api.push;

import dev.bale.manifest.Expectation;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Page;
import dev.bale.manifest.PageChecker;
import dev.bale.manifest.PageStream;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.TooLarge;
import dev.bale.registry.api.registry.CappedInputStream;
import dev.bale.registry.api.registry.RegistryLimits;
import dev.bale.registry.api.teams.Quotas;
import dev.bale.registry.db.packages.PageRepository;
import dev.bale.registry.db.packages.PageRepository.StoredPage;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.PushContentRepository.PageRow;
import dev.bale.registry.db.push.PushRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Takes pages of a push: checks each against what its parent said, stores it, and tells what it makes wanted. */
@ApplicationScoped
public class AddPages {
    private static final long BODY_BYTES = 8L << 20;
    // Parsed pages of one request may take 40 MiB; this many at once stay well within the heap.
    private static final int AT_ONCE = 3;

    private final FindPush findPush;
    private final BaseTrees baseTrees;
    private final PageRepository pageRepository;
    private final PushContentRepository content;
    private final NameFragments nameFragments;
    private final NameMetadata nameMetadata;
    private final Quotas quotas;
    private final PageChecker checker = new PageChecker();
    private final Semaphore slots = new Semaphore(AT_ONCE, true);

    AddPages(
            FindPush findPush,
            BaseTrees baseTrees,
            PageRepository pageRepository,
            PushContentRepository content,
            NameFragments nameFragments,
            NameMetadata nameMetadata,
            Quotas quotas) {
        this.findPush = findPush;
        this.baseTrees = baseTrees;
        this.pageRepository = pageRepository;
        this.content = content;
        this.nameFragments = nameFragments;
        this.nameMetadata = nameMetadata;
        this.quotas = quotas;
    }

    /**
     * Takes a concatenation of pages, parents before children.
     *
     * @return the pages, metadata objects and fragments that these pages name and that are still wanted
     * @throws InvalidManifest when a page is not what its parent said; none of the request's pages is stored then
     */
    public PushView.Wanted add(Principal principal, PushName name, InputStream body) throws IOException {
        slots.acquireUninterruptibly();
        try {
            List<Page> pages = read(body);
            return QuarkusTransaction.requiringNew().call(() -> {
                FindPush.Found found = findPush.open(principal, name);
                return take(principal, found, pages);
            });
        } finally {
            slots.release();
        }
    }

    private static List<Page> read(InputStream body) throws IOException {
        List<Page> pages = new ArrayList<>();
        PageStream stream = new PageStream(new CappedInputStream(body, BODY_BYTES));
        for (Optional<Page> page = stream.next(); page.isPresent(); page = stream.next()) {
            if (pages.size() == RegistryLimits.PAGES) {
                throw new TooLarge(
                        "A request takes at most " + RegistryLimits.PAGES + " pages. Send the others in the next.");
            }
            pages.add(page.get());
        }
        return pages;
    }

    private PushView.Wanted take(Principal principal, FindPush.Found found, List<Page> pages) {
        PushRow push = found.push();
        Map<Sha256, PageRow> known =
                content.pages(push.id(), pages.stream().map(Page::name).toList());
        NamedContent named = new NamedContent(baseTrees.of(push));
        for (Page page : pages) {
            Expectation expected = Optional.ofNullable(named.pages().get(page.name()))
                    .or(() -> Optional.ofNullable(known.get(page.name()))
                            .map(row -> ExpectationText.parse(row.expectation())))
                    .orElseThrow(() -> Conflict.notWanted("Page " + page.name()
                            + " is not wanted by this push. Send the root first, then what the answers list."));
            named.add(page, checker.check(expected, page));
        }
        // The same page twice, or one that came before, is stored once.
        Map<Sha256, Integer> sizes = new HashMap<>();
        pages.stream()
                .filter(page -> !known.containsKey(page.name())
                        || known.get(page.name()).state().equals("wanted"))
                .forEach(page -> sizes.put(page.name(), page.bytes().length));
        quotas.reserve(
                found.inPackage(),
                push.id(),
                0,
                sizes.values().stream().mapToLong(Integer::longValue).sum());
        return keep(principal, found, pages, named);
    }

    private PushView.Wanted keep(Principal principal, FindPush.Found found, List<Page> pages, NamedContent named) {
        long push = found.push().id();
        Map<Sha256, Expectation> children = named.pages();
        pageRepository.store(pages.stream()
                .map(page -> new StoredPage(page.name(), page.level(), page.bytes()))
                .toList());
        Map<Sha256, PageRow> known = new HashMap<>(content.pages(push, children.keySet()));
        List<PageRow> added = new ArrayList<>();
        children.forEach((hash, expectation) -> {
            PageRow row = new PageRow(hash, "wanted", ExpectationText.of(expectation));
            PageRow before = known.putIfAbsent(hash, row);
            if (before == null) {
                added.add(row);
            } else if (!before.expectation().equals(row.expectation())) {
                throw new InvalidManifest(
                        InvalidManifest.Code.SUM, "page " + hash + " is named twice with different counts or sums");
            }
        });
        content.addPages(push, added);
        List<Sha256> received = pages.stream().map(Page::name).toList();
        content.holdPages(push, received);
        received.forEach(known::remove);
        List<String> wantedPages = children.keySet().stream()
                .filter(hash ->
                        known.containsKey(hash) && known.get(hash).state().equals("wanted"))
                .map(Sha256::toString)
                .toList();
        return new PushView.Wanted(
                wantedPages,
                nameMetadata.name(push, named.metadata()),
                nameFragments.name(principal, found, named.fragments()),
                null);
    }
}

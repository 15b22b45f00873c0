package dev.bale.registry.db.push;

import static dev.bale.registry.db.Sample.AT;
import static dev.bale.registry.db.Sample.fresh;
import static dev.bale.registry.db.Sample.hash;
import static dev.bale.registry.db.Sample.run;
import static dev.bale.registry.db.Sample.tx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Sample;
import dev.bale.registry.db.Sample.Pack;
import dev.bale.registry.db.TestPostgres;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.packages.VersionRow;
import dev.bale.registry.db.push.PushContentRepository.Counts;
import dev.bale.registry.db.push.PushContentRepository.FragmentRow;
import dev.bale.registry.db.push.PushContentRepository.PageRow;
import dev.bale.registry.db.push.PushRepository.NewPush;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class PushRepositoryTest {
    @Inject
    PackageRepository packages;

    @Inject
    Sample sample;

    @Inject
    PushRepository pushes;

    @Inject
    PushContentRepository content;

    @Inject
    VersionRepository versions;

    @Test
    void a_push_of_another_account_or_package_is_not_found() {
        Pack pack = sample.pack();
        UUID id = UUID.randomUUID();
        sample.push(pack, pack.owner(), id);

        assertThat(tx(() -> pushes.find(pack.id(), pack.owner(), id))).isPresent();
        assertThat(tx(() -> pushes.find(pack.id(), sample.account(), id))).isEmpty();
        assertThat(tx(() -> pushes.find(sample.pack().id(), pack.owner(), id))).isEmpty();
    }

    @Test
    void two_accounts_may_choose_the_same_id() {
        Pack pack = sample.pack();
        UUID id = UUID.randomUUID();
        long other = sample.account();

        long mine = sample.push(pack, pack.owner(), id);
        long theirs = sample.push(pack, other, id);

        assertThat(theirs).isNotEqualTo(mine);
    }

    @Test
    void the_same_push_opens_once_and_stays_what_it_was() {
        Pack pack = sample.pack();
        UUID id = UUID.randomUUID();
        NewPush first = request(pack, id, "one");

        assertThat(tx(() -> pushes.open(first, AT))).isTrue();
        assertThat(tx(() -> pushes.open(request(pack, id, "two"), AT.plusSeconds(1))))
                .isFalse();

        PushRow row = tx(() -> pushes.find(pack.id(), pack.owner(), id).orElseThrow());
        assertThat(row.requestHash()).isEqualTo(first.requestHash());
        assertThat(row.lastActivityAt()).isEqualTo(AT);
        assertThat(row.message()).isEqualTo("one");
    }

    @Test
    void a_push_ends_once() {
        long push = sample.push(sample.pack(), sample.account());

        assertThat(tx(() -> pushes.end(push, "aborted"))).isTrue();
        assertThat(tx(() -> pushes.end(push, "expired"))).isFalse();
        assertThat(tx(() -> pushes.lock(push)).state()).isEqualTo("aborted");
    }

    @Test
    void activity_only_moves_forward_and_decides_what_is_idle() {
        long push = sample.push(sample.pack(), sample.account());

        run(() -> pushes.touch(push, AT.plusSeconds(60)));
        run(() -> pushes.touch(push, AT.plusSeconds(30)));

        assertThat(tx(() -> pushes.lock(push)).lastActivityAt()).isEqualTo(AT.plusSeconds(60));
        assertThat(tx(() -> pushes.idleSince(AT.plusSeconds(60), 100_000))).doesNotContain(push);
        assertThat(tx(() -> pushes.idleSince(AT.plusSeconds(61), 100_000))).contains(push);
    }

    @Test
    void an_ended_push_is_cleaned_once() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        sample.names(push, fresh(), "wanted");
        assertThat(cleanable(push)).isFalse();

        run(() -> pushes.end(push, "aborted"));
        assertThat(cleanable(push)).isTrue();

        run(() -> pushes.forgetContent(push, AT));
        assertThat(cleanable(push)).isFalse();
        assertThat(tx(() -> content.counts(push))).isEqualTo(new Counts(0, 0, 0, 0, 0));
    }

    @Test
    void bases_are_found_with_their_owners_and_when_they_are_gone() {
        Pack mine = sample.pack();
        Pack theirs = sample.pack();
        long line = sample.commit(mine);
        long foreign = sample.commit(theirs);
        long push = sample.push(mine, mine.owner());
        run(() -> {
            pushes.addBase(push, versions.atLog(line).id());
            pushes.addBase(push, versions.atLog(line).id());
            pushes.addBase(push, versions.atLog(foreign).id());
        });

        assertThat(tx(() -> versions.basesOf(push)))
                .extracting(VersionRow::packageId)
                .containsExactly(mine.id(), theirs.id());
        assertThat(tx(() -> packages.ofBases(push)))
                .extracting(PackageRow::id)
                .containsExactlyInAnyOrder(mine.id(), theirs.id());
        assertThat(tx(() -> pushes.lostBases(push))).isZero();

        sample.delete(foreign);
        assertThat(tx(() -> pushes.lostBases(push))).isOne();
        assertThat(tx(() -> versions.basesOf(push))).hasSize(1);
    }

    @Test
    void pages_and_fragments_keep_what_was_noted_first() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        Sha256 page = fresh();
        Sha256 fragment = fresh();
        run(() -> content.addPages(push, List.of(new PageRow(page, "wanted", "{\"level\":1}"))));
        run(() -> content.addFragments(push, List.of(new FragmentRow(fragment, 7, "pinned"))));

        run(() -> content.addPages(push, List.of(new PageRow(page, "held", "{}"))));
        run(() -> content.addFragments(push, List.of(new FragmentRow(fragment, 8, "wanted"))));

        assertThat(tx(() -> content.pages(push, List.of(page, fresh()))))
                .containsExactlyEntriesOf(java.util.Map.of(page, new PageRow(page, "wanted", "{\"level\":1}")));
        assertThat(tx(() -> content.fragments(push, List.of(fragment, fresh()))))
                .containsExactlyEntriesOf(java.util.Map.of(fragment, new FragmentRow(fragment, 7, "pinned")));
        assertThat(tx(() -> content.counts(push))).isEqualTo(new Counts(1, 0, 0, 1, 7));
    }

    @Test
    void a_push_is_complete_when_nothing_is_wanted() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        Sha256 page = fresh();
        Sha256 fragment = fresh();
        run(() -> content.addPages(push, List.of(new PageRow(page, "wanted", "{}"))));
        sample.names(push, fragment, "wanted");

        assertThat(tx(() -> content.complete(push))).isFalse();
        run(() -> content.holdPages(push, List.of(page)));
        assertThat(tx(() -> content.complete(push))).isFalse();
        run(() -> content.uploaded(push, List.of(fragment)));
        assertThat(tx(() -> content.complete(push))).isTrue();
        run(() -> content.wantAgain(push, List.of(fragment)));
        assertThat(tx(() -> content.complete(push))).isFalse();
    }

    @Test
    void a_pinned_fragment_does_not_become_uploaded_by_a_report() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        Sha256 fragment = fresh();
        sample.names(push, fragment, "pinned");

        run(() -> content.uploaded(push, List.of(fragment)));

        assertThat(tx(() -> content.fragments(push, List.of(fragment)))
                        .get(fragment)
                        .state())
                .isEqualTo("pinned");
    }

    @Test
    void what_is_wanted_comes_in_parts_in_the_order_of_hashes() {
        Pack pack = sample.pack();
        long push = sample.push(pack, pack.owner());
        List<Sha256> sorted = Stream.generate(Sample::fresh).limit(5).sorted().toList();
        run(() -> content.addPages(
                push,
                sorted.stream().map(one -> new PageRow(one, "wanted", "{}")).toList()));
        sorted.forEach(one -> sample.names(push, one, "wanted"));

        assertThat(tx(() -> content.wantedPages(push, null, 3))).isEqualTo(sorted.subList(0, 3));
        assertThat(tx(() -> content.wantedPages(push, sorted.get(2), 3))).isEqualTo(sorted.subList(3, 5));
        assertThat(tx(() -> content.fragmentsIn(push, "wanted", sorted.get(3), 3)))
                .extracting(FragmentRow::sha256)
                .containsExactly(sorted.get(4));
    }

    private boolean cleanable(long push) {
        return tx(() -> pushes.toClean(100_000)).stream().anyMatch(row -> row.id() == push);
    }

    private static NewPush request(Pack pack, UUID id, String message) {
        return new NewPush(
                id,
                pack.id(),
                pack.owner(),
                "pages",
                hash(message),
                fresh(),
                new byte[0],
                true,
                null,
                message,
                "latest");
    }
}

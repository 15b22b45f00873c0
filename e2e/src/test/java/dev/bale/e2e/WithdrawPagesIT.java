package dev.bale.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Pauses;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trace, withdrawals, recalls, deletion and erasure, as those who must do them meet them: by mouse, and everything behind them real. */
@ExtendWith(Parts.Shared.class)
class WithdrawPagesIT {
    private static final String REASON = "The patient withdrew consent";
    private static final String HOSTILE = "<img src=x onerror=alert(1)><b>bold</b> \"=1+1\" "
            + "long ".repeat(60).strip();
    private static final String HOSTILE_PATH = "a\u202Efdp/<img src=x onerror=alert(2)>.dcm";
    private static final long HUGE = 6L << 30;

    private final Parts parts;
    private final Keycloak keycloak;
    private final RegistryReplica registry;
    private final List<WebVisit> visits = new ArrayList<>();

    WithdrawPagesIT(Parts parts) {
        this.parts = parts;
        keycloak = parts.keycloak();
        registry = parts.one();
    }

    @AfterEach
    void closeBrowsers() {
        visits.forEach(WebVisit::close);
    }

    private WebVisit visit(String person) {
        WebVisit visit = new WebVisit(parts, registry);
        visits.add(visit);
        return visit.signIn(person, "/");
    }

    /** Somebody with a command line. */
    private Bale person(String name, String... groups) {
        List<String> all = new ArrayList<>(List.of(groups));
        all.add("data");
        keycloak.createPerson(name, all.toArray(String[]::new));
        return parts.signedIn(registry, name);
    }

    private String token(Bale bale) {
        return bale.run("token").out().strip();
    }

    private void mayRead(Bale owner, String name, String reader) {
        Http.sendJson(
                        "POST",
                        registry.url("/v1/packages/" + name + "/access"),
                        token(owner),
                        Map.of("principal", reader, "role", "reader"))
                .must(201);
    }

    private Path file(Path folder, String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private void pushed(Bale bale, String name, Map<String, String> files) throws IOException {
        Path folder = parts.registry().newFolder("pushed");
        for (Map.Entry<String, String> one : files.entrySet()) {
            file(folder, one.getKey(), one.getValue());
        }
        bale.run("push", name, folder, "-m", "Scans").mustExit(0);
    }

    private void dropped(WebVisit visit, String content) throws IOException {
        Path file = file(parts.registry().newFolder("dropped"), "scan.dcm", content);
        visit.page().locator("input[type=file]").setInputFiles(file);
    }

    /** The list is made some seconds after the withdrawal. */
    private void awaitListed(WebVisit visit, String holder) {
        for (int i = 0; i < 30 && visit.region("Holders").getByText(holder).count() == 0; i++) {
            Pauses.millis(1_000);
            visit.button("Look who answered").click();
            assertThat(visit.button("Look who answered")).isEnabled();
            Pauses.millis(200);
        }
        assertThat(visit.region("Holders")).containsText(holder);
    }

    /** The dialog, once it has faded in: before that its colours are faint. */
    private Locator dialog(WebVisit visit) {
        Locator dialog = visit.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog).hasCSS("opacity", "1");
        return dialog;
    }

    /** The button in the dialog that is open. */
    private void confirm(WebVisit visit, String label) {
        dialog(visit)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(label).setExact(true))
                .click();
    }

    private Locator field(WebVisit visit, String label) {
        return visit.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    private void why(WebVisit visit, String reason, String ticket) {
        visit.page().getByLabel("Reason").fill(reason);
        visit.page().getByLabel("Ticket").fill(ticket);
    }

    @Test
    void a_patient_withdraws_consent_and_everything_is_done_by_mouse() throws IOException {
        String scan = "the scan of patient 17\n";
        Bale otto = person("otto-w");
        Bale rosa = person("rosa-w");
        person("vera-w", "admins");
        person("victor-w", "admins");
        pushed(otto, "otto-w/scans", Map.of("2026/p17.dcm", scan, "2026/p18.dcm", "another scan\n"));
        pushed(otto, "otto-w/study", Map.of("copy/of-p17.dcm", scan, "notes.txt", "x\n"));
        mayRead(otto, "otto-w/scans", "rosa-w");
        rosa.run("install", "otto-w/scans", parts.registry().newFolder("rosa")).mustExit(0);

        // An administrator drops the file, and sees exactly who was handed it.
        WebVisit vera = visit("vera-w");
        vera.link("Audit").click();
        vera.link("Trace").click();
        vera.mustSee("Trace");
        dropped(vera, scan);
        assertThat(vera.region("People").locator("tbody tr")).hasCount(1);
        assertThat(vera.region("People")).containsText("rosa-w");
        assertThat(vera.region("People")).containsText("otto-w/scans");
        assertThat(vera.region("Places").locator("tbody tr")).hasCount(2);
        assertThat(vera.region("Places")).containsText("copy/of-p17.dcm");
        vera.watch().mustHaveSentNothingOf("patient 17");
        vera.look("story4-1-trace");

        // What withdrawing it affects is told before, with the other package by name.
        vera.link("Withdraw the fragment…").click();
        vera.mustSee("Withdraw");
        assertThat(vera.page().locator(".place-names")).containsText("otto-w/study//copy/of-p17.dcm");
        assertThat(vera.page().locator(".effect").first()).containsText("2 packages");
        assertThat(vera.page().locator(".effect").first()).containsText("2 people");
        why(vera, REASON, "PRIV-17");
        assertThat(vera.button("Withdraw the fragment…")).isDisabled();
        vera.page().getByLabel("All of these places are meant").check();
        vera.look("story4-2-effect");
        vera.button("Withdraw the fragment…").click();
        assertThat(dialog(vera)).containsText(REASON);
        vera.look("story4-3-confirm");
        confirm(vera, "Withdraw the fragment");
        assertThat(vera.page().locator("h1")).containsText("in force");
        assertThat(vera.page().locator("main")).containsText("URLs handed out before may work until");
        assertThat(vera.page().getByRole(AriaRole.TIMER)).containsText("left");

        // Everybody who holds a copy is on the list.
        awaitListed(vera, "rosa-w");
        assertThat(vera.region("Holders").locator("tbody tr")).hasCount(2);
        assertThat(vera.region("Recall")).containsText("0 of 2 said that their copies are gone");
        vera.look("story4-4-recall");
        String address = vera.page().url();

        // A reader is told on every page, and says that his copies are gone.
        WebVisit reader = visit("rosa-w");
        assertThat(reader.page().locator(".recall-notice")).containsText("was withdrawn");
        reader.look("story4-5-notice");
        reader.link("See what you should delete").click();
        reader.mustSee("What you should delete");
        assertThat(reader.page().locator(".recall")).containsText(REASON);
        reader.look("story4-6-recalls");
        reader.button("All my copies are gone…").click();
        reader.page().getByLabel("Note").fill("removed from the cluster, too");
        reader.look("story4-7-acknowledge");
        confirm(reader, "All my copies are gone");
        assertThat(reader.page().locator("main")).containsText("There is nothing that you should delete");
        assertThat(reader.page().locator(".recall-notice")).hasCount(0);
        reader.page().getByLabel("Also what I said is gone").check();
        assertThat(reader.page().locator(".recall")).containsText("removed from the cluster, too");

        // Nobody installs it any more.
        assertThat(rosa.run("install", "otto-w/scans", parts.registry().newFolder("again"))
                        .mustExit(11)
                        .err())
                .contains(REASON);

        // The administrator sees the answer, writes to the others, and asks for the deletion.
        vera.button("Look who answered").click();
        assertThat(vera.region("Recall")).containsText("1 of 2 said that their copies are gone");
        assertThat(vera.region("Holders")).containsText("removed from the cluster, too");
        Download csv =
                vera.page().waitForDownload(() -> vera.button("Export as CSV").click());
        assertThat(Files.readString(csv.path())).contains("rosa-w", "otto-w", "removed from the cluster");
        vera.button("Write a reminder…").click();
        assertThat(dialog(vera)).containsText("otto-w");
        assertThat(dialog(vera)).not().containsText("rosa-w");
        vera.look("story4-8-reminder");
        vera.button("Close").click();
        vera.button("Ask for the deletion…").click();
        confirm(vera, "Ask for the deletion");
        assertThat(dialog(vera)).containsText("otto-w/study//copy/of-p17.dcm");
        vera.page().getByLabel("The other files may lose their bytes, too").check();
        vera.look("story4-9-ask");
        confirm(vera, "Ask for the deletion");
        assertThat(vera.region("Deletion")).containsText("another administrator must confirm it");
        assertThat(vera.button("Confirm the deletion…")).hasCount(0);

        // Another one confirms it.
        WebVisit victor = visit("victor-w");
        victor.link("Audit").click();
        victor.link("Withdrawals").click();
        victor.mustSee("Withdrawals");
        assertThat(victor.region("Withdrawals")).containsText("deletion asked for");
        victor.look("withdrawals");
        victor.link("Withdrawal " + address.substring(address.lastIndexOf('/') + 1))
                .click();
        victor.button("Confirm the deletion…").click();
        confirm(victor, "Confirm the deletion");
        assertThat(victor.region("Deletion")).containsText("In its way: the waiting time.");
        victor.look("story4-10-confirmed");

        // It can still be lifted.
        victor.button("Lift the withdrawal…").click();
        assertThat(dialog(victor)).containsText("handed out again at once");
        victor.look("lift");
        confirm(victor, "Lift the withdrawal");
        assertThat(victor.page().locator("h1")).containsText("lifted");
        rosa.run("install", "otto-w/scans", parts.registry().newFolder("lifted"))
                .mustExit(0);
    }

    @Test
    void a_reason_is_kept_when_the_session_ends_in_the_middle_of_the_form() throws IOException {
        String scan = "the scan of patient 18\n";
        Bale ada = person("ada-w", "admins");
        keycloak.createPerson("alma-w", "data", "admins");
        pushed(ada, "ada-w/scans", Map.of("p18.dcm", scan));
        WebVisit alma = visit("alma-w");
        alma.open("/audit/trace", "Trace");
        dropped(alma, scan);
        alma.link("Withdraw file…").click();
        why(alma, REASON, "PRIV-18");
        alma.button("Withdraw the file…").click();
        Http.send(Http.request(registry.url("/v1/accounts/alma-w/sessions"), token(ada))
                        .DELETE())
                .must(200);

        confirm(alma, "Withdraw the file");
        assertThat(dialog(alma)).containsText("Your session has ended");
        alma.look("session-ended-withdraw");
        Page window =
                alma.page().waitForPopup(() -> alma.button("Sign in again").click());
        window.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Sign in with Keycloak"))
                .click();
        // The provider knows her still; the window closes by itself.
        alma.page().waitForCondition(window::isClosed);
        assertThat(dialog(alma)).containsText(REASON);
        confirm(alma, "Withdraw the file");

        assertThat(alma.page().locator("h1")).containsText("in force");
        assertThat(alma.page().locator("dl.facts")).containsText(REASON);
        assertThat(alma.page().locator("dl.facts")).containsText("ada-w/scans");
        alma.watch().mustBeWhole();
    }

    @Test
    void hostile_names_and_reasons_harm_nobody_and_stay_readable() throws IOException {
        String scan = "the scan of patient 19\n";
        Bale hugo = person("hugo-w", "admins");
        pushed(hugo, "hugo-w/scans", Map.of(HOSTILE_PATH, scan, "l".repeat(250), scan));
        hugo.run("install", "hugo-w/scans", parts.registry().newFolder("hugo")).mustExit(0);
        WebVisit visit = visit("hugo-w");
        visit.open("/audit/trace", "Trace");
        dropped(visit, scan);
        assertThat(visit.region("Places")).containsText("a⟨U+202E⟩fdp/<img src=x onerror=alert(2)>.dcm");
        visit.look("hostile-trace");
        visit.region("Places").getByText("Withdraw file…").first().click();
        visit.mustSee("Withdraw");
        assertThat(visit.page().locator(".place-names")).containsText("l".repeat(250));
        visit.page().getByLabel("It is meant there, too").check();
        why(visit, HOSTILE, "=HYPERLINK(\"x\")");
        visit.look("hostile-withdraw");
        visit.button("Withdraw the file…").click();
        confirm(visit, "Withdraw the file");
        assertThat(visit.page().locator("dl.facts")).containsText("<b>bold</b>");
        awaitListed(visit, "hugo-w");
        visit.look("hostile-withdrawal");
        visit.open("/recalls", "What you should delete");
        assertThat(visit.page().locator(".recall")).containsText("<img src=x onerror=alert(1)>");
        visit.look("hostile-recalls");
        visit.button("All my copies are gone…").click();
        visit.page().getByLabel("Note").fill("=1+1 <i>gone</i>");
        confirm(visit, "All my copies are gone");
        assertThat(visit.page().locator("main")).containsText("There is nothing that you should delete");
        visit.open("/audit/withdrawals", "Withdrawals");
        assertThat(visit.region("Withdrawals")).containsText("<b>bold</b>");
        visit.look("hostile-withdrawals");
        visit.open("/audit/trace?sha256=" + "0".repeat(63) + "g", "Trace");
        assertThat(visit.page().locator("main")).containsText("That is no SHA-256");
        visit.watch().mustBeWhole();
    }

    @Test
    void a_turned_reason_is_refused_in_words_and_stays_in_the_form() {
        keycloak.createPerson("tara-w", "data", "admins");
        WebVisit visit = visit("tara-w");
        visit.open("/audit/withdrawals/new?sha256=" + "a".repeat(64), "Withdraw");
        assertThat(visit.page().locator(".effect").first()).containsText("Nobody can publish them from now on");
        why(visit, "turned \u202Eback", "PRIV-20");
        visit.button("Withdraw the fragment…").click();
        confirm(visit, "Withdraw the fragment");
        assertThat(dialog(visit)).containsText("one line without control characters");
        visit.look("refused-reason");
        visit.page().reload();
        assertThat(visit.page().getByLabel("Ticket")).hasValue("PRIV-20");
    }

    @Test
    void an_auditor_is_offered_no_withdrawal_and_is_refused_one() throws IOException {
        String scan = "the scan of patient 21\n";
        Bale ines = person("ines-w");
        pushed(ines, "ines-w/scans", Map.of("p21.dcm", scan));
        Bale aron = person("aron-w", "auditors");
        WebVisit visit = visit("aron-w");
        visit.open("/audit/trace", "Trace");
        dropped(visit, scan);
        assertThat(visit.region("Places")).containsText("p21.dcm");
        assertThat(visit.page().getByText(Pattern.compile("^Withdraw .*…$"))).hasCount(0);
        assertThat(visit.page().locator("main")).containsText("Nobody was handed it");
        visit.look("trace-auditor");
        visit.open("/audit/withdrawals/new?package=ines-w/scans&version=latest&path=p21.dcm", "Withdraw");
        assertThat(visit.page().locator("main")).containsText("Administrators withdraw");
        assertThat(visit.page().getByLabel("Reason")).hasCount(0);
        visit.open("/audit/erasure", "Erase a person");
        assertThat(visit.page().locator("main")).containsText("Administrators erase");
        Http.sendJson(
                        "POST",
                        registry.url("/v1/withdrawals"),
                        token(aron),
                        Map.of(
                                "what",
                                Map.of("package", "ines-w/scans", "version", "latest", "path", "p21.dcm"),
                                "reason",
                                REASON,
                                "ticket",
                                "PRIV-21"))
                .must(403);
        visit.watch().mustBeWhole();
    }

    @Test
    void a_trace_is_narrowed_sorted_and_kept_as_a_file() throws IOException {
        String scan = "the scan of patient 22\n";
        Bale nora = person("nora-w", "auditors");
        pushed(nora, "nora-w/scans", Map.of("p22.dcm", scan));
        pushed(nora, "nora-w/study", Map.of("p22.dcm", scan));
        List<String> readers = List.of("nils-w", "nick-w", "nele-w");
        for (String reader : readers) {
            Bale bale = person(reader);
            mayRead(nora, "nora-w/scans", reader);
            bale.run("install", "nora-w/scans", parts.registry().newFolder(reader))
                    .mustExit(0);
        }
        mayRead(nora, "nora-w/study", "nils-w");
        WebVisit visit = visit("nora-w");
        visit.open("/audit/trace", "Trace");
        dropped(visit, scan);
        assertThat(visit.region("People").locator("tbody tr")).hasCount(3);
        assertThat(visit.page().locator(".timeline-rows li")).hasCount(3);
        assertThat(visit.page().locator(".timeline-rows li").first()).containsText("may still read it");
        visit.look("trace-people");

        visit.button("Who").click();
        assertThat(visit.region("People").locator("tbody tr").first()).containsText("nele-w");
        visit.button("Who").click();
        assertThat(visit.region("People").locator("tbody tr").first()).containsText("nils-w");
        assertThat(visit.page()).hasURL(Pattern.compile("sort=-who"));
        Download people = visit.page()
                .waitForDownload(() -> visit.button("Export people as CSV").click());
        assertThat(Files.readString(people.path())).contains("nils-w", "nick-w", "nele-w", "may still read in");
        Download places = visit.page()
                .waitForDownload(() -> visit.button("Export places as CSV").click());
        assertThat(Files.readString(places.path())).contains("nora-w/scans", "nora-w/study", "p22.dcm");

        visit.page().getByText("Narrow it by package, person or time").click();
        field(visit, "Package").fill("nora-w/study");
        visit.button("Apply filters").click();
        assertThat(visit.region("Places").locator("tbody tr")).hasCount(1);
        assertThat(visit.page().locator("main")).containsText("Nobody was handed it");
        field(visit, "Package").fill("nora-w/scans");
        field(visit, "Person").fill("nick-w");
        visit.button("Apply filters").click();
        assertThat(visit.region("People").locator("tbody tr")).hasCount(1);
        visit.look("trace-narrowed");
        visit.page().reload();
        assertThat(visit.region("People").locator("tbody tr")).hasCount(1);
        assertThat(field(visit, "Person")).hasValue("nick-w");
        field(visit, "Person").fill("");
        field(visit, "Until").fill("2020-01-01T00:00");
        visit.button("Apply filters").click();
        assertThat(visit.page().locator("main")).containsText("Nobody whom the filters let through");
        visit.button("Remove filters").click();
        assertThat(visit.region("People").locator("tbody tr")).hasCount(3);
        visit.region("People").getByText("nora-w/scans").first().click();
        assertThat(visit.page()).hasURL(Pattern.compile("/packages/nora-w/scans\\?tab=access"));
        assertThat(visit.page().locator("main")).containsText("nick-w");
        visit.watch().mustBeWhole();
    }

    @Test
    void the_times_of_five_hundred_people_can_be_read() throws IOException {
        String scan = "the scan of patient 24\n";
        Bale lena = person("lena-w", "auditors");
        pushed(lena, "lena-w/scans", Map.of("p24.dcm", scan));
        lena.run("install", "lena-w/scans", parts.registry().newFolder("lena")).mustExit(0);
        WebVisit visit = visit("lena-w");
        visit.open("/audit/trace", "Trace");
        dropped(visit, scan);
        assertThat(visit.page().locator(".timeline")).containsText("All at one moment");
        Pauses.millis(3_000);
        handedToMany();
        try {
            visit.page().reload();
            visit.button("Show more").first().click();
            assertThat(visit.page().locator(".timeline-rows li")).hasCount(500);
            assertThat(visit.page().locator("main")).containsText("500 people are shown, which is everybody");
            assertThat(visit.page().locator(".timeline-counts")).isVisible();
            assertThat(visit.page().locator(".timeline-axis .timeline-tick").first())
                    .isVisible();
            visit.page().locator(".timeline-rows").evaluate("rows => { rows.scrollTop = rows.scrollHeight / 2; }");
            visit.page()
                    .locator(".timeline")
                    .screenshot(new Locator.ScreenshotOptions()
                            .setPath(Path.of("target/screenshots/web-timeline-500.png")));
            visit.watch().mustBeAccessible().mustBeWhole();
        } finally {
            parts.registry().texts("""
                    with reader as (select id from account where name like 'zz-reader-%'),
                        state as (delete from account_state using reader where account_id = reader.id)
                    delete from handed using reader where account_id = reader.id returning handed.id
                    """);
            parts.registry().texts("delete from account where name like 'zz-reader-%' returning id");
        }
    }

    /** As if 499 others had been handed what lena was, over three months. */
    private void handedToMany() {
        parts.registry().texts("""
                with reader as (
                    insert into account (name, kind, created_at)
                    select 'zz-reader-' || to_char(i, 'FM000'), 'person', now() from generate_series(1, 499) i
                    returning id)
                insert into handed (version_id, account_id, low, high, all_ordinals, ordinals, cached, grant_note, address, program,
                    digest, first_event, first_at, last_event, last_at, events)
                select h.version_id, reader.id, h.low, h.high, h.all_ordinals, h.ordinals, h.cached, h.grant_note, h.address, h.program,
                    h.digest, h.first_event, h.first_at - (reader.id * 7919 % 90 + 1) * interval '1 day', h.last_event,
                    h.first_at - (reader.id * 7919 % 90) * interval '1 day' * (reader.id % 5) / 5.0, 3
                from reader, (
                    select handed.* from handed join account on account.id = handed.account_id
                    where account.name = 'lena-w' order by handed.id limit 1) h
                returning id
                """);
    }

    @Test
    void hashing_a_huge_file_tells_its_rate_and_can_be_stopped() throws IOException {
        keycloak.createPerson("hans-w", "data", "auditors");
        WebVisit visit = visit("hans-w");
        visit.open("/audit/trace", "Trace");
        Path huge = parts.registry().newFolder("huge");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(HUGE);
        }
        visit.page().locator("input[type=file]").setInputFiles(huge);
        assertThat(visit.region("Hashing")).containsText(Pattern.compile("of 6.44 GB · [0-9.]+ MB/s · .* left"));
        visit.look("hashing");
        visit.button("Cancel hashing").click();
        assertThat(visit.region("Hashing")).hasCount(0);
        assertThat(visit.page().getByText("What is known")).hasCount(0);
        Files.delete(huge);
    }

    @Test
    void an_administrator_erases_a_person_after_typing_the_name() throws IOException {
        Bale elsa = person("elsa-w");
        pushed(elsa, "elsa-w/scans", Map.of("p23.dcm", "the scan of patient 23\n"));
        keycloak.createPerson("emil-w", "data", "admins");
        WebVisit visit = visit("emil-w");
        visit.link("Audit").click();
        visit.link("Erasure").click();
        visit.mustSee("Erase a person");
        visit.look("erasure");
        visit.page().getByLabel("Account").fill("elsa-w");
        visit.button("Erase the person…").click();
        assertThat(dialog(visit)).containsText("The account is enabled");
        visit.page().getByLabel("Type the name of the account").fill("elsa");
        assertThat(visit.button("Erase the person")).isDisabled();
        visit.page().getByLabel("Type the name of the account").fill("elsa-w");
        visit.look("erasure-confirm");
        confirm(visit, "Erase the person");
        assertThat(visit.page().locator("main"))
                .containsText(Pattern.compile("elsa-w is erased from [1-9][0-9]* events?"));
        visit.watch().mustBeWhole();
    }
}

package dev.bale.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may do what, and what administrators see to, in a browser: with the real command line to see that it holds. */
@ExtendWith(Parts.Shared.class)
class AdminPagesIT {
    private static final String HOSTILE = "<img src=x onerror=alert(1)> \u202Egpj.exe";

    private static final double LONGEST_MILLIS = 20_000;

    private final Parts parts;
    private final Keycloak keycloak;
    private final RegistryReplica registry;
    private final WebVisit visit;
    private final Page page;

    AdminPagesIT(Parts parts) {
        PlaywrightAssertions.setDefaultAssertionTimeout(LONGEST_MILLIS);
        this.parts = parts;
        keycloak = parts.keycloak();
        registry = parts.one();
        visit = new WebVisit(parts, registry);
        page = visit.page();
    }

    @AfterEach
    void closeBrowser() {
        visit.close();
    }

    /** Somebody new, signed in at a command line. */
    private Bale person(String name, String... moreGroups) {
        String[] groups = new String[moreGroups.length + 1];
        groups[0] = "data";
        System.arraycopy(moreGroups, 0, groups, 1, moreGroups.length);
        keycloak.createPerson(name, groups);
        return parts.signedIn(registry, name);
    }

    private void push(Bale bale, String reference) throws IOException {
        Path folder = Files.createDirectories(parts.registry().newFolder("pushed"));
        Files.writeString(folder.resolve("plan.csv"), reference + "\n");
        Files.createDirectories(folder.resolve("raw"));
        Files.writeString(folder.resolve("raw/scan.csv"), "scan of " + reference + "\n");
        bale.run("push", reference, folder, "-m", "First").mustExit(0);
    }

    private Running.Finished install(Bale bale, String reference) {
        return bale.run("install", reference, parts.registry().newFolder("target"));
    }

    private Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    private Locator inDialog(String button) {
        return dialog().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true));
    }

    private Locator alert(String title) {
        return page.getByRole(AriaRole.STATUS)
                .filter(new Locator.FilterOptions().setHasText(title))
                .first();
    }

    @Test
    void an_administrator_revokes_a_persons_access_by_mouse_alone() throws IOException {
        Bale owner = person("quentus");
        Bale reader = person("quirin");
        keycloak.createPerson("queenie", "data", "admins");
        push(owner, "quentus/plan");
        owner.run("access", "grant", "quentus/plan", "reader", "quirin", "--note", HOSTILE)
                .mustExit(0);
        install(reader, "quentus/plan").mustExit(0);
        visit.signIn("queenie", "/");

        visit.link("quentus/plan").click();
        visit.link("Access").click();
        assertThat(visit.region("Grants")).containsText("quirin");
        assertThat(visit.region("Grants")).containsText("⟨U+202E⟩");
        visit.look("story-3-grants");
        visit.button("Revoke reader of quirin on quentus/plan").click();
        assertThat(dialog().locator(".what-if")).containsText("loses");
        assertThat(dialog().locator(".what-if")).containsText("quirin");
        visit.look("story-3-what-if");
        inDialog("Revoke the grant").click();
        assertThat(alert("Revoked 1 grant")).containsText("may work until");
        assertThat(visit.region("Grants")).not().containsText("quirin");
        visit.look("story-3-revoked");
        visit.button("Explain what is left").click();
        assertThat(visit.region("Explanation")).containsText("No: quirin, read it");
        assertThat(visit.region("Explanation")).containsText("No grant");
        visit.look("story-3-explained");

        Running.Finished refused = install(reader, "quentus/plan");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("quentus/plan");
    }

    @Test
    void an_owner_sees_what_a_grant_would_do_makes_it_and_revokes_several() throws IOException {
        Bale owner = person("rosalind");
        Bale reader = person("roland");
        push(owner, "rosalind/plan");
        visit.signIn("rosalind", "/");
        visit.open("/packages/rosalind/plan?tab=access", "rosalind/plan");

        visit.button("Grant access…").click();
        visit.look("grant-empty");
        visit.field("Name of the account").fill("roland");
        visit.field("Path").fill("raw");
        assertThat(dialog().locator(".what-if")).containsText("gains");
        assertThat(dialog().locator(".what-if")).containsText("reader of raw");
        visit.field("It ends").selectOption("30");
        visit.field("Note").fill(HOSTILE);
        visit.look("grant-what-if");
        inDialog("Grant reader").click();
        assertThat(alert("Granted")).containsText("roland is reader of rosalind/plan//raw until");
        visit.look("granted");
        install(reader, "rosalind/plan").mustExit(0);

        visit.button("Who can install it").click();
        assertThat(visit.region("Readers")).containsText("reader of raw");
        visit.look("readers");
        visit.field("At").fill("2020-01-01T00:00");
        visit.button("Show readers").click();
        assertThat(page.locator("main")).containsText("Nobody");
        assertThat(page).hasURL(Pattern.compile("moment=20(19|20)-"));
        visit.look("readers-then");
        visit.button("Explain").click();
        visit.field("May").fill("roland");
        visit.field("Path").fill("plan.csv");
        visit.button("Explain it").click();
        assertThat(visit.region("Explanation")).containsText("No: roland, read it, at plan.csv");
        visit.field("Path").fill("raw/scan.csv");
        visit.button("Explain it").click();
        assertThat(visit.region("Explanation")).containsText("Yes: roland");
        visit.look("explained");

        visit.button("Grants").click();
        visit.button("Revoke several…").click();
        visit.field("Whose grants").selectOption("account:roland");
        assertThat(dialog().locator(".what-if")).containsText("loses");
        visit.look("revoke-several");
        inDialog("Revoke 1 grant").click();
        assertThat(alert("Revoked 1 grant")).containsText("may work until");
        visit.field("Also grants that have ended").check();
        assertThat(visit.region("Grants")).containsText("revoked");
        visit.look("grants-ended");
        assertThat(install(reader, "rosalind/plan").exit()).isNotZero();
    }

    @Test
    void a_grant_on_a_namespace_is_tried_on_its_packages_first() throws IOException {
        Bale owner = person("rufus");
        Bale reader = person("rhea");
        push(owner, "rufus/one");
        push(owner, "rufus/two");
        visit.signIn("rufus", "/namespaces/rufus");
        visit.link("Access").click();
        visit.mustSee("Access to rufus");
        visit.button("Grant access…").click();
        visit.field("Name of the account").fill("rhea");
        visit.field("writer").check();
        assertThat(dialog().locator(".what-if")).containsText("Tried on 2 packages");
        visit.look("namespace-grant");
        inDialog("Grant writer").click();
        assertThat(alert("Granted")).containsText("rhea is writer of rufus/");
        visit.look("namespace-access");
        push(reader, "rufus/three");
        visit.button("Revoke several…").click();
        visit.field("Whose grants").selectOption("");
        inDialog("Revoke 1 grant").click();
        assertThat(alert("Revoked 1 grant")).isVisible();
        assertThat(install(reader, "rufus/three").exit()).isNotZero();
    }

    @Test
    void who_owns_nothing_sees_what_is_his_and_no_button_that_would_be_refused() throws IOException {
        Bale owner = person("sibyl");
        person("silas");
        push(owner, "sibyl/plan");
        owner.run("access", "grant", "sibyl/plan", "reader", "silas").mustExit(0);
        visit.signIn("silas", "/");
        visit.open("/packages/sibyl/plan?tab=access", "sibyl/plan");

        assertThat(page.locator("main")).containsText("You may read this package.");
        assertThat(visit.button("Grant access…")).hasCount(0);
        assertThat(visit.button("Name and owner")).hasCount(0);
        visit.look("access-of-a-reader");
        visit.open("/namespaces/sibyl/access", "Access to sibyl");
        assertThat(page.locator("main")).containsText("Only owners see");
        assertThat(visit.link("Administration")).hasCount(0);
        visit.open("/admin/accounts", "Administration");
        assertThat(page.locator("main")).containsText("This is for administrators");
        visit.look("no-administrator");
        for (String path :
                new String[] {"/admin/keys", "/admin/webhooks", "/admin/namespaces/sibyl", "/admin/accounts/sibyl"}) {
            visit.open(path, "Administration");
            assertThat(page.locator("main")).containsText("This is for administrators");
        }
        visit.open("/packages/sibyl/plan?tab=access", "sibyl/plan");
        visit.button("Revoke reader of silas on sibyl/plan").click();
        inDialog("Revoke the grant").click();
        assertThat(page.locator("main")).containsText("sibyl/plan");
        visit.open("/", "Packages");
        assertThat(visit.link("sibyl/plan")).hasCount(0);
    }

    @Test
    void a_teams_owner_adds_and_removes_a_member() throws IOException {
        Bale admin = person("tabea", "admins");
        person("tilda");
        Bale member = person("tamas");
        visit.signIn("tabea", "/teams");
        visit.mustSee("Teams");
        visit.field("Name").fill("tillers");
        visit.field("Group of the provider").fill(HOSTILE.strip());
        visit.button("Make team").click();
        visit.mustSee("tillers");
        assertThat(page.locator(".facts")).containsText("⟨U+202E⟩");
        visit.look("team-empty");
        visit.field("Group").fill("");
        visit.button("Bind the team…").click();
        inDialog("Bind it to no group").click();
        assertThat(alert("Bound to no group")).isVisible();
        admin.run("access", "grant", "tillers/", "owner", "tilda").mustExit(0);

        try (WebVisit owner = new WebVisit(parts, registry)) {
            owner.signIn("tilda", "/teams/tillers").mustSee("tillers");
            owner.field("Account").fill("tamas");
            owner.button("Add member").click();
            assertThat(owner.region("Members")).containsText("added by hand");
            owner.look("team");
            push(member, "tillers/fields");
            install(member, "tillers/fields").mustExit(0);
            owner.button("Remove tamas").click();
            assertThat(owner.page().locator(".what-if")).containsText("loses");
            owner.look("team-remove");
            owner.button("Remove the member").click();
            assertThat(owner.page().getByRole(AriaRole.STATUS).first()).containsText("may work until");
            owner.look("team-removed");
            assertThat(install(member, "tillers/fields").exit()).isNotZero();
            owner.button("End the team…").click();
            owner.button("End the team").click();
            owner.mustSee("tillers is a team no longer");
            owner.look("team-ended");
        }
    }

    @Test
    void an_account_is_disabled_and_its_open_page_says_so() throws IOException {
        Bale victim = person("ulla");
        keycloak.createPerson("ursula", "data", "admins");
        push(victim, "ulla/plan");
        visit.signIn("ursula", "/admin/accounts?filter=ulla");
        visit.link("ulla").click();
        visit.mustSee("ulla");
        assertThat(visit.region("Sessions")).containsText("program");
        assertThat(visit.region("Grants")).containsText("ulla/");
        visit.look("account");

        try (WebVisit open = new WebVisit(parts, registry)) {
            open.signIn("ulla", "/settings/tokens").mustSee("Tokens");
            visit.button("Disable the account…").click();
            visit.look("account-disable");
            inDialog("Disable the account").click();
            assertThat(visit.button("Enable the account…")).isVisible();
            visit.look("account-disabled");

            open.link("Packages").click();
            assertThat(open.page().locator("main")).containsText("disabled");
            open.look("disabled-page");
        }
        assertThat(victim.run("list").exit()).isNotZero();
        visit.button("Enable the account…").click();
        inDialog("Enable the account").click();
        assertThat(visit.button("Disable the account…")).isVisible();
        visit.button("Make auditor…").click();
        inDialog("Make auditor").click();
        assertThat(page.locator(".facts")).containsText("auditor");
        visit.button("Revoke all grants…").click();
        inDialog("Revoke all grants").click();
        assertThat(dialog()).containsText("owner");
        visit.look("last-owner");
        page.getByLabel("Also where nobody is left").check();
        inDialog("Revoke all grants").click();
        assertThat(alert("Revoked 1 grant")).isVisible();
    }

    @Test
    void a_service_accounts_token_is_made_used_and_revoked() throws IOException {
        keycloak.createPerson("vera", "data", "admins");
        visit.signIn("vera", "/admin/service-accounts");
        visit.look("service-accounts");
        visit.field("Name").fill("vessel");
        visit.button("Make service account").click();
        visit.mustSee("vessel service account");
        visit.look("service-account-empty");
        visit.field("Name").fill(HOSTILE);
        visit.field("It may install and publish (write)").check();
        visit.button("Make token").click();
        String token = page.locator(".copy code").textContent();
        visit.look("service-account-token");

        Bale program = parts.registry().newMachine(registry.url()).withToken(token);
        push(program, "vessel/cargo");
        page.reload();
        assertThat(page.locator("body")).not().containsText("bale_sat_");
        visit.region("Tokens").getByRole(AriaRole.BUTTON).click();
        inDialog("Revoke the token").click();
        assertThat(alert("Revoked")).containsText("may work until");
        assertThat(program.run("info", "vessel/cargo").exit()).isNotZero();
    }

    @Test
    void a_push_over_a_quota_is_refused_with_its_message() throws IOException {
        Bale owner = person("walburga");
        keycloak.createPerson("wenzel", "data", "admins");
        push(owner, "walburga/one");
        visit.signIn("wenzel", "/admin/namespaces");
        visit.mustSee("Namespaces");
        assertThat(visit.region("Namespaces")).containsText("no limit");
        visit.look("namespaces");
        visit.open("/admin/namespaces/walburga", "walburga");
        visit.look("namespace-admin");
        visit.field("Packages").fill("1");
        visit.field("Data").fill("much");
        assertThat(page.locator("main")).containsText("That is no size");
        visit.field("Data").fill("10 MB");
        visit.button("Set quota").click();
        assertThat(alert("The quota is set")).isVisible();
        assertThat(page.getByRole(AriaRole.METER, new GetByRoleOptions().setName("Packages")))
                .hasAttribute("aria-valuenow", "100");
        visit.look("namespace-quota");

        Path folder = Files.createDirectories(parts.registry().newFolder("more"));
        Files.writeString(folder.resolve("more"), "more\n");
        Running.Finished refused = owner.run("push", "walburga/two", folder);
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("quota");
        visit.button("Use the default…").click();
        inDialog("Use the default quota").click();
        assertThat(page.getByRole(AriaRole.METER)).hasCount(0);
        owner.run("push", "walburga/two", folder).mustExit(0);
    }

    @Test
    void a_form_filled_half_outlives_its_session() throws IOException {
        Bale admin = person("xena", "admins");
        Bale owner = person("xavier");
        person("xander");
        push(owner, "xavier/plan");
        visit.signIn("xavier", "/");
        visit.open("/packages/xavier/plan?tab=access", "xavier/plan");
        visit.button("Grant access…").click();
        visit.field("Name of the account").fill("xander");
        visit.field("Note").fill("for the review");
        assertThat(dialog().locator(".what-if")).containsText("gains");

        Http.send(Http.request(
                                registry.url("/v1/accounts/xavier/sessions"),
                                admin.run("token").out().strip())
                        .DELETE())
                .must(200);
        inDialog("Grant reader").click();
        assertThat(dialog().getByRole(AriaRole.ALERT).first()).containsText("Your session has ended");
        assertThat(visit.field("Note")).hasValue("for the review");
        visit.look("session-ended");
        Page popup = page.waitForPopup(() -> inDialog("Sign in again").first().click());
        popup.waitForClose(() -> popup.getByText("Sign in with Keycloak").click());
        inDialog("Grant reader").click();
        assertThat(alert("Granted")).containsText("xander is reader of xavier/plan");
        assertThat(visit.region("Grants")).containsText("for the review");
    }

    @Test
    void keys_are_turned_and_webhooks_come_and_go() {
        keycloak.createPerson("yara", "data", "admins");
        visit.signIn("yara", "/admin/keys").mustSee("Signing keys");
        assertThat(visit.region("Signing keys")).containsText("signs now");
        visit.button("Make the next key…").click();
        visit.look("key-next");
        inDialog("Make the next key").click();
        assertThat(dialog()).hasCount(0);
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Revoke"))
                .last()
                .click();
        assertThat(dialog()).containsText("is refused at its next request");
        visit.look("key-revoke");
        inDialog("Cancel").click();
        visit.look("keys");

        visit.open("/admin/webhooks", "Webhooks");
        visit.look("webhooks-empty");
        visit.field("Address").fill("https://receiver.invalid/hook?key=1");
        visit.button("Make webhook").click();
        assertThat(page.locator("main")).containsText("not known to this registry");
        visit.field("Address").fill("http://" + Parts.NO_RECEIVER + "/hook?key=1");
        visit.button("Make webhook").click();
        assertThat(page.locator("main")).containsText("whsec_");
        visit.look("webhook-made");
        visit.button("Pause").click();
        assertThat(visit.button("Go on")).isVisible();
        visit.button("Send a test").click();
        assertThat(alert("The receiver did not take the test")).isVisible();
        visit.look("webhook-tested");
        visit.button("Remove…").click();
        inDialog("Remove the webhook").click();
        assertThat(page.locator("main")).not().containsText(Parts.NO_RECEIVER);
    }

    @Test
    void a_package_gets_another_name_and_another_namespace() throws IOException {
        Bale owner = person("zeno");
        Bale other = person("zita");
        push(owner, "zeno/plan");
        // A namespace is there once something is in it.
        push(other, "zita/other");
        other.run("access", "grant", "zita/", "writer", "zeno").mustExit(0);
        visit.signIn("zeno", "/");
        visit.open("/packages/zeno/plan?tab=access", "zeno/plan");
        visit.button("Name and owner").click();
        visit.look("package-settings");
        visit.field("New name").fill("atlas");
        visit.button("Rename…").click();
        visit.look("package-rename");
        inDialog("Rename the package").click();
        visit.mustSee("zeno/atlas");
        visit.field("Namespace").fill("zita");
        visit.button("Move…").click();
        inDialog("Move the package").click();
        assertThat(page.locator("main")).containsText("zita/atlas");
        visit.look("package-moved");
        install(other, "zeno/plan").mustExit(0);
    }

    @Test
    void signing_out_ends_on_the_servers_page_and_leads_back() {
        keycloak.createPerson("yorick", "data");
        visit.signIn("yorick", "/settings/tokens");
        page.getByLabel("It may grant and revoke").check();
        visit.field("Neither").check();
        visit.field("Name").fill("granter");
        visit.button("Make token").click();
        assertThat(visit.region("Tokens")).containsText("namespace-admin");
        visit.look("token-of-namespace-admin");

        page.locator(".shell-who").getByText("yorick").click();
        page.getByText("Sign out…").click();
        visit.button("Sign out").click();
        visit.mustSee("You are signed out");
        visit.open("/settings/tokens", "Tokens");
        assertThat(page.locator("main")).containsText("Sign in to see this");
        visit.signIn("yorick", "/settings/tokens").mustSee("Tokens");
    }
}

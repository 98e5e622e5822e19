package net.tensamin.omega.operations;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.OperatorCalls;
import net.tensamin.omega.testing.PageInChromium;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TcpRelay;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An operator at the page, from an empty server through load, revocation and an outage to the drain. How it looked is kept in
 * {@code target/operations-page}.
 */
@Timeout(600)
class OperationsPageIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final double PATIENCE_MILLIS = 60_000;
    private static final Pattern POSITIVE = Pattern.compile("[1-9].*");
    private static final int REVOKED = 200;
    private static final int GOING_AWAY = 100;

    private Page page;

    @BeforeEach
    void clear() {
        assumeTrue(PageInChromium.isInstalled(), PageInChromium.HOW_TO_INSTALL);
        OmegaDeployment.clear();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    @Test
    void anOperatorSeesAndDoesWhatThereIsToDo() throws Exception {
        Map<String, String> config = Map.of(
                "omega.tauri.ping-interval", "PT1S", "omega.tauri.ping-timeout", "PT5M", "omega.drain.window", "PT1S");
        try (OmegaProcess omega = OmegaProcess.start(config);
                TcpRelay relay = TcpRelay.to(OmegaDeployment.https().getPort());
                PageInChromium chromium = PageInChromium.open("https://localhost:" + relay.port())) {
            page = chromium.page();
            isEmptyAtFirst(chromium);
            TestIdentity phone = authority().device(ALICE);
            try (TauriClient desktop = TauriClient.identified(authority().device(ALICE), ALICE);
                    TauriClient revoked = TauriClient.identified(phone, ALICE);
                    OmikronClient omikron = OmikronClient.identified()) {
                movesUnderLoad(chromium, omikron, List.of(desktop, revoked));
                findsASession(phone);
                revokesByKeyboardAfterAsking(chromium, phone, revoked);
                saysWhySomethingDidNotArrive(chromium);
                disconnectsWithoutRevoking();
                findsAUserItsDevicesAndWhatOperatorsDid(chromium, phone);
                addsChangesAndRemovesAnOperator(chromium);
                addsChangesAndRemovesAccounts(chromium);
                readsTheDocumentsAndTriesACall();
                readsWhatGoesOverTheLinks(chromium);
                saysThatItIsDisconnectedAndComesBack(chromium, relay);
                drainsAfterAsking(desktop);
            }
            omega.kill();
            assertThat(chip()).hasText("Disconnected");
            assertEquals(List.of(), chromium.failures());
        }
    }

    private void isEmptyAtFirst(PageInChromium chromium) {
        page.route("**/api/operations/live*", unanswered -> {});
        page.reload();
        assertThat(chip()).hasText("Connecting");
        assertThat(page.locator("#sessions-empty")).hasText("Waiting for the first reading…");
        chromium.look("loading");
        page.unroute("**/api/operations/live*");
        page.reload();

        assertThat(chip()).hasText("Live");
        assertThat(page.locator("#sessions-empty")).hasText("No device is connected.");
        assertThat(page.locator("#links-empty")).hasText("No Omikron is linked: no notice can come in.");
        assertThat(tile("Pending messages")).hasText("0");
        assertEquals(List.of(), chromium.inaccessible());
        chromium.look("empty");
    }

    private void movesUnderLoad(PageInChromium chromium, OmikronClient omikron, List<TauriClient> devices)
            throws Exception {
        String still = plotted();
        AtomicBoolean enough = new AtomicBoolean();
        FutureTask<Void> load = new FutureTask<>(() -> {
            while (!enough.get()) {
                omikron.notice(BOB, ALICE);
                devices.forEach(device -> device.talk().hear());
            }
            return null;
        });
        new Thread(load, "load").start();
        try {
            assertThat(tile("Sessions")).hasText("2");
            assertThat(tile("Omikron links")).hasText("1");
            assertThat(tile("Pending messages")).hasText(POSITIVE);
            for (String line : List.of("notices", "pushes", "commit p99", "heartbeat p99")) {
                assertThat(page.locator("figcaption li", new Page.LocatorOptions().setHasText(line))
                                .locator("b"))
                        .hasText(POSITIVE);
            }
            Locator push = page.locator("figure", new Page.LocatorOptions().setHasText("From notice to push"));
            assertThat(push.locator("b")).hasText(new Pattern[] {POSITIVE, POSITIVE});
            assertThat(rows()).hasCount(2);
            assertNotEquals(still, plotted());
            assertEquals(List.of(), chromium.inaccessible());
            chromium.look("load");
        } finally {
            enough.set(true);
            load.get(60, TimeUnit.SECONDS);
        }
    }

    private void findsASession(TestIdentity device) {
        Locator find = page.getByLabel("Find");
        find.fill("43");
        assertThat(page.locator("#sessions-empty")).containsText("None of 2 sessions");
        find.fill(id(device).substring(0, 12));
        assertThat(rows()).hasCount(1);
        assertThat(page.locator("#sessions-count")).hasText("1 found among 2 sessions, all shown.");
        find.fill("");
        assertThat(rows()).hasCount(2);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Connected for"))
                .click();
        assertThat(page.locator("th[aria-sort]")).hasText("Connected for");
        assertThat(rows()).hasCount(2);
    }

    private void revokesByKeyboardAfterAsking(PageInChromium chromium, TestIdentity device, TauriClient client) {
        Locator revoke = page.getByLabel("Revoke device " + id(device).substring(0, 16) + " of user 42…");
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        revoke.focus();
        page.keyboard().press("Enter");
        assertThat(dialog).isVisible();
        assertThat(page.locator("#ask-no")).isFocused();
        assertEquals(List.of(), chromium.inaccessible());
        chromium.look("question");
        page.keyboard().press("Escape");
        assertThat(dialog).isHidden();
        assertThat(revoke).isFocused();
        assertThat(rows()).hasCount(2);

        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertThat(page.locator("#ask-yes")).isFocused();
        page.keyboard().press("Enter");

        assertThat(dialog).isHidden();
        assertEquals(REVOKED, client.awaitClose().error());
        assertThat(rows()).hasCount(1);
        assertThat(page.locator("#reasons-table")).containsText("ended: revoked");
    }

    private void saysWhySomethingDidNotArrive(PageInChromium chromium) {
        page.locator("#trace-user").fill("42");
        page.keyboard().press("Enter");
        assertThat(page.locator("#trace-answer")).containsText("User 42 is offline now, with 1 session.");
        assertThat(page.locator("#trace-table")).containsText("Session ended: device ");
        assertThat(page.locator("#trace-table tbody tr").first()).isVisible();
        assertEquals(List.of(), chromium.inaccessible());
        chromium.look("trace");
        page.locator("#trace-user").fill("9223372036854775807");
        page.keyboard().press("Enter");
        assertThat(page.locator("#trace-answer")).containsText("Nothing is remembered");
        assertThat(page.locator("#trace-answer")).containsText("User 9223372036854775807 is offline now");
    }

    private void disconnectsWithoutRevoking() throws Exception {
        TestIdentity tablet = authority().device(ALICE);
        try (TauriClient connected = TauriClient.identified(tablet, ALICE)) {
            page.getByLabel("Disconnect device " + id(tablet).substring(0, 16) + " of user 42…")
                    .click();
            assertThat(page.getByRole(AriaRole.DIALOG)).containsText("comes back by itself");
            page.locator("#ask-yes").click();
            assertEquals(GOING_AWAY, connected.awaitClose().error());
            assertThat(rows()).hasCount(1);
        }
        try (TauriClient again = TauriClient.identified(tablet, ALICE)) {
            assertThat(rows()).hasCount(2);
            assertFalse(again.closedByServer());
        }
        assertThat(rows()).hasCount(1);
    }

    private void findsAUserItsDevicesAndWhatOperatorsDid(PageInChromium chromium, TestIdentity revoked) {
        page.locator("#users-find").fill("ALI");
        page.keyboard().press("Enter");
        assertThat(page.locator("#users-answer")).containsText("Alice (alice, 42) has 3 devices.");
        assertThat(page.locator("#codes-answer")).hasText("No open codes.");
        assertThat(page.locator(
                        "#devices-table tbody tr",
                        new Page.LocatorOptions().setHasText(id(revoked).substring(0, 16))))
                .containsText("revoked ");
        page.locator("#users-find").fill("nobody");
        page.keyboard().press("Enter");
        assertThat(page.locator("#users-answer")).containsText("No user has this id");
        assertThat(page.locator("#facts")).containsText(" on Java ");
        assertThat(page.locator("#certificates-table")).containsText("server");
        page.locator("#audit-find").fill(id(revoked));
        assertThat(page.locator("#audit-table tbody tr")).hasCount(1);
        assertThat(page.locator("#audit-table")).containsText("operator demo");
        assertThat(page.locator("#audit-table")).containsText("device_id=" + id(revoked));
        page.locator("#audit-find").fill("");
        page.locator("#trace-user").fill("42");
        page.keyboard().press("Enter");
        page.locator("#trace-find").fill("session ended");
        assertThat(page.locator("#trace-count")).containsText(" of ");
        assertEquals(List.of(), chromium.inaccessible());
        assertEquals(List.of(), chromium.cutOff());
        chromium.look("users");
    }

    private void addsChangesAndRemovesAnOperator(PageInChromium chromium) {
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        Locator grace = page.locator("#operators-table tbody tr", new Page.LocatorOptions().setHasText("grace"));
        assertThat(page.locator("#operators-table")).containsText("administer, by the configuration");
        assertThat(page.locator("#facts")).containsText("demo, administer");

        page.locator("#operator-name").fill("grace");
        page.locator("#operator-role").selectOption("operate");
        page.locator("#operator-name").press("Enter");
        assertThat(dialog).containsText("Add operator grace?");
        assertThat(page.locator("#ask-choice")).isHidden();
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(dialog).isHidden();
        assertThat(page.locator("#operators-answer code")).hasText(Pattern.compile("([2-9a-z]{5}-){3}[2-9a-z]{5}"));
        assertThat(grace.locator("td").first()).hasText("operate");
        assertEquals(List.of(), chromium.inaccessible());
        assertEquals(List.of(), chromium.cutOff());
        chromium.look("operators");

        page.getByLabel("Change the role of operator grace…").click();
        assertThat(page.locator("#ask-select")).hasValue("operate");
        page.locator("#ask-select").selectOption("view");
        assertEquals(List.of(), chromium.inaccessible());
        chromium.look("role");
        page.locator("#ask-yes").click();
        assertThat(dialog).isHidden();
        assertThat(grace.locator("td").first()).hasText("view");

        page.getByLabel("Certificates of operator grace").click();
        assertThat(page.locator("#operators-answer")).hasText("grace has got no certificate from this server.");
        page.locator("#operators-find").fill("GRA");
        assertThat(page.locator("#operators-table tbody tr")).hasCount(1);
        page.locator("#operators-find").fill("nobody of this name");
        assertThat(page.locator("#operators-empty")).containsText("No operator's name has");
        page.locator("#operators-find").fill("");

        Locator remove = page.getByLabel("Remove operator grace…");
        remove.focus();
        page.keyboard().press("Enter");
        assertThat(dialog).containsText("This cannot be taken back");
        page.keyboard().press("Escape");
        assertThat(remove).isFocused();
        assertThat(grace).hasCount(1);
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(grace).hasCount(0);
        assertThat(page.locator("#operators-answer")).hasText("grace is no operator any more.");
    }

    private void addsChangesAndRemovesAccounts(PageInChromium chromium) {
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        Locator all = page.locator("#accounts-table tbody tr");
        Locator answer = page.locator("#accounts-answer");
        assertThat(all).hasCount(2);
        page.locator("#accounts-kind").selectOption("iotas");
        assertThat(all).hasText(new Pattern[] {Pattern.compile("1001Iota.*"), Pattern.compile("1002Iota.*")});
        assertEquals(List.of(), chromium.cutOff());
        chromium.look("accounts");

        page.locator("#accounts-add").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#ask-id")).isFocused();
        page.keyboard().type("1003");
        page.locator("#ask-public_key").fill("no base64");
        assertEquals(List.of(), chromium.inaccessible());
        assertEquals(List.of(), chromium.cutOff());
        chromium.look("account-added");
        page.keyboard().press("Enter");
        assertThat(page.locator("#ask-failure")).containsText("public_key");
        page.locator("#ask-public_key").fill("ZGVtbw==");
        page.keyboard().press("Enter");
        assertThat(dialog).isHidden();
        assertThat(answer).hasText("The Iota is registered.");
        assertThat(all).hasCount(3);

        page.locator("#accounts-kind").selectOption("users");
        page.locator("#accounts-add").click();
        page.locator("#ask-id").fill("2000");
        page.locator("#ask-username").fill("carol");
        page.locator("#ask-iota_id").fill("1003");
        page.locator("#ask-public_key").fill("ZGVtbw==");
        page.keyboard().press("Enter");
        assertThat(answer).hasText("The user is registered.");
        page.locator("#accounts-find").fill("CAR");
        assertThat(all).hasText(new Pattern[] {Pattern.compile("2000carol, at Iota 1003.*")});
        page.getByLabel("Change user 2000…").click();
        assertThat(page.locator("#ask-username")).hasValue("carol");
        page.locator("#ask-display").fill("Carol");
        page.locator("#ask-yes").click();
        assertThat(all).hasText(new Pattern[] {Pattern.compile("2000Carol \\(carol\\), at Iota 1003.*")});

        page.locator("#accounts-find").fill("");
        page.locator("#accounts-kind").selectOption("iotas");
        page.getByLabel("Remove Iota 1003…").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#ask-no")).isFocused();
        page.locator("#ask-yes").click();
        assertThat(page.locator("#ask-failure")).containsText("(409)");
        page.locator("#ask-select").selectOption("are removed for good");
        assertEquals(List.of(), chromium.inaccessible());
        chromium.look("account-removed");
        page.locator("#ask-yes").click();
        assertThat(answer).hasText("The Iota 1003 is removed.");
        assertThat(all).hasCount(2);
        page.locator("#accounts-kind").selectOption("users");
        assertThat(all).hasCount(2);
    }

    private void readsTheDocumentsAndTriesACall() {
        try (Page documents = page.context().newPage()) {
            documents.navigate(page.url() + "docs/");
            Locator call =
                    documents.locator(".opblock", new Page.LocatorOptions().setHasText("/api/get/user/{user_id}"));
            call.locator(".opblock-summary-control").click();
            call.locator("button.try-out__btn").click();
            call.locator("tr[data-param-name=user_id] input").fill("42");
            call.locator("button.execute").click();
            assertThat(call.locator(".live-responses-table .response-col_status")
                            .last())
                    .containsText("200");
            assertThat(call.locator(".live-responses-table")).containsText("\"username\": \"alice\"");
        }
    }

    private void readsWhatGoesOverTheLinks(PageInChromium chromium) {
        PageInChromium links = chromium.another("docs/links.html");
        assertThat(links.page().locator("#tauri-heartbeat")).containsText("data.last_ping");
        assertThat(links.page().locator("#omikron-user_data")).containsText("\"user_id\":42");
        assertEquals(List.of(), links.inaccessible());
        assertEquals(List.of(), links.cutOff());
        links.look("links");
        assertEquals(List.of(), links.failures());
        links.page().close();
    }

    private void saysThatItIsDisconnectedAndComesBack(PageInChromium chromium, TcpRelay relay) {
        relay.cut();
        assertThat(chip()).hasText("Disconnected");
        assertThat(banner()).containsText("What you see is of");
        assertThat(page.locator("#drain")).isDisabled();
        assertThat(rows()).hasCount(1);
        assertEquals(List.of(), chromium.inaccessible());
        chromium.look("disconnected");
        relay.mend();
        assertThat(chip()).hasText("Live");
        assertThat(banner()).isEmpty();
    }

    private void drainsAfterAsking(TauriClient device) throws Exception {
        page.locator("#drain").click();
        page.locator("#ask-no").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
        assertEquals("serving", state());

        page.locator("#drain").click();
        page.locator("#ask-yes").click();

        assertEquals(GOING_AWAY, device.awaitClose().error());
        assertThat(page.locator("#drain")).hasText("Drained");
        assertThat(banner()).containsText("This server is drained.");
        assertEquals("drained", state());
        assertThat(banner()).isFocused();
        assertTrue(page.locator("#drain").isDisabled());
    }

    private static String state() throws Exception {
        return OperatorCalls.json("api/operations/drain").getString("state");
    }

    private Locator chip() {
        return page.locator("#chip-text");
    }

    private Locator banner() {
        return page.locator("#banner");
    }

    private Locator tile(String name) {
        return page.locator("#tiles > div", new Page.LocatorOptions().setHasText(name))
                .locator("dd")
                .first();
    }

    private Locator rows() {
        return page.locator("#sessions-table tbody tr");
    }

    private String plotted() {
        return (String) page.evaluate("document.querySelector('#plots canvas').toDataURL()");
    }

    private static String id(TestIdentity device) {
        return DeviceId.of(device.certificate()).value();
    }

    private static TestAuthority authority() {
        return TestAuthority.development(OmegaDeployment.data());
    }
}

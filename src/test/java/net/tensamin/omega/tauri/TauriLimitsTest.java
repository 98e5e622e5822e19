package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.IDENTIFY_ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;

class TauriLimitsTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("Clients");
    private static final String PONG = "{'type':'pong','data':{'last_ping':0}}";

    private final SessionFixture fixture = new SessionFixture();
    private final Meters meters = new Meters();
    private final TauriLimits limits = new TauriLimits(
            new Rate(3, Duration.ofSeconds(30)), new Rate(5, Duration.ofSeconds(5)), 2, meters, () -> fixture.nanos);

    @Test
    void deviceThatConnectsTooOftenIsSentAwayUntilItIsInTimeAgain() {
        X509Certificate phone = device();
        for (int i = 0; i < 3; i++) {
            assertEquals(-1, connected(phone).closedWith);
        }
        SessionFixture.Client flapping = connected(phone);
        assertEquals(100, flapping.closedWith);
        assertEquals("retry-after-ms=10001", flapping.reason);
        assertEquals(-1, connected(device()).closedWith, "another device");
        fixture.pass(Duration.ofMillis(10_001));
        assertEquals(-1, connected(phone).closedWith);
        assertCounted("connects", 1);
    }

    /** 103 would have it come back at once, with all others, to a database that is away. */
    @Test
    void whoCannotBeIdentifiedForWantOfTheDatabaseIsToldWhenToComeBack() {
        fixture.limits = limits;
        fixture.background.failure = new IllegalStateException(new SQLException("refused", "08001"));
        SessionFixture.Client first = fixture.client(device());
        first.says(IDENTIFY_ALICE);
        fixture.pass(Duration.ofSeconds(30));
        SessionFixture.Client later = fixture.client(device());
        later.says(IDENTIFY_ALICE);

        assertEquals(100, first.closedWith);
        assertEquals(100, later.closedWith);
        assertTrue(pauseMillis(first) >= 2_000 && pauseMillis(first) <= 4_000, first.reason);
        assertTrue(pauseMillis(later) >= 30_000 && pauseMillis(later) <= 60_000, later.reason);
        assertEquals(0, first.stream.pauses);

        fixture.background.failure = null;
        SessionFixture.Client known = fixture.client(device());
        known.says(IDENTIFY_ALICE);
        assertEquals(-1, known.closedWith);
    }

    private static long pauseMillis(SessionFixture.Client client) {
        return Long.parseLong(client.reason.substring("retry-after-ms=".length()));
    }

    @Test
    void oneMessageTooManyIsAbuseAndCountsOnce() {
        fixture.limits = limits;
        SessionFixture.Client client = fixture.client(device());
        client.says(IDENTIFY_ALICE);
        for (int i = 0; i < 4; i++) { // after the identification
            client.says(PONG);
        }
        assertEquals(-1, client.closedWith);
        fixture.pass(Duration.ofSeconds(1));
        client.says(PONG);
        assertEquals(-1, client.closedWith);

        client.says(PONG);
        client.says(PONG); // was on its way

        assertEquals(201, client.closedWith);
        assertCounted("messages", 1);
    }

    @Test
    void userHasSoManySessionsAndADeviceTakesItsOwnPlace() {
        X509Certificate phone = device();
        SessionFixture.Client first = added(phone);
        SessionFixture.Client second = added(device());
        SessionFixture.Client third = added(device());
        SessionFixture.Client again = added(phone);

        assertEquals(102, first.closedWith);
        assertEquals(-1, second.closedWith);
        assertEquals(100, third.closedWith);
        assertEquals(-1, again.closedWith);
        assertEquals(2, fixture.sessions.count());
        assertCounted("sessions", 1);

        second.session.lines().closed();
        assertEquals(-1, added(device()).closedWith, "there is room again");
    }

    private SessionFixture.Client connected(X509Certificate certificate) {
        SessionFixture.Client client = fixture.client(certificate);
        limits.connected(client.session);
        return client;
    }

    private SessionFixture.Client added(X509Certificate certificate) {
        SessionFixture.Client client = fixture.client(certificate);
        fixture.identifiedBy(session -> limits.add(session, fixture.sessions));
        client.says(IDENTIFY_ALICE);
        fixture.background.runAll();
        return client;
    }

    private static X509Certificate device() {
        return AUTHORITY.device(SessionFixture.ALICE.value()).certificate();
    }

    private void assertCounted(String reason, int times) {
        String sample = "omega_tauri_limited_total{reason=\"" + reason + "\"} " + times + "\n";
        assertTrue(meters.page().contains(sample), meters::page);
    }
}

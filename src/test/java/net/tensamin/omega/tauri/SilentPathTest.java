package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import net.tensamin.omega.device.MappingLifetime;
import net.tensamin.omega.tauri.PhoneBehindNat.Reopening;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What sessions learn of NATs that forget, in virtual time. */
class SilentPathTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);

    private final SessionFixture fixture = new SessionFixture();
    private final MemoryNetworks store = new MemoryNetworks();
    private LifetimeLog log;

    @BeforeEach
    void begin() {
        fixture.idleTimeout = Duration.ofMinutes(15);
        useANodeOfItsOwn();
    }

    /** What is not in the store it does not know. */
    private void useANodeOfItsOwn() {
        InstantSource wall = () -> Instant.parse("2026-01-01T00:00:00Z").plusNanos(fixture.nanos);
        log = new LifetimeLog(store, wall.withZone(ZoneOffset.UTC));
        fixture.lifetimes = log;
    }

    private PhoneBehindNat phone(Duration natTimeout, Reopening reopening) {
        return new PhoneBehindNat(fixture, log, natTimeout, reopening);
    }

    @ParameterizedTest
    @CsvSource({
        "PT30S, OTHER_PORT", "PT60S, OTHER_PORT", "PT180S, OTHER_PORT", "PT300S, OTHER_PORT",
        "PT30S, SAME_PORT", "PT60S, SAME_PORT", "PT180S, SAME_PORT", "PT300S, SAME_PORT",
        "PT30S, NEW_CONNECTION", "PT60S, NEW_CONNECTION", "PT180S, NEW_CONNECTION", "PT300S, NEW_CONNECTION",
    })
    void settlesWithin15PercentBelowWhatTheNatRemembersWithOneOvershootADay(Duration natTimeout, Reopening reopening) {
        PhoneBehindNat phone = phone(natTimeout, reopening);

        for (int day = 1; day <= 2; day++) {
            phone.live(Duration.ofHours(2));
            assertSettledBelow(natTimeout, phone);
            assertEquals(natTimeout.equals(LONGEST) ? 0 : day, phone.overshoots);
            phone.live(Duration.ofHours(21));
            assertEquals(natTimeout.equals(LONGEST) ? 0 : day, phone.overshoots);
            assertSettledBelow(natTimeout, phone);
            phone.live(HOUR);
        }
    }

    private static void assertSettledBelow(Duration natTimeout, PhoneBehindNat phone) {
        Duration next = phone.nextPing;
        assertTrue(next.compareTo(natTimeout) <= 0, "pings each " + next);
        assertTrue(next.multipliedBy(100).compareTo(natTimeout.multipliedBy(85)) >= 0, "pings each " + next);
    }

    @Test
    void noStepIsMoreThanAQuarter() {
        PhoneBehindNat phone = phone(Duration.ofMinutes(10), Reopening.OTHER_PORT);
        Duration last = Duration.ofSeconds(15);
        for (int seconds = 0; seconds < HOUR.toSeconds(); seconds++) {
            phone.live(Duration.ofSeconds(1));
            Duration next = phone.nextPing.isZero() ? last : phone.nextPing;
            assertTrue(next.multipliedBy(4).compareTo(last.multipliedBy(5)) <= 0, last + ", then " + next);
            last = next;
        }
        assertEquals(Duration.ofMinutes(5), last, "as long as it may be");
        assertEquals(0, phone.overshoots);
    }

    /** Quinn's default is 30 s: half of it leaves time for an answer. */
    @ParameterizedTest
    @CsvSource({"PT30S, PT15S", "PT40S, PT20S", "PT2M, PT1M20S", "PT10M, PT5M", "PT29S, PT9.666S", "PT6S, PT15S"})
    void theIdleTimeoutBoundsWhatIsTried(Duration idle, Duration longest) {
        fixture.idleTimeout = idle;
        SessionFixture.Client any = fixture.client(ALICES_PHONE);
        assertEquals(longest.toMillis(), any.session.longestPingInterval().toMillis());
    }

    @Test
    void aPathThatPingsHaveToKeepFor30SecondsIsPingedEach15() {
        fixture.idleTimeout = Duration.ofSeconds(30);
        PhoneBehindNat phone = phone(Duration.ofMinutes(10), Reopening.OTHER_PORT);
        phone.live(HOUR);
        assertEquals(Duration.ofSeconds(15), phone.nextPing);
        assertEquals(239, phone.pings, 1);
    }

    @Test
    void aBusyPathTeachesNothing() {
        PhoneBehindNat phone = phone(Duration.ofMinutes(10), Reopening.OTHER_PORT);
        for (int i = 0; i < 360; i++) {
            phone.live(Duration.ofSeconds(10));
            fixture.deliver(fixture.change(BOB, i + 1));
        }
        assertEquals(Duration.ofSeconds(15), phone.nextPing);
    }

    @ParameterizedTest
    @EnumSource(Reopening.class)
    void anotherSessionOfTheDeviceGoesOnWhereThisOneWas(Reopening reopening) {
        PhoneBehindNat phone = phone(Duration.ofSeconds(60), reopening);
        phone.live(HOUR);
        Duration learnt = phone.nextPing;
        int overshoots = phone.overshoots;
        phone.client().session.leftByClient();
        log.work();
        useANodeOfItsOwn();

        PhoneBehindNat again = phone(Duration.ofSeconds(60), reopening);
        again.live(Duration.ofSeconds(32));
        assertEquals(2, again.pings, "at first as if nothing were known");
        again.live(Duration.ofHours(2));
        assertEquals(learnt, again.nextPing);
        assertEquals(1, overshoots + again.overshoots);
    }

    @Test
    void silenceAloneTeachesNothing() {
        PhoneBehindNat phone = phone(Duration.ofMinutes(10), Reopening.OTHER_PORT);
        phone.live(HOUR);
        assertEquals(Duration.ofMinutes(5), phone.nextPing);

        phone.turnOff();
        phone.live(Duration.ofMinutes(10));
        assertEquals(101, phone.client().closedWith);
        phone.turnOn();
        phone.connect();
        phone.live(Duration.ofMinutes(20));
        assertTrue(phone.nextPing.compareTo(Duration.ofSeconds(290)) > 0, "pings each " + phone.nextPing);
    }

    @Test
    void aNatThatForgetsSoonerThanItDidIsFollowedDown() {
        PhoneBehindNat phone = phone(Duration.ofMinutes(5), Reopening.OTHER_PORT);
        phone.live(Duration.ofHours(2));
        phone.natForgetsAfter(Duration.ofSeconds(100));
        phone.live(HOUR);
        int overshoots = phone.overshoots;
        phone.live(Duration.ofHours(20));
        assertEquals(overshoots, phone.overshoots);
        assertTrue(phone.nextPing.compareTo(Duration.ofSeconds(100)) < 0, "pings each " + phone.nextPing);
        assertTrue(phone.nextPing.compareTo(Duration.ofSeconds(60)) > 0, "pings each " + phone.nextPing);
    }

    /** Once may be a device that slept; the port alone does not tell. */
    @Test
    void aNatThatGivesTheSamePortAgainIsFollowedDownOnceItHasForgottenTwice() {
        PhoneBehindNat phone = phone(Duration.ofMinutes(5), Reopening.SAME_PORT);
        phone.live(Duration.ofHours(2));
        phone.natForgetsAfter(Duration.ofSeconds(100));
        phone.live(Duration.ofHours(2));
        int overshoots = phone.overshoots;
        phone.live(Duration.ofHours(19));
        assertEquals(overshoots, phone.overshoots);
        assertTrue(phone.nextPing.compareTo(Duration.ofSeconds(100)) < 0, "pings each " + phone.nextPing);
    }

    @Test
    void eachNetworkIsKnownByItself() {
        PhoneBehindNat phone = phone(Duration.ofMinutes(5), Reopening.OTHER_PORT);
        phone.live(Duration.ofHours(2));
        Duration atHome = phone.nextPing;

        phone.moveTo("203.0.113.9");
        phone.natForgetsAfter(Duration.ofSeconds(30));
        phone.live(Duration.ofMinutes(6));
        assertTrue(phone.nextPing.compareTo(Duration.ofSeconds(60)) < 0, "pings each " + phone.nextPing);

        phone.moveTo("198.51.100.8");
        phone.natForgetsAfter(Duration.ofMinutes(5));
        phone.live(MINUTE);
        assertEquals(atHome, phone.nextPing);
        assertEquals(2, store.stored.size());
    }

    @Test
    void whatIsWrittenIsFollowedByAPingWithinTwoSecondsAndTheNextOneAnIntervalLater() {
        PhoneBehindNat phone = phone(Duration.ofMinutes(10), Reopening.OTHER_PORT);
        phone.live(HOUR.plusSeconds(10));
        int pings = phone.pings;
        fixture.deliver(fixture.change(BOB, 1));
        fixture.deliver(fixture.change(BOB, 2));

        phone.live(Duration.ofSeconds(3));
        assertEquals(pings + 1, phone.pings);
        assertEquals(2, phone.client().session.binding().orElseThrow().proven());
        phone.live(Duration.ofSeconds(298));
        assertEquals(pings + 1, phone.pings);
        phone.live(Duration.ofSeconds(2));
        assertEquals(pings + 2, phone.pings);
    }

    @Test
    void withoutAStoreItIsLearntAgain() {
        store.failure = new IllegalStateException("no database");
        PhoneBehindNat phone = phone(MINUTE, Reopening.OTHER_PORT);
        phone.live(HOUR);
        assertSettledBelow(MINUTE, phone);

        store.failure = null;
        log.work();
        MappingLifetime learnt = store.stored.get(0).lifetime();
        assertTrue(learnt.held() > 50_000, learnt::toString);
    }
}

package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients whose transport gives a silent connection up soon (RFC 9000 §10.1). */
class IdleTimeoutTest {
    private static final String PONG = "{'type':'pong','data':{'last_ping':0}}";
    private static final int TICK_MILLIS = 100;

    private final SessionFixture fixture = new SessionFixture();

    /** In a minute: the pings that come, the transport's, and the longest silence. */
    @ParameterizedTest
    @CsvSource({
        "PT60S, 4, 0, PT15S",
        "PT45S, 4, 0, PT15S",
        "PT30S, 4, 0, PT15S",
        "PT29S, 6, 0, PT9.7S",
        "PT10S, 17, 0, PT3.4S",
        "PT9S, 20, 0, PT3S",
        "PT8.9S, 4, 20, PT3S",
        "PT6S, 4, 30, PT2S",
        "PT3S, 4, 60, PT1S",
    })
    void somethingIsHeardTwiceInTheTimeAtLeastAndNoMessageMoreOftenThanEachThreeSeconds(
            Duration idle, int pings, int probes, Duration silence) {
        fixture.idleTimeout = idle;
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        client.session.tick();
        client.pings = 0;
        int heard = 0;
        long lastMillis = 0;
        long longestMillis = 0;
        int probed = 0;
        for (int millis = TICK_MILLIS; millis <= 60_000; millis += TICK_MILLIS) {
            fixture.pass(Duration.ofMillis(TICK_MILLIS));
            client.session.tick();
            int came = client.stream.take().size();
            if (came > 0 || client.pings > probed) {
                longestMillis = Math.max(longestMillis, millis - lastMillis);
                lastMillis = millis;
            }
            probed = client.pings;
            heard += came;
            client.says(PONG);
        }

        assertEquals(pings, heard);
        assertEquals(probes, client.pings);
        assertEquals(silence, Duration.ofMillis(longestMillis));
    }

    @Test
    void aSessionIsLookedAtInTimeForItsProbes() {
        fixture.idleTimeout = Duration.ofSeconds(6);
        SessionFixture.Client client = fixture.client(ALICES_PHONE);

        OptionalLong due = client.session.tick();

        assertEquals(OptionalLong.of(fixture.nanos + Duration.ofSeconds(2).toNanos()), due);
        assertEquals(1, client.pings, "also before anybody has identified");
    }

    @ParameterizedTest
    @CsvSource({"PT2.999S, 201", "PT3S, -1", "PT60S, -1"})
    void aClientThatGivesUpWithinThreeSecondsIsRefused(Duration idle, long code) {
        fixture.idleTimeout = idle;
        SessionFixture.Client client = fixture.client(ALICES_PHONE);

        client.session.refuseShortIdleTimeout();

        assertEquals(code, client.closedWith);
    }
}

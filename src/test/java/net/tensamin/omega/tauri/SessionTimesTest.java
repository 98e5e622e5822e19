package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SessionTimesTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final SessionFixture fixture = new SessionFixture();

    private SessionFixture.Client client(Duration idleTimeout) {
        fixture.idleTimeout = idleTimeout;
        return fixture.client(SessionFixture.ALICES_PHONE);
    }

    private SessionTimes times(SessionFixture.Client client) {
        return new SessionTimes(client, fixture.settings, () -> fixture.nanos);
    }

    @Test
    void aClientWithoutAUserIsLookedAtUntilItsTimeIsOver() {
        SessionTimes times = times(client(Duration.ofMinutes(1)));
        long since = fixture.nanos;
        assertEquals(OptionalLong.of(since + 10 * SECOND), times.identification(since));
        fixture.pass(Duration.ofSeconds(9));
        assertEquals(OptionalLong.of(since + 10 * SECOND), times.identification(since));
        fixture.pass(Duration.ofSeconds(1));
        assertEquals(OptionalLong.empty(), times.identification(since));
        assertEquals(Duration.ofSeconds(10), times.age());
    }

    @Test
    void aConnectionThatPingsKeepAliveIsNotProbed() {
        SessionFixture.Client client = client(Duration.ofMinutes(1));
        assertEquals(5, times(client).probe(5));
        assertEquals(0, client.pings);
    }

    @Test
    void aConnectionThatIsSoonSilentForTooLongIsProbedAThirdOfThatApart() {
        SessionFixture.Client client = client(Duration.ofSeconds(6));
        SessionTimes times = times(client);
        long begin = fixture.nanos;
        assertEquals(begin + 2 * SECOND, times.probe(begin + 15 * SECOND));
        assertEquals(1, client.pings);
        fixture.pass(Duration.ofSeconds(1));
        assertEquals(begin + 1, times.probe(begin + 1));
        assertEquals(1, client.pings);
        fixture.pass(Duration.ofSeconds(1));
        assertEquals(begin + 4 * SECOND, times.probe(begin + 15 * SECOND));
        assertEquals(2, client.pings);
    }
}

package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;

/** How a server parts with its clients (SPEC §3, code 100). */
class SessionDrainTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final TestAuthority AUTHORITY = TestAuthority.named("Clients");

    private final SessionFixture fixture = new SessionFixture();
    private final List<SessionFixture.Client> clients = IntStream.range(0, 200)
            .mapToObj(i -> fixture.client(
                    AUTHORITY.device(SessionFixture.ALICE.value()).certificate()))
            .toList();
    private final List<TauriSession> sessions =
            clients.stream().map(client -> client.session).toList();
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void everyClientIsToldOnceToComeBackWithinTheWindow() {
        SessionDrain.run(sessions, WINDOW, pauses::add);

        for (SessionFixture.Client client : clients) {
            assertEquals(100, client.closedWith);
            long millis = Long.parseLong(client.reason.substring("retry-after-ms=".length()));
            assertTrue(millis >= 0 && millis < WINDOW.toMillis(), client.reason);
        }
        assertEquals(clients.size(), fixture.ended.size());
    }

    @Test
    void whatAClientIsToldIsItsDevicesOwn() {
        SessionFixture.Client again = fixture.client(clients.get(0).clientCertificate());
        SessionDrain.run(sessions, WINDOW, pauses::add);
        SessionDrain.run(List.of(again.session), WINDOW, pauses::add);

        assertEquals(clients.get(0).reason, again.reason);
    }

    @Test
    void closesAreSpreadOverTheWindowInOrder() {
        Duration window = Duration.ofSeconds(1);
        SessionDrain.run(sessions, window, pauses::add);

        assertEquals(pauses.stream().sorted().toList(), pauses);
        assertTrue(pauses.get(pauses.size() - 1).compareTo(window) < 0);
        for (int tenth = 0; tenth < 10; tenth++) {
            Duration from = window.multipliedBy(tenth).dividedBy(10);
            Duration to = window.multipliedBy(tenth + 1).dividedBy(10);
            long closes = pauses.stream()
                    .filter(at -> at.compareTo(from) >= 0 && at.compareTo(to) < 0)
                    .count();
            assertTrue(closes >= 4 && closes <= 45, closes + " of 200 between " + from + " and " + to);
        }
    }

    @Test
    void aFewSessionsDoNotTakeTheWholeWindow() {
        SessionDrain.run(sessions.subList(0, 5), WINDOW, pauses::add);

        assertTrue(pauses.get(pauses.size() - 1).compareTo(Duration.ofMillis(50)) <= 0);
    }

    @Test
    void anInterruptEndsTheWaitingAndNotTheWork() {
        SessionDrain.run(sessions, WINDOW, time -> {
            pauses.add(time);
            throw new InterruptedException();
        });

        assertTrue(Thread.interrupted());
        assertEquals(1, pauses.size());
        assertEquals(clients.size(), fixture.ended.size());
    }
}

package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.tensamin.omega.quic.streams.LineStream;
import net.tensamin.omega.threads.Timers;
import net.tensamin.omega.threads.VirtualTime;
import org.junit.jupiter.api.Test;

class SessionPingerTest {
    private static final Duration TICK = Duration.ofMillis(100);

    private final SessionFixture fixture = new SessionFixture();
    private final VirtualTime time = new VirtualTime();
    private final SessionPinger pinger = new SessionPinger(() -> fixture.nanos);

    /** The stream is stopped while its ping is sent: what is due then is the session's end, before the next ping. */
    @Test
    void whatBecomesDueWhileASessionIsLookedAtIsNotForgotten() {
        pinger.start(new Timers(time, Runnable::run));
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        client.session
                .lines()
                .line(
                        new StoppedByItsPing(client),
                        SessionFixture.IDENTIFY_ALICE.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        fixture.background.runAll();
        pinger.watch(client.session);

        pass(Duration.ofSeconds(24));
        assertEquals(-1, client.closedWith);
        pass(Duration.ofSeconds(2));

        assertEquals(103, client.closedWith);
    }

    private void pass(Duration how) {
        for (long ticks = how.dividedBy(TICK); ticks > 0; ticks--) {
            fixture.pass(TICK);
            time.pass(TICK);
        }
    }

    private final class StoppedByItsPing implements LineStream {
        private final SessionFixture.Client client;
        private boolean stopped;

        private StoppedByItsPing(SessionFixture.Client client) {
            this.client = client;
        }

        @Override
        public void send(byte[] utf8) {
            if (new String(utf8, StandardCharsets.UTF_8).contains("\"ping\"") && !stopped) {
                stopped = true;
                client.session.lines().stopped(this);
                fixture.due.forEach(pinger::watch);
            }
        }

        @Override
        public boolean offer(byte[] utf8, long sinceNanos) {
            return true;
        }

        @Override
        public boolean hasEnded() {
            return stopped;
        }

        @Override
        public void pause() {
            // nothing else is said
        }

        @Override
        public void resume() {
            // nothing else is said
        }
    }
}

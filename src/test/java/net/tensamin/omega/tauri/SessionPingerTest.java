package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** What was due meanwhile is spread; what comes then is not late because of it. */
    @Test
    void afterTheMachineStoodStillHeartbeatsComeAsOftenAsEver() {
        pinger.start(new Timers(time, Runnable::run));
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        pinger.watch(client.session);
        pass(Duration.ofSeconds(16));
        client.stream.take();
        client.says("{'type':'pong','data':{'last_ping':0}}");

        fixture.pass(Duration.ofSeconds(20));
        List<Long> pings = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            pass(TICK);
            if (client.stream.take().stream().anyMatch(line -> line.contains("ping"))) {
                pings.add(fixture.nanos);
                client.says("{'type':'pong','data':{'last_ping':0}}");
            }
        }

        assertTrue(pings.size() >= 4, pings::toString);
        for (int i = 1; i < pings.size(); i++) {
            Duration between = Duration.ofNanos(pings.get(i) - pings.get(i - 1));
            assertTrue(between.compareTo(Duration.ofSeconds(15).plus(TICK.multipliedBy(2))) <= 0, pings::toString);
        }
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

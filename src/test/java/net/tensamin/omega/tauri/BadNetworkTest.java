package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import net.tensamin.omega.quic.server.LoopbackServer;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network that treats datagrams badly delays badges, and changes none (SPEC §4). */
@Timeout(300)
class BadNetworkTest {
    private static final int CHANGES = 400;
    private static final int SENDERS = 8;
    private static final Duration BETWEEN_CHANGES = Duration.ofMillis(5);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(2);

    @ParameterizedTest(name = "seed {0}, {1}% of each")
    @CsvSource({"1, 5", "2, 10", "3, 20"})
    void badgesAreRightInTheEnd(long seed, int percent) throws Exception {
        Random random = new Random(seed);
        try (LiveSessions sessions = new LiveSessions();
                BadNetwork network = new BadNetwork(sessions.server().address(), seed);
                BadgeDevice phone = device(sessions.server(), network);
                BadgeDevice desktop = device(sessions.server(), network)) {
            phone.connect();
            desktop.connect();
            network.faults(new BadNetwork.Faults(percent, percent, percent, percent));
            for (int i = 0; i < CHANGES; i++) {
                sessions.change(1 + random.nextInt(SENDERS), random.nextInt(3));
                if (i == CHANGES / 2) {
                    network.changePorts();
                }
                List.of(phone, desktop).forEach(BadgeDevice::keepUp);
                LockSupport.parkNanos(BETWEEN_CHANGES.toNanos());
            }

            phone.awaitBadges(sessions.pending());
            desktop.awaitBadges(sessions.pending());
            assertTrue(network.harmed() > CHANGES * percent / 100, network.harmed() + " datagrams were harmed");
            network.faults(BadNetwork.NONE);
            sessions.change(SENDERS + 1, 1);
            Stream.of(phone, desktop).forEach(device -> device.awaitBadges(sessions.pending()));
        }
    }

    private static BadgeDevice device(LoopbackServer server, BadNetwork network) {
        TestIdentity identity = server.clients().device(ALICE.value());
        return new BadgeDevice(
                () -> TauriClient.connect(network.address(), server.authority(), identity)
                        .identify(ALICE.value()),
                SILENCE_LIMIT);
    }
}

package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sessions, mailbox and the way between them against a model of the device, with all that may go wrong on the way: changes
 * are lost, repeated and reordered; devices lose their network, come back, take over, read slowly and miss pongs; the database
 * fails; the server is killed. The {@link ModelDevice} checks each line and each cursor; in the end every device shows what
 * the mailbox holds.
 */
class SessionModelTest {
    private static final int STEPS = 400;

    /** What fails here fails on purpose, thousands of times. */
    private final List<Logger> silenced = Stream.of(Delivery.class, CursorLog.class, RevisionSweep.class)
            .map(type -> Logger.getLogger(type.getName()))
            .toList();

    @BeforeEach
    void silence() {
        silenced.forEach(logger -> logger.setLevel(Level.OFF));
    }

    @AfterEach
    void speak() {
        silenced.forEach(logger -> logger.setLevel(null));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 200, 300, 400, 500, 600, 700})
    void everyDeviceEndsWithWhatTheMailboxHolds(int firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + 100; seed++) {
            try {
                run(new Random(seed));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void run(Random random) {
        ModelServer server = new ModelServer(random);
        List<ModelDevice> devices = List.of(
                new ModelDevice(server, SessionFixture.ALICES_PHONE),
                new ModelDevice(server, SessionFixture.ALICES_DESKTOP));
        for (int step = 0; step < STEPS; step++) {
            ModelDevice device = devices.get(random.nextInt(devices.size()));
            if (random.nextInt(3) == 0) {
                device.step(random);
            } else {
                server.step(random);
            }
        }
        server.recover();
        devices.forEach(ModelDevice::recover);
        for (int rounds = 0; rounds < 40; rounds++) {
            server.sweep();
            server.runBackground();
            devices.forEach(ModelDevice::readAll);
        }
        devices.forEach(device -> settled(server, device));
    }

    private static void settled(ModelServer server, ModelDevice device) {
        assertEquals(TauriSession.State.LIVE, device.state());
        assertEquals(server.pending(), device.badges());

        server.pass(Duration.ofSeconds(15));
        device.readAll();
        assertEquals(server.revision(), server.cursor(device), "proven");
        device.leave();
        device.identify();
        server.runBackground();
        assertEquals(List.of(), device.unreadBadges(), "what is proven is not sent again");
    }
}

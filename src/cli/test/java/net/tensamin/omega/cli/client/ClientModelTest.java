package net.tensamin.omega.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.tensamin.omega.cli.Envelope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever happens to device, way and server: once it is calm, the badges on the disk are those that Omega has. */
class ClientModelTest {
    private static final int SENDERS = 4;

    /** In pauses of a question. */
    private static final int LONGEST_CALM = 60;

    /** A hundred thousand short histories, and long ones in which more comes together. */
    @ParameterizedTest
    @CsvSource({"1, 2000, 50, 8", "2000001, 300, 4, 150"})
    void badgesOnDiskAreTheServersOnceItIsCalm(long firstSeed, int worlds, int histories, int steps) {
        for (long seed = firstSeed; seed < firstSeed + worlds; seed++) {
            World world = new World(new Random(seed));
            for (int history = 0; history < histories; history++) {
                world.noticesOfThree = world.random.nextInt(4);
                for (int step = 0; step < steps; step++) {
                    world.step();
                }
                world.calm("seed " + seed + ", history " + history);
            }
        }
    }

    /** A device with a disk, and Omega at the other end of a bad way. */
    private static final class World implements Platform, View {
        private final Random random;
        private final ModelOmega omega;
        private TauriClient client;
        private Badges disk = Badges.NONE;
        private long nanos;
        private int connection;
        private int noticesOfThree;
        private boolean connecting;
        private boolean open;
        private boolean diskFull;

        World(Random random) {
            this.random = random;
            this.omega = new ModelOmega(random);
            start();
        }

        private void start() {
            client = new TauriClient(
                    ClientFixture.ALICE,
                    TauriClient.Conduct.STAYS,
                    Badges.of(disk.json()),
                    new TauriClient.Surroundings(this, this, () -> nanos, random));
            client.tick();
        }

        void step() {
            long sender = 1 + random.nextInt(SENDERS);
            switch (random.nextInt(24)) {
                case 0, 1, 2 -> {
                    if (random.nextInt(3) < noticesOfThree) {
                        omega.notice(sender);
                    } else {
                        omega.read(sender);
                    }
                }
                case 3 -> omega.read(sender);
                case 4 -> client.read(sender);
                case 5, 6, 7, 8 -> omega.write();
                case 9, 10, 11, 12 -> arrive();
                case 13, 14, 15 -> omega.take(true);
                case 16 -> omega.ping();
                case 17 -> pass(Duration.ofMillis(random.nextLong(10_000)));
                case 18 -> connect();
                case 19 -> client.settled();
                case 20 -> omega.spill();
                case 21 -> client.hurry();
                default -> misfortune();
            }
        }

        private void misfortune() {
            switch (random.nextInt(12)) {
                case 10 -> omega.backUp();
                case 11 -> omega.restore();
                case 0, 1 -> lose(Ending.lost("lost"));
                case 2 ->
                    lose(Ending.ofCloseCode(
                            List.of(100L, 101L, 102L, 103L, 104L).get(random.nextInt(5)), "retry-after-ms=3000"));
                case 3 -> omega.disconnected(); // the client is not told
                case 4 -> client.networkChanged();
                case 5 -> kill();
                case 6 -> omega.forgetProofs();
                case 7 -> omega.forget();
                case 8 -> diskFull = !diskFull;
                default -> {
                    if (random.nextInt(10) == 0) {
                        disk = Badges.NONE; // the file is lost with the program
                        kill();
                    }
                }
            }
        }

        private void kill() {
            omega.disconnected();
            connecting = false;
            open = false;
            start();
        }

        private void lose(Ending ending) {
            omega.disconnected();
            client.ended(connection, ending);
        }

        private void connect() {
            if (connecting) {
                connecting = false;
                open = true;
                omega.connected();
                client.connected(connection);
            }
            client.tick();
        }

        private void arrive() {
            String line = omega.arrives();
            if (line != null) {
                client.line(connection, Envelope.parse(line));
                client.tick();
            }
        }

        private void pass(Duration time) {
            nanos += time.toNanos();
            client.tick();
        }

        /** No more changes or losses, and time enough. */
        void calm(String what) {
            diskFull = false;
            if (!open) {
                client.hurry(); // after a replacement it would stay away for an hour
            }
            for (int round = 0; round < LONGEST_CALM && !settled(); round++) {
                connect();
                omega.ping();
                talk();
                pass(Question.PAUSE);
                talk();
                client.settled();
            }
            assertEquals(omega.amounts(), disk.shown(), what);
            assertTrue(disk.reads().isEmpty(), () -> what + ": " + disk);
        }

        private void talk() {
            for (int line = 0; line < 1_000 && !omega.quiet(); line++) {
                omega.write();
                arrive();
                omega.take(false);
            }
        }

        /** On a connection whose first ping was answered, so that it was no other that brought this about. */
        private boolean settled() {
            return open
                    && omega.proven()
                    && omega.amounts().equals(disk.shown())
                    && disk.reads().isEmpty();
        }

        @Override
        public void connect(int number) {
            omega.disconnected();
            connection = number;
            connecting = true;
        }

        @Override
        public void send(int number, JsonObject message) {
            assertEquals(connection, number);
            if (message.getString("type").equals("pong")) {
                assertEquals(client.badges().json(), disk.json(), "a pong proves what is on disk");
            }
            omega.sent(message);
        }

        @Override
        public void disconnect(int number) {
            omega.disconnected();
            connecting = false;
            open = false;
        }

        @Override
        public Optional<String> save(Badges badges) {
            if (diskFull) {
                return Optional.of("The disk is full.");
            }
            disk = badges;
            return Optional.empty();
        }

        @Override
        public void end(Ending ending) {
            throw new AssertionError("ended: " + ending);
        }
    }
}

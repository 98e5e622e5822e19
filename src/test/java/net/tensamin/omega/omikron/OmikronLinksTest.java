package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.testing.TestConfig;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.Timers;
import net.tensamin.omega.threads.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OmikronLinksTest {
    private static final int LINKS = 16;

    private final VirtualTime time = new VirtualTime();
    private final BlockingThreads threads = new BlockingThreads(1, Thread::new);

    @AfterEach
    void stop() {
        threads.stop();
    }

    @Test
    void aLinkThatFailsTakesNoOtherHeartbeatAlong() {
        OmikronLinks links = new OmikronLinks(
                null,
                null,
                null,
                null,
                null,
                threads,
                new Timers(time, threads),
                new Meters(),
                new TestConfig(Map.of("omega.omikron.ping-interval", "PT5S")));
        links.beat();
        List<Beaten> sockets =
                Stream.generate(Beaten::new).limit(LINKS).peek(links::opened).toList();
        sockets.subList(0, LINKS / 2).forEach(socket -> socket.fails = true);

        time.pass(Duration.ofSeconds(1));

        sockets.forEach(socket -> assertEquals(1, socket.beats));
    }

    private static final class Beaten implements OmikronConnection.Socket {
        private boolean fails;
        private int beats;

        @Override
        public boolean saidGoodbye() {
            beats++;
            if (fails) {
                throw new IllegalStateException("in a test");
            }
            return false;
        }

        @Override
        public void send(List<String> frames) {
            // nobody has identified
        }

        @Override
        public void close(Closing closing) {
            // what becomes of it is of no interest
        }

        @Override
        public void end() {
            // likewise
        }
    }
}

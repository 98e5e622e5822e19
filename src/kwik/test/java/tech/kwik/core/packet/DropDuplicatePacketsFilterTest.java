package tech.kwik.core.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.impl.TransportError;
import tech.kwik.core.impl.Version;

/** RFC 9000 §12.3: each packet number is processed once, however packets come; what is older than the window is refused. */
class DropDuplicatePacketsFilterTest {
    private static final int WINDOW = DropDuplicatePacketsFilter.DEFAULT_WINDOW_SIZE_APP;
    private final List<Long> passed = new ArrayList<>();
    private final DropDuplicatePacketsFilter filter =
            new DropDuplicatePacketsFilter((packet, metaData) -> passed.add(packet.getPacketNumber()));

    private void receive(long... numbers) throws TransportError {
        for (long number : numbers) {
            filter.processPacket(new Ping(number), null);
        }
    }

    @Test
    void overtakenPacketsPassOnceWithinTheWindow() throws TransportError {
        receive(0, 3, 1, 3, 2, 0, WINDOW, 4, 4);
        assertEquals(List.of(0L, 3L, 1L, 2L, (long) WINDOW, 4L), passed);
    }

    @Test
    void whatIsOlderThanTheWindowIsRefused() throws TransportError {
        receive(2L * WINDOW, WINDOW + 1L, WINDOW, 0);
        assertEquals(List.of(2L * WINDOW, WINDOW + 1L), passed);
    }

    /** The numbers that are skipped are not looked at one by one. */
    @Test
    void numberFarAheadIsTakenAndItsNeighboursAreNew() throws TransportError {
        long far = (1L << 62) - 1; // the largest there is
        receive(1, far, far - 1, far, far - WINDOW + 1, far - WINDOW, 1);
        assertEquals(List.of(1L, far, far - 1, far - WINDOW + 1), passed);
    }

    @Test
    void anyOrderPassesEachNumberOnce() throws TransportError {
        Random random = new Random(7);
        Set<Long> model = new HashSet<>();
        List<Long> expected = new ArrayList<>();
        long largest = -1;
        for (int i = 0; i < 100_000; i++) {
            long number = Math.max(0, largest + 1 + random.nextInt(40) - random.nextInt(2 * WINDOW));
            if (random.nextInt(1_000) == 0) {
                number = largest + random.nextInt(4 * WINDOW);
            }
            if (number > largest - WINDOW && model.add(number)) {
                expected.add(number);
            }
            largest = Math.max(largest, number);
            receive(number);
        }
        assertEquals(expected, passed);
    }

    private static final class Ping extends ShortHeaderPacket {
        Ping(long number) {
            super(Version.QUIC_version_1, new byte[8], new PingFrame());
            setPacketNumber(number);
        }
    }
}

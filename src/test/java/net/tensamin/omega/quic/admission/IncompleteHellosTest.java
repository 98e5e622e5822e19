package net.tensamin.omega.quic.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.quic.tls.RecordingOutlet;
import org.junit.jupiter.api.Test;

class IncompleteHellosTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final IncompleteHellos hellos = new IncompleteHellos();

    private static Arrival arrival(long id, long nowNanos) {
        byte[] hello = ByteBuffer.allocate(1_200)
                .put((byte) 0xc0)
                .putInt(1)
                .put((byte) Long.BYTES)
                .putLong(id)
                .array();
        Datagram datagram =
                Datagram.read(hello, RecordingOutlet.to(CLIENT), Instant.EPOCH).orElseThrow();
        return new Arrival(datagram, new Gate.Pass(Optional.empty()), nowNanos);
    }

    @Test
    void oneThatIsTakenOutIsNotAmongThemAnyMore() {
        Arrival one = arrival(1, 0);
        assertFalse(hellos.remove(one));
        hellos.add(one);
        assertTrue(hellos.remove(one));
        assertFalse(hellos.remove(one));
    }

    @Test
    void ofTooManyTheOldestIsNotKept() {
        Arrival oldest = arrival(0, 0);
        assertEquals(Optional.empty(), hellos.add(oldest));
        for (int id = 1; id < IncompleteHellos.MOST; id++) {
            assertEquals(Optional.empty(), hellos.add(arrival(id, 0)));
        }
        assertEquals(Optional.of(oldest), hellos.add(arrival(IncompleteHellos.MOST, 0)));
        assertFalse(hellos.remove(oldest));
    }

    @Test
    void theyAreManyFromHalfOfTheMostOn() {
        for (int id = 0; id < IncompleteHellos.MOST / 2; id++) {
            assertFalse(hellos.areMany());
            hellos.add(arrival(id, 0));
        }
        assertTrue(hellos.areMany());
    }

    /** A client that has not repeated itself for 3 s after its first packet is gone. */
    @Test
    void thoseWhoseClientsHaveGivenUpAreTakenOut() {
        Arrival first = arrival(1, 0);
        Arrival second = arrival(2, SECOND);
        Arrival third = arrival(3, 2 * SECOND);
        List.of(first, second, third).forEach(hellos::add);
        assertEquals(List.of(), hellos.takeGivenUp(3 * SECOND));
        assertEquals(List.of(first, second), hellos.takeGivenUp(4 * SECOND + 1));
        assertTrue(hellos.remove(third));
        assertFalse(hellos.remove(first));
    }
}

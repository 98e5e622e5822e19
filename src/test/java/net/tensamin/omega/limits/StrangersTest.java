package net.tensamin.omega.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.tensamin.omega.metrics.Meters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrangersTest {
    private static final int ROOM = 1_000;
    private static final int COST = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicLong now = new AtomicLong();
    private final Strangers strangers =
            new Strangers(ROOM * COST, new Meters().counter("omega_strangers_gave_way_total", "x"), now::get);
    private final List<String> gone = new ArrayList<>();

    private Strangers.Holding enter(String name, InetAddress from) {
        return strangers.enter(Strangers.Kind.QUIC, Source.of(from), COST, PATIENCE, () -> gone.add(name));
    }

    private static InetAddress v4(int number) throws Exception {
        return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(number).array());
    }

    private static InetAddress v6(int subscriber, int network) throws Exception {
        return InetAddress.getByAddress(ByteBuffer.allocate(16)
                .putInt(0x20010db8)
                .putShort((short) subscriber)
                .putShort((short) network)
                .putLong(1)
                .array());
    }

    /** Attackers come twice as fast as devices, and stay; each device takes as long as 400 of them need to come. */
    @ParameterizedTest
    @ValueSource(ints = {8, 400, 65_536})
    void devicesComeInWhateverFillsTheRoom(int sources) throws Exception {
        for (int i = 0; i < Math.max(sources, 4 * ROOM); i++) {
            enter("attacker", v4(0x0a000000 + i % sources));
            now.addAndGet(Duration.ofMillis(1).toNanos());
        }
        assertEquals(ROOM, strangers.count());
        int attacker = 0;
        for (int device = 0; device < 100; device++) {
            String name = "device " + device;
            Strangers.Holding holding = enter(name, v4(0xc0a80000 + device));
            for (int i = 0; i < 400; i++) {
                enter("attacker", v4(0x0a000000 + attacker++ % sources));
                now.addAndGet(Duration.ofMillis(1).toNanos());
            }
            assertFalse(gone.contains(name), name);
            holding.leave();
        }
        assertEquals(Set.of("attacker"), new HashSet<>(gone));
        assertTrue(strangers.bytes() <= strangers.most());
    }

    @Test
    void sourceThatHoldsMostGivesWayItsOldestFirst() throws Exception {
        enter("small", v4(1));
        for (int i = 0; i < ROOM - 1; i++) {
            enter("big " + i, v4(2));
        }
        enter("other", v4(3));
        assertEquals(List.of("big 0"), gone);
    }

    @Test
    void oneThatIsPastHalfOfItsTimeGivesWayBeforeAnOlderOneThatIsNot() throws Exception {
        strangers.enter(
                Strangers.Kind.QUIC, Source.of(v4(1)), COST, PATIENCE.multipliedBy(10), () -> gone.add("patient"));
        enter("late", v4(1));
        now.addAndGet(PATIENCE.toNanos() / 2);
        for (int i = 0; i < ROOM - 1; i++) {
            enter("young", v4(1));
        }
        assertEquals(List.of("late"), gone);
    }

    @Test
    void oneThatGrowsGivesWayIfNobodyHoldsMore() throws Exception {
        for (int i = 0; i < ROOM - 1; i++) {
            enter("small", v4(10 + i));
        }
        Strangers.Holding growing = enter("growing", v4(1));
        growing.holds(3 * COST);
        assertEquals(List.of("growing"), gone);
        growing.holds(5 * COST);
        growing.leave();
        assertEquals((ROOM - 1) * COST, strangers.bytes());
    }

    @Test
    void whatHasProvenItselfIsInNoDanger() throws Exception {
        enter("proven", v4(1)).leave();
        for (int i = 0; i < 3 * ROOM; i++) {
            enter("attacker", v4(1));
        }
        assertFalse(gone.contains("proven"));
        assertEquals(ROOM, strangers.count());
    }

    @Test
    void subscriberOfIpv6HoldsAnEighthWithAllOfItsNetworks() throws Exception {
        enter("device", v6(2, 1));
        for (int i = 0; i < ROOM; i++) {
            enter("attacker", v6(1, i));
        }
        assertEquals(ROOM / Strangers.SHARES + 1, strangers.count());
        assertFalse(gone.contains("device"));
        enter("of the same subscriber", v6(1, 5_000));
        assertFalse(gone.contains("of the same subscriber"), "the oldest goes");
    }

    @Test
    void oneOnAConnectionIsFoundUntilItLeaves() throws Exception {
        InetSocketAddress peer = new InetSocketAddress(v4(1), 4711);
        Strangers.Holding holding = strangers.enter(peer, COST, PATIENCE, () -> {});
        assertEquals(holding, strangers.from(peer).orElseThrow());
        holding.leave();
        assertTrue(strangers.from(peer).isEmpty());
        assertEquals(0, strangers.bytes());
    }

    @Test
    void whatTheyHoldIsToldByWhatItIs() throws Exception {
        Strangers.Holding link = strangers.enter(new InetSocketAddress(v4(1), 4711), COST, PATIENCE, () -> {});
        enter("handshake", v4(2));
        strangers.counts(() -> 7);
        assertEquals(COST, strangers.bytes(Strangers.Kind.HTTPS));
        link.become(Strangers.Kind.LINK);
        link.holds(3 * COST);
        assertEquals(0, strangers.bytes(Strangers.Kind.HTTPS));
        assertEquals(3 * COST, strangers.bytes(Strangers.Kind.LINK));
        assertEquals(COST, strangers.bytes(Strangers.Kind.QUIC));
        assertEquals(7, strangers.bytes(Strangers.Kind.QUIC_WAITING));
        assertEquals(4 * COST + 7, strangers.bytes());
        link.leave();
        link.become(Strangers.Kind.HTTPS);
        assertEquals(COST + 7, strangers.bytes());
    }

    @Test
    void whatWaitsElsewhereLeavesLessRoom() throws Exception {
        strangers.counts(() -> (ROOM - 1) * COST);
        enter("first", v4(1));
        enter("second", v4(2));
        assertEquals(List.of("first"), gone);
        strangers.counts(() -> ROOM * COST);
        enter("third", v4(3));
        assertEquals(List.of("first", "second", "third"), gone);
    }

    @Test
    void sourcesFromWhereSomebodyHasProvenItselfAreRememberedTheLastOfThem() throws Exception {
        enter("proven", v4(1)).prove();
        enter("gone", v4(2)).leave();
        assertTrue(strangers.hasProven(Source.of(v4(1))));
        assertFalse(strangers.hasProven(Source.of(v4(2))));
        assertEquals(0, strangers.bytes());
        for (int i = 0; i < KnownSources.MOST; i++) {
            enter("other", v4(10 + i)).prove();
        }
        assertFalse(strangers.hasProven(Source.of(v4(1))));
        assertTrue(strangers.hasProven(Source.of(v4(10))));
    }

    @Test
    void oneCanBeAskedToGoForOtherReasons() throws Exception {
        assertFalse(strangers.yieldOne());
        enter("one", v4(1));
        assertTrue(strangers.yieldOne());
        assertEquals(List.of("one"), gone);
    }
}

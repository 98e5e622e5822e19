package net.tensamin.omega.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final NodeId ANNA = NodeId.random();
    private static final NodeId BERTA = NodeId.random();
    private static final UUID MEMBER = UUID.randomUUID();

    private final Peers peers = new Peers(Duration.ofSeconds(5), 0);

    @Test
    void aNodeIsThereFromItsFirstWordUntilItsMemberLeaves() {
        assertTrue(peers.heard(ANNA, MEMBER, seconds(1)));
        assertFalse(peers.heard(ANNA, MEMBER, seconds(2)));
        peers.heard(BERTA, UUID.randomUUID(), seconds(2));
        assertEquals(Set.of(ANNA, BERTA), peers.nodes());

        assertEquals(List.of(ANNA), peers.left(MEMBER));
        assertEquals(Set.of(BERTA), peers.nodes());
        assertTrue(peers.heard(ANNA, UUID.randomUUID(), seconds(3)), "after a split it comes as another member");
    }

    @Test
    void aNodeThatSaysNothingForItsLeaseIsGone() {
        peers.heard(ANNA, MEMBER, seconds(0));
        for (int second = 1; second <= 5; second++) {
            peers.heard(BERTA, MEMBER, seconds(second));
            assertEquals(List.of(), peers.expired(seconds(second)));
        }

        assertEquals(List.of(ANNA), peers.expired(seconds(6)));
        assertEquals(Set.of(BERTA), peers.nodes());
    }

    @Test
    void whoeverWasPausedItselfLetsTheOthersSpeakFirst() {
        peers.heard(ANNA, MEMBER, seconds(0));
        assertEquals(List.of(), peers.expired(seconds(0)));

        assertEquals(List.of(), peers.expired(seconds(100)));
        assertEquals(List.of(), peers.expired(seconds(102)));
        assertEquals(List.of(), peers.expired(seconds(104)));
        assertEquals(List.of(ANNA), peers.expired(seconds(106)));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}

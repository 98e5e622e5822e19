package net.tensamin.omega.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretSealTest {
    private static final String SECRET = "a secret of thirty-two characters";
    private static final String ALL = "all";
    private static final byte[] PACKET = "who is online".getBytes(StandardCharsets.UTF_8);

    private final Seal anna = new SecretSeal(SECRET, NodeId.random());
    private final Seal berta = new SecretSeal(SECRET, NodeId.random());

    @Test
    void whatANodeSaysIsReadByTheOthersAndByNobodyElse() throws Exception {
        byte[] closed = anna.close(ALL, PACKET);

        String text = new String(closed, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(new String(PACKET, StandardCharsets.ISO_8859_1)));
        assertArrayEquals(PACKET, berta.open(ALL, closed).orElseThrow());
        Seal stranger = new SecretSeal(SECRET + "!", NodeId.random());
        assertForeign(stranger, ALL, closed);
        assertForeign(berta, ALL, stranger.close(ALL, PACKET));
    }

    @Test
    void nothingInItCanBeChanged() throws Exception {
        byte[] closed = anna.close(ALL, PACKET);
        for (int i = 0; i < closed.length; i++) {
            byte[] changed = closed.clone();
            changed[i] ^= 1;
            assertForeign(berta, ALL, changed);
            assertForeign(berta, ALL, Arrays.copyOf(closed, i));
        }
        assertTrue(berta.open(ALL, closed).isPresent());
    }

    @Test
    void whatIsNotSealedIsNotListenedTo() {
        Packet packet = new Packet(NodeId.random(), List.of());
        assertForeign(berta, ALL, packet.bytes());
        assertEquals(Optional.empty(), Packet.read(anna.close(ALL, packet.bytes())), "nor the other way round");
    }

    @Test
    void whatIsRepeatedIsNotTakenForAnothersAndIsNotHeardAgain() throws Exception {
        byte[] first = anna.close(ALL, PACKET);
        byte[] toBerta = anna.close("berta", PACKET);
        byte[] second = anna.close(ALL, PACKET);

        assertTrue(berta.open(ALL, first).isPresent());
        assertEquals(Optional.empty(), berta.open(ALL, first));
        assertForeign(berta, ALL, toBerta);
        assertTrue(berta.open(ALL, second).isPresent());
        assertEquals(Optional.empty(), berta.open(ALL, first), "nor after a later one");
        assertTrue(berta.open("berta", toBerta).isPresent(), "topics may overtake each other");
    }

    private static void assertForeign(Seal seal, String topic, byte[] packet) {
        assertThrows(ForeignPacketException.class, () -> seal.open(topic, packet));
    }
}

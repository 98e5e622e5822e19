package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.quic.admission.Datagram;
import net.tensamin.omega.quic.tls.RecordingOutlet;
import org.junit.jupiter.api.Test;

class LastWordsTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private final LastWords words = new LastWords();

    @Test
    void theLastWordIsKeptForEachIdOfItsConnection() {
        words.keep(List.of(key(1), key(2)), new byte[] {7});

        assertArrayEquals(new byte[] {7}, words.answer(packet(1, 30)).orElseThrow());
        assertArrayEquals(new byte[] {7}, words.answer(packet(2, 30)).orElseThrow());
        assertEquals(Optional.empty(), words.answer(packet(3, 30)));
    }

    /** RFC 9000 §8. */
    @Test
    void noAnswerIsMoreThanThreeTimesWhatCame() {
        words.keep(List.of(key(1)), new byte[100]);

        assertEquals(Optional.empty(), words.answer(packet(1, 33)));
        assertTrue(words.answer(packet(1, 34)).isPresent());
    }

    @Test
    void theOldestAreForgotten() {
        for (int id = 0; id <= LastWords.MOST; id++) {
            words.keep(List.of(key(id)), new byte[1]);
        }

        assertEquals(Optional.empty(), words.answer(packet(0, 30)));
        assertTrue(words.answer(packet(1, 30)).isPresent());
        assertTrue(words.answer(packet(LastWords.MOST, 30)).isPresent());
    }

    private static String key(long id) {
        return Datagram.key(ByteBuffer.allocate(8).putLong(id).array());
    }

    private static Datagram packet(long id, int length) {
        ByteBuffer packet = ByteBuffer.allocate(length).put((byte) 0x40).putLong(id);
        return Datagram.read(packet.array(), RecordingOutlet.to(CLIENT), Instant.EPOCH)
                .orElseThrow();
    }
}

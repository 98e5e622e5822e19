package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import net.tensamin.omega.quic.admission.Datagram;
import net.tensamin.omega.quic.tls.RecordingOutlet;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatelessResetsTest {
    private static final PrivateKey KEY =
            TestAuthority.named("Servers").server().key();
    private static final byte[] ID = HexFormat.of().parseHex("0102030405060708");

    private final StatelessResets resets = StatelessResets.of(KEY, 9189);

    @Test
    void aTokenFollowsFromTheIdTheServerAndItsKey() {
        byte[] token = resets.token(ID);

        assertEquals(16, token.length);
        assertArrayEquals(token, StatelessResets.of(KEY, 9189).token(ID), "after a restart");
        assertFalse(Arrays.equals(token, resets.token(new byte[8])), "of another connection");
        assertFalse(Arrays.equals(token, StatelessResets.of(KEY, 9190).token(ID)), "of another node");
        PrivateKey other = TestAuthority.named("Servers").server().key();
        assertFalse(Arrays.equals(token, StatelessResets.of(other, 9189).token(ID)), "of another key");
    }

    @Test
    void aKeyThatCannotBeSeenHasTokensToo() {
        byte[] token = StatelessResets.of(new HiddenKey(), 9189).token(ID);

        assertFalse(
                Arrays.equals(token, StatelessResets.of(new HiddenKey(), 9189).token(ID)), "after a restart");
    }

    /** RFC 9000 §10.3: 21 bytes at least, and smaller than what it answers. */
    @ParameterizedTest
    @CsvSource({"21, 0", "22, 21", "40, 39", "43, 42", "1200, 42"})
    void anAnswerLooksLikeAPacketAndEndsWithTheToken(int received, int answered) {
        byte[] packet = new byte[received];
        packet[0] = 0x40;
        System.arraycopy(ID, 0, packet, 1, ID.length);
        InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

        Optional<byte[]> answer = resets.answer(
                Datagram.read(packet, RecordingOutlet.to(client), Instant.EPOCH).orElseThrow());

        assertEquals(answered, answer.map(bytes -> bytes.length).orElse(0));
        answer.ifPresent(bytes -> {
            assertEquals(0x40, bytes[0] & 0xc0);
            byte[] end = Arrays.copyOfRange(bytes, bytes.length - 16, bytes.length);
            assertArrayEquals(resets.token(ID), end);
            assertTrue(bytes.length < packet.length);
        });
    }

    /** As of a token that keeps its keys to itself. */
    private static final class HiddenKey implements PrivateKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }
}

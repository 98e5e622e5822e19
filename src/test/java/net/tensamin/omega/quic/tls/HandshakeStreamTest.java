package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.impl.TransportError;
import tech.kwik.core.impl.Version;
import tech.kwik.core.impl.VersionHolder;
import tech.kwik.core.log.NullLogger;

class HandshakeStreamTest {
    private HandshakeRun run;
    private HandshakeStream stream;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 1000, 100_000})
    void flightMayComeInPiecesOfAnySize(int size) throws TlsProtocolException, IOException, TransportError {
        begin();
        for (CryptoFrame piece : pieces(flight(), size)) {
            stream.add(piece);
        }
        assertEquals(Phase.DONE, run.engine.phase());
    }

    @Test
    void piecesMayComeInAnyOrderTwiceAndOverlapping() throws TlsProtocolException, IOException, TransportError {
        for (int seed = 0; seed < 50; seed++) {
            begin();
            byte[] flight = flight();
            List<CryptoFrame> pieces = pieces(flight, 100);
            pieces.addAll(pieces(flight, 77));
            pieces.removeIf(piece -> piece.getUpToOffset() == flight.length);
            Collections.shuffle(pieces, new Random(seed));
            for (CryptoFrame piece : pieces) {
                stream.add(piece);
            }
            assertNotEquals(Phase.FAILED, run.engine.phase(), "seed " + seed);
            stream.add(frame(flight.length - 100, Arrays.copyOfRange(flight, flight.length - 100, flight.length)));
            assertEquals(Phase.DONE, run.engine.phase(), "seed " + seed);
        }
    }

    @Test
    void anyBitFlippedKeepsTheDoorShut() throws TlsProtocolException, IOException {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            begin();
            byte[] flight = flight();
            int bit = random.nextInt(flight.length * 8);
            flight[bit / 8] ^= (byte) (1 << bit % 8);
            assertShut(flight, "bit " + bit);
        }
    }

    @Test
    void randomBytesKeepTheDoorShut() throws TlsProtocolException, IOException {
        Random random = new Random(8);
        for (int i = 0; i < 300; i++) {
            begin();
            byte[] flight = flight();
            int from = random.nextInt(flight.length);
            byte[] noise = new byte[Math.min(flight.length - from, 1 + random.nextInt(64))];
            random.nextBytes(noise);
            noise[0] = (byte) (flight[from] ^ (1 + random.nextInt(255))); // noise that changes nothing would be let in
            System.arraycopy(noise, 0, flight, from, noise.length);
            assertShut(flight, "round " + i);
        }
    }

    @Test
    void cutFlightKeepsTheDoorShut() throws TlsProtocolException, IOException {
        begin();
        byte[] flight = flight();
        for (int length = 0; length < flight.length; length += 13) {
            begin();
            assertShut(Arrays.copyOf(flight(), length), "length " + length);
        }
    }

    /** Whatever comes, it ends in an error that Kwik turns into a close, or waits for more. */
    private void assertShut(byte[] flight, String what) {
        try {
            for (CryptoFrame piece : pieces(flight, 1000)) {
                stream.add(piece);
            }
        } catch (TlsProtocolException | TransportError refused) {
            assertEquals(Phase.FAILED, run.engine.phase(), what);
        }
        assertNotEquals(Phase.DONE, run.engine.phase(), what);
        assertEquals(0, run.events.finished, what);
    }

    @Test
    void frameFarAheadIsRefused() throws TlsProtocolException, IOException {
        begin();
        TransportError error = assertThrows(TransportError.class, () -> stream.add(frame(1_000_000, new byte[10])));
        assertEquals(TransportErrorCode.CRYPTO_BUFFER_EXCEEDED, error.getErrorCode());
        assertEquals(Phase.FAILED, run.engine.phase());
    }

    @Test
    void outOfOrderDataOf4096BytesIsKept() throws TlsProtocolException, IOException, TransportError {
        begin();
        stream.add(frame(1, new byte[4096]));
        assertEquals(Phase.CERTIFICATE, run.engine.phase());
    }

    @Test
    void nothingComesThroughAtTheApplicationLevel() throws TlsProtocolException, IOException {
        for (Phase phase : Phase.values()) {
            run = HandshakeRun.at(phase);
            stream = stream(EncryptionLevel.App);
            for (byte[] message : run.messages()) {
                assertThrows(TlsProtocolException.class, () -> stream.add(frame(0, message)));
            }
            assertEquals(Phase.FAILED, run.engine.phase());
        }
    }

    private void begin() throws TlsProtocolException, IOException {
        run = HandshakeRun.at(Phase.CERTIFICATE);
        stream = stream(EncryptionLevel.Handshake);
    }

    private HandshakeStream stream(EncryptionLevel level) {
        return new HandshakeStream(
                VersionHolder.with(Version.QUIC_version_1), level, run.engine, new NullLogger(), null);
    }

    /** Certificate, CertificateVerify and Finished as one stream of bytes. */
    private byte[] flight() {
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        run.messages().subList(1, 4).forEach(flight::writeBytes);
        return flight.toByteArray();
    }

    private static List<CryptoFrame> pieces(byte[] flight, int size) {
        List<CryptoFrame> pieces = new ArrayList<>();
        for (int at = 0; at < flight.length; at += size) {
            pieces.add(frame(at, Arrays.copyOfRange(flight, at, Math.min(flight.length, at + size))));
        }
        return pieces;
    }

    private static CryptoFrame frame(long offset, byte[] data) {
        return new CryptoFrame(Version.QUIC_version_1, offset, data);
    }
}

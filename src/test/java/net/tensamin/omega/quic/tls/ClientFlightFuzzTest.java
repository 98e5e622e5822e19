package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.impl.TransportError;
import tech.kwik.core.impl.Version;
import tech.kwik.core.impl.VersionHolder;
import tech.kwik.core.log.NullLogger;

/**
 * A client's Certificate, CertificateVerify and Finished as a client makes them that has the handshake's keys and no good
 * intentions. The input is a program: whose chain, whose key, which scheme; how the flight is cut; then what is done to it.
 */
class ClientFlightFuzzTest {
    private static final TestIdentity DEVICE = HandshakeRun.DEVICE;
    private static final TestIdentity STRANGER =
            TestAuthority.named("Strangers").device(42);
    private static final TestIdentity RSA = TestAuthority.named("Others")
            .certificate("rsa")
            .keys(TestAuthority.rsa2048())
            .user(42)
            .issue();
    private static final List<List<X509Certificate>> CHAINS = List.of(
            DEVICE.chain(),
            STRANGER.chain(),
            List.of(DEVICE.certificate(), STRANGER.certificate()),
            List.of(STRANGER.certificate(), DEVICE.certificate()),
            RSA.chain(),
            Collections.nCopies(11, DEVICE.certificate()),
            List.of());
    private static final int MOST_OPERATIONS = 24;

    private record Program(ByteBuffer code) {
        private int next() {
            return code.hasRemaining() ? code.get() & 0xff : 0;
        }

        private int wide() {
            return next() << 8 | next();
        }

        private byte[] bytes(int count) {
            byte[] some = new byte[Math.min(count, code.remaining())];
            code.get(some);
            return some;
        }
    }

    @FuzzTest
    void onlyAValidCertificateAndItsProofOpenTheDoor(byte[] input) throws Exception {
        Program program = new Program(ByteBuffer.wrap(input));
        HandshakeRun run = HandshakeRun.at(Phase.CERTIFICATE);
        KeyHolder client = new KeyHolder(run);
        List<byte[]> flight = flight(program, client);
        boolean honest = Arrays.equals(Arrays.copyOf(input, 3), new byte[3]);
        byte[] meant = join(flight);
        int size = 1 + program.next() * 8;
        int shuffle = program.next();
        for (int i = 0; i < MOST_OPERATIONS && program.code().hasRemaining(); i++) {
            damage(flight, program, client);
        }
        byte[] sent = join(flight);

        boolean refused = deliver(run, pieces(sent, size, shuffle));

        boolean opened = run.events.finished > 0;
        assertEquals(opened, run.engine.wasAuthenticated());
        assertTrue(!opened || isDue(sent, client), "opened without a proof");
        assertTrue(opened || refused || run.engine.phase() != Phase.FAILED, "failed without an alert");
        assertTrue(opened || !honest || !Arrays.equals(sent, meant), "shut to an honest client");
        if (run.engine.phase() != Phase.DONE) {
            assertThrows(IllegalStateException.class, run.engine::peerCertificates);
            assertThrows(IllegalStateException.class, run.engine::getClientApplicationTrafficSecret);
        }
    }

    private static List<byte[]> flight(Program program, KeyHolder client) throws Exception {
        byte[] certificates = KeyHolder.certificates(CHAINS.get(program.next() % CHAINS.size()));
        int scheme = KeyHolder.ECDSA_SECP256R1_SHA256 ^ program.next();
        TestIdentity signer = List.of(DEVICE, STRANGER, RSA).get(program.next() % 3);
        byte[] proof = client.proof(certificates, signer.key(), scheme);
        return new ArrayList<>(List.of(certificates, proof, client.finished(certificates, proof)));
    }

    private static void damage(List<byte[]> flight, Program program, KeyHolder client) throws Exception {
        int operation = program.next();
        if (flight.isEmpty()) {
            return;
        }
        int index = program.next() % flight.size();
        byte[] message = flight.get(index);
        int at = message.length == 0 ? 0 : program.wide() % message.length;
        switch (operation % 8) {
            case 0 -> flight.set(index, replaced(message, at, program.bytes(1 + program.next() % 4)));
            case 1 -> flight.set(index, Arrays.copyOf(message, at));
            case 2 -> flight.set(index, inserted(message, at, program.bytes(1 + program.next() % 64)));
            case 3 -> reseal(flight, client);
            case 4 -> flight.remove(index);
            case 5 -> flight.add(index, message);
            case 6 -> Collections.swap(flight, index, at % flight.size());
            default -> withItsLength(message);
        }
    }

    private static byte[] replaced(byte[] message, int at, byte[] with) {
        byte[] other = message.clone();
        System.arraycopy(with, 0, other, at, Math.min(with.length, other.length - at));
        return other;
    }

    private static byte[] inserted(byte[] message, int at, byte[] more) {
        return join(List.of(Arrays.copyOf(message, at), more, Arrays.copyOfRange(message, at, message.length)));
    }

    /** The device's own signature and MAC over whatever its Certificate has become. */
    private static void reseal(List<byte[]> flight, KeyHolder client) throws Exception {
        byte[] certificates = flight.get(0);
        byte[] proof = client.proof(certificates, DEVICE.key(), KeyHolder.ECDSA_SECP256R1_SHA256);
        flight.subList(1, flight.size()).clear();
        flight.add(proof);
        flight.add(client.finished(certificates, proof));
    }

    private static void withItsLength(byte[] message) {
        if (message.length >= 4) {
            ByteBuffer.wrap(message).putInt(0, message[0] << 24 | message.length - 4);
        }
    }

    /** Returns whether an alert or an error for Kwik to send came of it. */
    private static boolean deliver(HandshakeRun run, List<CryptoFrame> pieces) {
        VersionHolder version = VersionHolder.with(Version.QUIC_version_1);
        HandshakeStream stream =
                new HandshakeStream(version, EncryptionLevel.Handshake, run.engine, new NullLogger(), null);
        boolean refused = false;
        for (CryptoFrame piece : pieces) {
            try {
                stream.add(piece);
                assertFalse(refused && run.engine.phase() != Phase.FAILED, "a refused handshake goes on");
            } catch (TlsProtocolException | TransportError e) {
                assertEquals(Phase.FAILED, run.engine.phase());
                refused = true;
            }
        }
        return refused;
    }

    private static List<CryptoFrame> pieces(byte[] sent, int size, int shuffle) {
        List<CryptoFrame> pieces = new ArrayList<>();
        for (int at = 0; at < sent.length; at += size) {
            byte[] piece = Arrays.copyOfRange(sent, at, Math.min(sent.length, at + size));
            pieces.add(new CryptoFrame(Version.QUIC_version_1, at, piece));
        }
        if (shuffle % 2 == 1) {
            Collections.shuffle(pieces, new Random(shuffle));
        }
        return pieces;
    }

    /** Whether what was sent begins with the device's certificate, its key's proof of this handshake, and Finished. */
    private static boolean isDue(byte[] sent, KeyHolder client) throws Exception {
        ByteBuffer in = ByteBuffer.wrap(sent);
        byte[] certificates = message(in, 11);
        byte[] proof = message(in, 15);
        byte[] finished = message(in, 20);
        byte[] leaf = DEVICE.certificate().getEncoded();
        int begin = 4 + 1 + 3 + 3; // header, no context, length of the list, length of the first
        return Arrays.equals(Arrays.copyOfRange(certificates, begin, begin + leaf.length), leaf)
                && client.proves(
                        certificates, proof, finished, DEVICE.certificate().getPublicKey());
    }

    private static byte[] message(ByteBuffer in, int type) {
        assertEquals(type, in.get(in.position()));
        byte[] message = new byte[4 + (in.getInt(in.position()) & 0xff_ffff)];
        in.get(message);
        return message;
    }

    private static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        parts.forEach(whole::writeBytes);
        return whole.toByteArray();
    }
}

package tech.kwik.core.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.impl.DecryptionException;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.TransportError;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.util.TriFunction;

/** Key updates of two ends (RFC 9001 §6), without a network. */
class KeyUpdateSupportTest {
    private static final byte[] HEADER = {0x40};
    private static final byte[] PLAIN = {1, 2, 3};
    private static final long PTO_MILLIS = 50;
    private static final AeadLimits NEVER = new AeadLimits(1 << 20, 1 << 21, 1 << 20);

    private final AtomicInteger derived = new AtomicInteger();
    private long nowNanos = 5;
    private End client = new End(Role.Client, NEVER);
    private End server = new End(Role.Server, NEVER);

    private final class End {
        private final KeyUpdateSupport own;
        private final KeyUpdateSupport peers;
        private long number;
        private int closed;

        private End(Role role, AeadLimits limits) {
            own = support(role, limits);
            peers = support(role.other(), limits);
            own.setPeerAead(peers);
            peers.setPeerAead(own);
            peers.setPtoSupplier(() -> PTO_MILLIS);
            own.setLimitReachedCallback(() -> closed++);
        }

        private KeyUpdateSupport support(Role role, AeadLimits limits) {
            TriFunction<Role, byte[], byte[], Aead> factory = (of, secret, hp) -> {
                derived.incrementAndGet();
                return new Aes128Gcm(Version.QUIC_version_1, of, false, secret, hp, new NullLogger());
            };
            byte[] secret = new byte[32];
            secret[0] = (byte) role.ordinal();
            Aead first = new Aes128Gcm(Version.QUIC_version_1, role, false, secret, null, new NullLogger());
            return new KeyUpdateSupport(first, role, factory, limits, () -> nowNanos, new NullLogger());
        }

        private Packet send() {
            Aead keys = own.sealing(number);
            byte[] sealed = keys.aeadEncrypt(HEADER, PLAIN, keys.nonce(number));
            return new Packet(number++, keys.getKeyPhase(), keys.getKeyUpdateCounter(), sealed);
        }

        private void receive(Packet packet) throws DecryptionException, TransportError {
            assertArrayEquals(PLAIN, peers.open(HEADER, packet.sealed, packet.number, packet.phase));
        }

        /** The peer has received what was sent so far, as a packet says. */
        private void acknowledgedBy(Packet packet) throws TransportError {
            own.acknowledged(number - 1, packet.generation);
        }
    }

    private record Packet(long number, short phase, int generation, byte[] sealed) {}

    private void exchange() throws DecryptionException, TransportError {
        server.receive(client.send());
        Packet answer = server.send();
        client.receive(answer);
        client.acknowledgedBy(answer);
        Packet acknowledgement = client.send();
        server.receive(acknowledgement);
        server.acknowledgedBy(acknowledgement);
    }

    private static void assertError(TransportErrorCode code, Executable step) {
        assertEquals(code, assertThrows(TransportError.class, step).getErrorCode());
    }

    @Test
    void eachEndFollowsTheUpdatesOfTheOther() throws Exception {
        for (int generation = 1; generation < 8; generation++) {
            exchange();
            nowNanos += 4 * PTO_MILLIS * 1_000_000;
            assertTrue((generation % 2 == 0 ? client : server).own.initiateKeyUpdate());
            exchange();
            assertEquals(generation, client.own.getKeyUpdateCounter());
            assertEquals(generation, server.own.getKeyUpdateCounter());
            assertEquals(generation, server.peers.getKeyUpdateCounter());
        }
    }

    @Test
    void noUpdateBeforeAnAcknowledgement() throws Exception {
        assertFalse(client.own.initiateKeyUpdate(), "the handshake may not be confirmed");
        exchange();
        assertTrue(client.own.initiateKeyUpdate());
        assertFalse(client.own.initiateKeyUpdate(), "nobody has seen the new keys");
        nowNanos += 4 * PTO_MILLIS * 1_000_000;
        exchange();
        nowNanos += 4 * PTO_MILLIS * 1_000_000;
        assertTrue(client.own.initiateKeyUpdate());
    }

    @Test
    void packetThatIsLateIsReadForThreeTimesThePto() throws Exception {
        exchange();
        Packet late = client.send();
        Packet later = client.send();
        client.own.initiateKeyUpdate();
        server.receive(client.send());
        server.receive(late);
        nowNanos += 3 * PTO_MILLIS * 1_000_000 + 1;
        assertThrows(DecryptionException.class, () -> server.receive(later));
        server.receive(client.send());
    }

    @Test
    void forgedPhaseBitsCostOneDerivation() throws Exception {
        exchange();
        for (int i = 0; i < 100; i++) {
            Packet packet = client.send();
            Packet forged = new Packet(packet.number, (short) 1, 0, packet.sealed);
            assertThrows(DecryptionException.class, () -> server.receive(forged));
        }
        assertEquals(1, derived.get());
        client.own.initiateKeyUpdate();
        server.receive(client.send());
        assertEquals(1, server.own.getKeyUpdateCounter());
    }

    /** RFC 9001 §6.4. */
    @Test
    void oldKeysAfterNewerOnesAreAnError() throws Exception {
        exchange();
        Packet old = client.send();
        client.own.initiateKeyUpdate();
        server.receive(client.send());
        byte[] again = oldKeysAt(old, client.number + 5);
        Packet wrong = new Packet(client.number + 5, old.phase, old.generation, again);
        assertError(TransportErrorCode.KEY_UPDATE_ERROR, () -> server.receive(wrong));
    }

    private static byte[] oldKeysAt(Packet old, long number) {
        byte[] secret = new byte[32];
        secret[0] = (byte) Role.Client.ordinal();
        Aead keys = new Aes128Gcm(Version.QUIC_version_1, Role.Client, false, secret, null, new NullLogger());
        assertArrayEquals(old.sealed, keys.aeadEncrypt(HEADER, PLAIN, keys.nonce(old.number)));
        return keys.aeadEncrypt(HEADER, PLAIN, keys.nonce(number));
    }

    /** RFC 9001 §6.2: nothing was sent with the keys of the first update. The error is sent with those of the second. */
    @Test
    void secondUpdateBeforeTheFirstIsAnsweredIsAnErrorThatThePeerCanRead() throws Exception {
        exchange();
        client.own.initiateKeyUpdate();
        server.receive(client.send());
        client.own.acknowledged(client.number, 1);
        assertTrue(client.own.initiateKeyUpdate());
        assertError(TransportErrorCode.KEY_UPDATE_ERROR, () -> server.receive(client.send()));
        assertEquals(2, server.send().generation);
    }

    /** A client that was answered with the new keys knows that they are there, whatever that packet acknowledged. */
    @Test
    void secondUpdateAfterAnAnswerIsFollowed() throws Exception {
        exchange();
        client.own.initiateKeyUpdate();
        server.receive(client.send());
        server.send();
        client.own.acknowledged(client.number, 1);
        assertTrue(client.own.initiateKeyUpdate());
        server.receive(client.send());
        assertEquals(2, server.send().generation);
    }

    /** RFC 9001 §6.2. */
    @Test
    void newKeysAcknowledgedWithOldOnesAreAnError() throws Exception {
        exchange();
        client.own.initiateKeyUpdate();
        client.send();
        Packet withOldKeys = server.send();
        client.receive(withOldKeys);
        assertError(TransportErrorCode.KEY_UPDATE_ERROR, () -> client.acknowledgedBy(withOldKeys));
    }

    @Test
    void keysAreUpdatedBeforeTheirLimit() throws Exception {
        client = new End(Role.Client, new AeadLimits(10, 20, 0));
        for (int i = 0; i < 100; i++) {
            exchange();
            nowNanos += PTO_MILLIS * 1_000_000;
        }
        assertTrue(client.own.getKeyUpdateCounter() > 10, () -> "" + client.own.getKeyUpdateCounter());
        assertEquals(0, client.closed);
    }

    @Test
    void connectionIsClosedWhenKeysCannotBeUpdated() {
        client = new End(Role.Client, new AeadLimits(10, 20, 0));
        for (int i = 0; i < 30; i++) {
            assertEquals(i < 20 ? 0 : 1, client.closed);
            assertEquals(0, client.send().generation);
        }
    }

    @Test
    void packetsThatNoKeyOpensAreCountedOverAllGenerations() throws Exception {
        server = new End(Role.Server, new AeadLimits(1 << 20, 1 << 21, 9));
        for (int generation = 0; generation < 3; generation++) {
            exchange();
            for (int i = 0; i < 3; i++) {
                assertThrows(DecryptionException.class, () -> server.receive(forged()));
            }
            nowNanos += 4 * PTO_MILLIS * 1_000_000;
            client.own.initiateKeyUpdate();
        }
        assertError(TransportErrorCode.AEAD_LIMIT_REACHED, () -> server.receive(forged()));
    }

    private Packet forged() {
        Packet packet = client.send();
        packet.sealed[0] ^= 1;
        return packet;
    }

    @Test
    void limitsAreThoseOfTheStandard() {
        assertEquals(1L << 52, AeadLimits.of(CipherSuite.TLS_AES_256_GCM_SHA384).failedAtMost());
        assertTrue(AeadLimits.of(CipherSuite.TLS_AES_128_GCM_SHA256).sealedAtMost() < 1L << 23);
        assertEquals(
                1L << 36,
                AeadLimits.of(CipherSuite.TLS_CHACHA20_POLY1305_SHA256).failedAtMost());
    }
}

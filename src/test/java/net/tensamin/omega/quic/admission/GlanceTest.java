package net.tensamin.omega.quic.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.quic.tls.Path;
import net.tensamin.omega.quic.tls.RecordingOutlet;
import org.junit.jupiter.api.Test;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.ConnectionSecrets;
import tech.kwik.core.crypto.MissingKeysException;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.frame.Padding;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.Version;
import tech.kwik.core.impl.VersionHolder;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.packet.InitialPacket;

class GlanceTest {
    private static final Version V1 = Version.QUIC_version_1;
    private static final byte[] HELLO = {1, 0, 0, 4, 1, 2, 3, 4};
    private static final byte[] ORIGINAL_ID = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final ConnectionSecrets KEYS = keys();

    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4433);

    private final RecordingOutlet outlet = new RecordingOutlet();
    private final List<byte[]> answers = outlet.sent();
    private long nanos;
    private final WaitingRoom room =
            new WaitingRoom(100, new Meters().counter("omega_gone_total", "Clients that gave up"), () -> nanos);
    private final Glance glance = new Glance(room, new NullLogger());

    @Test
    void completeHelloWaitsForItsTurnAndIsNotAnswered() {
        enter(packet(ORIGINAL_ID, 0, HELLO));
        assertEquals(1, room.size());
        assertEquals(List.of(), answers);
        assertTrue(room.call(source -> true).orElseThrow().arrival().flight().isComplete());
    }

    @Test
    void partOfAHelloIsAcknowledgedAndWaitsForTheRest() {
        enter(packet(ORIGINAL_ID, 0, Arrays.copyOf(HELLO, 4)));
        assertTrue(room.isEmpty());
        assertEquals(1, answers.size());

        add(packet(serversId(), 4, Arrays.copyOfRange(HELLO, 4, 8)));
        assertEquals(1, room.size());
        assertEquals(1, answers.size());
        assertFalse(room.add(packet(new byte[8], 4, HELLO), false), "nobody else's");
    }

    @Test
    void aClientThatWasAnsweredIsNotAskedForProof() {
        enter(packet(ORIGINAL_ID, 0, Arrays.copyOf(HELLO, 4)));
        Datagram rest = packet(serversId(), 4, Arrays.copyOfRange(HELLO, 4, 8));
        assertTrue(room.add(rest, true));
        assertTrue(room.add(rest, true), "it ignores a Retry now");
        assertEquals(1, room.size());
    }

    /** RFC 9000 §10.2.3. */
    @Test
    void whatIsNoHelloIsToldSoAndForgotten() {
        enter(packet(ORIGINAL_ID, 0, new byte[] {11, 0, 0, 0}));
        assertTrue(room.isEmpty());
        assertEquals(1, answers.size());
        assertFalse(room.add(packet(ORIGINAL_ID, 0, HELLO), false));
    }

    @Test
    void aForgottenClientIsForgottenUnderBothIds() {
        enter(packet(ORIGINAL_ID, 0, Arrays.copyOf(HELLO, 4)));
        nanos += Duration.ofSeconds(60).toNanos();
        assertFalse(room.isCrowded());
        assertFalse(room.add(packet(serversId(), 4, HELLO), false));
        assertFalse(room.add(packet(ORIGINAL_ID, 4, HELLO), false));
    }

    private void enter(Datagram datagram) {
        assertTrue(room.enter(datagram, new Gate.Pass(Optional.empty()), false));
        room.unseen().ifPresent(glance::at);
    }

    private void add(Datagram datagram) {
        assertTrue(room.add(datagram, false));
        room.unseen().ifPresent(glance::at);
    }

    private byte[] serversId() {
        Datagram read = Datagram.read(answers.get(0), new Path(outlet, CLIENT), Instant.EPOCH)
                .orElseThrow();
        return read.sourceId();
    }

    private Datagram packet(byte[] destination, int offset, byte[] crypto) {
        byte[] clientId = new byte[8];
        InitialPacket packet = new InitialPacket(
                V1, clientId, destination, null, List.of(new CryptoFrame(V1, offset, crypto), new Padding(1_150)));
        packet.setPacketNumber(offset);
        try {
            byte[] bytes = packet.generatePacketBytes(KEYS.getOwnAead(EncryptionLevel.Initial));
            return Datagram.read(bytes, new Path(outlet, CLIENT), Instant.EPOCH).orElseThrow();
        } catch (MissingKeysException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConnectionSecrets keys() {
        ConnectionSecrets keys = new ConnectionSecrets(new VersionHolder(V1), Role.Client, null, new NullLogger());
        keys.computeInitialKeys(ORIGINAL_ID);
        return keys;
    }
}

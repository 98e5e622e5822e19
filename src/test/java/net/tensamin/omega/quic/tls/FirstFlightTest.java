package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

class FirstFlightTest {
    private static final Version V1 = Version.QUIC_version_1;
    private static final byte[] ORIGINAL_ID = {1, 2, 3, 4, 5, 6, 7, 8};
    private final FirstFlight flight = new FirstFlight(V1, ORIGINAL_ID, new NullLogger());
    private final byte[] hello = new HandshakeRun().message(0);
    private int packets;

    @Test
    void helloInOnePacketIsComplete() {
        assertEquals(FirstFlight.State.COMPLETE, flight.add(packet(0, hello)));
    }

    @Test
    void helloInSeveralPacketsIsCompleteWithTheLast() {
        int half = hello.length / 2;
        byte[] second = Arrays.copyOfRange(hello, half, hello.length);
        assertEquals(FirstFlight.State.INCOMPLETE, flight.add(packet(half, second)));
        assertEquals(FirstFlight.State.COMPLETE, flight.add(packet(0, Arrays.copyOf(hello, half))));
        assertEquals(2, flight.datagrams().size());
    }

    @Test
    void otherMessageIsInvalid() {
        byte[] certificate = {11, 0, 0, 9, 0, 0, 0, 5, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 0};
        assertEquals(FirstFlight.State.INVALID, flight.add(packet(0, certificate)));
    }

    @Test
    void helloThatClaimsToBeHugeIsInvalid() {
        assertEquals(FirstFlight.State.INVALID, flight.add(packet(0, new byte[] {1, 1, 0, 0})));
    }

    @Test
    void packetUnderOtherKeysIsInvalid() {
        FirstFlight other = new FirstFlight(V1, new byte[8], new NullLogger());
        assertEquals(FirstFlight.State.INVALID, other.add(packet(0, hello)));
    }

    @Test
    void garbageIsInvalid() {
        byte[] garbage = new byte[1200];
        new Random(1).nextBytes(garbage);
        garbage[0] = (byte) 0xc0;
        System.arraycopy(new byte[] {0, 0, 0, 1, 8}, 0, garbage, 1, 5);
        assertEquals(FirstFlight.State.INVALID, flight.add(ByteBuffer.wrap(garbage)));
    }

    @Test
    void endlessFlightIsInvalid() {
        FirstFlight.State state = FirstFlight.State.INCOMPLETE;
        int sent = 0;
        while (state == FirstFlight.State.INCOMPLETE && sent < 100) {
            state = flight.add(packet(1, new byte[] {0}));
            sent++;
        }
        assertEquals(FirstFlight.State.INVALID, state);
    }

    private ByteBuffer packet(int offset, byte[] crypto) {
        ConnectionSecrets secrets = new ConnectionSecrets(new VersionHolder(V1), Role.Client, null, new NullLogger());
        secrets.computeInitialKeys(ORIGINAL_ID);
        InitialPacket packet = new InitialPacket(
                V1, new byte[8], ORIGINAL_ID, null, List.of(new CryptoFrame(V1, offset, crypto), new Padding(700)));
        packet.setPacketNumber(packets++);
        try {
            return ByteBuffer.wrap(packet.generatePacketBytes(secrets.getOwnAead(EncryptionLevel.Initial)));
        } catch (MissingKeysException e) {
            throw new IllegalStateException(e);
        }
    }
}

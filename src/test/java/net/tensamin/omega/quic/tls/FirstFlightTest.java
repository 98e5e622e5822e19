package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tech.kwik.agent15.TlsConstants.AlertDescription;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.ConnectionSecrets;
import tech.kwik.core.crypto.MissingKeysException;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.ConnectionCloseFrame;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.frame.MaxDataFrame;
import tech.kwik.core.frame.Padding;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.Version;
import tech.kwik.core.impl.VersionHolder;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.packet.InitialPacket;

class FirstFlightTest {
    private static final Version V1 = Version.QUIC_version_1;
    private static final byte[] ORIGINAL_ID = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final byte[] OWN_ID = {8, 7, 6, 5, 4, 3, 2, 1};
    private final FirstFlight flight = new FirstFlight(V1, ORIGINAL_ID, OWN_ID, new NullLogger());
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
    void helloInSeveralPacketsOfOneDatagramIsComplete() {
        int half = hello.length / 2;
        ByteBuffer first = packet(0, Arrays.copyOf(hello, half));
        ByteBuffer second = packet(half, Arrays.copyOfRange(hello, half, hello.length));
        assertEquals(FirstFlight.State.COMPLETE, flight.add(joined(second, first)));
        assertEquals(1, flight.datagrams().size());
        assertEquals(first.limit() + second.limit(), flight.bytes());
    }

    @Test
    void whatFollowsTheInitialPacketsOfADatagramIsNotLookedAt() {
        ByteBuffer zeroRtt = ByteBuffer.wrap(new byte[] {(byte) 0xd0, 0, 0, 0, 1, 8, 1, 2});
        assertEquals(FirstFlight.State.COMPLETE, flight.add(joined(packet(0, hello), zeroRtt)));
        assertEquals(FirstFlight.State.INCOMPLETE, other().add(joined(packet(0, new byte[] {1}), zeroRtt)));
    }

    @Test
    void datagramOfVeryManyPacketsIsInvalid() {
        ByteBuffer[] many = new ByteBuffer[40];
        for (int i = 0; i < many.length; i++) {
            many[i] = packet(1 + i, new byte[] {0});
        }
        assertEquals(FirstFlight.State.INVALID, flight.add(joined(many)));
    }

    @Test
    void whatRepeatsWhatIsThereIsNotKept() {
        ByteBuffer half = packet(0, Arrays.copyOf(hello, hello.length / 2));
        for (int i = 0; i < 10; i++) {
            assertEquals(FirstFlight.State.INCOMPLETE, flight.add(half));
        }
        assertEquals(1, flight.datagrams().size());
    }

    @Test
    void whatHasComeIsAcknowledgedUnderNumbersOfItsOwn() throws Exception {
        int half = hello.length / 2;
        assertFalse(flight.hasCome());
        flight.add(packet(half, Arrays.copyOfRange(hello, half, half + 10)));
        packets += 2;
        flight.add(packet(half + 10, Arrays.copyOfRange(hello, half + 10, half + 20)));
        assertTrue(flight.hasCome());
        byte[] clientId = {5, 5};
        for (int number = 0; number < 2; number++) {
            byte[] answer = flight.answers().acknowledgement(clientId);
            assertTrue(answer.length < 100, "what is not proven gets less than it sent");
            InitialPacket read = read(answer);
            assertEquals(number, read.getPacketNumber());
            assertArrayEquals(OWN_ID, read.getSourceConnectionId());
            assertArrayEquals(clientId, read.getDestinationConnectionId());
            AckFrame acknowledgement = (AckFrame) read.getFrames().get(0);
            assertEquals(
                    List.of(3L, 0L), acknowledgement.getAckedPacketNumbers().toList());
        }
        assertEquals(2, read(flight.answers().refusal(clientId, "no room")).getPacketNumber());
        assertEquals(3, flight.answers().packets());
    }

    private static FirstFlight other() {
        return new FirstFlight(V1, ORIGINAL_ID, OWN_ID, new NullLogger());
    }

    private static InitialPacket read(byte[] answer) throws Exception {
        InitialPacket packet = new InitialPacket(V1);
        packet.parse(
                ByteBuffer.wrap(answer), clientKeys().getPeerAead(EncryptionLevel.Initial), 0, new NullLogger(), 0);
        return packet;
    }

    private static ByteBuffer joined(ByteBuffer... packets) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer packet : packets) {
            all.writeBytes(packet.array());
        }
        return ByteBuffer.wrap(all.toByteArray());
    }

    @Test
    void otherMessageIsInvalid() throws Exception {
        byte[] certificate = {11, 0, 0, 9, 0, 0, 0, 5, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 0};
        assertEquals(FirstFlight.State.INVALID, flight.add(packet(0, certificate)));
        assertEquals(0x100 + AlertDescription.unexpected_message.value, complaint());
    }

    @Test
    void helloThatClaimsToBeHugeIsInvalid() throws Exception {
        assertEquals(FirstFlight.State.INVALID, flight.add(packet(0, new byte[] {1, 1, 0, 0})));
        assertEquals(0x100 + AlertDescription.illegal_parameter.value, complaint());
    }

    @Test
    void bytesFarAheadAreInvalid() throws Exception {
        assertEquals(FirstFlight.State.INVALID, flight.add(packet(100_000, new byte[] {1})));
        assertEquals(TransportErrorCode.CRYPTO_BUFFER_EXCEEDED.value, complaint());
    }

    /** RFC 9000 §12.4. */
    @Test
    void frameThatAnInitialPacketMustNotHaveIsInvalid() throws Exception {
        assertEquals(FirstFlight.State.INVALID, flight.add(packet(List.of(new MaxDataFrame(9), new Padding(700)))));
        assertEquals(TransportErrorCode.PROTOCOL_VIOLATION.value, complaint());
    }

    @Test
    void aClientThatIsGoneIsToldNothing() {
        ConnectionCloseFrame close = new ConnectionCloseFrame(V1);
        assertEquals(FirstFlight.State.INVALID, flight.add(packet(List.of(close, new Padding(700)))));
        assertEquals(Optional.empty(), flight.answers().complaint(new byte[] {5, 5}));
    }

    private long complaint() throws Exception {
        byte[] answer = flight.answers().complaint(new byte[] {5, 5}).orElseThrow();
        assertTrue(answer.length < 200, "what is not proven gets less than it sent");
        return ((ConnectionCloseFrame) read(answer).getFrames().get(0)).getErrorCode();
    }

    @Test
    void packetUnderOtherKeysIsInvalid() {
        FirstFlight other = new FirstFlight(V1, new byte[8], OWN_ID, new NullLogger());
        assertEquals(FirstFlight.State.INVALID, other.add(packet(0, hello)));
        assertEquals(Optional.empty(), other.answers().complaint(new byte[] {5, 5}), "anybody can have sent that");
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

    private static ConnectionSecrets clientKeys() {
        ConnectionSecrets secrets = new ConnectionSecrets(new VersionHolder(V1), Role.Client, null, new NullLogger());
        secrets.computeInitialKeys(ORIGINAL_ID);
        return secrets;
    }

    private ByteBuffer packet(int offset, byte[] crypto) {
        return packet(List.of(new CryptoFrame(V1, offset, crypto), new Padding(700)));
    }

    private ByteBuffer packet(List<QuicFrame> frames) {
        InitialPacket packet = new InitialPacket(V1, new byte[8], ORIGINAL_ID, null, frames);
        packet.setPacketNumber(packets++);
        try {
            return ByteBuffer.wrap(packet.generatePacketBytes(clientKeys().getOwnAead(EncryptionLevel.Initial)));
        } catch (MissingKeysException e) {
            throw new IllegalStateException(e);
        }
    }
}

package net.tensamin.omega.quic.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import net.tensamin.omega.limits.Source;
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

class HandshakeStarterTest {
    private static final Path PATH = RecordingOutlet.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4433));

    private static final Version V1 = Version.QUIC_version_1;
    private static final byte[] HELLO = {1, 0, 0, 4, 1, 2, 3, 4
    }; // RFC 8446 §4: type, length and what nobody reads here

    private final WaitingRoom room =
            new WaitingRoom(100, new Meters().counter("omega_gone_total", "Clients that gave up"), System::nanoTime);
    private final HalfOpen<Long> underWay = new HalfOpen<>(2, Duration.ofSeconds(5), System::nanoTime);
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<Long> begun = new ArrayList<>();
    private HandshakeStarter.Admitted admitted = client -> begun.add(id(client));
    private final HandshakeStarter opening = new HandshakeStarter(
            room, underWay, workers::add, id -> Optional.empty(), client -> admitted.begin(client), new NullLogger());

    @Test
    void oneIsBegunEachTimeTheWorkersHaveBegunWhatWasThereBefore() {
        enter(1, 2, 3);
        opening.goOn();
        opening.goOn();
        assertEquals(1, workers.size());

        workers.add(() -> begun.add(-1L)); // the answer of somebody whose handshake was begun before
        work();

        assertEquals(List.of(1L, -1L, 2L, 3L), begun);
        assertTrue(room.isEmpty());
    }

    @Test
    void whoeverWaitsWhileTheWorkersTakeNothingIsBegunLater() {
        List<RuntimeException> errors = new ArrayList<>(List.of(new IllegalStateException("in a test")));
        HandshakeStarter starter = new HandshakeStarter(
                room,
                underWay,
                work -> {
                    if (!errors.isEmpty()) {
                        throw errors.remove(0);
                    }
                    workers.add(work);
                },
                id -> Optional.empty(),
                client -> admitted.begin(client),
                new NullLogger());
        enter(1);

        starter.goOn();
        starter.goOn();
        work();

        assertEquals(List.of(1L), begun);
    }

    @Test
    void nobodyIsBegunWhenTooManyAreUnderWayUntilOneEnds() {
        enter(1);
        underWay.add(10L, Source.of("x"));
        underWay.add(11L, Source.of("y"));
        opening.goOn();
        work();
        assertEquals(List.of(), begun);

        underWay.remove(10L);
        opening.goOn();
        work();
        assertEquals(List.of(1L), begun);
    }

    /** It would look again and again. */
    @Test
    void whenAllWhoWaitHaveTheirPartUnderWayTheWorkersAreLeftAlone() {
        enter(1);
        underWay.add(10L, Source.of(InetAddress.getLoopbackAddress()));
        opening.goOn();
        work();
        assertEquals(List.of(), begun);
        assertEquals(1, room.size());
    }

    @Test
    void whatIsNoHandshakeIsNotBegunAndDoesNotHoldUpOthers() {
        admit(first(1, 0, new byte[] {11, 0, 0, 0}));
        enter(2);
        opening.goOn();
        work();
        assertEquals(List.of(2L), begun);
    }

    @Test
    void messageInTwoPartsIsBegunWithTheSecond() {
        admit(first(1, 4, Arrays.copyOfRange(HELLO, 4, 8)));
        opening.goOn();
        work();
        assertEquals(List.of(), begun);

        assertTrue(room.add(first(1, 0, Arrays.copyOf(HELLO, 4)), true));
        opening.goOn();
        work();
        assertEquals(List.of(1L), begun);
    }

    @Test
    void failureToBeginOneDoesNotHoldUpOthers() {
        admitted = client -> {
            begun.add(id(client));
            if (begun.size() == 1) {
                throw new IllegalStateException("told to fail");
            }
            if (begun.size() == 2) {
                throw new IllegalArgumentException("told to fail");
            }
            if (begun.size() == 3) {
                throw new StackOverflowError("told to fail");
            }
        };
        enter(1, 2, 3, 4);
        opening.goOn();
        assertThrows(StackOverflowError.class, this::work);
        opening.goOn();
        work();
        assertEquals(List.of(1L, 2L, 3L, 4L), begun);
    }

    private void work() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }

    private void enter(long... ids) {
        for (long id : ids) {
            admit(first(id, 0, HELLO));
        }
    }

    private void admit(Datagram first) {
        assertTrue(room.enter(first, new Gate.Pass(Optional.of(new byte[8])), true));
    }

    private static long id(WaitingRoom.Called client) {
        return ByteBuffer.wrap(client.latest().destinationId()).getLong();
    }

    private static Datagram first(long id, int offset, byte[] crypto) {
        byte[] originalId = ByteBuffer.allocate(8).putLong(id).array();
        ConnectionSecrets secrets = new ConnectionSecrets(new VersionHolder(V1), Role.Client, null, new NullLogger());
        secrets.computeInitialKeys(originalId);
        InitialPacket packet = new InitialPacket(
                V1, new byte[8], originalId, null, List.of(new CryptoFrame(V1, offset, crypto), new Padding(1_100)));
        packet.setPacketNumber(offset);
        try {
            byte[] bytes = packet.generatePacketBytes(secrets.getOwnAead(EncryptionLevel.Initial));
            return Datagram.read(bytes, PATH, Instant.now()).orElseThrow();
        } catch (MissingKeysException e) {
            throw new IllegalStateException(e);
        }
    }
}

package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.ConnectionSecrets;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.frame.Padding;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.Version;
import tech.kwik.core.impl.VersionHolder;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.packet.InitialPacket;

/**
 * Whatever comes to the port: the server stays up, serves whoever has a connection, keeps nothing, and sends no address that has
 * not answered it more than three times what came from there (RFC 9000 §8.1). Its certificate is so large that it would.
 */
class HostileNetworkTest {
    private static final int AMPLIFICATION = 3;
    private static final int ROUNDS = 3;
    private static final int FLIGHTS = 12;
    private static final int NOISE = 4_000;
    private static final long MEGABYTE = 1 << 20;

    private final QuicFixture server = new QuicFixture(
            QuicFixture.settings(Duration.ofSeconds(1)),
            RevocationCheck.NOTHING_REVOKED,
            servers -> servers.serverRequest().padded(8_000).issue());
    private final TestIdentity device = server.clients.device(42);
    private final Random random = new Random(9000);
    private final List<Stranger> strangers = new ArrayList<>();
    private final List<List<byte[]>> flights = new ArrayList<>();
    private QuicheClient bystander;
    private QuicheClient.Stream talk;

    @BeforeEach
    void connectABystander() {
        bystander = server.connect(device);
        talk = bystander.openStream();
        talk.send("before");
        assertEquals("before", talk.awaitLine());
    }

    @AfterEach
    void stop() {
        strangers.forEach(Stranger::close);
        bystander.close();
        server.close();
    }

    @Test
    void nothingThatComesDisturbsABystanderOrIsAmplifiedOrKept() {
        while (flights.size() < FLIGHTS) {
            flights.add(recorded());
        }
        awaitOnlyTheBystander();
        Set<String> threads = Set.of();
        long heap = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, UnaryOperator<List<byte[]>>> attack :
                    attacks().entrySet()) {
                flights.forEach(flight -> attack(attack.getValue().apply(flight)));
                stillServed(attack.getKey());
            }
            noise();
            awaitOnlyTheBystander();
            if (round == 0) {
                threads = transportThreads();
                heap = liveHeap();
            }
        }
        assertEquals(threads, transportThreads());
        long grown = liveHeap() - heap;
        assertTrue(grown < 3 * MEGABYTE, () -> "the heap grew by " + grown);
        strangers.forEach(HostileNetworkTest::assertNotAmplified);
        assertTrue(strangers.stream().anyMatch(stranger -> stranger.received() > 0), "nobody was answered at all");
    }

    /** Between a replayed Initial and a limit of three times its size there is a handshake that does not fit. */
    @Test
    void whatComesFromElsewhereDoesNotRaiseTheLimitOfAnAddress() {
        Stranger victim = stranger();
        Stranger helper = stranger();
        byte[] first = recorded().get(0);
        awaitOnlyTheBystander();
        victim.send(first);
        await().until(() -> victim.received() > 0);
        for (int i = 0; i < 30; i++) {
            helper.send(first);
        }
        awaitOnlyTheBystander();
        assertNotAmplified(victim);
        assertEquals(0, helper.received());
    }

    @Test
    void anInitialInTooSmallOrTooLargeADatagramIsNotAnswered() throws Exception {
        byte[] first = recorded().get(0);
        awaitOnlyTheBystander();
        Stranger small = stranger();
        Stranger large = stranger();
        Stranger usual = stranger();
        small.send(again(first, 0));
        large.send(Arrays.copyOf(again(first, 1_000), 2_100));
        usual.send(again(first, 1_000));
        await().until(() -> usual.received() > 0);
        awaitOnlyTheBystander();
        assertEquals(0, small.received());
        assertEquals(0, large.received());
        assertTrue(small.sent() < 1200 && usual.sent() >= 1200 && usual.sent() <= 2048 && large.sent() > 2048);
    }

    /** What a client sends to connect, say something and leave, a datagram each. */
    private List<byte[]> recorded() {
        try (BadNetwork network = new BadNetwork(server.address(), 1)) {
            network.record();
            try (QuicheClient client = QuicheClient.connect(network.address(), server.servers.certificate(), device)) {
                QuicheClient.Stream stream = client.openStream();
                stream.send("recorded");
                assertEquals("recorded", stream.awaitLine());
            }
            return network.recorded();
        }
    }

    private Map<String, UnaryOperator<List<byte[]>>> attacks() {
        Map<String, UnaryOperator<List<byte[]>>> attacks = new LinkedHashMap<>();
        attacks.put("replayed", flight -> flight);
        attacks.put("the first alone", flight -> flight.subList(0, 1));
        attacks.put("without the first", flight -> flight.subList(1, flight.size()));
        attacks.put("cut", each(bytes -> Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length))));
        attacks.put("a bit flipped", each(this::flipped));
        attacks.put("all but the first cut", flight -> replaceRest(flight, attacks.get("cut")));
        attacks.put("all but the first flipped", flight -> replaceRest(flight, attacks.get("a bit flipped")));
        attacks.put("doubled", flight -> flight.stream()
                .flatMap(bytes -> java.util.stream.Stream.of(bytes, bytes))
                .toList());
        attacks.put("in any order", flight -> {
            List<byte[]> shuffled = new ArrayList<>(flight);
            Collections.shuffle(shuffled, random);
            return shuffled;
        });
        attacks.put("two flights in one", this::woven);
        return attacks;
    }

    private static UnaryOperator<List<byte[]>> each(UnaryOperator<byte[]> harm) {
        return flight -> flight.stream().map(harm).toList();
    }

    private static List<byte[]> replaceRest(List<byte[]> flight, UnaryOperator<List<byte[]>> harm) {
        List<byte[]> harmed = new ArrayList<>(flight.subList(0, 1));
        harmed.addAll(harm.apply(flight.subList(1, flight.size())));
        return harmed;
    }

    private byte[] flipped(byte[] bytes) {
        byte[] harmed = bytes.clone();
        int bit = random.nextInt(8 * bytes.length);
        harmed[bit / 8] ^= (byte) (1 << bit % 8);
        return harmed;
    }

    private List<byte[]> woven(List<byte[]> flight) {
        List<byte[]> other = flights.get(random.nextInt(flights.size()));
        List<byte[]> woven = new ArrayList<>();
        for (int i = 0; i < flight.size(); i++) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(flight.get(i));
            both.writeBytes(other.get(i % other.size()));
            woven.add(both.toByteArray());
        }
        return woven;
    }

    private void attack(List<byte[]> datagrams) {
        Stranger stranger = stranger();
        datagrams.forEach(stranger::send);
    }

    private void noise() {
        Stranger stranger = stranger();
        byte[] looksLikeAnInitial = {(byte) 0xc0, 0, 0, 0, 1, 8};
        for (int i = 0; i < NOISE; i++) {
            byte[] noise = new byte[random.nextInt(1_500)];
            random.nextBytes(noise);
            if (i % 2 == 0 && noise.length > looksLikeAnInitial.length) {
                System.arraycopy(looksLikeAnInitial, 0, noise, 0, looksLikeAnInitial.length);
            }
            stranger.send(noise);
        }
        stillServed("noise");
    }

    private Stranger stranger() {
        strangers.add(new Stranger(server.address()));
        return strangers.get(strangers.size() - 1);
    }

    private void stillServed(String attack) {
        talk.send(attack);
        assertEquals(attack, talk.awaitLine());
        strangers.forEach(Stranger::received);
    }

    private void awaitOnlyTheBystander() {
        await().until(() -> server.listener.connections() == 1);
    }

    private static void assertNotAmplified(Stranger stranger) {
        long received = stranger.received();
        long most = AMPLIFICATION * stranger.sent();
        assertTrue(received <= most, () -> received + " bytes for " + stranger.sent());
    }

    private static Set<String> transportThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("omega-quic"))
                .collect(Collectors.toSet());
    }

    private long liveHeap() {
        server.acceptor.forget();
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** The same Initial packet under the same keys, with as much padding. */
    private static byte[] again(byte[] first, int padding) throws Exception {
        byte[] originalId = Arrays.copyOfRange(first, 6, 6 + first[5]);
        int sourceAt = 6 + originalId.length;
        byte[] sourceId = Arrays.copyOfRange(first, sourceAt + 1, sourceAt + 1 + first[sourceAt]);
        InitialPacket read = new InitialPacket(Version.QUIC_version_1);
        var clientKeys = secrets(Role.Server, originalId).getPeerAead(EncryptionLevel.Initial);
        read.parse(ByteBuffer.wrap(first), clientKeys, 0, new NullLogger(), 0);
        List<QuicFrame> frames = new ArrayList<>(
                read.getFrames().stream().filter(CryptoFrame.class::isInstance).toList());
        frames.add(new Padding(Math.max(1, padding)));
        InitialPacket packet = new InitialPacket(Version.QUIC_version_1, sourceId, originalId, null, frames);
        packet.setPacketNumber(0);
        return packet.generatePacketBytes(secrets(Role.Client, originalId).getOwnAead(EncryptionLevel.Initial));
    }

    private static ConnectionSecrets secrets(Role role, byte[] originalId) {
        VersionHolder version = new VersionHolder(Version.QUIC_version_1);
        ConnectionSecrets secrets = new ConnectionSecrets(version, role, null, new NullLogger());
        secrets.computeInitialKeys(originalId);
        return secrets;
    }
}

package net.tensamin.omega.bench.floor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.quic.tls.HandshakeParts;
import net.tensamin.omega.testing.CryptoProviders;

/** What a push and a connect cost at least on this machine: the system calls and the cryptography that no server can do without. */
public final class Floor {
    /** A {@code push_notification} with the header of its packet, that of its frame, and the tag. */
    private static final int PUSH_BYTES = 130;

    private static final int CURVES = 10; // a batch
    private static final int PACKETS = 500;
    private static final long WARM_UP = TimeUnit.SECONDS.toNanos(3);

    private Floor() {}

    /** Prints and writes the report. */
    public static void run() throws Exception {
        List<List<String>> ways = List.of(List.of(), CryptoProviders.ofThisSystem());
        List<Operation> operations = new ArrayList<>();
        try (Datagrams datagrams = new Datagrams(PUSH_BYTES)) {
            operations.add(same("sendto", 1, ways, datagrams::sendNanos));
            operations.add(same("recvfrom", 1, ways, datagrams::receiveNanos));
        }
        PacketProtection packets = new PacketProtection(PUSH_BYTES);
        operations.add(same("AES-128-GCM, seal", 1, ways, batch(PACKETS, packets::seal)));
        operations.add(same("AES-128-GCM, open", 1, ways, batch(PACKETS, packets::open)));
        List<HandshakeParts> parts = new ArrayList<>();
        for (List<String> way : ways) {
            parts.add(new HandshakeParts(way));
        }
        operations.add(handshake("P-256, sign", 1, parts, HandshakeParts::sign));
        operations.add(handshake("P-256, verify a certificate", 1, parts, HandshakeParts::verifyCertificate));
        operations.add(handshake("P-256, verify a proof", 1, parts, HandshakeParts::verifyProof));
        operations.add(handshake("X25519, key pair and secret", 1, parts, HandshakeParts::agree));
        List<String> names = ways.stream().map(Floor::name).toList();
        System.out.println(
                new FloorReport(names, operations).write(Path.of(System.getProperty("bench.results", "target/bench"))));
    }

    private static String name(List<String> providers) {
        return providers.isEmpty() ? "as shipped" : String.join(", ", providers);
    }

    private static double micros(Steady.Batch batch) throws Exception {
        long end = System.nanoTime() + WARM_UP;
        while (System.nanoTime() < end) {
            batch.nanos();
        }
        return Steady.nanos(batch) / 1e3;
    }

    private static Steady.Batch batch(int times, ThreadTime.Work work) {
        return () -> ThreadTime.nanosEach(times, work);
    }

    /** Whatever computes handshakes. */
    private static Operation same(String name, int aPush, List<?> ways, Steady.Batch batch) throws Exception {
        double micros = micros(batch);
        return new Operation(name, aPush, 0, ways.stream().map(way -> micros).toList());
    }

    private interface Part {
        void of(HandshakeParts parts) throws Exception;
    }

    private static Operation handshake(String name, int aConnect, List<HandshakeParts> ways, Part part)
            throws Exception {
        List<Double> micros = new ArrayList<>();
        for (HandshakeParts way : ways) {
            micros.add(micros(batch(CURVES, () -> part.of(way))));
        }
        return new Operation(name, 0, aConnect, micros);
    }
}

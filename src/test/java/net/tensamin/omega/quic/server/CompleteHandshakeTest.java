package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import net.tensamin.omega.testing.QuicheClient;
import org.junit.jupiter.api.Test;

/** A connection may last for months, and tens of thousands are held: what only its handshake needed must not stay with it. */
class CompleteHandshakeTest {
    private static final int CLIENTS = 20;

    /** Of a handshake alone; none of them is to be left. */
    private static final List<String> OF_A_HANDSHAKE = List.of(
            "net.tensamin.omega.quic.tls.HandshakeStream",
            "net.tensamin.omega.quic.tls.CryptoReassembly",
            "net.tensamin.omega.quic.tls.KeySchedule",
            "net.tensamin.omega.quic.tls.ServerFlight",
            "net.tensamin.omega.quic.tls.ClientProof",
            "tech.kwik.core.impl.TransportParameters");

    /** Those of the application's packets stay, one for each connection. */
    private static final List<String> FOR_EACH_SPACE = List.of(
            "tech.kwik.core.recovery.LossDetector",
            "tech.kwik.core.ack.AckGenerator",
            "tech.kwik.core.send.SendRequestQueue",
            "tech.kwik.core.send.PacketAssembler");

    private static final Pattern ROW = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +(\\S+)");

    @Test
    void completeConnectionsKeepNothingOfTheirHandshakes() throws JMException {
        try (QuicFixture server = new QuicFixture(QuicFixture.settings(Duration.ofSeconds(10)), number -> false)) {
            Map<String, Long> before = instances();
            List<QuicheClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(connected(server));
                }
                Map<String, Long> after = instances();
                for (String each : OF_A_HANDSHAKE) {
                    assertTrue(added(each, before, after) < CLIENTS / 2, each + ": " + added(each, before, after));
                }
                for (String each : FOR_EACH_SPACE) {
                    long added = added(each, before, after);
                    assertTrue(added > CLIENTS / 2, each + " is not counted");
                    assertTrue(added < CLIENTS * 3 / 2, each + ": " + added);
                }
            } finally {
                clients.forEach(QuicheClient::close);
            }
        }
    }

    /** Its handshake is complete on both sides: a line has come back. */
    private static QuicheClient connected(QuicFixture server) {
        QuicheClient client = server.connect(server.clients.device(42));
        QuicheClient.Stream stream = client.openStream();
        stream.send("hello");
        assertEquals("hello", stream.awaitLine());
        return client;
    }

    private static long added(String name, Map<String, Long> before, Map<String, Long> after) {
        return after.getOrDefault(name, 0L) - before.getOrDefault(name, 0L);
    }

    /** Of each class, as far as they are reachable. */
    private static Map<String, Long> instances() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return ROW.matcher(histogram)
                .results()
                .collect(Collectors.toMap(row -> row.group(2), CompleteHandshakeTest::count, Long::sum));
    }

    private static long count(MatchResult row) {
        return Long.parseLong(row.group(1));
    }
}

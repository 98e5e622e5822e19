package net.tensamin.omega.quic.tls;

import java.util.List;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import tech.kwik.agent15.TlsConstants.CipherSuite;

/** Counts what complete handshakes agreed on. Thread-safe. */
public final class Agreements {
    /** Those that Kwik encrypts packets with. */
    private static final List<CipherSuite> SUITES = List.of(
            CipherSuite.TLS_AES_128_GCM_SHA256,
            CipherSuite.TLS_AES_256_GCM_SHA384,
            CipherSuite.TLS_CHACHA20_POLY1305_SHA256);

    private final Counters groups;
    private final Counters suites;
    private final Counter retries;

    /** @param meters have all labels from now on */
    public Agreements(Meters meters) {
        groups = meters.counters(
                "omega_quic_groups_total", "group", "Handshakes completed, by the group that keys were exchanged in");
        suites = meters.counters("omega_quic_suites_total", "suite", "Handshakes completed, by cipher suite");
        retries = meters.counter(
                "omega_quic_hello_retries_total",
                "Handshakes completed in which the client was asked for another key share");
        for (Group group : Group.values()) {
            groups.of(group.label());
        }
        SUITES.forEach(suite -> suites.of(suite.name()));
    }

    void count(HandshakeEngine complete) {
        groups.of(complete.group().label()).increment();
        suites.of(complete.getSelectedCipher().name()).increment();
        if (complete.wasRetried()) {
            retries.increment();
        }
    }
}

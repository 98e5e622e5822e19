package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.pki.KeyStores;

/** When the certificates end without which something stops: the server's, those of the CAs, and those of operators. */
@ApplicationScoped
public class CertificateEnds {
    private final KeyStores keys;
    private final OperatorsSeen operators;

    /** For the client proxy. */
    CertificateEnds() {
        this(null, null);
    }

    CertificateEnds(KeyStores keys, OperatorsSeen operators) {
        this.keys = keys;
        this.operators = operators;
    }

    @Inject
    CertificateEnds(KeyStores keys, OperatorsSeen operators, Meters meters) {
        this(keys, operators);
        meters.gauges(
                "omega_certificate_end_timestamp_seconds",
                "certificate",
                "When a certificate expires, in seconds since 1970: the server's, a CA's, or that of an operator who has called",
                () -> all().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue()
                        .getEpochSecond())));
    }

    /** By what they are called, in order; of those with one name the first that ends. */
    public Map<String, Instant> all() {
        Map<String, Instant> ends = new TreeMap<>();
        KeyMaterial material = keys.material();
        material.serverChain().forEach(each -> earliest(ends, "server", each));
        material.clientAuthorities()
                .forEach(each ->
                        earliest(ends, "CA " + each.getSubjectX500Principal().getName(), each));
        operators.ends().forEach((name, end) -> ends.put("operator " + name, end));
        return ends;
    }

    private static void earliest(Map<String, Instant> ends, String name, X509Certificate certificate) {
        ends.merge(name, certificate.getNotAfter().toInstant(), (one, other) -> one.isBefore(other) ? one : other);
    }
}

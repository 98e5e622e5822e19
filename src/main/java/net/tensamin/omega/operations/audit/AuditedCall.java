package net.tensamin.omega.operations.audit;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.device.DeviceId;

/** What is recorded of a call, from what JAX-RS says of it. */
final class AuditedCall {
    private AuditedCall() {}

    /**
     * The path with the names of its parameters in place of their values.
     *
     * @param parameters encoded, as in the path; none where no resource answers the path
     */
    static String path(String called, MultivaluedMap<String, String> parameters) {
        List<String> segments = new ArrayList<>(List.of(called.split("/")));
        parameters.forEach((name, values) -> values.forEach(value -> {
            int place = segments.indexOf(value);
            if (place >= 0) {
                segments.set(place, "{" + name + "}");
            }
        }));
        return "/" + String.join("/", segments);
    }

    /** @param named by the resource, where the path does not say it; empty for nobody */
    static String subject(MultivaluedMap<String, String> parameters, Optional<String> named) {
        Stream<String> inPath = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + String.join(",", parameter.getValue()))
                .sorted();
        return Stream.concat(inPath, named.stream()).collect(Collectors.joining(" "));
    }

    /**
     * Whoever it is, or says it is where it is refused.
     *
     * @param call null before anybody has looked
     */
    static AuditEntry.Caller caller(SecurityContext call, List<X509Certificate> shown, String address) {
        Optional<String> accepted =
                Optional.ofNullable(call).map(SecurityContext::getUserPrincipal).map(Principal::getName);
        Optional<X509Certificate> certificate = shown.stream().findFirst();
        Optional<String> claimed = certificate.flatMap(CertificateIdentity::of).map(Principal::getName);
        return new AuditEntry.Caller(
                accepted.or(() -> claimed).orElse(""),
                certificate.map(DeviceId::fingerprint).orElse(""),
                address);
    }
}

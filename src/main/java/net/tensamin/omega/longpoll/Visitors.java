package net.tensamin.omega.longpoll;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Revocations;
import net.tensamin.omega.http.CertificateCaller;
import net.tensamin.omega.http.Readers;

/** The devices that ask for themselves, and for how long they may be answered. */
@ApplicationScoped
class Visitors {
    private final CertificateCaller callers;
    private final Revocations revocations;
    private final Readers readers;

    /** For the client proxy. */
    Visitors() {
        this(null, null, null);
    }

    @Inject
    Visitors(CertificateCaller callers, Revocations revocations, Readers readers) {
        this.callers = callers;
        this.revocations = revocations;
        this.readers = readers;
    }

    /**
     * One of them.
     *
     * @param until when the first certificate of its path ends
     * @param mayStay whether neither its certificate is revoked nor its user removed, as far as is known
     * @param whenGone has this run if its connection ends before it is answered
     */
    record Visitor(DeviceId device, Instant until, BooleanSupplier mayStay, Consumer<Runnable> whenGone) {}

    /** Empty for operators, who are no device. */
    Optional<Visitor> of(HttpServletRequest request, Principal caller) {
        List<X509Certificate> shown = CertificateCaller.shown(request);
        if (!(caller instanceof CertificateIdentity.Device) || shown.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate certificate = shown.get(0);
        return callers.trustedUntil(shown)
                .map(until -> new Visitor(
                        DeviceId.of(certificate),
                        until,
                        () -> !revocations.knows(certificate),
                        then -> readers.whenGone(request, then)));
    }
}

package net.tensamin.omega.tauri;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import net.tensamin.omega.device.Revocations;
import net.tensamin.omega.device.RevocationsUnknownException;
import net.tensamin.omega.quic.tls.RevocationCheck;
import net.tensamin.omega.quic.tls.RevocationUnknownException;

/** Makes handshakes consult the registry of devices (SPEC §1). */
@ApplicationScoped
class RegistryCheck implements RevocationCheck {
    private final Revocations revocations;

    /** For the client proxy. */
    RegistryCheck() {
        this(null);
    }

    @Inject
    RegistryCheck(Revocations revocations) {
        this.revocations = revocations;
    }

    @Override
    public boolean revoked(X509Certificate certificate) {
        try {
            return revocations.revoked(certificate);
        } catch (RevocationsUnknownException e) {
            throw new RevocationUnknownException(e);
        }
    }
}

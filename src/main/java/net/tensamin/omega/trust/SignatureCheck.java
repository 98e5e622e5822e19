package net.tensamin.omega.trust;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** What verifies the signatures of certificates. Thread-safe. */
public interface SignatureCheck {
    SignatureCheck BY_THE_JDK = path -> Optional.empty();

    /** The name of the provider that verifies the signatures of all these certificates; empty for the JDK. */
    Optional<String> providerOf(List<X509Certificate> path);

    /** The same key, in the form in which that provider uses it best again and again. */
    default PublicKey kept(PublicKey key) {
        return key;
    }
}

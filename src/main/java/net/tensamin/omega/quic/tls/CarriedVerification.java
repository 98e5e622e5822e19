package net.tensamin.omega.quic.tls;

import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verification of ECDSA by the BouncyCastle that the application carries, as a JCA provider that has nothing else: path validation takes
 * one by its name only, and BouncyCastle's own would offer hundreds of algorithms to everybody in this virtual machine. Thread-safe.
 */
final class CarriedVerification extends Provider {
    private static final long serialVersionUID = 1L;
    private static final CarriedVerification ONLY = new CarriedVerification();
    private static int users; // guarded by the class

    private CarriedVerification() {
        super("OmegaEcdsaVerification", "1", "verifies ECDSA on P-256, P-384 and P-521");
        digests().forEach((algorithm, digest) -> putService(new Verifier(this, algorithm, digest)));
    }

    /** By the name of what is verified. */
    private static Map<String, String> digests() {
        return Map.of("SHA256withECDSA", "SHA-256", "SHA384withECDSA", "SHA-384", "SHA512withECDSA", "SHA-512");
    }

    static CarriedVerification provider() {
        return ONLY;
    }

    /** Names of signatures. */
    static List<String> algorithms() {
        return List.copyOf(digests().keySet());
    }

    /** Makes it known to the virtual machine, behind all others, until all that did so have called {@link #forget}. */
    static synchronized void register() {
        users++;
        Security.addProvider(ONLY); // once
    }

    /** How many have not forgotten it yet. */
    static synchronized int users() {
        return users;
    }

    static synchronized void forget() {
        users--;
        if (users == 0) {
            Security.removeProvider(ONLY.getName());
        }
    }

    /** Nobody gets it without naming the provider, unless no other takes the key. */
    private static final class Verifier extends Service {
        private final String digest;

        private Verifier(Provider provider, String algorithm, String digest) {
            super(provider, "Signature", algorithm, EcdsaVerifier.class.getName(), null, null);
            this.digest = digest;
        }

        @Override
        public Object newInstance(Object none) {
            return new EcdsaVerifier(digest);
        }

        @Override
        public boolean supportsParameter(Object key) {
            return key instanceof ECPublicKey point && NistPoint.of(point).isPresent();
        }
    }

    /** The key in a form in which its multiples are kept, if it is one that is verified here; for a key that is used often. */
    static PublicKey kept(PublicKey key) {
        Optional<NistPoint> point = key instanceof ECPublicKey ec ? NistPoint.of(ec) : Optional.empty();
        return point.<PublicKey>map(of -> new KeptKey((ECPublicKey) key, of)).orElse(key);
    }
}

package net.tensamin.omega.quic.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import net.tensamin.omega.quic.tls.SignatureScheme.Signer;

/** Whether a cryptography does, before anything depends on it, what the JDK's does, and refuses what must be refused. */
final class CryptographyTrial {
    private static final byte[] TRANSCRIPT_HASH = new byte[32];
    private static final List<Group> CURVES = List.of(Group.X25519, Group.P256, Group.P384, Group.P521);
    private static final Cryptography JDK = Cryptography.ofTheJdk();
    private final Cryptography tried;

    CryptographyTrial(Cryptography tried) {
        this.tried = tried;
    }

    /** @throws IllegalArgumentException for the first thing that is not as it must be */
    void run() {
        for (SignatureScheme scheme : SignatureScheme.values()) {
            check(scheme);
        }
        CURVES.forEach(this::check);
        check("ML-KEM-768", () -> MlKemVector.known().isMadeBy(tried.mlKem()));
    }

    /**
     * As {@link #run}, but only what the application carries, which is there and up to it: has its classes loaded, as long as there are file descriptors
     * to read them by.
     */
    void runCarried() {
        for (SignatureScheme scheme : SignatureScheme.values()) {
            if (CarriedVerification.algorithms().contains(scheme.algorithm())) {
                check(scheme);
            }
        }
        check(Group.X25519);
    }

    private void check(SignatureScheme scheme) {
        check(scheme.name(), () -> scheme.isLeftToTheJdk() || signs(scheme));
    }

    private void check(Group group) {
        check(group.label(), () -> agrees(group) && refuses(group));
    }

    private interface Check {
        boolean passes() throws GeneralSecurityException, HandshakeAlert;
    }

    private void check(String what, Check check) {
        boolean passes;
        try {
            passes = check.passes();
        } catch (GeneralSecurityException | HandshakeAlert | RuntimeException e) { // whatever a provider throws
            throw new IllegalArgumentException(tried + ", which fails the trial of " + what + ": " + e, e);
        }
        if (!passes) {
            throw new IllegalArgumentException(tried + ", which fails the trial of " + what);
        }
    }

    private boolean signs(SignatureScheme scheme) throws GeneralSecurityException {
        KeyPair keys = scheme.keyPairs().generateKeyPair();
        byte[] own = scheme.sign(tried, keys.getPrivate(), Signer.SERVER, TRANSCRIPT_HASH);
        byte[] jdks = scheme.sign(JDK, keys.getPrivate(), Signer.CLIENT, TRANSCRIPT_HASH);
        byte[] altered = jdks.clone();
        altered[altered.length - 1] ^= 1;
        return scheme.verifies(JDK, keys.getPublic(), Signer.SERVER, TRANSCRIPT_HASH, own)
                && scheme.verifies(tried, keys.getPublic(), Signer.CLIENT, TRANSCRIPT_HASH, jdks)
                && !scheme.verifies(tried, keys.getPublic(), Signer.CLIENT, TRANSCRIPT_HASH, altered)
                && !scheme.verifies(tried, keys.getPublic(), Signer.SERVER, TRANSCRIPT_HASH, jdks)
                && !scheme.verifies(
                        tried, scheme.keyPairs().generateKeyPair().getPublic(), Signer.CLIENT, TRANSCRIPT_HASH, jdks);
    }

    private boolean agrees(Group group) throws HandshakeAlert {
        DiffieHellman client = new DiffieHellman(JDK, group);
        KeyPair keys = client.keyPair();
        KeyExchange own = KeyExchange.answer(tried, group, client.share(keys.getPublic()));
        return Arrays.equals(own.secret(), client.secret(keys.getPrivate(), own.share()));
    }

    /** RFC 8446 §7.4.2. */
    private boolean refuses(Group group) {
        try {
            KeyExchange.answer(tried, group, invalidShare(group));
            return false;
        } catch (HandshakeAlert refused) {
            return true;
        }
    }

    /** Of small order, or a point off the curve. */
    static byte[] invalidShare(Group group) {
        if (group == Group.X25519) {
            return new byte[group.clientShare()];
        }
        DiffieHellman curve = new DiffieHellman(JDK, group);
        byte[] share = curve.share(curve.keyPair().getPublic());
        share[share.length - 1] ^= 1;
        return share;
    }
}

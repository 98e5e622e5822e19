package net.tensamin.omega.quic.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import net.tensamin.omega.quic.tls.SignatureScheme.Signer;
import tech.kwik.agent15.TlsConstants.NamedGroup;
import tech.kwik.agent15.extension.KeyShareExtension.KeyShareEntry;

/** Whether a cryptography does, before anything depends on it, what the JDK's does, and refuses what must be refused. */
final class CryptographyTrial {
    private static final int RSA_BITS = 2048;
    private static final byte[] TRANSCRIPT_HASH = new byte[32];
    private static final Cryptography JDK = Cryptography.ofTheJdk();
    private final Cryptography tried;

    CryptographyTrial(Cryptography tried) {
        this.tried = tried;
    }

    /** @throws IllegalArgumentException for the first thing that is not as it must be */
    void run() {
        for (SignatureScheme scheme : SignatureScheme.values()) {
            check(scheme.name(), () -> signs(scheme));
        }
        for (NamedGroup group : KeyExchange.GROUPS) {
            check(group.name(), () -> agrees(group) && refuses(group));
        }
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
        KeyPair keys = keys(scheme);
        byte[] own = scheme.sign(tried, keys.getPrivate(), Signer.SERVER, TRANSCRIPT_HASH);
        byte[] jdks = scheme.sign(JDK, keys.getPrivate(), Signer.CLIENT, TRANSCRIPT_HASH);
        byte[] altered = jdks.clone();
        altered[altered.length - 1] ^= 1;
        return scheme.verifies(JDK, keys.getPublic(), Signer.SERVER, TRANSCRIPT_HASH, own)
                && scheme.verifies(tried, keys.getPublic(), Signer.CLIENT, TRANSCRIPT_HASH, jdks)
                && !scheme.verifies(tried, keys.getPublic(), Signer.CLIENT, TRANSCRIPT_HASH, altered)
                && !scheme.verifies(tried, keys.getPublic(), Signer.SERVER, TRANSCRIPT_HASH, jdks)
                && !scheme.verifies(tried, keys(scheme).getPublic(), Signer.CLIENT, TRANSCRIPT_HASH, jdks);
    }

    private static KeyPair keys(SignatureScheme scheme) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(scheme.curveName() == null ? "RSA" : "EC");
        if (scheme.curveName() == null) {
            generator.initialize(RSA_BITS);
        } else {
            generator.initialize(new ECGenParameterSpec(scheme.curveName()));
        }
        return generator.generateKeyPair();
    }

    private boolean agrees(NamedGroup group) throws HandshakeAlert {
        KeyExchange jdks = new KeyExchange(JDK, new KeyShareEntry(group, someKey(group)));
        KeyExchange own = new KeyExchange(tried, new KeyShareEntry(group, jdks.publicKey()));
        KeyExchange answer = jdks.with(new KeyShareEntry(group, own.publicKey()));
        return Arrays.equals(own.sharedSecret(), answer.sharedSecret());
    }

    private static PublicKey someKey(NamedGroup group) {
        return KeyExchange.keyPair(JDK, group).getPublic();
    }

    /** RFC 8446 §7.4.1, §7.4.2. */
    private boolean refuses(NamedGroup group) throws GeneralSecurityException {
        try {
            new KeyExchange(tried, new KeyShareEntry(group, invalidKey(group))).sharedSecret();
            return false;
        } catch (HandshakeAlert refused) {
            return true;
        }
    }

    /** Of small order, or a point off the curve. */
    static PublicKey invalidKey(NamedGroup group) throws GeneralSecurityException {
        if (group == NamedGroup.x25519) {
            return KeyFactory.getInstance("XDH")
                    .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BigInteger.ZERO));
        }
        ECPublicKey some = (ECPublicKey) someKey(group);
        ECPoint moved =
                new ECPoint(some.getW().getAffineX(), some.getW().getAffineY().add(BigInteger.ONE));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(moved, some.getParams()));
    }
}

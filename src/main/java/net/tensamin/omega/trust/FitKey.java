package net.tensamin.omega.trust;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which keys may be in certificates, a client's own and those of its issuers (SPEC §1). */
public final class FitKey {
    private static final int LEAST_RSA_BITS = 2048;
    /** Verification costs by the square of it, and by the length of the exponent. */
    private static final int MOST_RSA_BITS = 8192;

    private static final int MOST_EXPONENT_BITS = 32;
    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(3);
    private static final List<ECParameterSpec> CURVES =
            Stream.of("secp256r1", "secp384r1", "secp521r1").map(FitKey::curve).toList();

    private FitKey() {}

    /** What is wrong with a key, as a sentence for people; empty if nothing is. */
    public static Optional<String> fault(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsaFault(rsa);
        }
        if (key instanceof ECPublicKey point) {
            return CURVES.stream().anyMatch(curve -> isOn(curve, point))
                    ? Optional.empty()
                    : Optional.of("An EC key must be a point on P-256, P-384 or P-521.");
        }
        boolean ed25519 = key instanceof EdECPublicKey edwards
                && edwards.getParams().getName().equals("Ed25519");
        return ed25519 ? Optional.empty() : Optional.of("A key must be EC, RSA or Ed25519.");
    }

    private static Optional<String> rsaFault(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        BigInteger exponent = key.getPublicExponent();
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            return Optional.of("An RSA key must have " + LEAST_RSA_BITS + " to " + MOST_RSA_BITS + " bits.");
        }
        boolean fits = exponent.testBit(0)
                && exponent.compareTo(LEAST_EXPONENT) >= 0
                && exponent.bitLength() <= MOST_EXPONENT_BITS;
        if (!fits || !key.getModulus().testBit(0)) {
            return Optional.of("An RSA key's exponent must be odd, at least 3 and below 2^32, its modulus odd.");
        }
        AlgorithmParameterSpec restriction = key.getParams();
        return restriction == null || restriction instanceof PSSParameterSpec pss && FitSignature.isFit(pss)
                ? Optional.empty()
                : Optional.of("An RSASSA-PSS key must be for SHA-256, SHA-384 or SHA-512.");
    }

    /** A point elsewhere gives its owner's secrets away, or somebody else's. */
    private static boolean isOn(ECParameterSpec curve, ECPublicKey key) {
        ECParameterSpec named = key.getParams();
        if (!named.getCurve().equals(curve.getCurve())
                || !named.getGenerator().equals(curve.getGenerator())
                || !named.getOrder().equals(curve.getOrder())
                || key.getW().equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        BigInteger right = x.pow(2)
                .add(curve.getCurve().getA())
                .multiply(x)
                .add(curve.getCurve().getB());
        return x.signum() >= 0
                && y.signum() >= 0
                && x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.pow(2).subtract(right).mod(p).signum() == 0;
    }

    private static ECParameterSpec curve(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks the curve " + name, e);
        }
    }
}

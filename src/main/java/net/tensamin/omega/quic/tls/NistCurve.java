package net.tensamin.omega.quic.tls;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;

/** A curve whose points go over the wire uncompressed (RFC 8446 §4.2.8.2). */
enum NistCurve {
    P256("secp256r1"),
    P384("secp384r1"),
    P521("secp521r1");

    private static final byte UNCOMPRESSED = 4;
    private final ECGenParameterSpec name;
    private final ECParameterSpec parameters;
    private final int bytes;

    NistCurve(String name) {
        this.name = new ECGenParameterSpec(name);
        this.parameters = parameters(this.name);
        this.bytes = (parameters.getCurve().getField().getFieldSize() + 7) / 8;
    }

    static NistCurve of(Group group) {
        return valueOf(group.name());
    }

    ECGenParameterSpec spec() {
        return name;
    }

    ECParameterSpec parameters() {
        return parameters;
    }

    boolean isOf(ECParameterSpec key) {
        return key.getCurve().equals(parameters.getCurve())
                && key.getOrder().equals(parameters.getOrder())
                && key.getGenerator().equals(parameters.getGenerator());
    }

    byte[] encode(ECPoint point) {
        byte[] share = new byte[1 + 2 * bytes];
        share[0] = UNCOMPRESSED;
        System.arraycopy(bigEndian(point.getAffineX(), bytes), 0, share, 1, bytes);
        System.arraycopy(bigEndian(point.getAffineY(), bytes), 0, share, 1 + bytes, bytes);
        return share;
    }

    /** Whether it is on the curve is not looked at. */
    ECPoint decode(byte[] share) throws InvalidKeySpecException {
        if (share.length != 1 + 2 * bytes || share[0] != UNCOMPRESSED) {
            throw new InvalidKeySpecException("not an uncompressed point");
        }
        return new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(share, 1, 1 + bytes)),
                new BigInteger(1, Arrays.copyOfRange(share, 1 + bytes, share.length)));
    }

    static byte[] bigEndian(BigInteger value, int length) {
        byte[] shortest = value.toByteArray();
        int sign = Math.max(0, shortest.length - length);
        byte[] bytes = new byte[length];
        int used = shortest.length - sign;
        System.arraycopy(shortest, sign, bytes, length - used, used);
        return bytes;
    }

    private static ECParameterSpec parameters(ECGenParameterSpec name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(name);
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks the curve " + name.getName(), e);
        }
    }
}

package net.tensamin.omega.cli.https;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;

/** Writes private keys in DER (RFC 5958), EC keys so that others than Java read them. */
final class Pkcs8 {
    private static final int PUBLIC_KEY = 0xa1; // RFC 5915 §3: publicKey [1]
    private static final byte UNCOMPRESSED = 4; // SEC 1 §2.3.3

    private Pkcs8() {}

    /** An EC key has its public point, which the JDK leaves out and without which rustls and GnuTLS refuse it. */
    static byte[] of(KeyPair keys) {
        return keys.getPrivate() instanceof ECPrivateKey secret && keys.getPublic() instanceof ECPublicKey point
                ? ec(secret, point)
                : keys.getPrivate().getEncoded();
    }

    private static byte[] ec(ECPrivateKey secret, ECPublicKey key) {
        byte[] point = Der.tlv(Der.BIT_STRING, point(key));
        int order = octets(key.getParams().getOrder().bitLength());
        byte[] ecPrivateKey = Der.tlv(
                Der.SEQUENCE,
                Der.tlv(Der.INTEGER, new byte[] {1}),
                Der.tlv(Der.OCTET_STRING, octets(secret.getS(), order)),
                Der.tlv(PUBLIC_KEY, point));
        return Der.tlv(
                Der.SEQUENCE,
                Der.tlv(Der.INTEGER, new byte[] {0}),
                algorithm(key.getEncoded(), point.length),
                Der.tlv(Der.OCTET_STRING, ecPrivateKey));
    }

    /** A BIT STRING's content: no unused bits, then the point (RFC 5480 §2.2). */
    private static byte[] point(ECPublicKey key) {
        int field = octets(key.getParams().getCurve().getField().getFieldSize());
        byte[] content = new byte[2 + 2 * field];
        content[1] = UNCOMPRESSED;
        System.arraycopy(octets(key.getW().getAffineX(), field), 0, content, 2, field);
        System.arraycopy(octets(key.getW().getAffineY(), field), 0, content, 2 + field, field);
        return content;
    }

    /** A SubjectPublicKeyInfo is a SEQUENCE of the AlgorithmIdentifier and the point (RFC 5480 §2). */
    private static byte[] algorithm(byte[] subjectPublicKeyInfo, int pointLength) {
        int header = 2 + (subjectPublicKeyInfo[1] < 0 ? subjectPublicKeyInfo[1] & 0x7f : 0);
        return Arrays.copyOfRange(subjectPublicKeyInfo, header, subjectPublicKeyInfo.length - pointLength);
    }

    private static int octets(int bits) {
        return (bits + 7) / 8;
    }

    private static byte[] octets(BigInteger value, int length) {
        byte[] octets = new byte[length];
        byte[] digits = value.toByteArray();
        int count = Math.min(digits.length, length); // one more is a sign
        System.arraycopy(digits, digits.length - count, octets, length - count, count);
        return octets;
    }
}

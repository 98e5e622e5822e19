package net.tensamin.omega.cli.https;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/** Writes certification requests without extensions, in DER (RFC 2986 §4). */
final class Pkcs10 {
    private static final int NO_ATTRIBUTES = 0xa0;

    /** AlgorithmIdentifiers: RFC 5758 §3.2, RFC 4055 §5. */
    private static final byte[] ECDSA_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");

    private static final byte[] RSA_SHA256 = HexFormat.of().parseHex("300d06092a864886f70d01010b0500");

    private Pkcs10() {}

    /** @param signer the private key of {@code key}, which proves that it is in our hands */
    static byte[] request(X500Principal subject, PublicKey key, PrivateKey signer) {
        byte[] info = Der.tlv(
                Der.SEQUENCE,
                Der.tlv(Der.INTEGER, new byte[] {0}),
                subject.getEncoded(),
                key.getEncoded(),
                Der.tlv(NO_ATTRIBUTES, new byte[0]));
        boolean rsa = signer.getAlgorithm().equals("RSA");
        byte[] signature = sign(rsa ? "SHA256withRSA" : "SHA256withECDSA", signer, info);
        return Der.tlv(
                Der.SEQUENCE,
                info,
                rsa ? RSA_SHA256 : ECDSA_SHA256,
                Der.tlv(Der.BIT_STRING, new byte[] {0}, signature));
    }

    private static byte[] sign(String algorithm, PrivateKey signer, byte[] info) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(signer);
            signature.update(info);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot sign with a key it has read", e);
        }
    }
}

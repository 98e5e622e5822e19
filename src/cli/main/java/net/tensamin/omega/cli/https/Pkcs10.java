package net.tensamin.omega.cli.https;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/** Writes certification requests without extensions, in DER (RFC 2986 §4). */
final class Pkcs10 {
    private static final int NO_ATTRIBUTES = 0xa0;

    private static final String RSASSA_PSS = "RSASSA-PSS";

    /** AlgorithmIdentifiers: RFC 5758 §3.2, RFC 4055 §5, RFC 8410 §3. */
    private static final byte[] ECDSA_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");

    private static final byte[] RSA_SHA256 = HexFormat.of().parseHex("300d06092a864886f70d01010b0500");
    private static final byte[] ED25519 = HexFormat.of().parseHex("300506032b6570");
    /** Its parameters follow (RFC 4055 §3.1). */
    private static final byte[] PSS_IDENTIFIER = HexFormat.of().parseHex("06092a864886f70d01010a");

    private static final PSSParameterSpec PSS_SHA256 =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    private Pkcs10() {}

    /** @param signer the private key of {@code key}, which proves that it is in our hands */
    static byte[] request(X500Principal subject, PublicKey key, PrivateKey signer) {
        byte[] info = Der.tlv(
                Der.SEQUENCE,
                Der.tlv(Der.INTEGER, new byte[] {0}),
                subject.getEncoded(),
                key.getEncoded(),
                Der.tlv(NO_ATTRIBUTES, new byte[0]));
        try {
            byte[] proof = sign(signer, info);
            return Der.tlv(Der.SEQUENCE, info, algorithm(signer), Der.tlv(Der.BIT_STRING, new byte[] {0}, proof));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot sign with a key it has read", e);
        }
    }

    private static byte[] sign(PrivateKey signer, byte[] info) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (signer.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case RSASSA_PSS -> RSASSA_PSS;
                    case "EdDSA" -> "Ed25519";
                    default -> "SHA256withECDSA";
                });
        if (signer.getAlgorithm().equals(RSASSA_PSS)) {
            signature.setParameter(pss(signer));
        }
        signature.initSign(signer);
        signature.update(info);
        return signature.sign();
    }

    private static byte[] algorithm(PrivateKey signer) throws GeneralSecurityException, IOException {
        return switch (signer.getAlgorithm()) {
            case "RSA" -> RSA_SHA256;
            case RSASSA_PSS -> {
                AlgorithmParameters parameters = AlgorithmParameters.getInstance(RSASSA_PSS);
                parameters.init(pss(signer));
                yield Der.tlv(Der.SEQUENCE, PSS_IDENTIFIER, parameters.getEncoded());
            }
            case "EdDSA" -> ED25519;
            default -> ECDSA_SHA256;
        };
    }

    /** What the key is restricted to, if it is (RFC 4055 §1.2). */
    private static PSSParameterSpec pss(PrivateKey signer) {
        return signer instanceof RSAKey rsa && rsa.getParams() instanceof PSSParameterSpec only ? only : PSS_SHA256;
    }
}

package net.tensamin.omega.trust;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Set;

/** With which algorithms certificates, and requests for them, may be signed: those of RFC 8446 §4.2.3 without SHA-1. */
public final class FitSignature {
    /** RFC 5758 §3.2 and RFC 4055 §5 with SHA-256, SHA-384 and SHA-512; Ed25519 of RFC 8410 §3. */
    private static final Set<String> FIT = Set.of(
            "1.2.840.10045.4.3.2",
            "1.2.840.10045.4.3.3",
            "1.2.840.10045.4.3.4",
            "1.2.840.113549.1.1.11",
            "1.2.840.113549.1.1.12",
            "1.2.840.113549.1.1.13",
            "1.3.101.112");

    private static final String RSASSA_PSS = "1.2.840.113549.1.1.10"; // RFC 4055 §3.1
    private static final Map<String, Integer> DIGEST_BYTES = Map.of("SHA-256", 32, "SHA-384", 48, "SHA-512", 64);

    private FitSignature() {}

    static boolean isFit(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgOID();
        return FIT.contains(algorithm) || algorithm.equals(RSASSA_PSS) && isFitPss(certificate.getSigAlgParams());
    }

    /** Without parameters it is SHA-1 (RFC 4055 §3.1). */
    private static boolean isFitPss(byte[] der) {
        if (der == null) {
            return false;
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(der);
            return isFit(parameters.getParameterSpec(PSSParameterSpec.class));
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    /** RFC 8446 §4.2.3: one digest for both, a salt that is not longer. */
    public static boolean isFit(PSSParameterSpec pss) {
        Integer bytes = DIGEST_BYTES.get(pss.getDigestAlgorithm());
        return bytes != null
                && pss.getMGFParameters() instanceof MGF1ParameterSpec mask
                && mask.getDigestAlgorithm().equals(pss.getDigestAlgorithm())
                && pss.getSaltLength() <= bytes;
    }
}

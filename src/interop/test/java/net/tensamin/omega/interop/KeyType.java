package net.tensamin.omega.interop;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** What keys clients may have (SPEC §1). */
enum KeyType {
    P_256("EC", new ECGenParameterSpec("secp256r1")),
    P_384("EC", new ECGenParameterSpec("secp384r1")),
    P_521("EC", new ECGenParameterSpec("secp521r1")),
    RSA("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
    RSA_PSS("RSASSA-PSS", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
    ED25519("Ed25519", null);

    private final String algorithm;
    private final AlgorithmParameterSpec parameters;

    KeyType(String algorithm, AlgorithmParameterSpec parameters) {
        this.algorithm = algorithm;
        this.parameters = parameters;
    }

    KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = generator();
        if (parameters != null) {
            generator.initialize(parameters);
        }
        return generator.generateKeyPair();
    }

    /** EC keys of BouncyCastle are written with their public point, which GnuTLS and rustls want (RFC 5915 §3). */
    private KeyPairGenerator generator() throws GeneralSecurityException {
        return algorithm.equals("EC")
                ? KeyPairGenerator.getInstance(algorithm, new BouncyCastleProvider())
                : KeyPairGenerator.getInstance(algorithm);
    }
}

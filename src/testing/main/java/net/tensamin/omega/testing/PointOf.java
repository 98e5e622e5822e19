package net.tensamin.omega.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The public point of an EC key, wherever it is written. */
public final class PointOf {
    private PointOf() {}

    public static byte[] publicKey(PublicKey key) {
        return SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getPublicKeyData()
                .getOctets();
    }

    /** RFC 5915 §3: the optional member [1] of the private key. */
    public static byte[] pkcs8(byte[] der) throws IOException {
        return ECPrivateKey.getInstance(PrivateKeyInfo.getInstance(der).parsePrivateKey())
                .getPublicKey()
                .getOctets();
    }

    /** The DER encoding that a PEM file of one block holds. */
    public static byte[] pem(Path file) throws IOException {
        return Base64.getMimeDecoder().decode(Files.readString(file).replaceAll("-----.*-----", ""));
    }
}

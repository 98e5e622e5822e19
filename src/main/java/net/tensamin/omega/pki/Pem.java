package net.tensamin.omega.pki;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Textual encodings of certificates and PKCS#8 keys (RFC 7468 §5, §10). */
public final class Pem {
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** Writes a certificate and its issuers, readable by all. */
    public static void writeChain(Path file, List<X509Certificate> chain) throws IOException {
        PrivateFiles.writePublic(file, out -> {
            for (X509Certificate certificate : chain) {
                writeBlock(out, "CERTIFICATE", encoded(certificate));
            }
        });
    }

    /** Writes the private key of a pair, readable by its owner only. */
    public static void writeKey(Path file, KeyPair keys) throws IOException {
        PrivateFiles.writeSecret(file, out -> writeBlock(out, "PRIVATE KEY", pkcs8(keys)));
    }

    /** An EC key with its optional public point (RFC 5915 §3), which the JDK leaves out and without which rustls and GnuTLS refuse it. */
    private static byte[] pkcs8(KeyPair keys) throws IOException {
        byte[] encoded = keys.getPrivate().getEncoded();
        if (!(keys.getPublic() instanceof ECPublicKey publicKey)) {
            return encoded;
        }
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(encoded);
        BigInteger secret = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
        ASN1BitString point =
                SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()).getPublicKeyData();
        int bits = publicKey.getParams().getOrder().bitLength();
        return new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), new ECPrivateKey(bits, secret, point, null))
                .getEncoded(ASN1Encoding.DER);
    }

    private static void writeBlock(OutputStream out, String label, byte[] der) throws IOException {
        String block =
                "-----BEGIN " + label + "-----\n" + BASE64.encodeToString(der) + "\n-----END " + label + "-----\n";
        out.write(block.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] encoded(X509Certificate certificate) throws IOException {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IOException("not an encodable certificate", e);
        }
    }
}

package net.tensamin.omega.pki;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

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

    /** Writes a private key, readable by its owner only. */
    public static void writeKey(Path file, PrivateKey key) throws IOException {
        PrivateFiles.writeSecret(file, out -> writeBlock(out, "PRIVATE KEY", key.getEncoded()));
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

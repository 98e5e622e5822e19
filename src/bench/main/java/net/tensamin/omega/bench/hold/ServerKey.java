package net.tensamin.omega.bench.hold;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import net.tensamin.omega.testing.TestIdentity;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** The server's P-256 key as PKCS#8 with the public key in it (RFC 5915 §3), which ring asks for and the JDK leaves out. */
final class ServerKey {
    private static final int ORDER_BITS = 256;

    private ServerKey() {}

    static void write(Path file, TestIdentity server) throws IOException {
        PrivateKeyInfo own = PrivateKeyInfo.getInstance(server.key().getEncoded());
        SubjectPublicKeyInfo shown = SubjectPublicKeyInfo.getInstance(
                server.certificate().getPublicKey().getEncoded());
        ECPrivateKey both = new ECPrivateKey(
                ORDER_BITS, ECPrivateKey.getInstance(own.parsePrivateKey()).getKey(), shown.getPublicKeyData(), null);
        byte[] pkcs8 = new PrivateKeyInfo(own.getPrivateKeyAlgorithm(), both).getEncoded();
        try (Writer out = Files.newBufferedWriter(file);
                PemWriter pem = new PemWriter(out)) {
            pem.writeObject(new PemObject("PRIVATE KEY", pkcs8));
        }
    }
}

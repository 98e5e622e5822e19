package net.tensamin.omega.demo;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.Omikron;
import net.tensamin.omega.pki.CertificateAuthority;
import net.tensamin.omega.pki.Pem;
import net.tensamin.omega.pki.PrivateFiles;

/** The demo's key files. What is there already is kept. */
final class DemoKeys {
    private static final Duration VALIDITY = Duration.ofDays(365);

    private final Path directory;

    DemoKeys(Path directory) throws IOException {
        this.directory = directory;
        PrivateFiles.createDirectory(directory);
    }

    /** {@code <name>.key}, PKCS#8, and {@code <name>.pem}, the certificate and its issuer. */
    void certificate(CertificateAuthority authority, String name, CertificateIdentity identity) throws IOException {
        Path chain = directory.resolve(name + ".pem");
        if (Files.exists(chain)) {
            return;
        }
        KeyPair keys = CertificateAuthority.newKeyPair();
        X509Certificate certificate = authority.issueClient(name, keys.getPublic(), VALIDITY, identity.getName());
        Pem.writeKey(directory.resolve(name + ".key"), keys);
        Pem.writeChain(chain, List.of(certificate, authority.certificate()));
    }

    /**
     * {@code omikron-<id>.json}: {@code omikron_id}, {@code private_key}, {@code public_key}, raw X448 in base64.
     *
     * @return the raw public key
     */
    byte[] omikron(long id) throws IOException {
        Path file = directory.resolve("omikron-" + id + ".json");
        if (!Files.exists(file)) {
            JsonObject keys = newOmikron(id);
            PrivateFiles.writeSecret(file, out -> Json.createWriter(out).writeObject(keys));
        }
        try (JsonReader reader = Json.createReader(Files.newInputStream(file))) {
            return Base64.getDecoder().decode(reader.readObject().getString("public_key"));
        }
    }

    private static JsonObject newOmikron(long id) {
        try {
            KeyPair keys = KeyPairGenerator.getInstance("X448").generateKeyPair();
            byte[] secret = ((XECPrivateKey) keys.getPrivate()).getScalar().orElseThrow();
            return Json.createObjectBuilder()
                    .add("omikron_id", id)
                    .add("private_key", Base64.getEncoder().encodeToString(secret))
                    .add("public_key", Base64.getEncoder().encodeToString(raw((XECPublicKey) keys.getPublic())))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks X448", e);
        }
    }

    /** The u-coordinate in little-endian order (RFC 7748 §5). */
    private static byte[] raw(XECPublicKey key) {
        byte[] bigEndian = key.getU().toByteArray();
        byte[] raw = new byte[Omikron.PUBLIC_KEY_LENGTH];
        for (int i = 0; i < Math.min(bigEndian.length, raw.length); i++) {
            raw[i] = bigEndian[bigEndian.length - 1 - i];
        }
        return raw;
    }
}

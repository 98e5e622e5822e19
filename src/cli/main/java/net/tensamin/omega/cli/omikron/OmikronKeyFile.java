package net.tensamin.omega.cli.omikron;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.util.Base64;
import net.tensamin.omega.cli.SecretFile;

/** A new key of an Omikron in the file that it is read from: JSON with {@code omikron_id}, {@code private_key} and {@code public_key}. */
final class OmikronKeyFile {
    private static final int KEY_BYTES = 56; // RFC 7748 §5

    private OmikronKeyFile() {}

    /**
     * Writes it, readable by its owner only.
     *
     * @return the public key, base64
     * @throws net.tensamin.omega.cli.Failure if there is such a file, or it cannot be written
     */
    static String make(long omikron, Path file) {
        JsonObject key = newKey(omikron);
        try (Writer out = SecretFile.create(file)) {
            out.write(key + "\n");
        } catch (IOException e) {
            throw SecretFile.unwritable(file, e);
        }
        return key.getString("public_key");
    }

    private static JsonObject newKey(long omikron) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("X448").generateKeyPair();
            byte[] secret = ((XECPrivateKey) pair.getPrivate()).getScalar().orElseThrow();
            return Json.createObjectBuilder()
                    .add("omikron_id", omikron)
                    .add("private_key", Base64.getEncoder().encodeToString(secret))
                    .add("public_key", Base64.getEncoder().encodeToString(raw((XECPublicKey) pair.getPublic())))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks X448", e);
        }
    }

    /** The u-coordinate in little-endian order (RFC 7748 §5). */
    private static byte[] raw(XECPublicKey key) {
        byte[] bigEndian = key.getU().toByteArray();
        byte[] raw = new byte[KEY_BYTES];
        for (int i = 0; i < Math.min(bigEndian.length, raw.length); i++) {
            raw[i] = bigEndian[bigEndian.length - 1 - i];
        }
        return raw;
    }
}

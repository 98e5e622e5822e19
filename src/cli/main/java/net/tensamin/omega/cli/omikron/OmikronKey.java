package net.tensamin.omega.cli.omikron;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.PemFiles;

/** An Omikron's X448 key (RFC 7748), which answers Omega's challenge (SPEC §5). */
record OmikronKey(long omikronId, PrivateKey key) {
    private static final int KEY_BYTES = 56;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** Reads {@code {"omikron_id": 1, "private_key": <56 bytes, base64>, ...}}. */
    static OmikronKey read(Path file) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(PemFiles.bytes(file)))) {
            JsonObject json = reader.readObject();
            if (!(json.get("omikron_id") instanceof JsonNumber id)) {
                throw new Failure(ExitCode.USAGE, file + " has no omikron_id");
            }
            return of(id.longValueExact(), json.getString("private_key"));
        } catch (JsonException | ClassCastException | NullPointerException | ArithmeticException e) {
            throw new Failure(ExitCode.USAGE, file + " is not a JSON object with omikron_id and private_key", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, file + ": private_key is not " + KEY_BYTES + " bytes in base64", e);
        }
    }

    static OmikronKey of(long omikronId, String privateKey) throws GeneralSecurityException {
        XECPrivateKeySpec spec = new XECPrivateKeySpec(NamedParameterSpec.X448, rawKey(privateKey));
        return new OmikronKey(omikronId, KeyFactory.getInstance("X448").generatePrivate(spec));
    }

    /**
     * The text inside a challenge.
     *
     * @param publicKey Omega's, 56 bytes, base64
     * @param challenge 12 bytes nonce, ciphertext, 16 bytes tag; base64
     */
    String answer(String publicKey, String challenge) {
        try {
            byte[] sealed = Base64.getDecoder().decode(challenge);
            if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                throw new IllegalArgumentException("only " + sealed.length + " bytes long");
            }
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(sharedKey(publicKey), "AES"),
                    new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            byte[] text = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            return new String(text, StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "Omega's challenge is not for this key: it has another one registered for Omikron " + omikronId,
                    e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Failure(ExitCode.ERROR_REPLY, "Omega sent an invalid challenge: " + e.getMessage(), e);
        }
    }

    private byte[] sharedKey(String publicKey) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("X448");
        agreement.init(key);
        agreement.doPhase(publicKey(rawKey(publicKey)), true);
        return MessageDigest.getInstance("SHA-256").digest(agreement.generateSecret());
    }

    /** RFC 7748 §5: keys are little-endian numbers. */
    private static PublicKey publicKey(byte[] littleEndian) throws GeneralSecurityException {
        byte[] bigEndian = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            bigEndian[i] = littleEndian[KEY_BYTES - 1 - i];
        }
        return KeyFactory.getInstance("X448")
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X448, new BigInteger(1, bigEndian)));
    }

    private static byte[] rawKey(String base64) throws InvalidKeyException {
        byte[] raw = Base64.getDecoder().decode(base64);
        if (raw.length != KEY_BYTES) {
            throw new InvalidKeyException("an X448 key has " + KEY_BYTES + " bytes, not " + raw.length);
        }
        return raw;
    }

    /** Not the key. */
    @Override
    public String toString() {
        return "OmikronKey[" + omikronId + "]";
    }
}

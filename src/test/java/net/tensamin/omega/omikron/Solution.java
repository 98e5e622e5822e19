package net.tensamin.omega.omikron;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What an Omikron does with a challenge (SPEC §5, 2 and 3). */
final class Solution {
    private Solution() {}

    static String of(JsonObject challenge, KeyPair omikron) throws GeneralSecurityException {
        byte[] omega = Base64.getDecoder().decode(challenge.getString("public_key"));
        byte[] sealed = Base64.getDecoder().decode(challenge.getString("challenge"));
        byte[] key =
                MessageDigest.getInstance("SHA-256").digest(X448Challenge.agree(omikron, X448Challenge.decode(omega)));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, sealed, 0, 12));
        return new String(cipher.doFinal(sealed, 12, sealed.length - 12), StandardCharsets.US_ASCII);
    }
}

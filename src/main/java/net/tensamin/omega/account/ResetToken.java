package net.tensamin.omega.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A secret of a user, which allows its Omikron to change its keys and its Iota, and to delete it (SPEC §5). Only its hash is kept: it
 * has 128 bits or more of its own, so that no salt is needed.
 *
 * @param text which {@link #isStrong} says is long enough
 */
public record ResetToken(String text) {
    static final String HASH = "[0-9a-f]{64}";

    /** 22 characters of base64 carry 128 bits. */
    public static boolean isStrong(String text) {
        return text.matches("[\\x21-\\x7e]{22,200}");
    }

    /** SHA-256, in lower case hex. */
    public String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }

    /** Whether it is the token of this hash; takes the same time whatever the answer. */
    public boolean matches(String hash) {
        return MessageDigest.isEqual(hash.getBytes(UTF_8), hash().getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "a reset token";
    }
}

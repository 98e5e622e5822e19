package net.tensamin.omega.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is kept of a code: its SHA-256 in hex. Nothing slower is needed, as codes are random and too many to try
 * ({@link OneTimeCode}).
 */
record CodeHash(String value) {
    static CodeHash of(String code) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new CodeHash(HexFormat.of().formatHex(sha256.digest(code.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a platform has SHA-256", e);
        }
    }

    /** Takes the same time wherever the two differ. */
    boolean matches(CodeHash other) {
        return MessageDigest.isEqual(bytes(value), bytes(other.value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

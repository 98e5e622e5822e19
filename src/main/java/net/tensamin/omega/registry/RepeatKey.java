package net.tensamin.omega.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a caller calls a request that is not to be done twice ({@code Idempotency-Key}).
 *
 * @param hash of the caller, the kind of request and the key
 * @param request hash of its body: another one needs another key
 */
public record RepeatKey(String hash, String request) {
    static RepeatKey of(String caller, String call, String key, String body) {
        return new RepeatKey(sha256(String.join("\n", List.of(caller, call, key))), sha256(body));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}

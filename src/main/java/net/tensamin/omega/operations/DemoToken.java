package net.tensamin.omega.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What opens the operations page in a demo run to somebody without a certificate. Only this server's log tells it, so that it is
 * whoever started the server, and nobody behind a proxy on this machine. New with each start.
 */
@ApplicationScoped
public class DemoToken {
    private static final int BYTES = 16;

    private final String value = random();

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String value() {
        return value;
    }

    /** In constant time; null is not. */
    public boolean is(String shown) {
        return shown != null && MessageDigest.isEqual(value.getBytes(UTF_8), shown.getBytes(UTF_8));
    }
}

package net.tensamin.omega.websocket;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** The opening handshake (RFC 6455 §4.2), without extensions and subprotocols. */
public final class WebSocketHandshake {
    private static final String VERSION = "13";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // §1.3
    private static final int NONCE_SIZE = 16;
    private static final int UPGRADE_REQUIRED = 426;

    private WebSocketHandshake() {}

    /** Returns whether the connection may be upgraded; if not, the client has its answer. */
    public static boolean accept(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!lists(request, "Upgrade", "websocket") || !lists(request, "Connection", "upgrade")) {
            response.setHeader("Upgrade", "websocket");
            response.setHeader("Connection", "close"); // beside Upgrade Payara says no length that ends the answer
            response.sendError(UPGRADE_REQUIRED);
            return false;
        }
        if (!List.of(VERSION).equals(Collections.list(request.getHeaders("Sec-WebSocket-Version")))) { // §4.2.2, §4.4
            response.setHeader("Sec-WebSocket-Version", VERSION);
            response.sendError(UPGRADE_REQUIRED);
            return false;
        }
        List<String> keys = Collections.list(request.getHeaders("Sec-WebSocket-Key"));
        if (keys.size() != 1 || !isNonce(keys.get(0))) { // §11.3.1
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return false;
        }
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        response.setHeader("Upgrade", "websocket");
        response.setHeader("Connection", "Upgrade");
        response.setHeader("Sec-WebSocket-Accept", acceptance(keys.get(0)));
        return true;
    }

    private static boolean lists(HttpServletRequest request, String header, String word) {
        return Collections.list(request.getHeaders(header)).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(value -> value.trim().equalsIgnoreCase(word));
    }

    private static boolean isNonce(String key) {
        try {
            return Base64.getDecoder().decode(key.trim()).length == NONCE_SIZE;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    static String acceptance(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key.trim() + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}

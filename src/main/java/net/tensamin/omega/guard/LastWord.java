package net.tensamin.omega.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import net.tensamin.omega.http.ApiError;

/** Answers to requests that go no further; after each of them the connection ends. */
final class LastWord {
    static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8);

    private static final Map<Integer, String> REASONS = Map.of(
            400, "Bad Request",
            401, "Unauthorized",
            403, "Forbidden",
            408, "Request Timeout",
            413, "Content Too Large",
            417, "Expectation Failed",
            501, "Not Implemented",
            505, "HTTP Version Not Supported");

    private LastWord() {}

    static byte[] of(int status) {
        byte[] body = ApiError.json(status);
        String head = "HTTP/1.1 " + status + " " + REASONS.get(status) + "\r\n"
                + "Content-Type: application/json;charset=UTF-8\r\n"
                + "Content-Length: " + body.length + "\r\n"
                + "Strict-Transport-Security: max-age=31536000\r\n"
                + "X-Content-Type-Options: nosniff\r\n"
                + "Connection: close\r\n\r\n";
        byte[] first = head.getBytes(UTF_8);
        byte[] all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }
}

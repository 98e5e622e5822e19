package net.tensamin.omega.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An answer that is kept in memory, with a tag by which a client can learn that it has this answer already (RFC 9110
 * §13.1.2).
 *
 * @param type empty for none
 */
record KeptAnswer(int status, String type, byte[] body, String tag) {
    /** How much is written at once: a client that does not read has no more of an answer in the server's memory than fits its queue. */
    private static final int PIECE = 16_384;

    KeptAnswer(int status, String type, byte[] body) {
        this(status, type, body, tagOf(body));
    }

    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("ETag", tag);
        response.setHeader("Cache-Control", "no-cache");
        if (status == HttpServletResponse.SC_OK && tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setStatus(status);
        if (!type.isEmpty()) {
            response.setContentType(type);
        }
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            write(response.getOutputStream());
        }
    }

    private void write(OutputStream out) throws IOException {
        for (int from = 0; from < body.length; from += PIECE) {
            out.write(body, from, Math.min(PIECE, body.length - from));
        }
    }

    private static String tagOf(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package net.tensamin.omega.bench.hold;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The messages of SPEC §2 that servers without Omega's application need, without LF. */
final class TauriText {
    static final byte[] SUCCESS = "{\"type\":\"success\",\"id\":\"1\",\"data\":{\"revision\":1234}}".getBytes(US_ASCII);
    static final byte[] PING = "{\"type\":\"ping\",\"data\":{\"last_ping\":12,\"revision\":1234}}".getBytes(US_ASCII);
    static final byte[] PUSH =
            "{\"type\":\"push_notification\",\"data\":{\"sender_id\":\"2000000\",\"amount\":12,\"revision\":1234}}"
                    .getBytes(US_ASCII);
    private static final String USER = "\"user_id\":\"";

    private TauriText() {}

    static boolean isIdentification(String line) {
        return line.contains("\"tauri_identification\"");
    }

    /** The client that identifies itself. */
    static int client(String identification) {
        int from = identification.indexOf(USER) + USER.length();
        return Identities.client(Long.parseLong(identification, from, identification.indexOf('"', from), 10));
    }
}

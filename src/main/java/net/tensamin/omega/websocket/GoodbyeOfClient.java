package net.tensamin.omega.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What a client says when it closes: a code, and perhaps a reason (RFC 6455 §5.5.1). */
final class GoodbyeOfClient {
    private static final int FIRST = 1000; // §7.4.2
    private static final int RESERVED = 1004; // §7.4.1, as are the next two: they never go over the wire
    private static final int CUT = 1006;
    private static final int LAST_REGISTERED = 1014; // IANA; 1015 never goes over the wire
    private static final int FIRST_OF_LIBRARIES = 3000;
    private static final int LAST = 4999;

    private GoodbyeOfClient() {}

    /** @throws ProtocolViolation for a code that must not be sent, half a code, or a reason that is not UTF-8 */
    static void check(ByteBuffer payload) {
        if (payload.remaining() < Short.BYTES) {
            throw new ProtocolViolation(Fault.PROTOCOL, "a close frame of one byte");
        }
        int code = Short.toUnsignedInt(payload.getShort());
        if (!mayBeSent(code)) {
            throw new ProtocolViolation(Fault.PROTOCOL, "close code " + code);
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(payload);
        } catch (CharacterCodingException e) {
            throw new ProtocolViolation(Fault.NOT_UTF_8, "a reason that is not UTF-8");
        }
    }

    private static boolean mayBeSent(int code) {
        boolean standard = code >= FIRST && code <= LAST_REGISTERED && (code < RESERVED || code > CUT);
        return standard || code >= FIRST_OF_LIBRARIES && code <= LAST;
    }
}

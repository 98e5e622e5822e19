package net.tensamin.omega.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import net.tensamin.omega.http.RequestPath;

/**
 * A request that is complete.
 *
 * @param written its head for the server behind the guard, the empty line included
 */
record Request(RequestHead head, String written, byte[] body) {
    /** What the guard has done its part for. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "trailer", "te", "expect");

    /** Written so that it cannot mean another path. */
    private static final Pattern PLAIN = Pattern.compile("(/[a-z]+)+");

    static boolean isOfFraming(FieldLine field) {
        return FRAMING.contains(field.name().toLowerCase(Locale.ROOT));
    }

    /** Whether it must be answered whatever else there is to do. */
    boolean isOfMonitoring() {
        return RequestPath.isOfMonitoring(head.path())
                && PLAIN.matcher(head.path()).matches();
    }

    byte[] bytes() {
        byte[] first = written.getBytes(ISO_8859_1);
        byte[] all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }
}

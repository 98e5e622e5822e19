package net.tensamin.omega.guard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms of a target that this server answers (RFC 9112 §3.2): a path, a URI of HTTP, or all of the server for OPTIONS. */
final class RequestTarget {
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})"); // RFC 3986 §2.1
    private static final Pattern ABSOLUTE = Pattern.compile("(?i:https?)://(?<authority>[^/?]*)(?:[/?].*)?");

    private RequestTarget() {}

    static void check(String method, String target) throws MalformedRequestException {
        if (method.equals("CONNECT")) { // RFC 9110 §9.3.6
            throw new MalformedRequestException(501, "a tunnel");
        }
        if (!target.chars().allMatch(octet -> octet > ' ' && octet != 0x7f)) {
            throw MalformedRequestException.bad("a control character in the target");
        }
        if (BROKEN_ESCAPE.matcher(target).find()) {
            throw MalformedRequestException.bad("an incomplete escape in the target");
        }
        if (!target.startsWith("/") && !isOfAll(method, target) && !isAbsolute(target)) {
            throw MalformedRequestException.bad("a target of another form");
        }
    }

    private static boolean isOfAll(String method, String target) {
        return target.equals("*") && method.equals("OPTIONS"); // §3.2.4
    }

    private static boolean isAbsolute(String target) {
        Matcher form = ABSOLUTE.matcher(target);
        return form.matches() && Authority.is(form.group("authority"));
    }
}

package net.tensamin.omega.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a request says it is for: a host, and perhaps a port (RFC 9112 §3.2, RFC 3986 §3.2.2). Names are those of hosts: what
 * only other registries write (escapes, commas, other marks) is refused, as servers differ in what they make of it.
 */
final class Authority {
    private static final int LARGEST_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile(
            "(?:(?<name>[A-Za-z0-9._~-]{1,255})|\\[(?<six>[0-9A-Fa-f:.]{2,45})])(?::(?<port>\\d{0,5}))?");

    private Authority() {}

    /** Whether there is one, and nothing else: no user either (RFC 9110 §4.2.4). */
    static boolean is(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() && isPort(form.group("port")) && isAddress(form.group("six"));
    }

    /** @param digits null without a port */
    private static boolean isPort(String digits) {
        return digits == null || digits.isEmpty() || Integer.parseInt(digits) <= LARGEST_PORT;
    }

    /** @param six null for a name */
    private static boolean isAddress(String six) {
        try {
            return six == null || InetAddress.getByName("[" + six + "]") != null; // asks nobody for what is in brackets
        } catch (UnknownHostException no) {
            return false;
        }
    }
}

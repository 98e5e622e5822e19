package net.tensamin.omega.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request up to its body, as RFC 9112 has it and no other way: two servers that read one request differently are how
 * requests are smuggled.
 *
 * @param minor of HTTP/1
 */
record RequestHead(String method, String target, int minor, List<FieldLine> fields) {
    private static final int MOST_FIELDS = 100;
    /** Grizzly keeps an object for each cookie of the request that had most, in each request that it uses again. */
    private static final int MOST_COOKIES = 32;

    private static final int LONGEST_LENGTH = 18; // digits that a long holds
    private static final Pattern VERSION = Pattern.compile("HTTP/(\\d)\\.(\\d)");

    /** How many bytes follow that nobody counted before. */
    static final long CHUNKED = -1;

    /** @param text without the empty line at its end, lines ending in CRLF */
    static RequestHead parse(String text) throws MalformedRequestException {
        String[] lines = text.split("\r\n", -1);
        if (lines.length > MOST_FIELDS + 1) {
            throw MalformedRequestException.bad("too many fields");
        }
        String[] words = lines[0].split(" ", -1);
        Matcher version = VERSION.matcher(words[words.length - 1]);
        if (words.length != 3 || words[1].isEmpty() || !FieldLine.isToken(words[0])) {
            throw MalformedRequestException.bad("not a request line");
        }
        if (!version.matches() || !version.group(1).equals("1")) {
            throw new MalformedRequestException(version.matches() ? 505 : 400, "not HTTP/1");
        }
        return new RequestHead(words[0], words[1], Integer.parseInt(version.group(2)), fields(lines)).checked();
    }

    private static List<FieldLine> fields(String[] lines) throws MalformedRequestException {
        List<FieldLine> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            fields.add(FieldLine.parse(lines[i]));
        }
        return List.copyOf(fields);
    }

    private RequestHead checked() throws MalformedRequestException {
        List<String> hosts = values("Host");
        if (hosts.size() > 1 || hosts.isEmpty() && minor > 0) { // RFC 9112 §3.2
            throw MalformedRequestException.bad(hosts.size() + " Host fields");
        }
        if (!hosts.stream().allMatch(Authority::is)) {
            throw MalformedRequestException.bad("a Host that is none");
        }
        RequestTarget.check(method, target);
        if (cookies() > MOST_COOKIES) {
            throw MalformedRequestException.bad("too many cookies");
        }
        if (bodyLength() != 0 && isForALink()) { // whose bytes they are, two servers may see differently
            throw MalformedRequestException.bad("a link with a body");
        }
        return this;
    }

    /** By every character that some parser takes for the end of one. */
    private long cookies() {
        return values("Cookie").stream()
                .mapToLong(value -> 1
                        + value.chars()
                                .filter(mark -> mark == ';' || mark == ',')
                                .count())
                .sum();
    }

    /** How many bytes follow, or {@link #CHUNKED} (RFC 9112 §6.3). */
    long bodyLength() throws MalformedRequestException {
        List<String> codings = values("Transfer-Encoding");
        List<String> lengths = values("Content-Length");
        if (codings.isEmpty()) {
            return lengths.isEmpty() ? 0 : length(lengths);
        }
        if (minor == 0 || !lengths.isEmpty()) { // §6.1
            throw MalformedRequestException.bad("a transfer coding with a length, or in HTTP/1.0");
        }
        if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
            throw MalformedRequestException.bad("another transfer coding than chunked");
        }
        return CHUNKED;
    }

    private static long length(List<String> lengths) throws MalformedRequestException {
        String digits = lengths.get(0);
        if (lengths.size() > 1 || !digits.matches("\\d{1," + LONGEST_LENGTH + "}")) {
            throw MalformedRequestException.bad("not a length");
        }
        return Long.parseLong(digits);
    }

    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.is(name))
                .map(FieldLine::value)
                .toList();
    }

    Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    /** Whether the client waits to be told that it may send the body (RFC 9110 §10.1.1). */
    boolean expectsToBeAsked() {
        return minor > 0
                && value("Expect").filter("100-continue"::equalsIgnoreCase).isPresent();
    }

    /** Whether it may become something else (RFC 9110 §7.8): whether it does, the answer says. */
    boolean isUpgrade() {
        return !values("Upgrade").isEmpty();
    }

    private boolean isForALink() {
        return values("Upgrade").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("websocket"));
    }

    /** The target without its query. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}

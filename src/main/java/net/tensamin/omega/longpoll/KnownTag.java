package net.tensamin.omega.longpoll;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which states of a mailbox a client has, as its {@code If-None-Match} says (RFC 9110 §13.1.2).
 *
 * @param fields as they came
 */
record KnownTag(List<String> fields) {
    private static final Pattern ONE = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");

    /** Strong, as the state is the same to the last byte. */
    static String of(long revision) {
        return "\"" + revision + "\"";
    }

    /** The revision that it says and no more than that; empty for anything else. */
    OptionalLong revision() {
        Matcher one = ONE.matcher(fields.size() == 1 ? fields.get(0).strip() : "");
        return one.matches() ? OptionalLong.of(Long.parseLong(one.group(1))) : OptionalLong.empty();
    }

    /** Whether the client has this one, by weak comparison. */
    boolean matches(long revision) {
        return fields.stream()
                .flatMap(field -> Stream.of(field.split(",")))
                .map(tag -> tag.strip().replaceFirst("^W/", ""))
                .anyMatch(tag -> tag.equals("*") || tag.equals(of(revision)));
    }
}

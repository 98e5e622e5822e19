package net.tensamin.omega.longpoll;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How long a client would wait: {@code Prefer: wait=30} (RFC 7240 §4.3). */
final class WaitPreference {
    static final String FIELD = "Prefer";
    static final String APPLIED = "Preference-Applied";

    private static final Pattern WAIT =
            Pattern.compile("(?i)wait\\s*=\\s*(?:\"([0-9]{1,9})\"|([0-9]{1,9}))\\s*(?:;.*)?");

    private WaitPreference() {}

    /**
     * Of several the first counts, and what is malformed does not (RFC 7240 §2).
     *
     * @param fields as they came
     * @return empty for none
     */
    static Optional<Duration> of(List<String> fields) {
        return fields.stream()
                .flatMap(field -> Stream.of(field.split(",")))
                .map(String::strip)
                .map(WAIT::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .map(wait -> Duration.ofSeconds(Long.parseLong(wait.group(1) == null ? wait.group(2) : wait.group(1))))
                .filter(wait -> !wait.isZero());
    }
}

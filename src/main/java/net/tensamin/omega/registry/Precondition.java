package net.tensamin.omega.registry;

import java.util.Optional;
import java.util.stream.Stream;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;

/**
 * What a caller takes an account to be (RFC 9110 §13.1). The tag of an account is its version.
 *
 * @param match {@code If-Match}
 * @param noneMatch {@code If-None-Match}
 */
public record Precondition(Optional<String> match, Optional<String> noneMatch) {
    static final Precondition NONE = new Precondition(Optional.empty(), Optional.empty());

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    boolean isConditional() {
        return match.isPresent();
    }

    /** @throws RefusedChangeException unless there may be none */
    void admitNone() {
        if (match.isPresent()) {
            throw new RefusedChangeException(Reason.OUTDATED, "The account does not exist.");
        }
    }

    /** @throws RefusedChangeException unless it may exist at all */
    void admitAny() {
        if (noneMatch.filter("*"::equals).isPresent()) {
            throw new RefusedChangeException(Reason.OUTDATED, "The account exists.");
        }
    }

    /** @throws RefusedChangeException unless it may be this version of it */
    void admit(long version) {
        boolean other = match.filter(tags -> !lists(tags, version)).isPresent();
        if (other || noneMatch.filter(tags -> lists(tags, version)).isPresent()) {
            throw new RefusedChangeException(
                    Reason.OUTDATED, "The account has been changed: its tag is " + tag(version) + ".");
        }
    }

    private static boolean lists(String tags, long version) {
        return Stream.of(tags.split(","))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(tag(version)));
    }
}

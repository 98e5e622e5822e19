package net.tensamin.omega.operator;

import java.util.Arrays;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;

/**
 * Which state a change is of, from {@code If-Match} (RFC 9110 §13.1.1).
 *
 * @param header null for none
 */
record IfMatch(String header) {
    /**
     * Lets a change of this state pass.
     *
     * @param tag strong, in quotes
     * @throws RefusedChangeException 428 if the caller did not say which state, 412 if it was another
     */
    void require(String tag) {
        if (header == null) {
            throw new RefusedChangeException(
                    Reason.UNCONDITIONAL,
                    "The operator exists and is different: say in If-Match which version is to be changed.");
        }
        if (!matches(tag)) {
            throw new RefusedChangeException(
                    Reason.OUTDATED, "The operator has changed since: its tag is now " + tag + ".");
        }
    }

    /** The same for a change that needs no tag: whoever sends one means that state. */
    void allow(String tag) {
        if (header != null) {
            require(tag);
        }
    }

    private boolean matches(String tag) {
        return header.strip().equals("*")
                || Arrays.stream(header.split(",")).map(String::strip).anyMatch(tag::equals);
    }
}

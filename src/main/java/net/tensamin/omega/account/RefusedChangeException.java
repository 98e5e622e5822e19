package net.tensamin.omega.account;

import jakarta.ejb.ApplicationException;
import java.util.Map;
import java.util.TreeMap;

/** An account is not made, changed or removed as asked; nothing was changed. */
@ApplicationException(rollback = true)
public class RefusedChangeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, with the status of HTTP that says so. */
    public enum Reason {
        /** The caller may not do this. */
        FORBIDDEN(403),
        /** There is no such account. */
        UNKNOWN(404),
        /** Something else has it, or needs it. */
        CONFLICT(409),
        /** It is not, or no longer, what the caller takes it to be. */
        OUTDATED(412),
        /** The members say what is not allowed. */
        INVALID(422),
        /** It exists, and the caller has not said what it takes it to be. */
        UNCONDITIONAL(428),
        /** The caller did it too often. */
        TOO_MANY(429);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private final Reason reason;
    private final TreeMap<String, String> members;

    /**
     * @param message for people
     * @param members what is wrong with which, by their names on the wire; may be empty
     */
    public RefusedChangeException(Reason reason, String message, Map<String, String> members) {
        super(message);
        this.reason = reason;
        this.members = new TreeMap<>(members);
    }

    public RefusedChangeException(Reason reason, String message) {
        this(reason, message, Map.of());
    }

    public Reason reason() {
        return reason;
    }

    public Map<String, String> members() {
        return members;
    }
}

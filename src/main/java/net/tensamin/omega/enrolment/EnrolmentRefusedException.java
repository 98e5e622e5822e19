package net.tensamin.omega.enrolment;

import jakarta.ejb.ApplicationException;
import java.time.Duration;

/** A device does not get the certificate it asks for; nothing was changed. The message is for the client. */
@ApplicationException(rollback = true)
public class EnrolmentRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final Duration retryAfter;

    enum Reason {
        BAD_REQUEST(400),
        /** There is no code, not even a wrong one. */
        NO_CODE(401),
        NO_CERTIFICATE(401),
        FORBIDDEN(403),
        TOO_LARGE(413),
        UNSUPPORTED_MEDIA_TYPE(415),
        TOO_MANY_REQUESTS(429),
        UNAVAILABLE(503);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    EnrolmentRefusedException(Reason reason, String message) {
        this(reason, message, Duration.ZERO);
    }

    private EnrolmentRefusedException(Reason reason, String message, Duration retryAfter) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    static EnrolmentRefusedException tooManyGuesses(Duration retryAfter) {
        return new EnrolmentRefusedException(
                Reason.TOO_MANY_REQUESTS, "Too many wrong codes; try again later.", retryAfter);
    }

    Reason reason() {
        return reason;
    }

    /** Not zero where trying again later makes sense. */
    Duration retryAfter() {
        return retryAfter;
    }
}

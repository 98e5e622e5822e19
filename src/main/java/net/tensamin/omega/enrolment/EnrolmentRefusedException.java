package net.tensamin.omega.enrolment;

import jakarta.ejb.ApplicationException;

/** A device does not get the certificate it asks for; nothing was changed. The message is for the client. */
@ApplicationException(rollback = true)
public class EnrolmentRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    enum Reason {
        BAD_REQUEST(400),
        /** Nor a wrong one. */
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
        super(message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}

package net.tensamin.omega.mailbox;

/**
 * What was asked is not committed in the time a caller waits, because the database is away or overloaded. It may have been
 * or be committed yet; a read can be asked again without harm.
 */
public class MailboxUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MailboxUnavailableException(String message) {
        super(message);
    }
}

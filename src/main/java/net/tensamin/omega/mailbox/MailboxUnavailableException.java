package net.tensamin.omega.mailbox;

/**
 * What was asked for was not committed in the time that a caller waits, because the database is down or overloaded. It may
 * have been committed, or still be; a read can be asked again without harm.
 */
public class MailboxUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MailboxUnavailableException(String message) {
        super(message);
    }
}

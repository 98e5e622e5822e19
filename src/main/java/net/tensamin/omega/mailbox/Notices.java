package net.tensamin.omega.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import net.tensamin.omega.account.UserId;

/**
 * Where message notices and reads enter, whoever brings them (SPEC §4). Every call may block on the database and returns
 * after its commit.
 */
@ApplicationScoped
public class Notices {
    private final Mailboxes mailboxes;

    /** For the client proxy. */
    Notices() {
        this(null);
    }

    @Inject
    Notices(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    /**
     * {@code sender} wrote to {@code receiver}: pending for an offline user, nothing for an online one.
     *
     * @throws net.tensamin.omega.account.UnknownUserException if the receiver is offline and either does not exist
     */
    public void notice(UserId sender, UserId receiver) {
        mailboxes.notice(sender, receiver);
    }

    /**
     * {@code reader} read what {@code sender} wrote; a success also when nothing was pending.
     *
     * @throws net.tensamin.omega.account.UnknownUserException if the reader does not exist
     */
    public void read(UserId reader, UserId sender) {
        mailboxes.read(reader, sender);
    }

    /**
     * What is pending, amounts above 0 only, the latest change first.
     *
     * @throws net.tensamin.omega.account.UnknownUserException if the user does not exist
     */
    public List<PairState> pending(UserId user) {
        return mailboxes.pending(user);
    }
}
